"""Checks that each lock installs from wheels alone, on each Python and platform that Jalon supports.

Nothing is installed: uv resolves for the named platform and says what it would do.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("base.txt", "test.txt", "node.txt")
PLATFORMS = ("x86_64-manylinux_2_28", "aarch64-manylinux_2_28", "aarch64-apple-darwin")


def python_versions() -> list[str]:
    """Those of pyproject.toml, such as 3.11."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(r'requires-python = ">=3\.(\d+),<3\.(\d+)"', text)
    assert found, "requires-python is not of the form >=3.a,<3.b"
    return [f"3.{minor}" for minor in range(int(found[1]), int(found[2]))]


def resolves(lock: str, python: str, platform: str) -> str:
    """Empty when the lock installs there, else uv's last words."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "uv", "pip", "install", "--dry-run", "--target", folder]
        command += ["--require-hashes", "--only-binary", ":all:"]
        command += ["--python-version", python, "--python-platform", platform]
        command += ["--requirement", str(ROOT / "requirements" / lock)]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stderr.strip()[-500:]


def failures() -> Iterator[str]:
    """One line for each combination that does not install."""
    for lock, python, platform in product(LOCKS, python_versions(), PLATFORMS):
        said = resolves(lock, python, platform)
        print(f"{'✗' if said else '✓'} {lock} Python {python} {platform}", flush=True)
        if said:
            yield f"{lock} Python {python} {platform}: {said}"


if __name__ == "__main__":
    missing = list(failures())
    sys.exit("\n".join(missing) if missing else 0)
