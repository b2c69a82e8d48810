"""Pages are hostile until proven otherwise: any bytes end in clean text or a named reason, in bounded time and memory."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator

import pytest
from ending import ending
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsearch.model import KINDS, Block, Page
from newsearch.pages import read_page

STORY = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Ferry late again | The Harbour Post</title>
<meta property="og:title" content="Ferry late again"><meta name="author" content="Ann Lee">
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "NewsArticle", "headline":
"Ferry late again", "datePublished": "2022-01-09T10:05:00+01:00", "author": {"@id": "#ann"}}, {"@id": "#ann", "name": "Ann Lee"}]}
</script></head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><main><article><h1>Ferry late again</h1>
<p class="byline">By Ann Lee</p><time datetime="2022-01-09">9 January 2022</time>
<p>The ferry from Varn was late again on Sunday, and the mayor is <b>cross</b> about it, she said.</p>
<figure><img src="a.jpg"><figcaption>The ferry in fog. Photo: Bo Ray</figcaption></figure>
<p>Паром из Варна снова опоздал &mdash; 渡轮又晚点了, one passenger wrote &#8238;backwards&#8236; in his diary.</p>
<p>Nobody on the quay could remember a winter in which the boat had come in on time more than twice.</p></article></main>
<section class="comments"><div class="comment"><span class="author">Cy</span><p>I saw it coming, as I always do.</p></div></section>
<footer><a href="/imprint">Imprint</a></footer></body></html>"""

DUMP = """The Harbour Post
Home | Sport | Weather

Ferry late again
By Ann Lee
9 January 2022

The ferry from Varn was late again on Sunday, and the mayor is cross about it, she said.

Nobody on the quay could remember a winter in which the boat had come in on time more than twice.

Comments (2)
1. Cy, 9 hours ago
I saw it coming, as I always do.
"""

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
FUZZ = settings(max_examples=120, suppress_health_check=list(HealthCheck))


def texts(block: Block) -> Iterator[str]:
    yield from (
        block.title or "",
        block.body,
        block.outlet or "",
        block.standfirst or "",
        block.agency or "",
        block.date or "",
    )
    yield from (*block.authors, *block.captions, *(candidate.value for candidate in block.alternates))


def check(page: Page, data: bytes) -> Page:
    """What holds for every page, whatever it was read from."""
    for block in page.blocks:
        assert block.kind in KINDS
        for text in texts(block):
            assert not CONTROLS.search(text), text[:200]
        assert block.day is None or 1600 < block.day.year < 2100
        if block.position:
            assert 1 <= block.position.first_line <= block.position.last_line
    # markup may be repeated in alternates and remainders, but not without end
    assert sum(len(text) for block in page.blocks for text in texts(block)) < 8 * len(data) + 5000
    return page


def read(data: bytes, name: str = "page.html") -> Page:
    return check(read_page(data, url="https://post.example/2022/01/09/ferry", name=name), data)


@FUZZ
@given(
    st.binary(max_size=2000),
    st.sampled_from(["", "x.html", "x.txt", "x.md", "x.mhtml", "x.jsonl", "x.xml", "x.warc", "x.wacz"]),
)
def test_any_bytes_end_in_clean_text(data: bytes, name: str) -> None:
    read(data, name)


@FUZZ
@given(
    st.sampled_from([b"\x1f\x8b\x08\x00", b"WARC/1.0\r\n", b"PK\x03\x04", b"bplist00", b"<rss>", b"MIME-Version: 1.0\n", b"---\na: b\n---\n", b"\xff\xfe", b"{", b"\x1b$B", b"<?xml?><feed>"]),
    st.binary(max_size=1000),
    st.sampled_from(["", "x.mhtml", "x.wacz", "x.webarchive", "x.json", "x.rss"]),
)  # fmt: skip
def test_any_bytes_behind_a_signature_end_in_clean_text(start: bytes, rest: bytes, name: str) -> None:
    read(start + rest, name)


@FUZZ
@given(st.lists(st.sampled_from([*re.findall(r"<[^>]*>|[^<]+", STORY), "<", ">", "</", "<!--", "-->", "\x00", "\x1b[31m", '"', "<svg>", "<template>", "]]>"]), max_size=60))  # fmt: skip
def test_pieces_of_a_page_in_any_order_end_in_clean_text(pieces: list[str]) -> None:
    read("".join(pieces).encode())


@FUZZ
@given(st.lists(st.sampled_from([*DUMP.split("\n"), "-" * 70, "Read Now Show less", "\x0c", "By", "1.", "\u202eevil", "2022", "  "]), max_size=60))  # fmt: skip
def test_lines_of_a_dump_in_any_order_end_in_clean_text(lines: list[str]) -> None:
    read("\n".join(lines).encode(), "page.txt")


@pytest.mark.parametrize(("page", "name"), [(STORY, "page.html"), (DUMP, "page.txt")])
def test_truncated_and_damaged_pages_are_read(page: str, name: str) -> None:
    rng = random.Random(7)
    data = page.encode()
    for cut in range(0, len(data), 97):
        read(data[:cut], name)
    for _ in range(80):
        broken = bytearray(data)
        for _ in range(rng.randint(1, 60)):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        read(bytes(broken), name)
    tags = re.findall(r"<[^>]*>|[^<]+", page)
    for _ in range(60):
        read("".join(piece for piece in tags if rng.random() > 0.2).encode(), name)


