"""What a record holds beside its story: comments, which are blocks of their own, and text that no block claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from newsearch.model import Block
from newsearch.pages.containers.fields import FIELDS, named, plain, stated, texts_of, values
from newsearch.pages.html.fragment import one_line, paragraphs

_COMMENTS = ("comments", "replies", "responses", "children")
"""Plain names of lists of comments, in a record or in a comment."""
_COMMENT_TEXTS = ("message", "comment", "commenttext")
_COMMENTERS = ("user", "username", "nickname", "name", "displayname")
"""What comments call their text and who wrote them, beside what stories do."""
_TEXTS = ("body", "html", "markdown")
_FACTS = frozenset(
    plain(name) for what in FIELDS if what not in (*_TEXTS, "title", "standfirst") for name in FIELDS[what]
)
"""Plain names of what is said of a story, which is no text."""
_DEEPEST = 8
_FEWEST_BLANKS = 2
"""Of a text by itself: three words. What programs note of a record has fewer."""


def beside(record: Mapping[str, Any], blocks: tuple[Block, ...], known: Mapping[str, Any]) -> tuple[Block, ...]:
    """The comments of a record and a block of what is left, where there is something. `known` is what the record was read as."""
    outlet = next((block.outlet for block in blocks if block.outlet), None)
    url = blocks[0].url if blocks else None
    of_page = {"outlet": "page"} if outlet else {}
    found = tuple(
        replace(block, outlet=outlet, url=url, provenance={**block.provenance, **of_page}) for block in _comments(known)
    )
    told = "".join(_squeezed(text) for block in (*blocks, *found) for text in _told(block))
    used = {text for what in _TEXTS for text in values(known, what)}
    rest = list(dict.fromkeys(line for line in _lines(record, used) if _squeezed(line) not in told))
    if not rest:
        return found
    left = Block("other", outlet=outlet, body="\n\n".join(rest), provenance={"body": "remainder", **of_page}, url=url)
    return (*found, left)


def _comments(record: Mapping[str, Any]) -> Iterator[Block]:
    """In the order of the record, an answer behind what it answers."""
    waiting = [record]
    while waiting:
        comment = named(waiting.pop())
        if comment is not record and (block := _comment(comment)):
            yield block
        for name in _COMMENTS:
            inner = comment.get(name)
            if isinstance(inner, list):
                waiting += [one for one in reversed(inner) if isinstance(one, Mapping)]


def _comment(record: Mapping[str, Any]) -> Block | None:
    said = next((text for name in _COMMENT_TEXTS for text in texts_of(record.get(name))), None)
    block = stated(record, "record", body=None if said is None or values(record, "body") else said)
    if block.kind != "article":
        return None
    title, authors = block.title, tuple(map(one_line, values(record, "authors")))
    named_as = next((name for name in _COMMENTERS for _ in texts_of(record.get(name))), None)
    if not authors and named_as:
        authors = (one_line(next(iter(texts_of(record[named_as])))),)
        title = None if named_as == "name" and title == authors[0] else title
    sources = {"title": title, "authors": authors, "date": block.date, "body": block.body}
    return Block(
        "comment",
        title,
        authors,
        block.date,
        body=block.body,
        provenance={name: "record" for name, value in sources.items() if value},
    )


def _lines(record: Mapping[str, Any], used: set[str]) -> Iterator[str]:
    for text in _leaves(record, 0, listed=False):
        if text.strip() not in used:
            yield from (line for line in paragraphs(text).split("\n") if line)


def _leaves(value: Any, depth: int, *, listed: bool) -> Iterator[str]:
    """The texts inside a record: those of three words, and of lists, such as keywords, all that have a letter."""
    if isinstance(value, str):
        if not value.startswith(("http://", "https://")) and (
            value.count(" ") >= _FEWEST_BLANKS or (listed and value.isprintable() and value[:1].isalpha())
        ):
            yield value
    elif depth < _DEEPEST and isinstance(value, Mapping):
        for name, inner in value.items():
            if plain(name) not in _FACTS:
                yield from _leaves(inner, depth + 1, listed=False)
    elif depth < _DEEPEST and isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, depth + 1, listed=True)


def _told(block: Block) -> Iterator[str]:
    yield from (
        block.title or "",
        block.body,
        block.standfirst or "",
        block.outlet or "",
        *block.captions,
        *block.authors,
    )
    yield from (other.value for other in block.alternates)


def _squeezed(text: str) -> str:
    return "".join(text.split())
