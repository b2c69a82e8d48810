"""The command line as its users meet it: answers, JSON, messages, exit codes."""

from __future__ import annotations

import csv
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsearch.citations import FORMATS

Run = Callable[..., Any]


def test_query_prints_the_story_with_its_fields_and_exits_0(newsearch: Run, sample_index: Path) -> None:
    ran = newsearch("--index", sample_index, "query", "CSTO mandate draft")
    assert ran.code == 0
    assert "Alliance weighs peacekeepers for Lake Orsha border" in ran.out
    assert "The Meridian Post · 2022-01-14 · Ilse Marchetti, Tomas Okafor · article" in ran.out
    assert "meridian-peacekeepers.html:" in ran.out
    assert "1 hit in" in ran.out


def test_no_hits_exit_1_and_say_so(newsearch: Run, sample_index: Path) -> None:
    ran = newsearch("--index", sample_index, "query", "zeppelin")
    assert ran.code == 1
    assert "0 hits" in ran.out


def test_no_hits_come_with_a_command_that_finds_some(newsearch: Run, sample_index: Path) -> None:
    ran = newsearch("--index", sample_index, "query", "peacekepers", "--", "-tea")
    assert ran.code == 1
    command = shlex.split(ran.out.splitlines()[-1].removeprefix("instead: newsearch "))
    assert command == ["query", "--index", str(sample_index), "peacekeepers -tea"]
    assert newsearch(*command).code == 0
    assert json.loads(newsearch("--index", sample_index, "query", "peacekepers", "--json").out)["instead"]
    turned = newsearch("--index", sample_index, "query", "--", "-tea", "peacekepers")
    assert newsearch(*shlex.split(turned.out.splitlines()[-1])[2:]).code == 0


def test_a_command_to_ask_instead_names_no_index_that_was_not_named(
    newsearch: Run, sample_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSEARCH_INDEX", str(sample_index))
    assert newsearch("query", "peacekepers").out.endswith("instead: newsearch query peacekeepers\n")


def test_limit_and_offset_page_through_all_hits(newsearch: Run, sample_index: Path) -> None:
    def ids(*words: str) -> list[str]:
        return [
            hit["id"] for hit in json.loads(newsearch("--index", sample_index, "query", *words, "--json").out)["hits"]
        ]

    everything = ids("orsha", "--limit", "100")
    assert len(everything) > 6
    assert ids("orsha", "--limit", "3") == everything[:3]
    assert ids("orsha", "--limit", "3", "--offset", "3") == everything[3:6]


def test_sort_by_date_puts_the_newest_first_and_oldest_the_oldest(newsearch: Run, sample_index: Path) -> None:
    def dates(order: str) -> list[str]:
        ran = newsearch("--index", sample_index, "query", "orsha kind:article -date:missing", "--sort", order, "--json")
        return [hit["date"][:10] for hit in json.loads(ran.out)["hits"]]

    assert dates("date") == sorted(dates("date"), reverse=True)
    assert dates("oldest") == sorted(dates("oldest"))
    assert len(set(dates("date"))) > 2


def test_json_marks_the_matched_words_by_offsets(newsearch: Run, sample_index: Path) -> None:
    record = json.loads(newsearch("--index", sample_index, "query", "peacekeepers", "--json").out)
    assert record["total"] >= len(record["hits"]) > 0
    marked = [
        hit["snippet"]["text"][start:end].casefold() for hit in record["hits"] for start, end in hit["snippet"]["spans"]
    ]
    assert marked
    assert all(word.startswith("peacekeep") for word in marked)


@pytest.mark.parametrize(
    ("query", "spot"),
    [("(peace", "("), ("peace OR", "OR"), ('"peace', '"'), ("titel:peace", "titel"), ("date:2022-13", "2022-13")],
)
def test_a_broken_query_is_a_message_that_points_at_the_spot(
    newsearch: Run, sample_index: Path, query: str, spot: str
) -> None:
    ran = newsearch("--index", sample_index, "query", query)
    assert ran.code == 2
    assert ran.out == ""
    lines = ran.err.splitlines()
    caret_line = next(number for number, line in enumerate(lines) if line.strip().startswith("^"))
    column = lines[caret_line].index("^")
    assert lines[caret_line - 1][column:].startswith(spot[0])
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--recent", "0", "peace"), "--recent: invalid number of days value: '0'"),
        (("--recent", "-3", "peace"), "--recent"),
        (("--recent", "nan", "peace"), "--recent"),
        (("peace", "--batch", "-"), "A query beside --batch"),
        (("peace", "--explain", "--json"), "leave out --json"),
        (("--explain", "--batch", "-"), "leave out --batch"),
        (("&",), "This query holds nothing to search for"),
    ],
)
def test_options_that_mean_nothing_are_told(newsearch, sample_index, words, said):
    ran = newsearch("--index", sample_index, "query", *words)
    assert ran.code == 2
    assert ran.out == ""
    assert said in ran.err


