"""Folders give each saved page once; what is no page ends in a message that names it; rules state what pages do not."""

from __future__ import annotations

import gzip
import os
import zlib
from pathlib import Path

import pytest

from newsearch.errors import ConfigError, PageError
from newsearch.model import Page
from newsearch.pages import files, read_page, rules

STORY = "".join(
    f"<p>Paragraph {n} of the story tells how the ferry from Varn was late again, and what the harbour master said.</p>"
    for n in range(6)
)
PAGE = f"<html><head><title>Ferry late again</title></head><body><h1>Ferry late again</h1>{STORY}</body></html>"


def put(path: Path, content: str | bytes = PAGE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def walked(*folders: Path, report: list[str] | None = None) -> list[str]:
    top = folders[0]
    told = [] if report is None else report
    found = files.walk(folders, lambda path, why: told.append(f"{path.name}: {why}"))
    return [path.relative_to(top).as_posix() for path in found]


def only(path: Path) -> Page:
    (page,) = files.read_file(path)
    return page


def test_pages_come_in_order_files_before_folders(tmp_path: Path) -> None:
    for name in ("b.html", "a.htm", "sub/c.xhtml", "sub/deeper/d.txt", "B/e.md", "f.html.gz"):
        put(tmp_path / name)
    assert walked(tmp_path) == ["a.htm", "b.html", "f.html.gz", "B/e.md", "sub/c.xhtml", "sub/deeper/d.txt"]


def test_a_folder_given_twice_or_inside_another_is_walked_once(tmp_path: Path) -> None:
    put(tmp_path / "a.html")
    put(tmp_path / "sub/b.html")
    sub = tmp_path / "sub"
    assert walked(tmp_path, sub, tmp_path, sub / ".." / "sub", sub / "b.html") == ["a.html", "sub/b.html"]


def test_links_into_the_folder_add_nothing_and_loops_end(tmp_path: Path) -> None:
    put(tmp_path / "archive/a.html")
    (tmp_path / "archive/loop").symlink_to(tmp_path / "archive")
    (tmp_path / "archive/again.html").symlink_to(tmp_path / "archive/a.html")
    assert walked(tmp_path) == ["archive/a.html"]


def test_a_link_out_of_the_folder_is_followed_once(tmp_path: Path) -> None:
    put(tmp_path / "elsewhere/a.html")
    put(tmp_path / "archive/b.html")
    for name in ("first", "second"):
        (tmp_path / "archive" / name).symlink_to(tmp_path / "elsewhere")
    assert walked(tmp_path / "archive") == ["b.html", "first/a.html"]


def test_hidden_files_and_tools_are_passed_over(tmp_path: Path) -> None:
    for name in (".git/a.html", ".b.html", "__MACOSX/c.html", "node_modules/d.html", "~$e.html"):
        put(tmp_path / name)
    put(tmp_path / "newsearch.toml", "")
    assert walked(tmp_path) == []


@pytest.mark.parametrize(
    "folder",
    [
        "Ferry_files",
        "Ferry-Dateien",
        "Ferry_fichiers",
        "Ferry.files",
        "Ferry_архив",
        "Ferry_tallenne",
        "Ferry_ไฟล์",
        "Ferry_फ़ाइलें",
        "Ferry-my files",
    ],
)
def test_the_assets_of_a_page_saved_complete_are_no_articles(tmp_path: Path, folder: str) -> None:
    put(
        tmp_path / "Ferry.html",
        f'<html><head><script src="./{folder}/ad.js"></script></head><body>{STORY}</body></html>',
    )
    put(tmp_path / folder / "saved_resource.html")
    assert walked(tmp_path) == ["Ferry.html"]


def test_the_folder_of_assets_may_be_linked_with_its_blanks_in_percent_signs(tmp_path: Path) -> None:
    put(tmp_path / "Ferry late.html", f"<html><body>{STORY}<img src='Ferry%20late_ملفات/a.png'></body></html>")
    put(tmp_path / "Ferry late_ملفات/saved_resource.html")
    assert walked(tmp_path) == ["Ferry late.html"]


def test_a_folder_that_only_resembles_a_pages_name_is_walked(tmp_path: Path) -> None:
    put(tmp_path / "ferry.html")
    put(tmp_path / "ferry-2022/story.html")
    put(tmp_path / "other_files/story.html")
    assert walked(tmp_path) == ["ferry.html", "ferry-2022/story.html", "other_files/story.html"]


def test_pages_without_a_telling_suffix_are_known_by_their_content(tmp_path: Path) -> None:
    for name in ("index.html?p=3", "12345", "story.php", "page.aspx?id=9"):
        put(tmp_path / name)
    put(tmp_path / "unpacked.gz", gzip.compress(PAGE.encode()))
    put(tmp_path / "dump", "Ferry late again\n\n" + "The ferry from Varn was late again. " * 9)
    put(tmp_path / "feed.xml", '<?xml version="1.0"?><rss><channel/></rss>')
    put(tmp_path / "story.json", '{"title": "Ferry", "text": "Late again"}')
    put(tmp_path / "sitemap.xml", '<?xml version="1.0"?><urlset><url><loc>https://a.example</loc></url></urlset>')
    put(tmp_path / "settings.json", '{"debug": true}')
    put(tmp_path / "script.php", "<?php echo '<html>'; ?>")
    put(tmp_path / "README", "Read me. " * 99)
    put(tmp_path / "photo", b"\x89PNG\r\n\x1a\n" + bytes(99))
    put(tmp_path / "style.css", "body {}")
    put(tmp_path / "manual.pdf", "%PDF-1.7")
    assert walked(tmp_path) == [
        "12345",
        "dump",
        "feed.xml",
        "index.html?p=3",
        "page.aspx?id=9",
        "story.json",
        "story.php",
        "unpacked.gz",
    ]


def test_a_folder_that_cannot_be_opened_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "a.html")
    put(tmp_path / "closed/b.html")
    scandir = os.scandir

    def refuse(folder: Path) -> object:
        if folder.name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr("os.scandir", refuse)  # root, as whom tests may run, may open everything
    told: list[str] = []
    assert walked(tmp_path, report=told) == ["a.html"]
    assert told == ["closed: cannot be opened: Permission denied"]


