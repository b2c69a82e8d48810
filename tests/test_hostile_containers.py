"""Damage inside a container costs the page it is in, not the pages after it; odd writers of it are understood."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from ending import ending
from saved_files import read, titles

from newsearch.errors import PageError
from newsearch.model import Page

STORY = "The ferry from Varn was late again on Sunday, and the mayor is cross about it, she said. " * 5


def html(title: str) -> str:
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{STORY}</p></body></html>"


def warnings(pages: list[Page]) -> str:
    return " ".join(warning for page in pages for warning in page.warnings)


# --- Markdown


@pytest.mark.parametrize("dense", ["![a", "[a*", "- a\n"])
def test_signs_without_end_are_text_and_stories_around_them_are_markdown(tmp_path: Path, dense: str) -> None:
    signs = dense * (4_000_000 // len(dense))
    around = [
        "\n\n".join(f"The *{place}* ferry {n} was late on [Sunday](https://a.example/{n}) again." for n in range(3000))
        for place in ("Varn", "Osk")
    ]
    with ending():
        (page,) = read(tmp_path, "x.md", f"---\ntitle: Ferry\n---\n{around[0]}\n\n{signs}\n\n{around[1]}\n")
    (block,) = page.blocks
    assert "The Varn ferry 7 was late on Sunday again." in block.body
    assert "The Osk ferry 998 was late on Sunday again." in block.body
    assert block.body.count("a") >= signs.count("a")


# --- scrapers' JSON


ONE = json.dumps({"title": "One", "text": "Body."})
TWO = json.dumps({"title": "Two", "text": "Body.", "tags": [1]})


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 4000])
def test_a_number_that_is_no_moment_costs_no_story(tmp_path: Path, number: str) -> None:
    odd = f'{{"title": "Odd", "text": "Body.", "date": {number}, "author": {number}}}'
    pages = read(tmp_path, "table.jsonl", "\n".join((ONE, odd, TWO)))
    assert titles(pages) == ["One", "Odd", "Two"]
    assert pages[1].blocks[0].date is None


def test_a_field_nested_without_end_costs_no_story(tmp_path: Path) -> None:
    odd = f'{{"title": {"[" * 900}"x"{"]" * 900}, "text": "Body."}}'
    assert titles(read(tmp_path, "deep.jsonl", "\n".join((ONE, odd, TWO)))) == ["One", None, "Two"]


@pytest.mark.parametrize(
    "text",
    [
        f"\x1e{ONE}\n\x1e{TWO}\n",
        f"{ONE},\n{TWO},\n",
        f"[{ONE},\n{TWO}]",
        f"[\n{ONE},\n{TWO}\n]\n",
        f"[{ONE},{TWO}]",
        f"\ufeff{ONE}\r\n{TWO}\r\n",
    ],
    ids=["RFC 7464", "commas", "an array", "an array with lines for its brackets", "an array in a line", "windows"],
)
@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_json_lines_are_read_however_they_are_set_apart(tmp_path: Path, text: str, charset: str) -> None:
    pages = read(tmp_path, "scraped.jsonl", text.encode(charset))
    assert titles(pages) == ["One", "Two"]
    assert not warnings(pages)


def test_stories_are_found_however_an_interface_wraps_them(tmp_path: Path) -> None:
    value = {"status": "ok", "response": {"meta": {"hits": 2}, "docs": [json.loads(ONE), json.loads(TWO)]}}
    assert titles(read(tmp_path, "answer.json", json.dumps(value))) == ["One", "Two"]


def test_a_body_in_sections_is_read_as_fundus_writes_it(tmp_path: Path) -> None:
    sections = [{"headline": ["Beds in the school"], "paragraphs": [STORY, "The end."]}]
    value = {"title": "Ferry late", "authors": ["Ann Lee"], "body": {"summary": ["In short."], "sections": sections}}
    (page,) = read(tmp_path, "x.jsonl", json.dumps(value))
    assert page.blocks[0].body == f"In short.\n\nBeds in the school\n\n{STORY.strip()}\n\nThe end."


@pytest.mark.parametrize("name", ["feed.json", "feed.jsonl", "feed"])
def test_a_json_feed_is_its_items_and_their_outlet(tmp_path: Path, name: str) -> None:
    items = [{"title": "One", "content_html": f"<p>{STORY}</p>", "authors": [{"name": "Ann Lee"}]}, {"title": "Two"}]
    value = {"version": "https://jsonfeed.org/version/1.1", "title": "The Harbour Post", "items": items}
    pages = read(tmp_path, name, json.dumps(value))
    assert titles(pages) == ["One", "Two"]
    assert [block.outlet for page in pages for block in page.blocks] == ["The Harbour Post"] * 2


# --- WARC and WACZ


def record(
    url: str, body: bytes, fields: str = "Content-Type: text/html; charset=utf-8\r\n", claimed: int = 0
) -> bytes:
    content = f"HTTP/1.1 200 OK\r\n{fields}\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:0>\r\nWARC-Target-URI: {url}\r\n"
        "WARC-Date: 2022-01-09T09:05:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {claimed or len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


FIRST, LAST = (record(f"https://post.example/{name}", html(name).encode()) for name in ("first", "last"))


def packed_record(body: bytes, encoding: str) -> bytes:
    return record("https://post.example/x", body, f"Content-Type: text/html\r\nContent-Encoding: {encoding}\r\n")


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (bytes(range(128, 256)) * 4, "br"),
        (zstandard.FRAME_HEADER + b"rubbish" * 50, "zstd"),
        (zstandard.compress(html("x").encode())[:40], "zstd"),
        (gzip.compress(b"x")[:8] + b"rubbish" * 50, "x-gzip"),
    ],
)
def test_a_page_that_cannot_be_unpacked_is_named_and_the_next_is_read(
    tmp_path: Path, body: bytes, encoding: str
) -> None:
    pages = read(tmp_path, "crawl.warc", FIRST + packed_record(body, encoding) + LAST)
    assert titles(pages) == ["first", "last"]
    assert "cannot be unpacked" in pages[1].warnings[0] or "binary data" in pages[1].warnings[0]


@pytest.mark.parametrize(
    "odd",
    [
        packed_record(gzip.compress(html("odd").encode()), "x-gzip"),
        packed_record(zstandard.compress(html("odd").encode()), "zstd"),
        packed_record(html("odd").encode(), "zstd"),
        record("https://post.example/x", html("odd").encode(), ""),
    ],
    ids=["gzip by its old name", "zstd", "stored unpacked", "without a type"],
)
def test_a_response_is_a_page_however_its_server_described_it(tmp_path: Path, odd: bytes) -> None:
    assert titles(read(tmp_path, "crawl.warc", FIRST + odd + LAST)) == ["first", "odd", "last"]


def test_a_page_that_the_archive_cuts_off_says_so(tmp_path: Path) -> None:
    pages = read(tmp_path, "crawl.warc", (FIRST + LAST)[:-200])
    assert len(pages) == 2
    assert "ends before the page" in warnings(pages)


def half(data: bytes) -> bytes:
    return data[: len(data) // 2]


MIDDLE = record("https://post.example/middle", html("middle").encode())


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (FIRST + LAST + MIDDLE[:50], ["first", "last"]),
        (FIRST + MIDDLE[:50] + LAST, ["first", "last"]),
        (FIRST + MIDDLE[:-150] + LAST, ["first", "middle", "last"]),
        (FIRST + MIDDLE.replace(b"Content-Length", b"Content-Lost") + LAST, ["first", "middle", "last"]),
        (FIRST + record("https://post.example/middle", html("middle").encode(), claimed=900) + LAST, ["first", "middle", "last"]),
        (FIRST + record("https://post.example/middle", html("middle").encode(), claimed=10**15) + LAST, ["first", "middle", "last"]),
        (FIRST + record("https://post.example/middle", html("middle").encode(), claimed=300) + LAST, ["first", "middle", "last"]),
        (FIRST + bytes(5000) + LAST, ["first", "last"]),
        (FIRST + b"\r\n\r\nrubbish" * 9000 + LAST, ["first", "last"]),
    ],
    ids=["cut in a head", "a head lost", "half a page lost", "no length", "a length too long", "a length without end", "a length too short", "zeros", "rubbish"],
)  # fmt: skip
def test_damage_in_an_archive_is_named_and_costs_no_other_page(
    tmp_path: Path, data: bytes, expected: list[str]
) -> None:
    pages = read(tmp_path, "crawl.warc", data)
    assert titles(pages) == expected
    assert "damaged" in warnings(pages)


@pytest.mark.parametrize("at", [3, 30, 200, -3])
@pytest.mark.parametrize("within", ["crawl.warc.gz", "crawl.wacz"])
def test_a_wrong_byte_in_a_packed_archive_costs_one_page_at_most(tmp_path: Path, at: int, within: str) -> None:
    packed = [bytearray(gzip.compress(each)) for each in (FIRST, MIDDLE, LAST)]
    packed[1][at] ^= 0xFF
    data = b"".join(packed)
    if within == "crawl.wacz":
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as package:
            package.writestr("archive/a.warc.gz", data)
        data = out.getvalue()
    pages = read(tmp_path, within, data)
    assert [title for title in titles(pages) if title != "middle"] == ["first", "last"]
    assert "damaged" in warnings(pages)


@pytest.mark.parametrize("size", range(65_530, 65_540))
def test_pages_of_a_packed_archive_may_begin_anywhere(tmp_path: Path, size: int) -> None:
    first = gzip.compress(FIRST, mtime=0)
    filling = size - len(first) - 18 - len(record("https://a.example/x.png", b"", "Content-Type: image/png\r\n"))
    while True:
        image = record("https://a.example/x.png", b"\0" * filling, "Content-Type: image/png\r\n")
        packed = gzip.compress(image, compresslevel=0, mtime=0)
        if len(first) + len(packed) <= size:
            break
        filling -= 1
    pages = read(tmp_path, "crawl.warc.gz", first + packed + gzip.compress(LAST))
    assert titles(pages) == ["first", "last"]
    assert not warnings(pages)


def test_of_an_archive_packed_as_one_piece_it_is_said_how_much_is_lost_behind_damage(tmp_path: Path) -> None:
    packer = zlib.compressobj(wbits=31)
    whole = packer.compress(FIRST) + packer.flush(zlib.Z_FULL_FLUSH)
    broken = bytearray(packer.compress(MIDDLE + LAST) + packer.flush())
    broken[0] |= 0b110  # a kind of block that there is not
    pages = read(tmp_path, "crawl.warc.gz", whole + broken)
    assert titles(pages) == ["first"]
    (lost,) = re.findall(r"damaged: ([\d,]+) bytes of the file could not be unpacked", warnings(pages))
    assert 0 <= len(broken) - int(lost.replace(",", "")) <= 4


def test_an_archive_cut_short_gives_the_page_that_it_ends_in(tmp_path: Path) -> None:
    pages = read(tmp_path, "crawl.warc.gz", half(gzip.compress(FIRST + MIDDLE) + gzip.compress(LAST)))
    assert titles(pages)[0] == "first"
    assert "damaged" in warnings(pages)


def test_an_archive_inside_a_page_is_part_of_the_page(tmp_path: Path) -> None:
    about = html("About archives").replace("</p>", "<pre>\r\n\r\n" + LAST.decode() + "</pre></p>")
    pages = read(tmp_path, "crawl.warc", FIRST + record("https://post.example/about", about.encode()) + MIDDLE)
    assert titles(pages) == ["first", "About archives", "middle"]
    assert not warnings(pages)


START = b"WARC/1.0\r\nWARC-Type: response\r\n"


@pytest.mark.parametrize(
    "data",
    [
        START + b"WARC-Target-URI: " + b"a" * 100_000_000,
        START * 30_000,
        (START + b"Content-Length: 60000000\r\n\r\nab") * 30_000,
        (START + b"Content-Length: 600000000\r\n\r\nab") * 30_000,
        (START + b"x" * 1000 + b"\r\n") * 30_000,
    ],
    ids=["a line without end", "heads without end", "lengths", "longer lengths", "no fields"],
)
def test_damage_without_end_takes_time_that_grows_with_the_archive(tmp_path: Path, data: bytes) -> None:
    with ending():
        pages = read(tmp_path, "crawl.warc", FIRST + data + b"\r\n\r\n" + LAST)
    assert titles(pages) == ["first", "last"]
    assert len(pages) < 200


def test_fields_of_a_response_without_end_cost_no_other_page(tmp_path: Path) -> None:
    endless = record("https://post.example/x", b"", "X: y\r\n" * 5_000_000)[:-8]
    with ending():
        pages = read(tmp_path, "crawl.warc", FIRST + endless + b"\r\n\r\n" + LAST)
    assert titles(pages) == ["first", "last"]
    assert "do not end" in warnings(pages)


def test_odd_lengths_are_no_news_for_the_terminal(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    read(tmp_path, "crawl.warc", record("https://a.example/a page", html("short").encode(), claimed=300) + LAST)
    assert capfd.readouterr() == ("", "")


def wacz(change: Callable[[bytearray, int], None]) -> bytes:
    """Two archives in a package; `change` is given the package and where its first member's data starts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("archive/a.warc", FIRST)
        package.writestr("archive/b.warc", LAST)
    data = bytearray(out.getvalue())
    change(data, data.find(b"WARC/1.0"))
    return bytes(data)


