"""Files that hold pages in some wrapping -> pages: MHTML, mail, SingleFileZ, Safari's web archives, WARC, WACZ, feeds, JSON lines,
Markdown, and what press databases, chats and Evernote export.

One module reads each. All are generators over a stream, so an archive larger than memory is read page by page.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from newsearch.model import Page
from newsearch.pages import LARGEST_PAGE

HEAD = 8192
"""Bytes at the start of a file from which `kind_of` tells what it is."""

MOST_INFLATED = 200
"""Text shrinks some 5 to 50 times in gzip. An archive that grows by more than this, past one page's limit, is a bomb."""

OF_MANY = frozenset({"warc", "wacz", "jsonl", "json", "press", "press html", "mbox", "whatsapp", "telegram", "notes"})
"""The kinds that hold many pages, each with an address of its own."""


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of a file from outside: its name, a folder rule's address and date, the limit for one page."""

    name: str
    url: str | None = None
    saved: str | None = None
    largest: int = LARGEST_PAGE
    """Bytes of one page, decompressed. A larger one is named and skipped."""


def kind_of(head: bytes, name: str = "") -> str | None:
    """`warc`, `wacz`, `http`, `mhtml`, `mbox`, `singlefilez`, `zipped`, `webarchive`, `feed`, `notes`, `telegram`, `whatsapp`, `jsonl`,
    `json`, `markdown`, `press`, `press html`, or None for a plain document."""
    lower = name.lower().removesuffix(".gz")
    start = head.lstrip(_BEFORE)
    if head.startswith(b"WARC/"):
        return "warc"
    if _HTTP_STATUS.match(head):
        return "http"
    if head.startswith(b"PK\x03\x04"):
        if lower.endswith((".maff", ".htz")):
            return "zipped"
        return "wacz" if lower.endswith(".wacz") or _WACZ_MEMBER.search(head) else None
    if head.startswith(b"bplist00") or (start.startswith(b"<?xml") and b"<plist" in head):
        return "webarchive" if lower.endswith(".webarchive") or b"WebMainResource" in head else None
    if _MIME_HEADER.match(start) and (_MIME_MULTIPART.search(head) or lower.endswith((".mht", ".mhtml"))):
        return "mhtml"
    if _MAILBOX.match(head) and not lower.endswith(".eml"):
        return "mbox"
    if lower.endswith(".eml") and _MAIL_HEADER.match(start):
        return "mhtml"
    if b"data-sfz" in head and _SINGLE_FILE_Z.search(head):
        return "singlefilez"
    if b"\0" in head:  # UTF-16
        head = head.replace(b"\0", b"")
        start = head.lstrip(_BEFORE)
    if _FEED.match(_XML_PROLOGUE.sub(b"", start)):
        return "feed"
    if start.startswith(b"<") and (kind := _kind_of_markup(start, head)):
        return kind
    if start[:1] in (b"{", b"[") and not lower.endswith((".html", ".htm", ".txt", ".text", ".md", ".markdown")):
        if lower.endswith((".jsonl", ".ndjson")):
            return "jsonl"
        if _RECORD_FIELD.search(head):
            return "json" if lower.endswith(".json") or _PRETTY_JSON.match(start) else "jsonl"
        return None
    if lower.endswith((".md", ".markdown")) or (_FRONT_MATTER.match(start) and not start.startswith(b"<")):
        return "markdown"
    if start[:1] != b"<" and not lower.endswith((".html", ".htm")):
        return _kind_of_lines(head)
    return None


def _kind_of_markup(start: bytes, head: bytes) -> str | None:
    """What a program exported as XML or HTML."""
    if b"<en-export" in head and _NOTES.match(_XML_PROLOGUE.sub(b"", start)):
        return "notes"
    if b"<title>Exported Data</title>" in head and b"page_wrap" in head:
        return "telegram"
    # One expression for all three takes 40 us, 1% of reading a page.
    is_press = (
        b"<DOCFULL>" in head
        or b"DocPublicationName" in head
        or (b'Article"' in head and _FACTIVA_ARTICLE.search(head) is not None)
    )
    return "press html" if is_press else None


def _kind_of_lines(head: bytes) -> str | None:
    """What plain text is that its lines tell."""
    start = b"\n" + head[:_OPENING].replace(b"\xc2\xa0", b" ")
    if _STAMPED.match(start):
        from newsearch.pages.containers.chats import is_whatsapp

        return "whatsapp" if is_whatsapp(text_of(head)) else None
    if _PERHAPS_PRESS.search(start) or b" mots, " in start:
        from newsearch.pages.containers.press_layouts import layout_of

        return "press" if layout_of(text_of(head)) else None
    return None


def text_of(head: bytes) -> str:
    """The first bytes of a text, in the two charsets that exports are in."""
    text = head.decode("utf-8", "replace")
    return head.decode("windows-1252", "replace") if "\ufffd" in text[:-4] else text


def read_pages(stream: BinaryIO, kind: str, given: Given) -> Iterator[Page]:
    """The pages of a container, one after the other. Raises PageError if it is damaged beyond reading."""
    from newsearch.pages.decode import clean_page

    return map(clean_page, _read(stream, kind, given))


