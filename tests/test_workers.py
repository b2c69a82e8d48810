"""Worker processes, as programs that use newsearch meet them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SCRIPT = """
import sys
import newsearch

print("begun")
for progress in newsearch.update("index", ["pages"], workers=2):
    pass
print(progress.blocks > 0, len(progress.skipped), sys.modules["__main__"].SCRIPT)
"""


@pytest.mark.parametrize("how", [["script.py"], ["-"], ["-m", "script"]])
def test_a_script_needs_no_guard_to_index(save_page: Callable[..., Path], tmp_path: Path, how: list[str]) -> None:
    for number in range(40):
        save_page(tmp_path / "pages", f"{number}.html", f"Ferry {number}", "The ferry of Varn was late again today.")
    script = f"SCRIPT = 'itself'\n{SCRIPT}"
    (tmp_path / "script.py").write_text(script)
    ran = subprocess.run(
        [sys.executable, *how], input=script, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
    )
    assert (ran.stdout, ran.stderr) == ("begun\nTrue 0 itself\n", "")
