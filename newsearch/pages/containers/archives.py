"""Responses of servers: WARC files, WACZ packages of them, single pages with their header. The only importer of warcio."""

from __future__ import annotations

import io
import logging
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from email.parser import Parser
from typing import Any, BinaryIO

import zstandard

from newsearch.errors import PageError
from newsearch.model import Page
from newsearch.pages import GZIP, MOST_WRAPPED
from newsearch.pages.containers import Given
from newsearch.pages.containers.warc_records import LARGEST_HEAD, Record, records
from newsearch.pages.decode import decode, looks_binary
from newsearch.pages.origin import moment


def read_warc(stream: BinaryIO, given: Given) -> Iterator[Page]:
    """The HTML and text responses of a WARC file. A page is named by its address.

    Damage is a warning in the page that it is in, or in one without blocks; the records behind it are read.
    """
    damaged = 0
    for number, record in enumerate(records(stream), 1):
        page, problem = None, record.problem
        if not problem and b"WARC-Segment-Number" in record.head:
            problem = "the page goes on in other records, which are not read"
        if _PAGE_RECORD.search(record.head):
            if _TARGET.search(record.head):
                page = _read_record(record, given)
            else:
                problem = problem or "without an address; skipped"
        if page is not None:
            yield replace(page, warnings=(problem, *page.warnings)) if problem else page
        elif problem:
            damaged += 1
            if damaged <= _MOST_NAMED:
                yield Page(f"record {number}", (), warnings=(f"record {number}: {problem}",))
    if damaged > _MOST_NAMED:
        yield Page(given.name, (), warnings=(f"damaged in {damaged - _MOST_NAMED:,} more places",))


_MOST_NAMED = 100
"""Damaged places of an archive that are named one by one."""


def _read_record(found: Record, given: Given) -> Page | None:
    try:
        record = _parsed(found)
    except Exception as error:  # warcio raises what its parsing stumbles on
        return Page("", (), warnings=(f"a record that cannot be understood ({error}); skipped",))
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    headers = record.http_headers
    if headers is not None and not (headers.get_statuscode() or "").startswith("2"):
        return None
    stated = (headers or record.rec_headers).get_header("Content-Type") or ""
    if (stated and not _PAGE_TYPE.match(stated)) or (
        url.startswith(("dns:", "urn:", "metadata:")) and record.rec_type != "conversion"
    ):
        return None
    url = url.strip("<>")
    if found.length > given.largest:
        return _too_large(url, given)
    try:
        data = _content(record, given.largest + 1)
    except (OSError, zlib.error, EOFError, ValueError, zstandard.ZstdError) as error:
        return Page(url, (), url, warnings=(f"cannot be unpacked: {error}",))
    if len(data) > given.largest:
        return _too_large(url, given)
    if not data.strip() or (not stated and not _MARKUP.match(data)):
        return None
    from newsearch.pages import read_document

    charset = _CHARSET.search(stated)
    saved = (record.rec_headers.get_header("WARC-Date") or "").replace("Z", "+00:00")
    page = read_document(data, url, given.name, charset=charset[1] if charset else None, saved=saved or given.saved)
    return replace(page, name=url)


def _parsed(found: Record) -> Any:
    """A record as warcio understands it, with the fields of its response."""
    from warcio.recordloader import ArcWarcRecordLoader

    logging.getLogger("warcio").addHandler(_SILENT)
    body = found.body
    if body.startswith(b"HTTP/") and len(body) > LARGEST_HEAD and not _BLANK_LINE.search(body, 0, LARGEST_HEAD):
        raise ValueError("the fields of the response do not end")
    head = _LENGTH.sub(b"Content-Length: %d" % len(found.body), found.head)
    loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
    return loader.parse_record_stream(io.BytesIO(head + found.body), known_format="warc")


_SILENT = logging.NullHandler()
"""What warcio says of oddities is for a terminal of its own."""


def _too_large(url: str, given: Given) -> Page:
    return Page(url, (), url, warnings=(f"more than {given.largest >> 20} MB; skipped",))