def flip(data: bytearray, start: int) -> None:
    data[start + 600] ^= 1


def encrypt(data: bytearray, start: int) -> None:
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1


def invent_a_method(data: bytearray, start: int) -> None:
    data[8] = data[data.find(b"PK\x01\x02") + 10] = 99


@pytest.mark.parametrize("change", [flip, encrypt, invent_a_method])
def test_a_damaged_archive_in_a_package_is_named_and_the_next_is_read(
    tmp_path: Path, change: Callable[[bytearray, int], None]
) -> None:
    pages = read(tmp_path, "crawl.wacz", wacz(change))
    assert titles(pages)[-1] == "last"
    assert warnings(pages)


# --- mail and feeds


@pytest.mark.parametrize(("kept", "is_named"), [(1.0, False), (0.9, False), (0.4, True)])
def test_a_page_of_mail_that_is_cut_says_so_unless_only_a_picture_is(
    tmp_path: Path, kept: float, is_named: bool
) -> None:
    parts = "".join(
        f"--B\r\nContent-Type: {kind}\r\n\r\n{text}\r\n"
        for kind, text in (("text/html", html("Ferry")), ("image/png", "x" * 600))
    )
    whole = f"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n{parts}--B--\r\n".encode()
    (page,) = read(tmp_path, "saved.mhtml", whole[: int(len(whole) * kept)])
    assert titles([page]) == ["Ferry"]
    assert ("damaged" in " ".join(page.warnings)) == is_named


