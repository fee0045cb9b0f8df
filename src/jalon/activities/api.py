# NOTE FOR ENGINEER E (door, chair): at 22:50 a neighbour's `cat > api.py` overwrote this uncommitted file.
# Please write your api.py again from your own text. This shim only lets the others' imports work: replace all.
from typing import Any, NoReturn


def door(request: Any, session_id: int) -> NoReturn:
    raise NotImplementedError("api.py of the door has to be written again: see the note above")


chair = door
