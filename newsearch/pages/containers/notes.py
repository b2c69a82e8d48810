"""Evernote's exported notes (`.enex`): many notes in one file of XML, each a page of HTML that was clipped or written."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import Any, BinaryIO

from newsearch.errors import PageError
from newsearch.model import Page
from newsearch.pages.containers import Given
from newsearch.pages.containers.fields import block_of
from newsearch.pages.html.fragment import one_line
from newsearch.pages.origin import moment

_DOCTYPE = re.compile(rb"<!DOCTYPE[^<>\[]*(?:\[.*?\]\s*)?>", re.S)
_NOTE_HEAD = re.compile(r"\A\s*(?:<\?xml.*?\?>\s*)?(?:<!DOCTYPE[^>]*>\s*)?", re.S)
_NOTE_TAG = re.compile(r"</?en-note\b[^>]*>")
_PIECE = 1 << 16


def read_notes(stream: BinaryIO, given: Given) -> Iterator[Page]:
    """A page for each note, named `note 17`. Of a file that is damaged, the notes before that place."""
    parser: ET.XMLPullParser[Any] = ET.XMLPullParser(("start", "end"))
    root: ET.Element | None = None
    number = 0
    first, problem = True, None
    while problem is None:
        piece = stream.read(_PIECE)
        try:
            if piece:
                parser.feed(_DOCTYPE.sub(b"", piece, count=1) if first else piece)
            else:
                parser.close()
        except (ET.ParseError, ValueError) as error:
            problem = error
        first = False
        try:
            for event, element in parser.read_events():  # type: ignore[misc]
                if not isinstance(element, ET.Element):
                    continue
                root = element if root is None else root
                if event == "end" and element.tag == "note":
                    number += 1
                    yield _page(element, f"note {number}", given)
                    root.clear()
                elif event == "end" and element.tag == "resource":
                    element.clear()  # pictures and documents
        except ET.ParseError as error:
            problem = problem or error
        if not piece:
            break
    if problem:
        raise PageError(f"{given.name} is damaged behind {number} notes ({problem}). Export the notes again.")


def _page(note: ET.Element, name: str, given: Given) -> Page:
    """A note as the page that was clipped; when it was made is when that was saved."""
    from newsearch.pages import read_document

    title = one_line(note.findtext("title") or "")
    saved = moment(re.sub(r"\D", "", note.findtext("created") or "")) or given.saved
    url = (note.findtext("note-attributes/source-url") or "").strip() or given.url
    content = _NOTE_TAG.sub("", _NOTE_HEAD.sub("", note.findtext("content") or "", count=1))
    html = f"<!doctype html><html><head><title>{escape(title)}</title></head><body><article><h1>{escape(title)}</h1>{content}</article></body></html>"
    page = read_document(html.encode("utf-8", "replace"), url, name, charset="utf-8", saved=saved)
    if any(block.kind == "article" for block in page.blocks):
        return page
    block = block_of({"title": title}, "note", url=url, body=content)  # a note too short for a story
    return replace(page, blocks=(block,)) if block else page
