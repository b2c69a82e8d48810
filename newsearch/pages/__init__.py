"""Saved files -> pages of blocks. `read_page` is the door: it takes the bytes of one file, whatever it was saved as."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace

from newsearch.model import Page

__all__ = ["read_page"]

LARGEST_PAGE = 256 * 1024 * 1024
"""Bytes of one page after decompression; what follows is not read."""

_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|div|p|article|section|table|span|h[1-6]|a\s+href|br)\b",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_TEXT_NAME = re.compile(r"\.(?:txt|text|md|markdown)$", re.IGNORECASE)
_HTML_NAME = re.compile(r"\.(?:x?html?|shtml|php|aspx?)$", re.IGNORECASE)


def read_page(data: bytes, url: str | None = None, name: str = "") -> Page:
    """Read one saved page: gzip or plain, HTML or text, in any charset.

    Never raises for what is in the bytes: a page that cannot be read has no blocks, and a warning says why.
    """
    from newsearch.pages.decode import decode, looks_binary

    data, warnings = _unzipped(data)
    binary = looks_binary(data)
    if binary:
        return Page(name, (), url, warnings=(*warnings, binary))
    decoded = decode(data)
    page = _read(decoded.text, url, name)
    return replace(page, charset=decoded.charset, warnings=(*warnings, *decoded.warnings, *page.warnings))


def _read(text: str, url: str | None, name: str) -> Page:
    if is_html(text, name):
        from newsearch.pages.html import read_html

        return read_html(text, url, name)
    from newsearch.pages.text import read_text  # its patterns are compiled only where a text dump is met

    return read_text(text, url, name)


def is_html(text: str, name: str = "") -> bool:
    """Whether the text is a page of HTML rather than a dump of one."""
    if _DOCUMENT.match(text, 0, 4096):
        return True
    if _TEXT_NAME.search(name):
        return False
    return bool(_HTML_NAME.search(name) or _MARKUP.search(text, 0, 16384))


def _unzipped(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The bytes inside gzip, as many as there are and as may be."""
    if data[:3] != b"\x1f\x8b\x08":
        return data, ()
    stream = zlib.decompressobj(wbits=31)
    try:
        plain = stream.decompress(data, LARGEST_PAGE)
    except zlib.error as error:
        return b"", (f"damaged gzip: {error}",)
    if stream.eof:
        return plain, ()
    return plain, ("gzip ends early; read what is there",)