def test_broken_links_and_missing_folders_are_reported(tmp_path: Path) -> None:
    (tmp_path / "gone.html").symlink_to(tmp_path / "nowhere")
    (tmp_path / "self").symlink_to(tmp_path / "self")
    told: list[str] = []
    assert walked(tmp_path, tmp_path / "missing", report=told) == []
    assert [line.split(":")[0] for line in told] == ["gone.html", "self", "missing"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.html", b"", "empty.html is empty."),
        ("blank.txt", b" \n\x00\n", "blank.txt holds nothing."),
        ("photo.html", b"\x89PNG\r\n\x1a\n" + bytes(50), "photo.html is a PNG image, not a saved page."),
        ("tool.html", b"\x7fELF" + bytes(50), "tool.html is a program, not a saved page."),
        ("office.html", b"PK\x03\x04" + bytes(50), "office.html is a zip archive or office document, not a saved page."),
        ("noise.txt", bytes(range(256)) * 40, "noise.txt is binary data, not a saved page."),
        ("broken.html.gz", b"\x1f\x8b\x08\x00rubbish that is no deflated data", "broken.html.gz holds nothing (damaged gzip"),
        ("broken.wacz", b"PK\x03\x04" + bytes(50), "broken.wacz is damaged"),
        ("broken.webarchive", b"bplist00 and rubbish", "broken.webarchive is a damaged web archive"),
        ("broken.json", b'{"title": "Ferry"', "broken.json is no valid JSON"),
        ("broken.rss", b"<rss><channel><item><title>Ferry", "broken.rss is a feed that cannot be read"),
        ("none.mhtml", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x--\n", "none.mhtml holds no page"),
    ],
)  # fmt: skip
def test_what_is_no_page_is_named_with_the_reason_and_what_to_do(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    with pytest.raises(PageError) as caught:
        list(files.read_file(put(tmp_path / name, content)))
    assert str(caught.value).startswith(message)
    assert str(caught.value).count(".") >= 2, "says what to do"


def test_a_missing_file_is_a_page_error(tmp_path: Path) -> None:
    with pytest.raises(PageError, match=r"gone\.html cannot be read: No such file"):
        list(files.read_file(tmp_path / "gone.html"))


def test_a_file_over_the_limit_is_named_and_not_read(tmp_path: Path) -> None:
    path = put(tmp_path / "large.html", PAGE * 30)
    with pytest.raises(PageError, match=r"large\.html is larger than 0 MB"):
        list(files.read_file(path, largest=10_000))
    assert only(path).blocks


def test_a_gzip_bomb_is_stopped_at_the_limit(tmp_path: Path) -> None:
    path = put(tmp_path / "bomb.html.gz", gzip.compress(bytes(5_000_000) + b"x"))
    with pytest.raises(PageError, match=r"bomb\.html\.gz"):
        list(files.read_file(path, largest=100_000))
    path = put(tmp_path / "bomb.jsonl.gz", gzip.compress(b'{"text": "x"}\n' + b" " * 5_000_000))
    with pytest.raises(PageError, match=r"bomb\.jsonl\.gz unpacks to more than 1 MB"):
        list(files.read_file(path, largest=1 << 20))


def test_a_long_document_is_read_up_to_the_limit_with_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsearch.pages.LARGEST_DOCUMENT", 20_000)
    page = only(
        put(tmp_path / "long.txt", "Ferry late again\n\n" + "The ferry from Varn was late again today.\n\n" * 60_000)
    )
    assert sum(len(block.body) for block in page.blocks) < 25_000
    assert "only the first" in page.warnings[0]


def test_a_gzip_that_ends_early_gives_what_is_there(tmp_path: Path) -> None:
    lines = "".join(f"<p>Sentence {n * 7919 % 10007} of a long report, about ferry {n}.</p>\n" for n in range(12_000))
    data = gzip.compress(f"<html><body><h1>Ferry report</h1>{lines}</body></html>".encode())
    cut = data[: len(data) // 2]
    for page in (only(put(tmp_path / "cut.html.gz", cut)), read_page(cut, name="cut.html.gz")):
        assert any("about ferry 2000." in block.body for block in page.blocks)
        assert page.warnings[0].startswith("damaged gzip, read up to there")


def test_all_members_of_a_gzip_are_one_page_and_what_is_behind_them_is_named(tmp_path: Path) -> None:
    story = "The ferry from Varn was late again today, for the third time in a week, its captain said. "
    data = b"".join(gzip.compress(part.encode()) for part in ("<html><body><h1>Ferry late</h1>", f"<p>{story * 4}</p>"))
    for rest, warnings in ((b"", ()), (b"\0" * 100, ()), (b"rubbish", ("damaged gzip, read up to there",))):
        pages = only(put(tmp_path / "page.html.gz", data + rest)), read_page(data + rest, name="page.html.gz")
        for page in pages:
            assert [block.title for block in page.blocks] == ["Ferry late"]
            assert [warning.partition(":")[0] for warning in page.warnings] == list(warnings)


@pytest.mark.parametrize("damage", ["cut", "altered", "rubbish behind it"])
def test_the_lines_of_a_damaged_packed_file_are_read_up_to_the_damage_which_is_named(
    tmp_path: Path, damage: str
) -> None:
    lines = [f'{{"title": "Ferry {n}", "text": "Ferry {n * 7919 % 10007} was late again."}}\n' for n in range(4000)]
    data = gzip.compress("".join(lines).encode())
    half = len(data) // 2
    broken = {
        "cut": data[:half],
        "altered": data[:half] + bytes(byte ^ 255 for byte in data[half:]),
        "rubbish behind it": data + b"rubbish",
    }
    pages = files.read_file(put(tmp_path / "ferries.jsonl.gz", broken[damage]))
    read: list[str | None] = []
    with pytest.raises(PageError, match=r"ferries\.jsonl\.gz is damaged gzip, read up to there .* again\."):
        read.extend(block.title for page in pages for block in page.blocks)
    assert len(read) > 1500
    assert read[:1500] == [f"Ferry {n}" for n in range(1500)]


def test_the_damage_of_a_packed_note_is_named_behind_its_page(tmp_path: Path) -> None:
    text = "".join(f"The ferry {n * 7919 % 10007} was late again today.\n\n" for n in range(4000))
    data = gzip.compress(f"---\ntitle: Ferry late\n---\n{text}".encode())
    pages = files.read_file(put(tmp_path / "ferry.md.gz", data[: len(data) // 2]))
    page = next(pages)
    assert [block.title for block in page.blocks] == ["Ferry late"]
    with pytest.raises(PageError, match="damaged gzip"):
        next(pages)


@pytest.mark.parametrize("held", [1_000, 60_000])
def test_a_packed_page_is_the_same_where_its_file_or_what_is_inside_is_too_large_to_be_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: int
) -> None:
    lines = "".join(f"<p>Sentence {n * 7919 % 10007} of a long report, about ferry {n}.</p>\n" for n in range(4000))
    path = put(tmp_path / "page.html.gz", gzip.compress(f"<html><body><h1>Ferry report</h1>{lines}".encode()))
    assert 1_000 < path.stat().st_size < 60_000 < len(lines)
    whole = only(path)
    monkeypatch.setattr("newsearch.pages.gzipped.HELD", held)
    assert only(path) == whole


def test_of_a_packed_page_no_more_is_unpacked_than_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsearch.pages.LARGEST_PAGE", 30_000)
    text = b"Ferry late\n\n" + b"The ferry from Varn was late again today. " * 100_000
    page = read_page(gzip.compress(text), name="bomb.txt.gz")
    assert 20_000 < sum(len(block.body) for block in page.blocks) <= 30_000


@pytest.mark.parametrize("at", [-2000, -1000, -300])
def test_of_a_damaged_gzip_what_stands_before_the_damage_is_read(tmp_path: Path, at: int) -> None:
    lines = "".join(f"<p>Sentence {n * 7919 % 10007} of a long report, about ferry {n}.</p>\n" for n in range(999))
    packer = zlib.compressobj(wbits=31)
    whole = packer.compress(f"<html><body><h1>Ferry report</h1>{lines}".encode()) + packer.flush(zlib.Z_FULL_FLUSH)
    data = whole + b"\x07" * -at
    for page in (only(put(tmp_path / "page.html.gz", data)), read_page(data, name="page.html.gz")):
        assert any("about ferry 990." in block.body for block in page.blocks)
        assert page.warnings[0].startswith("damaged gzip, read up to there")


@pytest.mark.parametrize(
    ("note", "url", "saved"),
    [
        (
            "<!--\n Page saved with SingleFile \n url: https://post.example/ferry?a=1&amp;b=2 \n"
            " saved date: Sun Jan 09 2022 10:05:00 GMT+0100 (Central European Standard Time)\n-->",
            "https://post.example/ferry?a=1&b=2",
            "2022-01-09T10:05:00+01:00",
        ),
        ("<!-- saved from url=(0026)https://post.example/ferry -->", "https://post.example/ferry", None),
        (
            "<!-- Mirrored from post.example/ferry.html by HTTrack Website Copier/3.x [XR&CO'2014], Sun, 09 Jan 2022 09:05:00 GMT -->",
            "http://post.example/ferry.html",
            "2022-01-09T09:05:00+00:00",
        ),
        (
            '<meta name="savepage-url" content="https://post.example/f"><meta name="savepage-date" content="Sun Jan 09 2022 10:05:00 GMT+0100">',
            "https://post.example/f",
            "2022-01-09T10:05:00+01:00",
        ),
        (
            "<!-- saved from url=(0067)https://web.archive.org/web/20220109090500/https://post.example/ferry -->",
            "https://post.example/ferry",
            "2022-01-09T09:05:00+00:00",
        ),
        (
            "<!-- saved from url=(0058)https://post-example.cdn.ampproject.org/c/s/post.example/amp/ferry?a=1 -->",
            "https://post.example/amp/ferry?a=1",
            None,
        ),
        (
            "<!-- saved from url=(0058)https://www.google.co.uk/amp/s/post.example/amp/ferry -->",
            "https://post.example/amp/ferry",
            None,
        ),
    ],
)
def test_what_the_saver_noted_says_where_and_when(tmp_path: Path, note: str, url: str, saved: str | None) -> None:
    page = only(put(tmp_path / "ferry.html", PAGE.replace("<head>", f"{note}\n<head>")))
    assert (page.url, page.saved) == (url, saved)


def test_a_page_is_never_dated_by_its_file(tmp_path: Path) -> None:
    path = put(tmp_path / "ferry.html")
    os.utime(path, (1_600_000_000, 1_600_000_000))
    page = only(path)
    assert page.saved is None
    assert not any(block.date for block in page.blocks)


def test_a_folder_rule_states_outlet_address_and_day(tmp_path: Path) -> None:
    put(
        tmp_path / "newsearch.toml",
        '[[pages]]\nmatch = "post/**"\noutlet = "The Harbour Post"\nurl = "https://{path}"\nsaved = 2022-01-09\nlanguage = "en"\n',
    )
    page = only(put(tmp_path / "post/2022/ferry late.html"))
    assert (page.url, page.saved, page.language) == ("https://post/2022/ferry%20late.html", "2022-01-09", "en")
    story = page.blocks[0]
    assert (story.outlet, story.provenance["outlet"]) == ("The Harbour Post", "folder rule")
    assert only(put(tmp_path / "other/ferry.html")).blocks[0].outlet is None


def test_the_deeper_file_wins_then_the_later_rule_and_a_sidecar_over_all(tmp_path: Path) -> None:
    put(
        tmp_path / "newsearch.toml",
        '[[pages]]\noutlet = "Outer"\nlanguage = "de"\n[[pages]]\nmatch = "late*"\noutlet = "Later"\n',
    )
    put(tmp_path / "sub/newsearch.toml", '[[pages]]\nmatch = "in*.html"\noutlet = "Inner"\n')
    put(tmp_path / "sub/special.html.toml", 'outlet = "Special"\n')

    def outlet(name: str) -> tuple[str | None, str | None]:
        path = tmp_path / name
        rule = rules.applying(rules.rules_for(path), path)
        return rule.outlet, rule.language

    assert outlet("a.html") == ("Outer", "de")
    assert outlet("sub/late.html") == ("Later", "de")
    assert outlet("sub/in.html") == ("Inner", "de")
    assert outlet("sub/special.html") == ("Special", "de")


def test_a_changed_rule_is_seen_at_once(tmp_path: Path) -> None:
    path = put(tmp_path / "ferry.html")
    for number, outlet in enumerate(("First", "Second")):
        toml = put(tmp_path / "newsearch.toml", f'[[pages]]\noutlet = "{outlet}"\n')
        os.utime(toml, ns=(number, number))
        assert rules.applying(rules.rules_for(path), path).outlet == outlet


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        (
            "[[pages]]\noutlets = 'X'\n",
            "[[pages]] 1: unknown key 'outlets'. Known are: match, outlet, url, saved, language.",
        ),
        (
            "[[pages]]\n[[pages]]\noutlet = 7\n",
            '[[pages]] 2: outlet must be a text in quotes, as in outlet = "The Harbour Post".',
        ),
        ("[[pages]]\nsaved = 'last week'\n", '[[pages]] 1: saved must be a date, as in saved = "2022-01-09".'),
        (
            "[[pages]]\nlanguage = 'English'\n",
            '[[pages]] 1: language must be two small letters, as in language = "en".',
        ),
        ("[[pages]]\nurl = 'https://{host}/'\n", "[[pages]] 1: url: {host} stands for nothing."),
        ("[pages]\noutlet = 'X'\n", "pages must be a list of tables. Write [[pages]] above each rule."),
        ("[[pages]]\noutlet = \n", "(at line 2, column 10)"),
    ],
)
def test_a_mistake_in_the_rules_is_named_with_file_and_key(tmp_path: Path, toml: str, message: str) -> None:
    file = put(tmp_path / "sub/newsearch.toml", toml)
    page = put(tmp_path / "sub/ferry.html")
    for use in (lambda: files.read_file(page), lambda: files.walk([tmp_path])):
        with pytest.raises(ConfigError) as caught:
            list(use())
        assert str(file) in str(caught.value)
        assert message in str(caught.value)
