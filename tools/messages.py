"""The English of the public pages: `src/jalon/locale/en`, gathered anew from the sources and compiled.

Needs GNU gettext (`xgettext`, `msgmerge`, `msgfmt`); using Jalon does not: the compiled catalogue is kept.
"""

import os
import re
import sys
from pathlib import Path

import django
from django.core.management import call_command

SOURCE = Path(__file__).resolve().parents[1] / "src" / "jalon"
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
# Desks are in French only.
DESKS = ("demo", "network", "people", "transit", "vacancies")
HEADER = """msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""


def main() -> int:
    """Gather, compile, and say what still wants its English; the exit code is 1 when something does."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jalon.config.settings")
    os.chdir(SOURCE)
    django.setup()
    desks = [f"{room}/templates/*" for room in DESKS]
    call_command(
        "makemessages", locale=["en"], ignore_patterns=[*desks, "static/*"], verbosity=0,
        no_obsolete=True, no_wrap=True, add_location="file",
    )  # fmt: skip
    text = with_plain_header(CATALOGUE.read_text(encoding="utf-8"))
    CATALOGUE.write_text(text, encoding="utf-8")
    call_command("compilemessages", locale=["en"], verbosity=0)
    wanting = text.count("#, fuzzy") + len(re.findall(r'^msgstr(\[\d\])? ""\n(?!")', text, re.MULTILINE))
    print(f"{CATALOGUE} : {wanting} phrases à écrire ou à revoir.")
    return 1 if wanting else 0


def with_plain_header(text: str) -> str:
    """Without dates and names, which change at each run."""
    return HEADER + "\n" + text.partition("\n\n")[2]


if __name__ == "__main__":
    sys.exit(main())