def test_parts_in_parts_without_end_are_no_page(tmp_path: Path) -> None:
    head = "From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
    with pytest.raises(PageError, match="without end"):
        read(tmp_path, "deep.mhtml", head + "Content-Type: message/rfc822\n\n" * 3000)


def feed(*items: str) -> str:
    return f"<rss version='2.0'><channel><title>Post</title><link>https://post.example/</link>{''.join(items)}</channel></rss>"


ITEM = "<item><title>Ferry late</title></item>"


@pytest.mark.parametrize(
    "odd",
    [
        "<item><title>Odd</title><link>http://[</link></item>",
        "<item><title>Odd&#1;&#x1f;&#xFFFE;&#55296;</title></item>",
        "<item><title>Odd</title><dc:creator>Ann Lee</dc:creator><media:title>A picture</media:title></item>",
        f"<item><title>Odd</title><content type='xhtml'>{'<div>' * 2000}x{'</div>' * 2000}</content></item>",
    ],
    ids=["an address that is none", "characters that XML refuses", "undeclared prefixes", "nested without end"],
)
def test_an_odd_item_costs_no_other(tmp_path: Path, odd: str) -> None:
    (page,) = read(tmp_path, "feed.xml", feed(odd, ITEM))
    assert [(block.title or "").strip("\ufffd") for block in page.blocks] == ["Odd", "Ferry late"]
    assert not page.warnings