def _content(record: Any, limit: int) -> bytes:
    """The body without transfer and content encoding, of at most `limit` bytes."""
    encoding = (record.http_headers.get_header("Content-Encoding") or "").lower() if record.http_headers else ""
    raw = bytes(_read_all(record.content_stream(), limit))
    if raw.startswith(GZIP):  # also where it is called x-gzip, or not named
        return _unpacked(raw, limit)
    if raw.startswith(zstandard.FRAME_HEADER):
        with zstandard.ZstdDecompressor().stream_reader(raw) as reader:
            return bytes(reader.read(limit)) or _incomplete()
    # warcio unpacks Brotli only where that library is installed; some archivers store it unpacked, with the header kept
    if encoding == "br" and raw.lstrip()[:1] != b"<" and (looks_binary(raw) or decode(raw).charset != "utf-8"):
        raise ValueError("it is compressed by Brotli; save the archive without that, or run `pip install brotli`")
    return raw


def _unpacked(data: bytes, limit: int) -> bytes:
    """The bytes inside gzip, which a server may have put around what was packed before."""
    for _ in range(MOST_WRAPPED):
        if data.startswith(GZIP):
            data = zlib.decompressobj(wbits=31).decompress(data, limit)
    return data


def _incomplete() -> bytes:
    raise EOFError("it ends too early")


def read_http(stream: BinaryIO, given: Given) -> Iterator[Page]:
    """A page that was saved with the header of its response, as `curl -i` and `wget --save-headers` do."""
    from newsearch.pages import read_document

    head, _, body = stream.read(given.largest).replace(b"\r\n", b"\n", 100).partition(b"\n\n")
    fields = Parser().parsestr(head.decode("latin-1").partition("\n")[2], headersonly=True)
    charset = fields.get_content_charset()
    saved = given.saved or moment(fields.get("Date"))
    try:
        body = _unpacked(body, given.largest)
    except zlib.error as error:
        raise PageError(f"{given.name} cannot be unpacked ({error}). Save the page again.") from error
    yield read_document(body, given.url, given.name, charset=charset, saved=saved)


def _read_all(stream: Any, limit: int) -> bytearray:
    """warcio's streams give less than was asked for."""
    data = bytearray()
    while len(data) < limit and (part := stream.read(min(1 << 20, limit - len(data)))):
        data += part
    return data


def read_wacz(stream: BinaryIO, given: Given) -> Iterator[Page]:
    """The pages of every WARC file in a WACZ package."""
    try:
        package = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise PageError(f"{given.name} is damaged ({error}). Save or download it again.") from error
    with package:
        names = sorted(name for name in package.namelist() if _WARC_MEMBER.search(name))
        if not names:
            raise PageError(f"{given.name} is a zip archive without WARC files. Unpack it, and index the folder.")
        for name in names:
            try:
                member = package.open(name)
            except (KeyError, RuntimeError, zipfile.BadZipFile, OSError, ValueError) as error:
                yield Page(name, (), warnings=(f"cannot be unpacked: {error}",))
                continue
            with member:
                yield from read_warc(_as_binary(member), given)


def _as_binary(member: Any) -> BinaryIO:
    stream: BinaryIO = member
    return stream


_PAGE_TYPE = re.compile(r"\s*(?:text/html|application/xhtml\+xml|text/plain|text/markdown)", re.I)
_PAGE_RECORD = re.compile(rb"^WARC-Type[ \t]*:[ \t]*(?:response|resource|conversion)\s*$", re.I | re.M)
_TARGET = re.compile(rb"^WARC-Target-URI[ \t]*:[ \t]*\S", re.I | re.M)
_BLANK_LINE = re.compile(rb"\n\r?\n")
_LENGTH = re.compile(rb"^Content-Length[^\n\r]*", re.I | re.M)
_MARKUP = re.compile(rb"\s*<(?:!doctype\s+html|html|\?xml|!--|head|body)\b", re.I)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_WARC_MEMBER = re.compile(r"^(?:.*/)?archive/[^/]+\.warc(?:\.gz)?$")
