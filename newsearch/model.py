"""What moves between the parts of newsearch: plain frozen data, standard library only.

Text and spans stay apart from how they look: nothing here holds markup, and every text has
passed `pages`' border, so it holds no control characters except newline.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from newsearch.frozen import dataclass, field

KINDS = ("article", "live", "teaser", "comment", "other")
"""What a block can be: a story told on its page; an entry of a live blog; the headline or opening of a
story told elsewhere; a reader's comment; text of the file that no other block claims."""

UNDETERMINED = "und"
"""The language of a document that nobody has looked for yet (ISO 639-2's code): it is found when the document is indexed."""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of character offsets, `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Position:
    """Where a block stands in its file's decoded text: 1-based lines, first and last."""

    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a field, not necessarily the chosen one."""

    field: str
    """`title`, `authors`, `date`, `outlet`, ..."""
    value: str
    source: str
    """`json-ld`, `meta`, `microdata`, `time element`, `class`, `byline`, `dateline`, `url`, `heading`, `folder rule`, ..."""


@dataclass(frozen=True, slots=True)
class Block:
    """One story, teaser or comment of a page, or what is left of the page."""

    kind: str
    """One of `KINDS`."""
    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    """ISO 8601: a day (`2022-01-05`), or a moment with the zone that the page states (`2022-01-05T10:00:00+01:00`)."""
    outlet: str | None = None
    body: str = ""
    """Paragraphs separated by a blank line. Never includes the title."""
    provenance: Mapping[str, str] = field(default_factory=dict)
    """Field name -> where its value was found, for the fields that have one (also `body`)."""
    position: Position | None = None
    url: str | None = None
    """Where the story is told: the page's own address, or a teaser's link."""
    agency: str | None = None
    """The wire agency that the story is credited to (AP, Reuters, ...), beside its outlet."""
    standfirst: str | None = None
    captions: tuple[str, ...] = ()
    """Captions of pictures inside the story; not repeated in `body`."""
    alternates: tuple[Candidate, ...] = ()
    """Readings that were not chosen; an alternate title is searchable."""

    @property
    def day(self) -> dt.date | None:
        """The calendar day of `date`, in the local time that the page states; None also for a date that is none."""
        try:
            return dt.date.fromisoformat(self.date[:10]) if self.date else None
        except ValueError:  # a script's, or a stranger's index
            return None


@dataclass(frozen=True, slots=True)
class Page:
    """A saved page as it was read: its blocks in the order of the page."""

    name: str
    """The file's name, or the name of the page within its container."""
    blocks: tuple[Block, ...]
    url: str | None = None
    charset: str = "utf-8"
    language: str | None = None
    """ISO 639-1, as the page declares it."""
    saved: str | None = None
    """When the page was saved, ISO 8601, if the file itself says so. Never the file's modification time."""
    warnings: tuple[str, ...] = ()
    """What was odd, and what was done about it: `declared utf-8, read as windows-1251`."""


@dataclass(frozen=True, slots=True)
class Document:
    """A block as the index keeps it, with the file that it came from."""

    id: str
    """Short, stable across rebuilds while the file's path and the block's text stay the same."""
    block: Block
    path: str
    """Absolute path of the saved file."""
    member: str = ""
    """The page's name inside a container (WARC record, MHTML part, line of a JSONL file), or empty."""
    number: int = 0
    """The block's place among the blocks of its file, from 0."""
    language: str | None = None
    """ISO 639-1, None where nobody knows, or `UNDETERMINED`; decides stemming."""
    declared: str | None = None
    """What its page declares: where the language is `UNDETERMINED` it counts if the text leaves doubt, as do the texts beside it."""
    bands: tuple[int, ...] | None = ()
    """Hashes of the text, unsigned 32-bit, eight of them or none: near-identical blocks share one, at its place. None:
    nobody has looked for them yet, and they are found when the document is indexed."""
    acronyms: tuple[tuple[str, str], ...] = ()
    """(short, long) of the acronyms that the block explains: (`CSTO`, `Collective Security Treaty Organization`)."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of a block, with what matched in it. `text` may start or end inside the block's body."""

    text: str
    spans: tuple[Span, ...] = ()
    """Matches inside `text`: ordered, never overlapping."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer: a block, why it matched, and how to show it."""

    document: Document
    score: float
    snippet: Snippet
    title_spans: tuple[Span, ...] = ()
    """Matches inside the block's title."""
    more: tuple[str, ...] = ()
    """Ids of near-identical blocks that this hit stands for."""


@dataclass(frozen=True, slots=True)
class Results:
    """One page of answers to one query."""

    query: str
    """The query as it was read, printed in the query language."""
    hits: tuple[Hit, ...]
    total: int
    """All matching blocks, of which `hits` is a page."""
    searched: int
    """How many blocks the index holds."""
    seconds: float
    generation: int
    """The commit that answered; it grows with every commit."""
    fingerprint: str
    """Identifies the index's content: equal for equal commits."""
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    """Facet name (`outlet`, `author`, `month`, `day`, `kind`, `language`) -> (value, blocks), most first; dates in order."""
    notes: tuple[str, ...] = ()
    """What the reader should know: words that were expanded, parts that match nothing, what would match."""
    rows: int = 0
    """All hits, of which `hits` is a page: `total`, less the blocks that others stand for."""
    instead: str = ""
    """A query that finds something, where this one finds nothing: its words in another spelling, its phrases in words."""