def test_numbers_for_characters_are_those_characters(tmp_path: Path) -> None:
    (page,) = read(
        tmp_path, "feed.xml", feed("<item><title>R&#38;D &#60;live&#62; caf&#xE9; &AMP; &bogus;</title></item>")
    )
    assert page.blocks[0].title == "R&D <live> café & &bogus;"


def test_atom_with_a_prefix_is_a_feed(tmp_path: Path) -> None:
    text = (
        '<?xml version="1.0"?><atom:feed xmlns:atom="http://www.w3.org/2005/Atom"><atom:title>Bay Wire</atom:title>'
        "<atom:entry><atom:title>Fog</atom:title><atom:updated>2022-01-09T10:05:00Z</atom:updated></atom:entry></atom:feed>"
    )
    (page,) = read(tmp_path, "news.xml", text)
    (fog,) = page.blocks
    assert (fog.title, fog.date, fog.outlet) == ("Fog", "2022-01-09T10:05:00+00:00", "Bay Wire")


# --- Markdown


def test_front_matter_may_span_lines_and_name_people_as_objects(tmp_path: Path) -> None:
    (page,) = read(
        tmp_path,
        "clip.md",
        "---\ntitle: >-\n  Ferry late\n  again\ndescription: |\n  The mayor\n  is cross.\nauthors:\n- name: Ann Lee\n- name: Bo Ray\n"
        f"date: 2022-01-09\n...\n\n# Ferry late again #\n\n{STORY}",
    )
    (block,) = page.blocks
    assert (block.title, block.authors, block.date) == ("Ferry late again", ("Ann Lee", "Bo Ray"), "2022-01-09")
    assert (block.standfirst, block.body) == ("The mayor is cross.", STORY.strip())


