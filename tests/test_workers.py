"""Worker processes, as programs that use newsearch meet them."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from engine_model import story

from newsearch.engine import create_index
from newsearch.engine.columns.writer import SegmentWriter
from newsearch.workers import Unwanted, new_pool

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


BUSY = """
import pathlib, time
from newsearch.workers import end_if_unwanted

pathlib.Path({begun!r}).touch()
for _ in range(3000):
    end_if_unwanted()
    time.sleep(0.01)
"""


def test_what_is_cancelled_ends_also_where_a_worker_has_it(tmp_path: Path) -> None:
    begun, never = tmp_path / "begun", tmp_path / "never"
    pool = new_pool(1)
    busy = pool.submit(exec, BUSY.format(begun=str(begun)))
    for _ in range(3):
        pool.submit(never.touch)
    while not begun.exists():
        time.sleep(0.01)
    pool.shutdown(wait=True, cancel_futures=True)
    assert isinstance(busy.exception(), Unwanted)
    assert not never.exists()


def test_a_segment_that_is_being_written_is_let_go_when_its_writer_is_cancelled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()
    written: list[int] = []

    def write(segment: SegmentWriter) -> None:
        for number in range(300):
            segment._file.put(f"{number}", bytes(1 << 20))
            written.append(number)
            begun.set()
            time.sleep(0.01)

    monkeypatch.setattr(SegmentWriter, "_write", write)
    index = create_index(tmp_path / "index")
    writer = index.writer()
    writer.add(story(1, "The ferry of Varn was late again today."))
    writer._drain()
    writer._close_segment()
    assert begun.wait(30)
    writer.cancel()
    assert len(written) < 300
    assert list(index.path.glob("*.cols")) == []


def test_while_indexes_are_written_cycles_are_looked_for_seldom_and_afterwards_as_before(tmp_path: Path) -> None:
    before = gc.get_threshold()
    first, second = (create_index(tmp_path / name).writer() for name in ("a", "b"))
    assert gc.get_threshold()[0] > before[0]
    first.commit()
    assert gc.get_threshold()[0] > before[0]
    second.cancel()
    second.cancel()
    assert gc.get_threshold() == before
