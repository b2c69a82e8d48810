"""Worker processes, as programs that use newsearch meet them."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from newsearch.engine import create_index

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


INTERRUPTED = """
import os, signal, sys
from multiprocessing import process

def start_and_interrupt(self, start=process.BaseProcess.start):
    start(self)
    os.killpg(0, signal.SIGINT)

process.BaseProcess.start = start_and_interrupt
from newsearch.cli import main
sys.exit(main(["index", "pages", "--index", "index", "--workers", "2"]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process that starts takes Ctrl-C itself")
def test_an_interrupt_just_as_a_worker_starts_ends_in_one_message(
    save_page: Callable[..., Path], tmp_path: Path
) -> None:
    for number in range(40):
        save_page(tmp_path / "pages", f"{number}.html", f"Ferry {number}", "The ferry of Varn was late again today.")
    ran = subprocess.run(
        [sys.executable, "-c", INTERRUPTED],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        start_new_session=True,
    )
    assert (ran.returncode, ran.stderr) == (130, "newsearch: stopped; the index is as the last commit left it\n")


def test_while_indexes_are_written_cycles_are_looked_for_seldom_and_afterwards_as_before(tmp_path: Path) -> None:
    before = gc.get_threshold()
    first, second = (create_index(tmp_path / name).writer() for name in ("a", "b"))
    assert gc.get_threshold()[0] > before[0]
    first.commit()
    assert gc.get_threshold()[0] > before[0]
    second.cancel()
    second.cancel()
    assert gc.get_threshold() == before