def _read(stream: BinaryIO, kind: str, given: Given) -> Iterator[Page]:
    # Each format's parser is loaded when a file of it is met.
    if kind in ("warc", "wacz", "http"):
        from newsearch.pages.containers import archives

        return {"warc": archives.read_warc, "wacz": archives.read_wacz, "http": archives.read_http}[kind](stream, given)
    if kind in ("singlefilez", "zipped"):
        from newsearch.pages.containers import zipped

        return zipped.read_zipped(stream, given) if kind == "zipped" else zipped.read_single_file_z(stream, given)
    if kind in ("mhtml", "mbox", "webarchive"):
        from newsearch.pages.containers import mhtml

        readers = {"mhtml": mhtml.read_mhtml, "mbox": mhtml.read_mailbox}
        return readers.get(kind, mhtml.read_webarchive)(stream, given)
    if kind in ("jsonl", "json"):
        from newsearch.pages.containers import records

        return records.read_lines(stream, given) if kind == "jsonl" else records.read_json(stream, given)
    if kind == "press":
        from newsearch.pages.containers import press

        return press.read_press(stream, given)
    if kind == "press html":
        from newsearch.pages.containers import press_html

        return press_html.read_press_html(stream, given)
    if kind in ("whatsapp", "telegram"):
        from newsearch.pages.containers import chats

        return chats.read_whatsapp(stream, given) if kind == "whatsapp" else chats.read_telegram(stream, given)
    if kind == "notes":
        from newsearch.pages.containers import notes

        return notes.read_notes(stream, given)
    if kind == "feed":
        from newsearch.pages.containers import feeds

        return feeds.read_feed(stream, given)
    from newsearch.pages.containers import markdown

    return markdown.read_markdown(stream, given)


def read_container(data: bytes, url: str | None, name: str, packed: bytes | None = None) -> Page | None:
    """The blocks of a container's pages in one page, or None if the bytes are no container.

    `packed` is what they were unpacked from: the records of a WARC file are unpacked one by one, past damage.
    """
    from newsearch.errors import PageError

    kind = kind_of(data[:HEAD], name)
    if kind is None:
        return None
    pages: list[Page] = []
    try:
        pages.extend(read_pages(io.BytesIO(packed if packed and kind == "warc" else data), kind, Given(name, url)))
    except PageError as error:
        pages.append(Page(name, (), url, warnings=(str(error),)))
    first = pages[0] if pages else Page(name, (), url)
    return Page(
        name,
        tuple(block for page in pages for block in page.blocks),
        url or first.url,
        first.charset,
        first.language,
        first.saved,
        tuple(warning for page in pages for warning in page.warnings),
    )


_BEFORE = b"\xef\xbb\xbf\xff\xfe\x1e \t\r\n"
"""Bytes of marks and white space that may stand before the first character."""
_HTTP_STATUS = re.compile(rb"HTTP/[\d.]+ \d{3}\b[^\n]*\n[\w-]+:")
_WACZ_MEMBER = re.compile(rb"archive/[^/]+\.warc(?:\.gz)?|datapackage\.json|pages/pages\.jsonl")
_MIME_HEADER = re.compile(
    rb"(?:From|MIME-Version|Content-Type|Subject|Date|Snapshot-Content-Location|X-[\w-]+):[ \t]", re.I
)
_MAIL_HEADER = re.compile(rb"(?:From |[A-Za-z][\w-]{0,60}:[ \t])")
"""The first field of a mail, or what a mailbox has before it."""
_MAILBOX = re.compile(rb"From [^\r\n]{0,200}\d\d:\d\d[^\r\n]{0,40}\r?\n>?[A-Za-z][\w-]{0,60}:")
_OPENING = 2048
"""Bytes at the start of a text in which the first lines of an export stand."""
_STAMPED = re.compile(rb"[\s\xef\xbb\xbf\xe2\x80\x8e\x8f\xff\xfe]*\[?\d{1,4}[./-]\d")
_PERHAPS_PRESS = re.compile(
    rb"\n[ \t\xa0\xc2\xef\xbb\xbf]*(?:\d[\d.,]* ?[^\s\d]+\s*\n|HD\s|Body\s*\n|Job Number:|\d+ \w\w+ \d+ DO[CK]UM|Do[ck]umento? \d|_{20}"
    rb"|Author(?:/Byline)?:|Byline:|Edition:|Page:|Section:)"
)
"""What the first lines of every layout of `press_layouts` hold, and those of one dump in ten."""
_FACTIVA_ARTICLE = re.compile(rb'class="article \w\wArticle"')
_NOTES = re.compile(rb"<en-export\b")
_SINGLE_FILE_Z = re.compile(rb"<html\b[^>]{0,200}\bdata-sfz\b", re.I)
_MIME_MULTIPART = re.compile(rb"^Content-Type:\s*multipart/", re.I | re.M)
_XML_PROLOGUE = re.compile(rb"\A(?:\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>))+\s*", re.S)
_FEED = re.compile(rb"<(?:rss|(?:\w+:)?feed|rdf:RDF)[\s>]")
_RECORD_FIELD = re.compile(
    rb"\"(?:\w+_|web)?(?:url|link|title|headline|text|body|content|html|articleBody|maintext|markdown|URL|Url|Title)\"\s*:"
)
_PRETTY_JSON = re.compile(rb"\[\s*\{|\{\s*\n")
_FRONT_MATTER = re.compile(
    rb"(---|\+\+\+)[ \t]*\r?\n[\w@:-]+[ \t]*[:=](?:[^\n]*\n(?=[\w@:-]+[ \t]*[:=]|[ \t]*-[ \t]|[ \t]*#|[ \t]*\r?\n|\1)){1,60}?\1[ \t]*\r?\n"
)
