"""Saved files -> pages of blocks. `read_page` is the door: it takes the bytes of one file, whatever it was saved as."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from newsearch.model import Page
from newsearch.pages import copies
from newsearch.pages.shown import text_shown

if TYPE_CHECKING:
    from newsearch.pages.decode import Decoded
    from newsearch.pages.origin import Origin

__all__ = ["read_document", "read_page"]

LARGEST_PAGE = 256 * 1024 * 1024
"""Bytes of one file or of one page in a container, after decompression; what follows is not read."""
LARGEST_DOCUMENT = 16 * 1024 * 1024
"""Bytes of one document of HTML or text that are read, its first. A parsed page takes some ten times its size in memory,
and no page of news is a tenth of this long."""
GZIP = b"\x1f\x8b\x08"
"""How packed bytes begin."""
MOST_WRAPPED = 3
"""How often a file may be packed: by who wrote it, by the server, by whoever keeps it. Some bytes unpack to themselves."""

_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|div|p|article|section|table|span|h[1-6]|a\s+href|br)\b",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:(?><!--.*?-->)\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_TEXT_NAME = re.compile(r"\.(?:txt|text|md|markdown)$", re.IGNORECASE)
_HTML_NAME = re.compile(r"\.(?:x?html?|shtml|php|aspx?)$", re.IGNORECASE)


def read_page(data: bytes, url: str | None = None, name: str = "") -> Page:
    """Read one saved file: plain or gzip, HTML or text in any charset, or a container (see `containers`).

    A container of several pages gives one page with the blocks of all. Never raises for what is in the bytes: a page
    that cannot be read has no blocks, and a warning says why.
    """
    from newsearch.pages.containers import read_container

    packed: bytes | None = None
    warnings: tuple[str, ...] = ()
    for _ in range(MOST_WRAPPED):
        if not data.startswith(GZIP):
            break
        from newsearch.pages.gzipped import unpacked

        packed, (data, cut) = data, unpacked(data, LARGEST_PAGE)
        warnings += (cut,) if cut else ()
    page = read_container(data, url, name, packed) or read_document(data, url, name)
    return replace(page, warnings=(*warnings, *page.warnings)) if warnings else page


def read_document(
    data: bytes, url: str | None = None, name: str = "", *, charset: str | None = None, saved: str | None = None
) -> Page:
    """Read one document of HTML or text that is in no container.

    `charset` was stated outside the page, in a header; `saved` (ISO 8601) is when the page was saved.
    """
    from newsearch.pages.decode import clean_page, decode, looks_binary
    from newsearch.pages.embedded import without_embedded
    from newsearch.pages.origin import Origin, origin_of, original, told_by

    binary = looks_binary(data)
    if binary:
        return Page(name, (), url, saved=saved, warnings=(f"{binary}, not a page",))
    data = without_embedded(data)
    document = data[:LARGEST_DOCUMENT]
    decoded = decode(document, charset)
    warnings = decoded.warnings
    if len(data) > LARGEST_DOCUMENT:
        warnings += (f"only the first {LARGEST_DOCUMENT >> 20} MB of {len(data) >> 20} MB were read",)
    origin = told_by(original(Origin(url, saved)), origin_of(decoded.text))
    with _no_collection():
        page = _read(decoded, document, name, origin)
    return clean_page(replace(page, charset=decoded.charset, saved=origin.saved, warnings=(*warnings, *page.warnings)))


def _read(decoded: Decoded, document: bytes, name: str, origin: Origin) -> Page:
    shown: str | None = None
    if is_html(decoded.text, name) and (shown := text_shown(decoded.text)) is None:
        from newsearch.pages.html import read_html

        utf8 = document if decoded.is_utf8 else decoded.text.encode(errors="replace")
        return read_html(copies.restored(utf8) if origin.copied else utf8, origin.url, name, origin.saved)
    from newsearch.pages.text import read_text  # its patterns are compiled only where a text dump is met

    text = decoded.text if shown is None else shown
    text = copies.restored_text(text) if origin.copied else text
    return read_text(text, origin.url, name, origin.saved)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Holds back Python's search for cycles of garbage while one page is read.

    Reading makes tens of thousands of objects, all of them freed by counting references and none in a cycle (tested);
    looking at them again and again took 9% of a page.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def is_html(text: str, name: str = "") -> bool:
    """Whether the text is a page of HTML rather than a dump of one."""
    if _DOCUMENT.match(text, 0, 4096):
        return True
    if _TEXT_NAME.search(name):
        return False
    return bool(_HTML_NAME.search(name) or _MARKUP.search(text, 0, 16384))
