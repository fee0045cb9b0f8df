"""Where the real data stands beside a checkout; tests that need it skip with a reason when it is absent."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("JALON_SHARED", Path(__file__).resolve().parents[2] / "shared"))
DATA = SHARED / "data"


def needs(*parts: str) -> pytest.MarkDecorator:
    """Skip a test unless this file or folder of the real data is there."""
    path = DATA.joinpath(*parts)
    return pytest.mark.skipif(
        not path.exists(), reason=f"real data not beside the checkout: {'/'.join(parts)}"
    )
