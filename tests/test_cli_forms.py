"""The forms in which the command line answers: lists for scripts, explanations, pictures, many queries at once."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from watchfiles import Change

from newsearch.cli import drawing
from newsearch.cli.drawing import wrap
from newsearch.cli.places import SAMPLES

Run = Callable[..., Any]


@pytest.fixture
def ask(newsearch: Run, sample_index: Path) -> Run:
    return lambda *words: newsearch("--index", sample_index, *words)


def test_a_count_is_of_all_hits_and_files_are_named_once_each(ask: Run) -> None:
    every = ask("query", "orsha", "--jsonl", "--no-group", "--limit", "100").out.splitlines()
    assert ask("query", "orsha", "--count", "--limit", "1").out == f"{len(every)}\n"
    files = ask("query", "orsha", "--files", "--limit", "1").out.splitlines()
    assert len(files) == len(set(files)) > 3
    assert all(Path(file).is_file() for file in files)


def test_a_table_joins_lists_and_runs_no_formula(newsearch: Run, save_page: Run, tmp_path: Path) -> None:
    for name, title in (("a", "=HYPERLINK(evil)"), ("b", "-1+1"), ("c", "Plain = plain")):
        page = save_page(tmp_path / "pages", f"{name}.html", title, f"The ferry {name} of the harbour.")
        page.write_text(page.read_text().replace("By Hedda Lorne", "By Hedda Lorne and Ann Lee"))
    newsearch("--index", tmp_path / "index", "index", tmp_path / "pages")
    out = newsearch("--index", tmp_path / "index", "query", "ferry kind:article", "--no-group", "--csv").out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["title"] for row in rows} == {"'=HYPERLINK(evil)", "'-1+1", "Plain = plain"}
    assert {row["authors"] for row in rows} == {"Hedda Lorne; Ann Lee"}


def test_facets_are_counted_below_the_hits(ask: Run) -> None:
    shown = ask("query", "CSTO", "--facets", "kind,outlet", "--limit", "1").out
    kinds = dict(reversed(line.split()) for line in shown.split("\nkind\n")[1].split("\n\n")[0].splitlines())
    assert kinds.keys() == {"article", "teaser"}
    assert sum(map(int, kinds.values())) == int(ask("query", "CSTO", "--count").out)
    assert "\noutlet\n" in shown
    assert "--facets" in ask("query", "CSTO", "--facets", "colour").err


def test_an_explanation_says_how_a_query_was_read_and_what_gave_the_score(ask: Run) -> None:
    said = ask("query", "CSTO mandate -tea", "--explain")
    assert said.code == 0
    assert said.out.startswith('read as      CSTO mandate -tea\nsearched as  {CSTO | "Collective Security')
    assert "  -tea" not in said.out and "  tea                          excludes" in said.out
    hits = said.out.split("\n\n")[1:]
    assert len(hits) == 3
    for hit in hits:
        score, *amounts = [float(line.split()[0]) for line in hit.splitlines() if line[:9].strip()[:1].isdigit()]
        assert score == pytest.approx(sum(amounts), abs=0.001) and len(amounts) >= 2
    assert ask("query", "zeppelin", "--explain").code == 1


def test_a_query_may_come_from_stdin_and_must_be_there(ask: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("CSTO\nmandate\n"))
    assert ask("query", "-", "--count").out == ask("query", "CSTO mandate", "--count").out
    assert (ask("query").code, ask("query", " ").code) == (2, 2)


def test_of_many_queries_each_is_answered_under_its_text_and_a_broken_one_is_named(ask: Run, tmp_path: Path) -> None:
    queries = tmp_path / "queries.txt"
    queries.write_text("CSTO\n(broken\n# a comment\nzeppelin\n", encoding="utf-8")
    ran = ask("query", "--batch", queries, "--count")
    assert ran.out == f"# CSTO\n{ask('query', 'CSTO', '--count').out}# (broken\n# zeppelin\n0\n"
    assert ran.code == 2 and f"{queries}:2: " in ran.err
    shown = ask("query", "--batch", queries, "--limit", "1").out
    assert "== CSTO\n 1. " in shown and "== zeppelin\n" in shown
    queries.write_text("zeppelin\n", encoding="utf-8")
    assert ask("query", "--batch", queries).code == 1
    assert "none.txt cannot be read: No such file" in ask("query", "--batch", tmp_path / "none.txt").err
    (tmp_path / "odd.txt").write_bytes(b"\xffq")
    assert "odd.txt are no UTF-8" in ask("query", "--batch", tmp_path / "odd.txt").err


def test_a_timeline_is_drawn_as_text_or_as_a_picture(ask: Run, tmp_path: Path) -> None:
    drawn = ask("timeline", "orsha", "--by", "month")
    assert drawn.code == 0
    months = [line.split()[:2] for line in drawn.out.splitlines()]
    assert [month for month, _ in months] == sorted(month for month, _ in months)
    dated = int(ask("query", "orsha date:*", "--count").out)
    assert sum(int(count) for _, count in months) == dated
    assert ask("timeline", "orsha", "--svg", tmp_path / "orsha.svg").code == 0
    assert (tmp_path / "orsha.svg").read_text(encoding="utf-8").startswith("<svg")
    assert ask("timeline", "orsha", "--svg", "-").out.startswith("<svg")
    assert "cannot be written" in ask("timeline", "orsha", "--svg", tmp_path / "no" / "orsha.svg").err


def test_a_timeline_of_nothing_says_why(ask: Run) -> None:
    missed = ask("timeline", "zeppelin")
    assert (missed.code, missed.out) == (1, "")
    assert missed.err == "0 hits\nzeppelin matches no block\n"
    undated = [ask("timeline", query).err for query in ("orsha date:missing", "date:missing kind:teaser")]
    assert undated == ["1 hit, without a date\n", "2 hits, none with a date\n"]
    near = ask("timeline", "peacekepers").err.splitlines()[-1]
    assert near.startswith("instead: newsearch timeline --index ") and near.endswith(" peacekeepers")


def test_watched_folders_are_indexed_at_each_change_and_trouble_is_told_once(
    newsearch: Run, save_page: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages, index = tmp_path / "pages", tmp_path / "index"
    save_page(pages, "a.html", "Ferry late", "The ferry of the harbour was late.")
    (pages / "empty.html").touch()

    def changes(*folders: Path, **_: object) -> Iterator[set[object]]:
        assert folders == (pages,)
        save_page(pages, "b.html", "Ferry later", "The ferry of the harbour was later still.")
        yield set()
        (pages / "none.html").touch()
        yield {(Change.added, str(pages / "none.html"))}
        yield set()
        (pages / "newsearch.toml").write_text("[[rule")
        yield {(Change.added, str(pages / "newsearch.toml"))}
        (pages / "newsearch.toml").unlink()
        yield {(Change.deleted, str(pages / "newsearch.toml"))}
        raise KeyboardInterrupt

    monkeypatch.setattr("watchfiles.watch", changes)
    ran = newsearch("--index", index, "index", "--watch", pages)
    assert ran.code == 130
    assert ran.err.count("empty.html is empty") == ran.err.count("none.html is empty") == 1
    assert ran.err.count("newsearch: ") == 2, "the rule and Ctrl-C"
    assert ran.err.count(" read (") == 3
    assert newsearch("--index", index, "query", "ferry kind:article", "--count").out == "2\n"


def test_what_is_written_to_an_index_in_a_watched_folder_is_no_change_of_it(
    newsearch: Run, save_page: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = save_page(tmp_path, "a.html", "Ferry late", "The ferry of the harbour was late.")
    index = tmp_path / "index"
    told: list[bool] = []

    def changes(*folders: Path, watch_filter: Run, **_: object) -> Iterator[set[object]]:
        for path in (page, tmp_path / "index.html", index / "MAIN_WRITELOCK"):
            told.append(watch_filter(Change.modified, str(path)))
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr("watchfiles.watch", changes)
    assert newsearch("--index", index, "index", "--watch", tmp_path).code == 130
    assert told == [True, True, False]


def test_a_watched_folder_that_goes_and_comes_back_is_watched_again(
    newsearch: Run, save_page: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages, index = tmp_path / "pages", tmp_path / "index"
    save_page(pages, "a.html", "Ferry late", "The ferry of the harbour was late.")
    watched: list[int] = []

    def blind(*folders: Path, **_: object) -> Iterator[set[object]]:
        """What the system tells of a folder that is no longer at its place."""
        watched.append(pages.stat().st_ino)
        yield set()
        if len(watched) == 1:
            pages.rename(tmp_path / "away")
            yield set()
        elif len(watched) == 2:
            shutil.rmtree(pages)
            save_page(pages, "c.html", "Ferry sold", "The ferry of the harbour was sold.")
            yield {(Change.deleted, str(pages))}
        raise KeyboardInterrupt

    def while_away(seconds: float) -> None:
        save_page(pages, "b.html", "Ferry later", "The ferry of the harbour was later still.")

    monkeypatch.setattr("watchfiles.watch", blind)
    monkeypatch.setattr("newsearch.cli.building.time.sleep", while_away)
    ran = newsearch("--index", index, "index", "--watch", pages)
    assert (ran.code, len(watched)) == (130, 3)
    assert ran.err.count("No folder or file at") == 1
    assert newsearch("--index", index, "query", "ferry", "--count").out == "1\n"
    assert newsearch("--index", index, "query", "sold", "--count").out == "1\n"


def test_a_user_without_a_home_is_answered(ask: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    drawing._home.cache_clear()
    monkeypatch.setattr(Path, "home", homeless)
    try:
        assert ask("query", "orsha", "--limit", "1").code == 0
    finally:
        drawing._home.cache_clear()


def test_lines_are_as_wide_as_the_paper_in_cells() -> None:
    text = "渡轮 " + "港口渡轮因洪水停运三天后恢复营运" * 6
    lines = [text[line.start : line.end] for line in wrap(text, 40)]
    assert "".join(lines) == text
    assert all(cell_len(line) <= 40 for line in lines)
    assert all(cell_len(line) >= 38 for line in lines[:-1])
    words = [text[line.start : line.end] for text in ["one " + "two" * 12 + " three"] for line in wrap(text, 38)]
    assert words == ["one", "two" * 12, "three"]


@given(st.text(alphabet=st.sampled_from("ab 渡Ж\n한😀ก้"), max_size=80), st.integers(2, 30))
def test_lines_keep_all_but_the_spaces_they_end_at(text: str, width: int) -> None:
    lines = list(wrap(text, width))
    kept = [text[line.start : line.end] for line in lines]
    assert "".join(kept).replace(" ", "") == text.replace(" ", "").replace("\n", "")
    assert all(cell_len(line) <= width for line in kept)


def test_a_saved_search_is_kept_looked_at_and_forgotten(ask: Run) -> None:
    assert ask("saved", "add", "pact", "CSTO -tea").out == "saved pact: CSTO -tea\n"
    assert ask("saved").out == "pact: CSTO -tea\n"
    first = ask("saved", "new")
    total = ask("query", "CSTO -tea", "--count").out.strip()
    assert first.code == 0 and f"== pact: {total} new of {total}, looked at for the first time" in first.out
    again = ask("saved", "new", "pact")
    assert again.code == 1 and f"== pact: 0 new of {total}, since 2" in again.out
    assert ask("saved", "remove", "pact").code == 0
    assert ask("saved").code == 1


def test_status_tells_what_is_there_and_what_is_missing(ask: Run) -> None:
    lines = ask("status").out.splitlines()
    assert "blocks of 14 files (commit 1" in lines[0]
    assert "undated" in lines[1] and "without author" in lines[1]
    assert {"by kind:", "by language:", "by year:", "by outlet:"} <= set(lines)


def test_verify_names_what_is_wrong_and_is_trouble(newsearch: Run, tmp_path: Path, save_page: Run) -> None:
    save_page(tmp_path / "pages", "a.html", "Alpha", "The harbour of Alpha is calm.")
    newsearch("--index", tmp_path / "index", "index", tmp_path / "pages")
    (segment,) = (tmp_path / "index").glob("*.cols")
    data = bytearray(segment.read_bytes())
    data[len(data) // 3] ^= 1
    segment.write_bytes(data)
    ran = newsearch("--index", tmp_path / "index", "verify")
    assert ran.code == 2
    assert segment.name in ran.out + ran.err


@pytest.mark.parametrize("words", [["nowhere.html"], [str(SAMPLES)]])
def test_parse_takes_one_file_that_is_there(newsearch: Run, words: list[str]) -> None:
    ran = newsearch("parse", *words)
    assert ran.code == 2 and words[0] in ran.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_that_knows_the_commands(newsearch: Run, shell: str) -> None:
    script = newsearch("completion", shell).out
    assert "newsearch" in script and "timeline" in script and "no-group" in script


@pytest.mark.parametrize(
    "words",
    [
        ["CSTO", "--facets", "kind,outlet,month"],
        ["orsha -kind:teaser", "--sort", "oldest", "--limit", "30"],
        ["peacekeepers bridge tariff", "--any"],
        ["*", "--no-group", "--offset", "5"],
        ["zeppelin"],
    ],
)
def test_the_first_question_of_a_process_is_answered_as_later_ones_are(
    ask: Run, sample_index: Path, words: list[str]
) -> None:
    """Without numpy where that is quicker, and with it."""
    import_module("numpy")
    command = [sys.executable, "-m", "newsearch", "--index", str(sample_index), "query", *words, "--json"]
    first = json.loads(subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ).stdout)
    later = json.loads(ask("query", *words, "--json").out)
    later["seconds"] = first["seconds"]
    later["hits"] = [hit | {"score": pytest.approx(hit["score"], abs=1e-4)} for hit in later["hits"]]
    assert first == later
