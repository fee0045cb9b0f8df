"""No page of a journey may have a fault that axe finds."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def check_accessible(page: Page) -> None:
    """Fail with every violation, the element and what to do."""
    if page.url.startswith("about:"):
        return
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})",
        RULES,
    )
    violations = [
        f"{violation['id']}: {violation['help']} {[node['target'] for node in violation['nodes']][:5]}"
        for violation in found["violations"]
    ]
    assert violations == [], f"{page.url}\n" + "\n".join(violations)