def test_front_matter_may_name_one_person_as_an_object(tmp_path: Path) -> None:
    (page,) = read(tmp_path, "clip.md", f"---\ntitle: x\nauthor:\n  name: Ann Lee\n  role: reporter\n---\n{STORY}")
    assert page.blocks[0].authors == ("Ann Lee",)


# --- time


SLOW: dict[str, tuple[str, Callable[[], str]]] = {
    "open CDATA": ("feed.xml", lambda: feed("<![CDATA[" * 60_000)),
    "nested markup in a record": ("x.jsonl", lambda: json.dumps({"title": "x", "text": "<div>" * 60_000 + "y"})),
    "open tags in a record": ("x.jsonl", lambda: json.dumps({"title": "x", "text": "<a " * 200_000})),
    "nested markup in Markdown": ("x.md", lambda: "---\ntitle: x\n---\n" + "<div>\n" * 60_000),
    "spaces in Markdown": ("x.md", lambda: "---\ntitle: x\n---\n" + " " * 300_000 + "x"),
    "brackets in front matter": ("x.md", lambda: f"---\ntitle: {'[' * 200_000}\n---\nx"),
    "items of front matter": ("x.md", lambda: "---\ntitle: x\nauthors:\n" + "- Ann Lee\n" * 100_000 + "---\nx"),
}


@pytest.mark.parametrize("case", SLOW)
def test_a_container_made_to_be_slow_takes_bounded_time(tmp_path: Path, case: str) -> None:
    """A second on an idle core; before, ten seconds to for ever."""
    name, text = SLOW[case]
    with ending():
        try:
            read(tmp_path, name, text())
        except PageError as error:
            assert "cannot be read" in str(error)
