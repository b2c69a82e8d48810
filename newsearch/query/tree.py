"""The tree of a query, and the fields that its leaves may name. Two trees are equal whatever their spans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from newsearch.frozen import dataclass
from newsearch.frozen import field as attribute
from newsearch.model import Span

TEXT_FIELDS = ("title", "body")
"""The fields that a leaf without a field searches (alternate titles, standfirst and captions count as theirs)."""
FIELDS = ("title", "body", "author", "outlet", "agency", "kind", "file", "lang", "date")
VALUE_FIELDS = ("outlet", "author", "agency")
"""Fields whose values are names, to be asked for by their words or whole."""
CAN_BE_MISSING = ("date", "author", "outlet", "title", "agency", "lang")
DATE_FIELDS = ("date", "after", "before")
FIELD_NAMES = (*FIELDS, "after", "before")
"""What may stand before a colon."""


@dataclass(frozen=True, slots=True)
class Everything:
    """Every block: what an empty query, or one of exclusions alone, starts from."""

    span: Span | None = attribute(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Term:
    """A word. Analysis may make several index terms of it (`R&D`, Chinese): then they match as a phrase."""

    text: str
    field: str | None = None
    span: Span | None = attribute(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in order. `slop`: how many other words may stand between them in all; with slop any order counts."""

    text: str
    field: str | None = None
    slop: int = 0
    span: Span | None = attribute(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Prefix:
    text: str
    field: str | None = None
    span: Span | None = attribute(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Wildcard:
    """`?` stands for one character, `*` for any number."""

    pattern: str
    field: str | None = None
    span: Span | None = attribute(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word within `distance` edits (insert, delete, replace, swap of neighbours)."""

    text: str
    distance: int = 1
    field: str | None = None
    span: Span | None = attribute(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Value:
    """Blocks with just this value in one of `VALUE_FIELDS`, letter for letter: as facets count them."""

    text: str
    field: str
    span: Span | None = attribute(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Dates:
    """Blocks of the days `first` to `last`, both included; None is open."""

    first: dt.date | None = None
    last: dt.date | None = None
    span: Span | None = attribute(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Missing:
    """Blocks without a value in `field` (`date`, `author`, `outlet`, `title`)."""

    field: str
    span: Span | None = attribute(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class And:
    children: tuple[Query, ...]
    span: Span | None = attribute(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Or:
    children: tuple[Query, ...]
    span: Span | None = attribute(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    child: Query
    span: Span | None = attribute(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Boost:
    child: Query
    weight: float
    span: Span | None = attribute(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Alternatives:
    """A leaf and what may stand for it (an acronym's long form, a name's other spellings). A block scores the best of them."""

    children: tuple[Query, ...]
    """The first is what was typed."""
    reason: str = ""
    """Shown to the reader: `CSTO = Collective Security Treaty Organization`."""
    span: Span | None = attribute(default=None, compare=False)


Query = (
    Everything
    | Term
    | Phrase
    | Prefix
    | Wildcard
    | Fuzzy
    | Value
    | Dates
    | Missing
    | And
    | Or
    | Not
    | Boost
    | Alternatives
)


def leaves(tree: Query) -> Iterator[Query]:
    """The leaves, from left to right; excluded ones and all alternatives too."""
    match tree:
        case And(children) | Or(children) | Alternatives(children):
            for child in children:
                yield from leaves(child)
        case Not(child) | Boost(child):
            yield from leaves(child)
        case _:
            yield tree


def narrowed_fields(tree: Query) -> frozenset[str]:
    """The fields, other than title and body, that a part narrows an answer by; none for a part that asks for words."""
    fields = set()
    for leaf in leaves(tree):
        field = "date" if isinstance(leaf, Dates) else getattr(leaf, "field", None)
        if field is None or (field in TEXT_FIELDS and not isinstance(leaf, Missing)):
            return frozenset()
        fields.add(field)
    return frozenset(fields)
