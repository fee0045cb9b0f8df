"""`docs/operate.md` names every setting, and no setting that does not exist."""

import re

from tests.house.source import ROOT, SOURCE


def test_every_setting_is_documented_and_no_other() -> None:
    code = "\n".join(p.read_text(encoding="utf-8") for p in (SOURCE / "config").rglob("*.py"))
    read = set(re.findall(r'(?:text|flag|whole|words|environ\.get)\(\s*"(JALON_[A-Z_]+|DATABASE_URL)"', code))
    written = set(
        re.findall(r"`(JALON_[A-Z_]+|DATABASE_URL)`", (ROOT / "docs" / "operate.md").read_text("utf-8"))
    )

    assert read - written == set()
    assert written - read == set()