def test_the_index_may_be_named_behind_every_command(newsearch, sample_index, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert newsearch("saved", "add", "pact", "CSTO", "--index", sample_index).code == 0
    assert newsearch("saved", "new", "pact", "--index", sample_index).code == 0
    assert newsearch("saved", "--index", sample_index, "new", "pact").code == 1
    assert newsearch("saved", "remove", "pact", "--index", sample_index).code == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full disk to write to")  # noqa: PTH110
@pytest.mark.parametrize("form", ["--json", "--count", "--plain"])
def test_an_answer_that_cannot_be_written_is_a_message(sample_index, form):
    with open("/dev/full", "w") as full:  # noqa: PTH123
        words = [sys.executable, "-m", "newsearch", "--index", str(sample_index), "query", "CSTO", form]
        ran = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ran.returncode == 2
    assert ran.stderr == "newsearch: the answer cannot be written: No space left on device\n"


def run_in(place, words, **options):
    return subprocess.run(
        [sys.executable, "-m", "newsearch", *map(str, words)], cwd=place, capture_output=True, check=False, **options
    )


def test_a_working_directory_that_is_gone_is_no_trouble_but_for_places_in_it(sample_index, tmp_path):
    start = f"mkdir gone; cd gone; rmdir ../gone; exec {shlex.quote(sys.executable)} -m newsearch query CSTO --count --index"
    for index, code in ((sample_index, 0), ("below", 2)):
        ran = subprocess.run(
            ["sh", "-c", f"{start} {index}"], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert ran.returncode == code
        assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("words", [["-"], ["--batch", "-"]])
def test_a_query_from_stdin_is_utf_8_in_any_locale_or_a_message(sample_index, tmp_path, words):
    for surroundings in ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"LC_ALL": "C.UTF-8"}):
        env = {**os.environ, **surroundings}
        command = ["--index", sample_index, "query", *words, "--json"]
        ran = run_in(tmp_path, command, env=env, input="\ufeffверфь früher".encode())
        assert json.loads(ran.stdout)["text"] == "верфь früher"
        wrong = run_in(tmp_path, command, env=env, input=b"fr\xfcher")
        assert wrong.returncode == 2
        assert wrong.stdout == b""
        assert wrong.stderr.startswith(b"newsearch: The query is no UTF-8.")


def test_a_file_of_queries_may_begin_with_a_mark(newsearch, sample_index, tmp_path):
    (tmp_path / "queries").write_text("\ufeffCSTO\n", encoding="utf-8")
    assert newsearch("--index", sample_index, "query", "--batch", tmp_path / "queries", "--count").out[:7] == "# CSTO\n"


@pytest.mark.parametrize("port", ["0", "65536", "99999", "-1"])
def test_a_port_that_cannot_be_is_a_message(newsearch, port):
    assert "invalid port value" in newsearch("serve", "--port", port).err


def test_a_missing_index_says_how_to_build_one(newsearch: Run, tmp_path: Path) -> None:
    ran = newsearch("--index", tmp_path / "nowhere", "query", "peace")
    assert ran.code == 2
    assert "nowhere" in ran.err
    assert "newsearch index FOLDER" in ran.err


