"""Whole pages in one file: MHTML as browsers save it (`.mhtml`, `.mht`), mail (`.eml`), SingleFileZ, and Safari's `.webarchive`."""

from __future__ import annotations

import email
import plistlib
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from email.errors import CloseBoundaryNotFoundDefect, HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from typing import BinaryIO

from newsearch.errors import PageError
from newsearch.model import Page
from newsearch.pages.containers import HEAD, Given
from newsearch.pages.containers.fields import fill, stated
from newsearch.pages.origin import moment, origin_of


def read_mhtml(stream: BinaryIO, given: Given) -> Iterator[Page]:
    """The page itself; its frames, pictures and styles are parts that are not articles."""
    from newsearch.pages import read_document

    try:
        message = email.message_from_bytes(stream.read(given.largest))
        part = _main_part(message)
    except RecursionError as error:
        raise PageError(f"{given.name} holds parts in parts without end. Save the page again.") from error
    if part is None:
        raise PageError(f"{given.name} holds no page of HTML or text. Save the page again.")
    body = part.get_payload(decode=True)
    url = _header(message, "Snapshot-Content-Location") or _header(part, "Content-Location")
    page = read_document(
        body if isinstance(body, bytes) else b"",
        given.url or url,
        given.name,
        charset=part.get_content_charset(),
        saved=given.saved or moment(_header(message, "Date")),
    )
    if given.name.lower().removesuffix(".gz").endswith(".eml"):  # what a browser saves states this in the page
        sent = {"title": _subject(message), "date": moment(_header(message, "Date"))}
        page = fill(page, stated(sent, "mail"))
    cut = ("damaged: the file ends before the page does; read what is there",) if _is_cut(message, part) else ()
    yield replace(page, warnings=(*cut, *page.warnings))


def _is_cut(message: Message, part: Message) -> bool:
    """Whether the file ends inside this part, and not in a picture behind it."""
    *_, last = message.walk()
    return part is last and any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in message.defects)


def _main_part(message: Message) -> Message | None:
    """The part that `start` or the page's address names, or the first of HTML, or else the first of text."""
    parts = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    start = message.get_param("start")
    for part in parts:
        if start and part.get("Content-ID") == start:
            return part
    page = _header(message, "Snapshot-Content-Location")
    for part in parts:
        if page and _header(part, "Content-Location") == page:
            return part
    if parts:
        return parts[0]
    return next((part for part in message.walk() if part.get_content_type() == "text/plain"), None)


def _header(message: Message, name: str) -> str | None:
    value = message.get(name)
    if value is None:
        return None
    # long addresses are folded over lines
    return "".join(str(value).split()) if "Location" in name else str(value)


def _subject(message: Message) -> str:
    text = " ".join((_header(message, "Subject") or "").split())
    try:
        return str(make_header(decode_header(text)))
    except (HeaderParseError, ValueError, LookupError):
        return text


def read_single_file_z(stream: BinaryIO, given: Given) -> Iterator[Page]:
    """The page in the zip archive behind the note that SingleFileZ puts before it."""
    from newsearch.pages import read_document

    noted = origin_of(stream.read(HEAD).decode("utf-8", "replace"))
    try:
        with zipfile.ZipFile(stream) as package, package.open("index.html") as page:
            data = page.read(given.largest)
    except (zipfile.BadZipFile, KeyError, RuntimeError, OSError, ValueError, EOFError, zlib.error) as error:
        raise PageError(f"{given.name} is a damaged page of SingleFileZ ({error}). Save the page again.") from error
    yield read_document(data, given.url or noted.url, given.name, saved=given.saved or noted.saved)


def read_webarchive(stream: BinaryIO, given: Given) -> Iterator[Page]:
    """The main resource of a Safari web archive."""
    from newsearch.pages import read_document

    try:
        main = plistlib.load(stream)["WebMainResource"]
        data, url, charset = (
            main["WebResourceData"],
            main.get("WebResourceURL"),
            main.get("WebResourceTextEncodingName"),
        )
    except Exception as error:  # plistlib raises a dozen types for damaged files
        raise PageError(f"{given.name} is a damaged web archive ({error}). Save the page again.") from error
    if not isinstance(data, bytes):
        raise PageError(f"{given.name} is a web archive without a page. Save the page again.")
    yield read_document(data, given.url or _text(url), given.name, charset=_text(charset), saved=given.saved)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
