"""Who takes the pictures of the documentation: a browser, and where its pictures are kept."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, FloatRect
from tests.journeys.people import sign_in

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "guide" / "images"
DESK, PHONE, TABLET, BUS = (1280, 860), (390, 780), (1024, 720), (1920, 540)


class Camera:
    """Somebody with a browser of their own, whose pages are kept as pictures."""

    def __init__(self, browser: Browser, address: str, size: tuple[int, int], email: str = "") -> None:
        viewport = {"width": size[0], "height": size[1]}
        context = browser.new_context(base_url=address, locale="fr-FR", viewport=viewport)  # type: ignore[arg-type]
        self.page = context.new_page()
        self.page.set_default_timeout(20_000)
        if email:
            sign_in(self.page, email)

    def take(self, name: str, address: str = "", *, at: str = "", height: int = 0) -> None:
        """Keep the window, or its upper `height`, as `<name>.png`, scrolled to the text `at`."""
        if address:
            self.page.goto(address)
        if at:
            self.page.get_by_text(at).first.evaluate("e => e.scrollIntoView({block: 'start'})")
            self.page.mouse.wheel(0, -24)
        self.page.evaluate("document.fonts.ready")
        self.page.wait_for_timeout(400)
        width = self.page.viewport_size["width"] if self.page.viewport_size else 0
        clip: FloatRect | None = {"x": 0, "y": 0, "width": width, "height": height} if height else None
        self.page.screenshot(path=IMAGES / f"{name}.png", animations="disabled", caret="hide", clip=clip)
        print(f"  {name}", flush=True)


OpenCamera = Callable[..., Camera]
