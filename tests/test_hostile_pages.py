"""Pages made to be slow, or that name nonsense, are read in time that grows with their size and never raise."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from ending import ending

from newsearch.errors import ConfigError
from newsearch.pages import files, read_page

STORY = "<p>" + "The ferry from Varn was late again on Sunday, and the mayor is cross about it, she said. " * 5 + "</p>"
NOT_UTF8 = b"<html><p>" + "fährt über die Brücke ".encode("cp1252") * 30

SLOW: dict[str, Callable[[], bytes]] = {
    "open tags in a page that is not UTF-8": lambda: NOT_UTF8 + b"<" * 200_000,
    "open scripts in a page that is not UTF-8": lambda: NOT_UTF8 + b"<script " * 40_000,
    "remarks before a page without a root": lambda: b"<!-- x -->" * 400 + b"<div>The ferry was late.</div>",
    "many choices": lambda: f"<h1>Ferry late</h1>{STORY}<select>{'<option>a <option>b' * 30_000}</select>".encode(),
    "lists in lists": lambda: f"<article><h1>Ferry late</h1>{STORY}{'<dl><dd>x' * 20_000}</article>".encode(),
    "an author full of at-signs": lambda: (
        f'<meta name="author" content="{"a@" * 20_000}"><p>By {"b@" * 20_000}</p>{STORY}'.encode()
    ),
    "controls that open a sequence": lambda: f"<p>{chr(0x90) * 1_000_000}</p>{STORY}".encode(),
    "formatting that is closed elsewhere": lambda: (
        f"<h1>Ferry late</h1>{STORY}{''.join(f'<b id={n}>' for n in range(5000))}{'<div></b>' * 12_000}".encode()
    ),
    "menus in menus": lambda: (
        f"<h1>Ferry late</h1>{STORY}{'<nav><a href=x>The ferry was late and the mayor is cross about it</a>' * 9_000}".encode()
    ),
    "asides in asides": lambda: f"<article><h1>Ferry late</h1>{STORY}{'<aside>x' * 8_000}</article>".encode(),
}


@pytest.mark.parametrize("case", SLOW)
def test_a_page_made_to_be_slow_takes_bounded_time(case: str) -> None:
    """Half a second on an idle core; before, ten seconds to for ever."""
    data = SLOW[case]()
    with ending():
        page = read_page(data, name="page.html")
    assert page.blocks


def test_a_dump_of_fifty_thousand_entries_takes_time_that_grows_with_it() -> None:
    """Six seconds on an idle core; fifty where each entry is held against all."""
    count = 50_000
    clocks = (divmod(24 * 60 - 1 - number * 24 * 60 // count, 60) for number in range(count))
    rows = "".join(
        f"{hour}:{minute:02d}\n\nThe boat is late once more, and the mayor counts {number} of them.\n\n"
        for number, (hour, minute) in enumerate(clocks)
    )
    with ending():
        page = read_page(f"Ferry late in Varn today\n\n{rows}".encode(), name="page.txt")
    assert len([block for block in page.blocks if block.kind == "live"]) >= count - 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
def test_pipes_and_devices_are_named_and_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(f"<h1>Ferry late</h1>{STORY}")
    os.mkfifo(tmp_path / "pipe.html")
    os.mkfifo(tmp_path / "newsearch.toml")
    (tmp_path / "endless.html").symlink_to("/dev/zero")
    said: dict[str, str] = {}
    found = list(files.walk([tmp_path], lambda path, why: said.update({path.name: why})))
    assert [path.name for path in found] == ["a.html"]
    assert set(said) == {"pipe.html", "endless.html"}
    assert all("pipe or a device" in why for why in said.values())


@pytest.fixture
def deep_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a page deeper than calls may be; taken away again, for which tools call themselves, too."""
    monkeypatch.chdir(tmp_path)
    depth = sys.getrecursionlimit() + 100
    for _ in range(depth):
        os.mkdir("d")  # noqa: PTH102 - one level at a time, below what a whole path may be long
        os.chdir("d")
    page = Path("deep.html")
    page.write_text(f"<h1>Ferry late</h1>{STORY}")
    yield tmp_path
    page.unlink()
    for _ in range(depth):
        os.chdir("..")
        os.rmdir("d")  # noqa: PTH106


def test_folders_may_be_nested_deeper_than_calls(deep_folder: Path) -> None:
    assert [path.name for path in files.walk([deep_folder])] == ["deep.html"]


def test_what_is_no_file_states_no_rules(tmp_path: Path) -> None:
    """A folder of that name, as a device would be."""
    (tmp_path / "newsearch.toml").mkdir()
    (tmp_path / "a.html.toml").mkdir()
    (tmp_path / "a.html").write_text(f"<h1>Ferry late</h1>{STORY}")
    (path,) = files.walk([tmp_path])
    (page,) = files.read_file(path)
    assert page.blocks[0].title == "Ferry late"


def test_rules_nested_without_end_are_a_broken_file(tmp_path: Path) -> None:
    (tmp_path / "newsearch.toml").write_text("a=" + "[" * 5000)
    with pytest.raises(ConfigError, match="Mend it"):
        list(files.walk([tmp_path]))


@pytest.mark.parametrize("saved", ["9999-12-31T23:59:59", "0001-01-01T00:00:00", "2022-01-09"])
@pytest.mark.parametrize("said", ["9 hours ago", "999999999999 days ago", "today", "9 January"])
def test_no_moment_of_saving_costs_a_page(saved: str, said: str) -> None:
    note = f"<!--\n Page saved with SingleFile\n url: https://post.example/ferry\n saved date: {saved}\n-->"
    text = f"{note}<html><h1>Ferry late</h1><p class='byline'>By Ann Lee, {said}</p>{STORY}</html>"
    assert read_page(text.encode(), name="page.html").blocks[0].title == "Ferry late"


@pytest.mark.parametrize("name", ["page.html", "page.txt", "page.md", "page.json"])
@pytest.mark.parametrize(
    "url", ["https://[post.example/a", "https://[::1", "https://post.example:x/a", "//", "https://"]
)
def test_an_address_that_is_none_costs_no_page(name: str, url: str) -> None:
    words = "The ferry from Varn was late again on Sunday, and the mayor is cross about it, she said. " * 5
    text = {
        "page.html": f"<!-- saved from url=(0022){url} --><html><h1>Ferry late</h1><p>{words}</p></html>",
        "page.txt": f"{url}\n\nFerry late again in Varn\n\n{words}",
        "page.md": f"---\ntitle: Ferry\nsource: {url}\n---\n{words}",
        "page.json": f'{{"title": "Ferry", "url": "{url}", "text": "{words}"}}',
    }[name]
    for given in (None, url):
        assert any("the mayor is cross" in block.body for block in read_page(text.encode(), given, name).blocks)


@pytest.mark.parametrize("field", ["author", "og:title", "description", "article:published_time"])
def test_a_character_of_thousands_of_digits_costs_no_page(field: str) -> None:
    text = f'<html><meta property="{field}" content="&amp;#{"1" * 5000};"><h1>Ferry late</h1>{STORY}</html>'
    assert "the mayor is cross" in read_page(text.encode(), name="page.html").blocks[0].body