@pytest.mark.parametrize(
    "charset", ["utf-8", "windows-1251", "koi8-r", "shift_jis", "utf-16", "x-user-defined", "iso-2022-jp", "nonsense"]
)
@pytest.mark.parametrize("written", ["utf-8", "windows-1251", "utf-16", "utf-16-le"])
def test_a_wrong_charset_declaration_loses_no_story(charset: str, written: str) -> None:
    page = read(STORY.replace("utf-8", charset).encode(written, "ignore"))
    bodies = "\n".join(block.body for block in page.blocks)
    assert "the mayor is cross" in bodies
    assert "Паром из Варна" in bodies


def test_nuls_between_the_letters_lose_no_story() -> None:
    page = read(STORY.replace(" ", " \x00").encode())
    assert "The ferry from Varn was late again" in "\n".join(block.body for block in page.blocks)


def test_a_good_page_passes_the_same_checks() -> None:
    page = read(STORY.encode())
    assert page.blocks[0].title == "Ferry late again"
    assert "backwards" in page.blocks[0].body


SEVERE: dict[str, Callable[[], str]] = {
    "nested divs": lambda: "<html><body>" + "<div>" * 100_000 + "The ferry was late." + "</div>" * 100_000,
    "nested tables": lambda: "<table><tr><td>" * 30_000 + "The ferry was late.",
    "nested inline": lambda: "<p>" + "<b><i><span>" * 30_000 + "The ferry was late.",
    "nested lists with names": lambda: '<ul class="article-body"><li class="comment">' * 30_000 + "The ferry was late.",
    "unclosed": lambda: "<p>The ferry was late." * 50_000,
    "one tag": lambda: "<br>" * 500_000,
    "headings": lambda: "<h2>The ferry was late</h2>" * 40_000,
    "links": lambda: '<a href="/story">The ferry was late and the mayor is cross</a>' * 30_000,
    "articles": lambda: "<article><h2>Ferry late</h2><p>The ferry was late again on Sunday.</p></article>" * 8_000,
    "comments": lambda: '<div class="comment"><b>Cy</b><p>I saw it coming.</p></div>' * 20_000,
    "a huge attribute": lambda: f'<p class="{"article body " * 150_000}">The ferry was late.</p>',
    "many attributes": lambda: "<p " + " ".join(f"a{n}=x" for n in range(100_000)) + ">The ferry was late.</p>",
    "one long word": lambda: f"<p>{'x' * 2_000_000}</p>",
    "one long line": lambda: f"<p>{'By Ann Lee, 9 January 2022. ' * 70_000}</p>",
    "long whitespace": lambda: f"<p>The ferry{' ' * 2_000_000}was late.</p>",
    "character references": lambda: "<p>" + "&#8238;&#27;[31m&amp;" * 80_000,
    "an open comment": lambda: "<p>The ferry</p><!-- " + "-" * 2_000_000,
    "open comments": lambda: "<p>The ferry</p>" + "<!-- " * 300_000,
    "an open script": lambda: "<p>The ferry</p><script>" + "</scrip" * 300_000,
    "nested JSON-LD": lambda: '<script type="application/ld+json">' + '{"@graph":[' * 100_000 + "</script><p>The ferry</p>",
    "long JSON-LD": lambda: f'<script type="application/ld+json">{json.dumps([{"@type": "NewsArticle", "@id": "#x", "headline": "Ferry"}] * 20_000)}</script><p>Ferry</p>',
    "many metas": lambda: '<meta name="author" content="Ann Lee">' * 40_000 + "<p>The ferry</p>",
    "many times": lambda: '<time datetime="2022-01-09">9 January 2022</time> ' * 30_000,
    "angle brackets": lambda: "<" * 1_000_000,
    "declarations": lambda: '<meta charset="x"' * 100_000,
}  # fmt: skip
SEVERE_DUMPS: dict[str, Callable[[], str]] = {
    "short lines": lambda: "Ferry\n" * 100_000,
    "headlines": lambda: "The ferry was late again\n\n" * 40_000,
    "bylines": lambda: "By Ann Lee\n9 January 2022\n" * 30_000,
    "comments": lambda: "".join(f"{n}. Cy, 9 hours ago\nI saw it coming.\n" for n in range(20_000)),
    "one line": lambda: "the ferry was late " * 100_000,
    "one word": lambda: "x" * 1_500_000,
    "blank lines": lambda: "\n" * 1_000_000 + "Ferry",
    "spaces": lambda: " " * 1_500_000 + "Ferry",
    "dashes": lambda: "-" * 1_000_000,
    "digits": lambda: "1." * 500_000,
    "capitals": lambda: "A. " * 400_000,
    "commas": lambda: "Ann Lee, " * 150_000,
}


@pytest.mark.parametrize("case", SEVERE)
def test_severe_pages_take_bounded_time(case: str) -> None:
    _bounded(SEVERE[case]().encode(), "page.html")


@pytest.mark.parametrize("case", SEVERE_DUMPS)
def test_severe_dumps_take_bounded_time(case: str) -> None:
    _bounded(SEVERE_DUMPS[case]().encode(), "page.txt")


def _bounded(data: bytes, name: str) -> None:
    with ending():
        read(data, name)
