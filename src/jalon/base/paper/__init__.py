"""Paper: letters, slips and files typeset by typst."""

import json
from pathlib import Path
from typing import Any

import typst

_FOLDER = Path(__file__).parent


def typeset(template: str, data: dict[str, Any]) -> bytes:
    """The PDF of a template of this folder (`letter`, `slip`, `file`) filled with `data`.

    `data` travels as JSON: nothing in it is read as a command of the typesetter.

    Raises:
        RuntimeError: the typesetter warned, for instance that a font is missing.
    """
    source = _FOLDER / f"{template}.typ"
    pdf, warnings = typst.compile_with_warnings(
        str(source),
        root=str(_FOLDER),
        font_paths=[str(_FOLDER / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
    )
    if warnings:
        raise RuntimeError("; ".join(str(warning) for warning in warnings))
    return bytes(pdf)
