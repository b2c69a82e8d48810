"""Pages with all their files in a zip archive: SingleFileZ's, WebScrapBook's `.htz`, and Mozilla's `.maff`, which may hold several."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from newsearch.errors import PageError
from newsearch.model import Page
from newsearch.pages.containers import HEAD, Given
from newsearch.pages.entities import unescape
from newsearch.pages.origin import Origin, moment, origin_of

_NOTED = re.compile(r"\b(originalurl|archivetime|indexfilename)\s+(?:\w+:)?resource\s*=\s*\"([^\"]*)\"", re.I)
"""What an `index.rdf` says of its page, of what newsearch asks it."""
_MOST_NOTED = 65_536
"""Bytes."""


def read_single_file_z(stream: BinaryIO, given: Given) -> Iterator[Page]:
    """The page in the zip archive behind the note that SingleFileZ puts before it."""
    noted = origin_of(stream.read(HEAD).decode("utf-8", "replace"))
    yield from _pages(stream, given, noted)


def read_zipped(stream: BinaryIO, given: Given) -> Iterator[Page]:
    """The page of a `.htz`, or each page of a `.maff`, named by its folder where there are several."""
    yield from _pages(stream, given, Origin())


_DAMAGE = (zipfile.BadZipFile, KeyError, RuntimeError, OSError, ValueError, EOFError, zlib.error)
"""What the library raises for archives that are cut, encrypted or not what they say."""


def _pages(stream: BinaryIO, given: Given, noted: Origin) -> Iterator[Page]:
    try:
        package = zipfile.ZipFile(stream)
    except _DAMAGE as error:
        raise _damaged(given.name, error) from error
    with package:
        notes = [name for name in package.namelist() if PurePosixPath(name).match("*/index.rdf")]
        if len(notes) < 2:
            try:
                yield (
                    _noted_page(package, notes[0], given, given.name)
                    if notes
                    else _page(package, "index.html", given, noted, given.name)
                )
            except _DAMAGE as error:
                raise _damaged(given.name, error) from error
            return
        for note in notes:
            folder = str(PurePosixPath(note).parent)
            try:
                yield _noted_page(package, note, given, folder)
            except _DAMAGE as error:
                yield Page(folder, (), warnings=(f"{folder}: damaged ({error}); skipped",))


def _damaged(name: str, error: Exception) -> PageError:
    return PageError(f"{name} is a damaged zipped page ({error}). Save the page again.")


def _noted_page(package: zipfile.ZipFile, note: str, given: Given, name: str) -> Page:
    """The page in whose folder an `index.rdf` says where it is from, when it was saved, and what it is called."""
    with package.open(note) as file:
        text = file.read(_MOST_NOTED).decode("utf-8", "replace")
    said = {key.lower(): unescape(value) for key, value in _NOTED.findall(text)}
    page = PurePosixPath(note).parent / PurePosixPath(said.get("indexfilename") or "index.html").name
    return _page(package, str(page), given, Origin(said.get("originalurl"), moment(said.get("archivetime"))), name)


def _page(package: zipfile.ZipFile, member: str, given: Given, noted: Origin, name: str) -> Page:
    from newsearch.pages import read_document

    with package.open(member) as file:
        data = file.read(given.largest)
    return read_document(data, given.url or noted.url, name, saved=given.saved or noted.saved)
