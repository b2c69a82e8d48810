"""What the terminal UI does with blocks: copy, cite, open, edit, mark, export, save searches, index a folder."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_archive import FakeArchive, made_up, renamed
from textual.widgets import Input, OptionList
from tui_pilot import Desk, tell

from newsearch.citations import FORMATS
from newsearch.errors import IndexMissing, NewsearchError
from newsearch.indexing import Progress
from newsearch.model import Document
from newsearch.tui import doing, export
from newsearch.tui.archive import Archive
from newsearch.tui.history import QueryHistory
from newsearch.tui.keys import ACTIONS, shown
from newsearch.tui.settings import CITATIONS, TuiSettings


def saved_page(folder: Path) -> Document:
    file = folder / "page.html"
    file.write_text("<p>A page</p>", encoding="utf-8")
    document = made_up(3)
    return Document("p1", document.block, str(file), language="en")


def test_text_and_citation_go_to_the_clipboard() -> None:
    async def story(desk: Desk) -> None:
        await desk.press("escape", "G", "g", "c")
        assert desk.results.document is not None
        block = desk.results.document.block
        assert block.title and block.title in desk.app.clipboard and block.body in desk.app.clipboard
        await desk.press("y")
        assert desk.app.clipboard.startswith("> ")
        assert "sha256:" in desk.app.clipboard

    tell(story)


def test_the_form_of_a_citation_is_chosen_once() -> None:
    async def story(desk: Desk) -> None:
        await desk.pilot.press("escape", "Y")
        await desk.until(lambda: desk.app.screen.query(OptionList))
        await desk.pilot.press("down", "down", "enter")
        await desk.until(lambda: desk.app.clipboard.startswith("@article{"))
        await desk.press("j", "y")
        assert desk.app.clipboard.startswith("@article{")
        await desk.press("enter")
        await desk.until(lambda: desk.app.screen is not desk.main)
        await desk.pilot.press("Y")
        await desk.until(lambda: desk.app.screen.query("Choice OptionList"))
        await desk.pilot.press("k", "enter")
        await desk.until(lambda: desk.app.clipboard.startswith("“"))

    tell(story, settings=TuiSettings(citation="markdown"))
    assert CITATIONS.keys() == FORMATS.keys()


def test_marked_hits_are_exported_and_nothing_is_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"

    async def export_to(desk: Desk, keys: list[str]) -> None:
        await desk.pilot.press("x")
        await desk.until(lambda: desk.app.screen.query(OptionList))
        await desk.pilot.press(*keys, "enter")
        await desk.until(lambda: desk.app.screen.query(Input))
        desk.app.screen.query_one(Input).value = str(target)
        await desk.pilot.press("enter")
        await desk.until(lambda: desk.app.screen is desk.main)

    async def story(desk: Desk) -> None:
        await desk.press("escape", "m", "m")
        assert desk.results.cursor == 2
        assert "●" in desk.screen()
        await export_to(desk, ["down"])
        rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8"))))
        assert len(rows) == 2
        await export_to(desk, [])
        await desk.until(lambda: "there already" in desk.screen())
        assert len(list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8"))))) == 2

    tell(story)


def test_a_file_whose_name_is_not_utf_8_is_read_cited_and_exported(tmp_path: Path) -> None:
    document = made_up(1)
    path = str(tmp_path / os.fsdecode(b"caf\xe9.html"))
    target = tmp_path / "out.jsonl"

    async def story(desk: Desk) -> None:
        await desk.press("escape", "y")
        assert "\\udce9.html" in desk.app.clipboard
        await desk.press("x")
        await desk.until(lambda: desk.app.screen.query(OptionList))
        await desk.pilot.press("down", "down", "enter")
        await desk.until(lambda: desk.app.screen.query(Input))
        desk.app.screen.query_one(Input).value = str(target)
        await desk.pilot.press("enter")
        await desk.until(target.exists)
        assert json.loads(target.read_text(encoding="utf-8"))["file"] == path
        await desk.until(lambda: desk.app.screen is desk.main)
        await desk.press("enter", "p")
        await desk.until(lambda: "caf .html" in desk.screen())

    tell(story, FakeArchive(documents=[Document("b1", document.block, path, language="en")]))


def test_exports_hold_every_block_in_every_format() -> None:
    documents = [made_up(1), renamed(made_up(2), title="=SUM(A1) *bold* <b>", authors=("A", "B"))]
    assert [json.loads(line)["id"] for line in export.jsonl(documents).splitlines()] == ["b000001", "b000002"]
    rows = list(csv.DictReader(io.StringIO(export.table(documents))))
    assert rows[1]["title"].startswith("'=SUM")
    assert rows[1]["authors"] == "A; B"
    path = "/archive/a`b.html"
    assert f"File: `` {path} ``:41, block" in export.markdown([dataclasses.replace(documents[0], path=path)])
    text = export.markdown(documents)
    assert "## =SUM(A1) \\*bold\\* \\<b\\>" in text
    assert "block `b000002`" in text
    assert export.bibtex(documents).count("@article") == 2
    assert len(json.loads(export.csl(documents))) == 2


def test_the_saved_file_is_opened_by_a_process_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []

    class Browser:
        pass

    monkeypatch.setattr(doing.webbrowser, "get", Browser)
    monkeypatch.setattr(doing.subprocess, "Popen", lambda words, **_: started.append(words))
    document = saved_page(tmp_path)

    async def story(desk: Desk) -> None:
        await desk.press("escape", "o")
        assert started[-1][-1] == Path(document.path).as_uri()
        await desk.press("w")
        assert started[-1][-1] == document.block.url

    tell(story, FakeArchive(documents=[document]))


def test_only_web_addresses_are_given_to_a_browser() -> None:
    document = renamed(made_up(1), url="file:///etc/passwd")

    async def story(desk: Desk) -> None:
        with pytest.raises(NewsearchError, match="no web address"):
            doing.open_url(desk.app, document)
        with pytest.raises(NewsearchError, match="is gone"):
            doing.open_file(desk.app, document)

    tell(story)


@pytest.mark.parametrize(
    ("editor", "command"),
    [
        ("vim", ["vim", "+12", "/a.html"]),
        ("nano -w", ["nano", "-w", "+12", "/a.html"]),
        ("code --wait", ["code", "--wait", "--goto", "/a.html:12"]),
        ("/usr/bin/hx", ["/usr/bin/hx", "/a.html:12"]),
    ],
)
def test_editors_start_at_the_line(editor: str, command: list[str]) -> None:
    assert doing.editor_command(Path("/a.html"), 12, {"EDITOR": editor}) == command
    assert doing.editor_command(Path("/a.html"), 12, {"VISUAL": editor, "EDITOR": "ed"}) == command


def test_an_editor_that_is_no_command_is_a_message() -> None:
    with pytest.raises(NewsearchError, match=r"\$EDITOR cannot be read as a command: No closing quotation"):
        doing.editor_command(Path("/a.html"), 12, {"EDITOR": "vim 'x"})


def test_a_home_of_somebody_unknown_is_a_folder_like_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    async def story(desk: Desk) -> None:
        await desk.press("escape", "x", "enter")
        await desk.until(lambda: desk.app.screen.query(Input))
        desk.app.screen.query_one(Input).value = "~nobody-of-that-name/hits.md"
        await desk.press("enter")
        await desk.until(
            lambda: any("No such file or directory. Nothing" in note.message for note in desk.app._notifications)
        )

    tell(story)


def test_a_search_is_saved_and_what_is_new_in_it_is_shown_once() -> None:
    async def choose(desk: Desk, *keys: str) -> None:
        await desk.pilot.press("v")
        await desk.until(lambda: desk.app.screen.query(OptionList))
        await desk.pilot.press(*keys)
        await desk.until(lambda: desk.app.screen is desk.main)
        await desk.settled()

    async def story(desk: Desk) -> None:
        await desk.type("csto")
        await desk.pilot.press("escape", "S")
        await desk.until(lambda: desk.app.screen is not desk.main and desk.app.screen.query(Input))
        await desk.pilot.press("enter")
        await desk.until(lambda: desk.app.screen is desk.main and desk.archive.book.queries)
        assert desk.archive.book.queries == {"csto": "csto"}
        desk.archive.book.seen["csto"].discard("b000001")
        await choose(desk, "enter")
        await desk.until(lambda: "1 new hit since 5 Jan 2026" in desk.screen())
        assert desk.results.row_count == 1
        assert desk.results.document is not None and desk.results.document.id == "b000001"
        await choose(desk, "enter")
        await desk.until(lambda: "0 new hits" in desk.screen())
        assert desk.results.row_count > 1
        await choose(desk, "d")
        await desk.until(lambda: not desk.archive.book.queries)

    tell(story)


def test_earlier_queries_come_back(tmp_path: Path) -> None:
    file = tmp_path / "home" / "history"

    async def story(desk: Desk) -> None:
        await desk.type("csto")
        await desk.press("alt+c")
        await desk.type(" x")
        await desk.press("alt+up")
        assert desk.line.value == "csto"
        await desk.pilot.press("ctrl+r")
        await desk.until(lambda: desk.app.screen.query(OptionList))
        await desk.pilot.press("down", "enter")
        await desk.until(lambda: desk.line.value == "harbour")

    file.parent.mkdir()
    file.write_text("harbour\n", encoding="utf-8")
    tell(story, history_file=file)
    assert file.read_text(encoding="utf-8").splitlines() == ["harbour", "csto"]


def test_a_history_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("a file", encoding="utf-8")
    history = QueryHistory(tmp_path / "blocked" / "history")
    history.remember("csto")
    assert history.step(-1) == "csto"
    assert history.step(-1) is None
    assert history.step(1) == ""
    typed = QueryHistory(tmp_path / "history")
    typed.remember("caf\udce9")  # bytes of a command line that are no UTF-8
    assert typed.step(-1) == "caf\udce9"


def test_a_folder_is_indexed_from_within_while_searching_goes_on(tmp_path: Path) -> None:
    fake = FakeArchive(20)
    go_on = threading.Event()
    opened = False

    def open_archive() -> Archive:
        if not opened:
            raise IndexMissing("No index at index/. Build one: newsearch index FOLDER")
        return fake

    def index_folder(folder: Path) -> Iterator[Progress]:
        nonlocal opened
        assert folder == tmp_path
        yield Progress(done=3, total=10, read=3, blocks=7)
        go_on.wait(5)
        opened = True
        yield Progress(done=10, total=10, read=10, blocks=20, finished=True)

    async def story(desk: Desk) -> None:
        desk.app._index_folder = index_folder
        await desk.until(lambda: "newsearch index FOLDER" in desk.screen())
        await desk.pilot.press("escape", "i")
        await desk.until(lambda: desk.app.screen is not desk.main and desk.app.screen.query(Input))
        desk.app.screen.query_one(Input).value = str(tmp_path)
        await desk.pilot.press("enter")
        await desk.until(lambda: "3 of 10 files" in desk.screen())
        go_on.set()
        await desk.until(lambda: "20 blocks added from 10 files" in desk.screen())
        await desk.until(lambda: desk.main.results is not None)

    tell(story, open_archive=open_archive)


def test_leaving_stops_the_indexing_and_trouble_in_it_is_told(tmp_path: Path) -> None:
    closed = threading.Event()

    def endless(folder: Path) -> Iterator[Progress]:
        try:
            for done in range(10**6):
                yield Progress(done=done, total=10**6)
                time.sleep(0.001)
        finally:
            closed.set()

    def broken(folder: Path) -> Iterator[Progress]:
        yield Progress(done=1, total=2)
        raise OSError("No space left on device")

    async def index(desk: Desk) -> None:
        await desk.pilot.press("alt+i")
        await desk.until(lambda: desk.app.screen is not desk.main and desk.app.screen.query(Input))
        desk.app.screen.query_one(Input).value = str(tmp_path)
        await desk.pilot.press("enter")

    async def story(desk: Desk) -> None:
        desk.app._index_folder = broken
        await index(desk)
        await desk.until(lambda: "No space left on device" in desk.screen())
        desk.app._index_folder = endless
        await index(desk)
        await desk.until(lambda: "Indexing ━" in desk.screen())
        await desk.press("alt+i")
        await desk.until(lambda: "Indexing is under way" in desk.screen())

    tell(story)
    assert closed.wait(5)


def test_a_newer_commit_is_shown_without_asking() -> None:
    async def story(desk: Desk) -> None:
        desk.archive.commit = 2
        await desk.press("escape", "j", "j")
        desk.app._look_for_changes()
        await desk.until(lambda: desk.main.results is not None and desk.main.results.generation == 2)
        await desk.settled()
        assert desk.results.cursor == 2

    tell(story)


def test_an_index_that_was_gone_or_was_made_only_now_is_shown_without_asking() -> None:
    gone = IndexMissing("No index at index/. Build one: newsearch index FOLDER")
    archive = FakeArchive()
    archive.trouble = gone

    def opened() -> FakeArchive:
        if archive.trouble:
            raise archive.trouble
        return archive

    async def story(desk: Desk) -> None:
        await desk.until(lambda: "newsearch index FOLDER" in desk.screen())
        archive.trouble = None
        desk.app._look_for_changes()
        await desk.until(lambda: desk.main.results is not None)
        await desk.settled()
        assert "newsearch index FOLDER" not in desk.screen()
        archive.trouble = gone
        desk.app._look_for_changes()
        await desk.until(lambda: desk.main._is_lost)
        searches = len(archive.asked)
        archive.trouble = None  # the same number of a commit, of an index that was built anew
        desk.app._look_for_changes()
        await desk.until(lambda: len(archive.asked) > searches)

    tell(story, archive, open_archive=opened)


def test_an_error_of_the_index_goes_when_the_index_is_well_again() -> None:
    async def story(desk: Desk) -> None:
        desk.archive.trouble = IndexMissing("No index at index/. Build one: newsearch index FOLDER")
        await desk.type("csto")
        assert "newsearch index FOLDER" in " ".join(desk.screen().split())
        desk.archive.trouble = None
        desk.app._look_for_changes()
        await desk.until(lambda: "newsearch index FOLDER" not in " ".join(desk.screen().split()))

    tell(story)


def test_an_index_that_was_empty_shows_what_comes_into_it() -> None:
    archive = FakeArchive(3)
    documents, texts = archive.documents[:], archive._texts[:]
    archive.documents.clear()
    archive._texts.clear()

    async def story(desk: Desk) -> None:
        await desk.until(lambda: "The index is empty" in desk.screen())
        archive.documents += documents
        archive._texts += texts
        archive._found = ("none", [])
        archive.commit = 2
        desk.app._look_for_changes()
        await desk.until(lambda: documents[0].block.title and documents[0].block.title[:20] in desk.screen())
        assert "The index is empty" not in desk.screen()

    tell(story, archive)


def test_the_chosen_block_stays_chosen_when_a_newer_commit_puts_others_above_it() -> None:
    documents = [renamed(made_up(number), date=f"2022-01-{number + 1:02}") for number in range(9)]

    async def story(desk: Desk) -> None:
        await desk.press("escape", "j", "j")
        chosen = desk.results.document
        assert chosen is not None
        for number in (20, 21):
            desk.archive.documents.append(renamed(made_up(number), date=f"2022-02-{number}"))
            desk.archive._texts.append("")
        desk.archive._found = ("none", [])
        desk.archive.commit = 2
        desk.app._look_for_changes()
        await desk.until(lambda: desk.main.results is not None and desk.main.results.generation == 2)
        await desk.settled()
        assert desk.results.cursor == 4
        assert desk.results.document == desk.preview.document == chosen

    tell(story, FakeArchive(documents=documents))


def test_every_action_is_in_the_command_palette() -> None:
    async def story(desk: Desk) -> None:
        names = [command.title for command in desk.app.get_system_commands(desk.main)]
        assert "Show or hide the facets" in names
        await desk.pilot.press("ctrl+p")
        await desk.until(lambda: desk.app.screen is not desk.main)
        await desk.pilot.press(*"next order", "enter")
        await desk.until(lambda: desk.app.screen is desk.main and desk.main.narrowing.sort == "date")

    tell(story)


def test_light_and_dark_are_a_key_apart() -> None:
    async def story(desk: Desk) -> None:
        await desk.press("escape", "T")
        assert desk.app.theme == "newsearch-light"
        await desk.press("T")
        assert desk.app.theme == "newsearch-dark"

    tell(story)


def test_importing_newsearch_tui_does_not_load_textual() -> None:
    code = "import sys, newsearch.tui; print([name for name in sys.modules if name.startswith(('textual', 'rich'))])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_main_screen_loads_no_engine_before_the_first_paint() -> None:
    code = (
        "import sys, newsearch.tui.app; heavy = ('whoosh', 'numpy', 'selectolax', 'newsearch.search', 'newsearch.query',"
        "'newsearch.model', *('newsearch.tui.' + name for name in ('facets', 'pane', 'timeline', 'reader', 'dialogs')));"
        "print([name for name in sys.modules if name in heavy])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_page_about_the_terminal_ui_names_every_action_of_the_main_screen() -> None:
    text = (Path(__file__).parent.parent / "docs" / "tui.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([^`]+)`", text))
    for action in ACTIONS:
        if action.place in ("search", "app"):
            keys = {shown([key]) for key in action.keys.split(",")} | set(action.keys.split(","))
            assert keys & named, f"docs/tui.md does not name a key for {action.id}"