@pytest.mark.parametrize("where", ["/proc/x", "file", "file/x", "x" * 5_000, "x/" * 2_500, "loop", "~nobody-here/x"])
@pytest.mark.parametrize(
    "words", [("index", "pages"), ("rebuild", "pages"), ("query", "peace"), ("status",), ("verify",)]
)
def test_a_place_where_no_index_can_be_is_a_message_that_says_what_to_do(
    newsearch: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.html").write_text("<h1>Dam opens</h1><p>The dam of Lorvale opened on Monday.</p>")
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    ran = newsearch("--index", where, *words)
    if where.startswith("~") and len(words) == 2 and words[1] == "pages":
        assert ran.code == 0  # a folder may be called so
        return
    assert ran.code == 2
    assert ran.err.startswith("newsearch: ")
    assert "--index DIR" in ran.err or "newsearch index FOLDER" in ran.err


@pytest.mark.parametrize("folder", ["nowhere", "x" * 5_000, "x/" * 2_500, "loop", "dead", "~nobody-here/x", "a\0b"])
def test_a_folder_that_cannot_be_is_named(
    newsearch: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "dead").symlink_to(tmp_path / "gone")
    ran = newsearch("--index", tmp_path / "index", "index", folder)
    assert ran.code == 2
    assert ran.err.startswith("newsearch: No folder or file at ")


@pytest.mark.parametrize("file", ["nowhere", "x" * 5_000, "x/" * 2_500, "loop", "dead", "~nobody-here/x", "a\0b"])
def test_a_file_to_parse_that_cannot_be_is_named(
    newsearch: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "dead").symlink_to(tmp_path / "gone")
    ran = newsearch("parse", file)
    assert ran.code == 2
    assert ran.err.startswith("newsearch: No folder or file at ")


def test_parse_does_not_wait_for_a_pipe(newsearch: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "page.html")
    ran = newsearch("parse", tmp_path / "page.html")
    assert ran.code == 2
    assert "page.html is a pipe or a device, which may have no end" in ran.err


@pytest.mark.parametrize("words", [("index",), ("rebuild",), ("parse",)])
def test_what_may_not_be_opened_is_not_said_to_be_missing(
    newsearch: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "resolve", refuse)
    ran = newsearch("--index", tmp_path / "index", *words, tmp_path / "closed" / "pages")
    assert ran.code == 2
    assert "cannot be opened (Permission denied). Change its permissions" in ran.err


def test_a_missing_folder_and_an_empty_folder_are_named(newsearch: Run, tmp_path: Path) -> None:
    missing = newsearch("--index", tmp_path / "index", "index", tmp_path / "gone")
    assert missing.code == 2
    assert "gone" in missing.err
    (tmp_path / "empty").mkdir()
    empty = newsearch("--index", tmp_path / "index", "index", tmp_path / "empty")
    assert empty.code == 2
    assert "No saved pages in" in empty.err


def test_a_binary_file_is_counted_named_and_skipped(newsearch: Run, save_page: Run, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    save_page(pages, "good.html", "Harbour reopens", "The harbour of Vell has reopened after the storm.")
    (pages / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    ran = newsearch("--index", tmp_path / "index", "index", pages)
    assert ran.code == 0
    assert "1 skipped" in ran.err
    assert "picture.html" in ran.err
    assert newsearch("--index", tmp_path / "index", "query", "harbour").code == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root can read everything")
def test_an_unreadable_file_is_counted_named_and_skipped(newsearch: Run, save_page: Run, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    save_page(pages, "good.html", "Harbour reopens", "The harbour of Vell has reopened after the storm.")
    save_page(pages, "closed.html", "Closed", "Nobody may read this.").chmod(0)
    ran = newsearch("--index", tmp_path / "index", "index", pages)
    assert ran.code == 0
    assert "closed.html" in ran.err


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are text there")
def test_names_of_files_can_be_had_as_the_system_knows_them(newsearch, save_page, tmp_path):
    names = [b"line\nbreak.html", b"caf\xe9.html", b" blank.html"]
    pages = tmp_path / "pages"
    for name in names:
        save_page(pages, os.fsdecode(name), "Harbour reopens", "The harbour of Vell has reopened after the storm.")
    assert newsearch("--index", tmp_path / "index", "index", pages).code == 0
    words = [sys.executable, "-m", "newsearch", "--index", str(tmp_path / "index"), "query", "harbour", "--files0"]
    ran = subprocess.run(words, capture_output=True, check=True)
    found = ran.stdout.removesuffix(b"\0").split(b"\0")
    assert sorted(found) == sorted(os.fsencode(pages) + b"/" + name for name in names)
    assert newsearch("--index", tmp_path / "index", "query", "harbour", "--files").out.count("\n") == 3


def test_a_folder_given_twice_is_indexed_once(newsearch: Run, save_page: Run, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    save_page(pages, "good.html", "Harbour reopens", "The harbour of Vell has reopened after the storm.")
    assert newsearch("--index", tmp_path / "index", "index", pages, pages, pages / "..").code == 0
    assert json.loads(newsearch("--index", tmp_path / "index", "query", "title:harbour", "--json").out)["total"] == 1


def test_show_prints_the_whole_block_and_where_its_fields_were_found(newsearch: Run, sample_index: Path) -> None:
    found = json.loads(newsearch("--index", sample_index, "query", "tariff pensioner palace", "--json").out)["hits"][0]
    shown = newsearch("--index", sample_index, "show", found["id"])
    assert shown.code == 0
    assert "What ninety frozen days cost" in shown.out
    assert "date: json-ld" in shown.out
    record = json.loads(newsearch("--index", sample_index, "show", found["id"], "--json").out)
    assert record["authors"] == ["Amara Whitlock"]
    assert "it failed in parliament in 2019 by one vote" in record["body"]


def test_show_of_an_unknown_id_is_a_message(newsearch: Run, sample_index: Path) -> None:
    ran = newsearch("--index", sample_index, "show", "aaaaaaaaaa")
    assert ran.code == 2
    assert "aaaaaaaaaa" in ran.err


def test_parse_gives_the_blocks_of_a_file_without_an_index(newsearch: Run, sample_index: Path) -> None:
    from newsearch.cli.places import SAMPLES

    record = json.loads(newsearch("parse", "--json", SAMPLES / "valley-blog-repost.html").out)
    kinds = [block["kind"] for block in record["blocks"]]
    assert kinds.count("comment") == 4
    assert kinds.count("article") == 1
    assert {"id", "kind", "title", "authors", "date", "outlet", "body", "provenance"} <= record["blocks"][0].keys()
    first, last = record["blocks"][kinds.index("article")]["lines"]
    assert 1 < first < last
    assert "Peacekeepers reach Orsha bridges" in newsearch("parse", SAMPLES / "valley-blog-repost.html").out


def test_parse_and_index_give_a_block_the_same_id_and_language(newsearch: Run, sample_index: Path) -> None:
    from newsearch.cli.places import SAMPLES

    for parsed in json.loads(newsearch("parse", "--json", SAMPLES / "ledger-graph.html").out)["blocks"]:
        shown = newsearch("--index", sample_index, "show", "--json", parsed["id"])
        assert shown.code == 0
        assert parsed["language"] == json.loads(shown.out)["language"] == "en"


def test_nothing_from_a_page_reaches_the_terminal_as_control(newsearch: Run, save_page: Run, tmp_path: Path) -> None:
    hostile = (
        "Harbour \x1b[31mred\x1b]8;;http://evil\x07link\x1b\\ \u202eesrever [red]not markup[/red] &#27;[2J &#x202e;"
    )
    save_page(tmp_path / "pages", "evil\x1b[31m.html", hostile, f"The harbour says {hostile} again and again.")
    newsearch("--index", tmp_path / "index", "index", tmp_path / "pages")
    for words in (["query", "harbour", "--color", "always"], ["query", "harbour", "--color", "never"]):
        out = newsearch("--index", tmp_path / "index", *words).out
        own = out.replace("\x1b[1m", "").replace("\x1b[2m", "").replace("\x1b[1;33m", "")
        own = own.replace("\x1b[1;36m", "").replace("\x1b[0m", "")
        assert "[red]not markup[/red]" in own
        assert not [c for c in own if (ord(c) < 32 and c != "\n") or c in "\x7f\u202e\u2066\x9b"]


def test_a_closed_pipe_is_not_trouble(sample_index: Path) -> None:
    command = f"{sys.executable} -m newsearch --index {sample_index} query orsha --limit 100 | head -n 1; exit ${{PIPESTATUS[0]}}"
    ran = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert ran.returncode in (0, 1)
    assert ran.stderr == ""


def test_bare_newsearch_without_a_terminal_says_what_to_do(newsearch: Run) -> None:
    ran = newsearch()
    assert ran.code == 2
    assert "newsearch query" in ran.err


def test_the_index_is_found_in_or_above_the_working_directory(
    newsearch: Run, sample_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (sample_index.parent / "deep" / "er").mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(sample_index.parent / "deep" / "er")
    assert newsearch("query", "orsha").code == 0


def test_the_environment_names_the_index_and_the_flag_wins(
    newsearch: Run, sample_index: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NEWSEARCH_INDEX", str(sample_index))
    assert newsearch("query", "orsha").code == 0
    assert newsearch("--index", tmp_path / "other", "query", "orsha").code == 2


def test_a_clone_without_an_index_starts_with_the_samples_and_says_so(
    newsearch: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSEARCH_CLONE", str(tmp_path))
    ran = newsearch("query", "CSTO")
    assert ran.code == 0
    assert "sample pages" in ran.err
    assert newsearch("query", "CSTO").err == ""


def test_the_samples_leave_when_a_folder_of_ones_own_comes(
    newsearch: Run, save_page: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSEARCH_CLONE", str(tmp_path))
    newsearch("query", "CSTO")
    save_page(tmp_path / "pages", "own.html", "Harbour reopens", "The harbour of Vell has reopened after the storm.")
    assert newsearch("index", tmp_path / "pages").code == 0
    assert newsearch("query", "CSTO").code == 1
    assert newsearch("query", "harbour").code == 0


def test_a_query_loads_nothing_heavy(sample_index: Path) -> None:
    code = (
        "import sys\nfrom newsearch.cli import main\n"
        f"main(['--index', {str(sample_index)!r}, 'query', 'orsha mandate', '--limit', '3'])\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ran.stderr.split())
    assert "mandate" in ran.stdout
    heavy = {
        "dataclasses",
        "inspect",
        "numpy",
        "whoosh",
        "textual",
        "rich",
        "selectolax",
        "dateparser",
        "platformdirs",
        "asyncio",
        "shutil",
        "typing_extensions",
    }
    assert not loaded & heavy


def test_every_command_has_help_with_an_example(newsearch: Run) -> None:
    from newsearch.cli.parser import HOMES

    for command in HOMES:
        ran = newsearch(command, "--help")
        assert ran.code == 0
        assert f"newsearch {command}" in ran.out


def test_status_counts_blocks_and_files(newsearch: Run, sample_index: Path) -> None:
    ran = newsearch("--index", sample_index, "status")
    assert ran.code == 0
    assert "14 files" in ran.out


def test_verify_finds_a_sound_index_sound(newsearch: Run, sample_index: Path) -> None:
    ran = newsearch("--index", sample_index, "verify")
    assert ran.code == 0
    assert "sound" in ran.out


def test_names_of_files_reach_a_terminal_without_controls_and_json_unchanged(newsearch: Run, tmp_path: Path) -> None:
    hostile = tmp_path / "pages" / "a\x1b[31m\x9b\u202eb.html"
    hostile.parent.mkdir()
    hostile.write_text("<h1>Ferry timetable</h1><p>" + "The ferry leaves at noon, said the harbour office. " * 4)
    index = tmp_path / "index"
    newsearch("--index", index, "index", hostile.parent)
    (hit,) = json.loads(newsearch("--index", index, "query", "ferry", "--json").out)["hits"]
    assert hit["file"] == str(hostile)
    forms = [[], ["--json"], ["--jsonl"], ["--csv"], ["--plain"], ["--files"]]
    asked = [["query", "ferry", *form] for form in forms]
    asked += [[command, hit["id"]] for command in ("show", "cite", "similar")]
    asked += [["show", hit["id"], "--json"], *(["cite", hit["id"], "--format", form] for form in FORMATS)]
    for words in asked:
        ran = newsearch("--index", index, *words)
        assert not {"\x1b", "\x9b", "\u202e"} & set(ran.out), words


def test_a_file_whose_name_is_not_utf_8_can_be_shown_and_cited(newsearch: Run, tmp_path: Path) -> None:
    page = tmp_path / "pages" / os.fsdecode(b"caf\xe9.html")
    page.parent.mkdir()
    try:
        page.write_text("<h1>Coffee house</h1><p>" + "The coffee house opens at noon, said the harbour office. " * 4)
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    index = tmp_path / "index"
    ran = newsearch("--index", index, "index", page.parent)
    assert ran.code == 0 and "skipped" not in ran.err
    ran = newsearch("--index", index, "query", "coffee", "--json")
    (hit,) = json.loads(ran.out)["hits"]
    assert hit["file"] == str(page)
    forms = [["query", "coffee", form] for form in ("--jsonl", "--csv", "--plain", "--files")]
    forms += [["show", hit["id"]], *(["cite", hit["id"], "--format", form] for form in FORMATS)]
    for words in forms:
        ran = newsearch("--index", index, *words)
        assert ran.code == 0 and ran.out, (words, ran.err)


def test_many_queries_are_one_table_or_a_line_a_hit_that_names_its_query(
    newsearch: Run, sample_index: Path, tmp_path: Path
) -> None:
    queries = tmp_path / "queries.txt"
    queries.write_text("peacekeepers\n# a comment\n\nbridge toll\n", encoding="utf-8")
    rows = list(
        csv.DictReader(newsearch("--index", sample_index, "query", "--batch", queries, "--csv").out.splitlines())
    )
    assert {row["text"] for row in rows} == {"peacekeepers", "bridge toll"} and all(row["id"] for row in rows)
    lines = newsearch("--index", sample_index, "query", "--batch", queries, "--jsonl").out.splitlines()
    assert [json.loads(line)["text"] for line in lines] == [row["text"] for row in rows]


def test_words_of_a_query_may_stand_on_both_sides_of_an_option(newsearch: Run, sample_index: Path) -> None:
    ran = newsearch("--index", sample_index, "query", "bridge", "--limit", "1", "toll", "--json")
    assert json.loads(ran.out)["text"] == "bridge toll"


def test_an_option_that_a_command_does_not_have_leads_to_its_help(newsearch: Run, sample_index: Path) -> None:
    ran = newsearch("--index", sample_index, "similar", "k3tq7m2fpa", "--files")
    assert ran.code == 2
    assert ran.err == "newsearch: --files: not known here\nSee: newsearch similar --help\n"


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("CSTO", "CSTO is no command. To search for it: newsearch query CSTO"),
        ("gas price", "gas price is no command. To search for it: newsearch query 'gas price'"),
        ("indx", "indx is no command. Did you mean index? To search for it: newsearch query indx"),
    ],
)
def test_a_word_that_is_no_command_is_told_how_to_be_searched_for(newsearch: Run, word: str, said: str) -> None:
    ran = newsearch(word)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"newsearch: {said}\nSee: newsearch --help\n"


def test_a_query_that_begins_with_a_minus_is_told_how_to_be_asked(newsearch: Run, sample_index: Path) -> None:
    ran = newsearch("--index", sample_index, "query", "-tea")
    assert ran.code == 2
    assert "A query that begins with a minus needs -- before it: newsearch query -- ..." in ran.err
    assert newsearch("--index", sample_index, "query", "--", "-tea").code == 0
    assert "minus" not in newsearch("--index", sample_index, "query", "tea", "--jso").err


def test_a_terminal_without_utf_8_gets_question_marks(sample_index: Path) -> None:
    words = [sys.executable, "-m", "newsearch", "--index", str(sample_index), "query", "peacekeepers"]
    ran = subprocess.run(words, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "ascii"}, check=False)
    assert ran.returncode == 0 and b" ? 2022-01" in ran.stdout


def test_saved_searches_say_how_to_make_the_first(
    newsearch: Run, sample_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    for words in (["saved"], ["saved", "new"]):
        ran = newsearch("--index", sample_index, *words)
        assert ran.code == 1 and "newsearch saved add" in ran.err


def test_every_form_of_a_citation_can_be_asked_for(newsearch: Run, sample_index: Path) -> None:
    block = json.loads(newsearch("--index", sample_index, "query", "peacekeepers", "--jsonl").out.splitlines()[0])
    for form in FORMATS:
        assert block["id"] in newsearch("--index", sample_index, "cite", block["id"], "--format", form).out


@pytest.mark.parametrize("words", [(), ("tui",), ("tui", "ferry")])
def test_the_terminal_ui_is_not_opened_without_a_terminal(newsearch: Run, words: tuple[str, ...]) -> None:
    ran = newsearch(*words)
    assert ran.code == 2
    assert "needs a terminal. Try: newsearch query" in ran.err
