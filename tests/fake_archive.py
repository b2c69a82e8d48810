"""A fake archive for the terminal UI: invented news, made up from a seed, searched by plain substring.

archive = FakeArchive(10_000)
app = NewsearchApp(None, open_archive=lambda: archive)
"""

from __future__ import annotations

import random
import re
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from newsearch.errors import QueryError
from newsearch.model import Block, Document, Hit, Position, Results, Snippet, Span
from newsearch.tui.archive import News, Why
from newsearch.tui.reading import Marks

OUTLETS = ("Harbour Post", "The Vellum", "Nordbote", "Kestrel Wire", "Lake City Ledger", "Вестник Залива")
AUTHORS = ("Ada Lindqvist", "Tomas Okoro", "M. Ferreira", "Jun Takeda", "Staff", "")
KINDS = ("article", "article", "article", "teaser", "teaser", "live", "comment", "other")
PLACES = ("Port Alder", "Marrow Bay", "Tallinn", "Almaty", "Kyoto", "Dakar", "Lima", "Quill Valley")
SUBJECTS = ("harbour dues", "grain exports", "the ferry inquiry", "peacekeepers", "a by-election", "water rights")
VERBS = ("stall", "resume", "face a vote", "draw protests", "split the council", "await a ruling")
FILLER = (
    "Officials said the decision had been expected since the spring.",
    "The CSTO is due to send observers before the end of the month.",
    "Residents gathered outside the old customs house until late in the evening.",
    "A spokesperson for the ministry declined to name the companies concerned.",
    "Prices at the quay rose for the third week in a row, traders reported.",
    "The report, seen by this newspaper, runs to four hundred pages.",
    "Peacekeepers would stay, the envoy said, for as long as both sides agreed.",
    "Opposition members called the vote a formality and left the chamber.",
)


def made_up(number: int, seed: int = 7) -> Document:
    """One invented block; equal numbers give equal blocks."""
    random_ = random.Random(seed * 1_000_003 + number)
    place, subject, verb = random_.choice(PLACES), random_.choice(SUBJECTS), random_.choice(VERBS)
    year, month = random_.choice((2021, 2022, 2022, 2022, 2023)), random_.randint(1, 12)
    sentences = [random_.choice(FILLER) for _ in range(random_.randint(3, 24))]
    body = "\n\n".join(" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3))
    author = random_.choice(AUTHORS)
    block = Block(
        kind=random_.choice(KINDS),
        title=f"{place}: {subject} {verb}".replace(": the", ": The"),
        authors=(author,) if author else (),
        date=f"{year}-{month:02}-{random_.randint(1, 28):02}" if number % 11 else None,
        outlet=random_.choice(OUTLETS),
        body=body,
        provenance={"date": "time element", "authors": "byline", "title": "heading"},
        position=Position(40 + number % 60, 90 + number % 60),
        url=f"https://news.example/{number}",
    )
    return Document(f"b{number:06}", block, f"/archive/{number // 4:05}.html", number=number % 4, language="en")


class FakeArchive:
    """Answers at once. Words must all occur in title or body; `field:` filters by equality."""

    def __init__(self, blocks: int = 300, *, documents: Sequence[Document] = (), group_every: int = 0) -> None:
        self.documents = list(documents) or [made_up(number) for number in range(blocks)]
        self.answering = threading.Event()
        """While it is not set, searches and the blocks of a page wait."""
        self.answering.set()
        self.group_every = group_every
        """Every so many hits one stands for the two blocks after it."""
        self.asked: list[tuple[str, int]] = []
        self.typing: list[bool] = []
        self.commit = 1
        self.prepared = False
        self.instead = ""
        """What it offers to ask where it finds nothing."""
        self.book = FakeSavedBook(self)
        self.trouble: Exception | None = None
        self._by_id = {document.id: document for document in self.documents}
        self._texts = [f"{d.block.title or ''}\n{d.block.body}".casefold() for d in self.documents]
        self._found: tuple[str, list[int]] = ("", list(range(len(self.documents))))

    def search(
        self,
        text: str,
        *,
        within: str = "",
        limit: int = 10,
        offset: int = 0,
        sort: str = "relevance",
        typing: bool = False,
    ) -> Results:
        self.typing.append(typing)
        self.asked.append((f"{text} {within}".strip(), offset))
        if self.trouble:
            raise self.trouble
        assert self.answering.wait(60)
        if text.count('"') % 2:
            raise QueryError("This quotation mark is never closed.", text, text.rindex('"'), hint='Close it with ".')
        words, typed = _read(text)
        filters = [*typed, *_read(within)[1]]
        numbers = self._matching(words, filters)
        if sort == "relevance" and not words:
            sort = "date"
        if sort != "relevance":
            numbers = sorted(numbers, key=lambda n: self.documents[n].block.date or "", reverse=sort == "date")
        page = numbers[offset : offset + limit]
        return Results(
            query=text,
            hits=tuple(self._hit(number, words, place) for place, number in enumerate(page, offset)),
            total=len(numbers),
            searched=len(self.documents),
            seconds=0.003,
            generation=self.commit,
            fingerprint=f"fake-{self.commit}",
            rows=len(numbers),
        )

    def counts(
        self, text: str, within: Mapping[str, str], *, typing: bool = False
    ) -> Mapping[str, tuple[tuple[str, int], ...]]:
        words = _read(text)[0]
        counts = {}
        for facet, filters in within.items():
            counts[facet] = _count(facet, [self.documents[n] for n in self._matching(words, _read(filters)[1])])
        return counts

    def why_nothing(self, text: str, within: str = "") -> Why:
        return Why([f"{text} matches no block"], self.instead)

    def warm_up(self) -> None:
        pass

    def prepare(self) -> None:
        self.prepared = True

    def show(self, block_id: str) -> Document:
        return self._by_id[block_id]

    def neighbours(self, document: Document) -> Sequence[Document]:
        assert self.answering.wait(60)
        return [other for other in self.documents if other.path == document.path]

    def similar(self, block_id: str, limit: int) -> Sequence[Hit]:
        return [self._hit(number, (), number) for number in range(min(limit, len(self.documents)))]

    def marks(self, document: Document, query: str, *, typing: bool = False) -> Marks:
        words = _read(query)[0]
        return Marks(spans_of(document.block.title or "", words), spans_of(document.block.body, words))

    def generation(self) -> int:
        if self.trouble:
            raise self.trouble
        return self.commit

    def saved(self) -> FakeSavedBook:
        return self.book

    def _matching(self, words: Sequence[str], filters: Sequence[tuple[str, str]]) -> list[int]:
        key = f"{words}{filters}"
        if self._found[0] != key:
            found = [n for n, text in enumerate(self._texts) if all(word in text for word in words)]
            self._found = key, [n for n in found if all(_fits(self.documents[n], *item) for item in filters)]
        return list(self._found[1])

    def _hit(self, number: int, words: Sequence[str], place: int) -> Hit:
        document = self.documents[number]
        body = document.block.body
        first = next(iter(spans_of(body, words)), Span(0, 0))
        start = max(0, body.rfind(" ", 0, max(0, first.start - 50)) + 1)
        passage = body[start : start + 240].replace("\n", " ")
        grouped = self.group_every and place % self.group_every == 0
        more = tuple(f"b{number + step:06}" for step in (1, 2) if f"b{number + step:06}" in self._by_id)
        return Hit(
            document,
            1.0 / (place + 1),
            Snippet(passage, spans_of(passage, words)),
            spans_of(document.block.title or "", words),
            more if grouped else (),
        )


class FakeSavedBook:
    """Saved searches in memory."""

    def __init__(self, archive: FakeArchive) -> None:
        self.queries: dict[str, str] = {}
        self.seen: dict[str, set[str]] = {}
        self._archive = archive

    def searches(self) -> list[tuple[str, str]]:
        return sorted(self.queries.items())

    def save(self, name: str, query: str) -> None:
        self.queries[name] = query
        self.seen[name] = {hit.document.id for hit in self._archive.search(query, limit=10**6).hits}

    def remove(self, name: str) -> None:
        del self.queries[name]

    def check(self, name: str) -> News:
        hits = self._archive.search(self.queries[name], limit=10**6).hits
        new = tuple(hit for hit in hits if hit.document.id not in self.seen[name])
        self.seen[name] |= {hit.document.id for hit in new}
        return News(self.queries[name], len(hits), new, "2026-01-05T10:00:00+00:00")


def renamed(document: Document, **changes: object) -> Document:
    """The document with other values in its block."""
    return replace(document, block=replace(document.block, **changes))  # type: ignore[arg-type]


def _read(text: str) -> tuple[tuple[str, ...], list[tuple[str, list[str]]]]:
    """(words, filters: a field and the values that will do)."""
    value = r'"[^"]*"|[^\s()]+'
    one = rf"(\w+):=?(?:\(([^()]*)\)|({value}))"
    filters = []
    for field, group, alone in re.findall(one, text):
        values = re.findall(value, group) if group else [alone]
        filters.append((field, [each.strip('"') for each in values if each != "OR"]))
    words = re.findall(r"\w+", re.sub(one, " ", text))
    return tuple(word.casefold() for word in words if word != "OR"), filters


def _fits(document: Document, field: str, values: Sequence[str]) -> bool:
    return any(_fits_one(document, field, value) for value in values)


def _fits_one(document: Document, field: str, value: str) -> bool:
    block = document.block
    if field == "date":
        first, _, last = value.partition("..")
        return block.date is not None and first <= block.date[: len(first)] <= (last or first)
    have = {"outlet": block.outlet, "kind": block.kind, "lang": document.language, "author": ", ".join(block.authors)}
    return have.get(field) == value


def spans_of(text: str, words: Sequence[str]) -> tuple[Span, ...]:
    """Where words of the text begin with one of these."""
    if not words:
        return ()
    pattern = "|".join(re.escape(word) + r"\w*" for word in words)
    return tuple(Span(*match.span()) for match in re.finditer(pattern, text, re.IGNORECASE))


def _count(facet: str, documents: Sequence[Document]) -> tuple[tuple[str, int], ...]:
    values: Counter[str] = Counter()
    for document in documents:
        block = document.block
        if facet == "author":
            values.update(block.authors)
        else:
            value = {
                "outlet": block.outlet,
                "month": (block.date or "")[:7],
                "day": block.date or "",
                "kind": block.kind,
                "language": document.language,
            }[facet]
            if value:
                values[value] += 1
    return tuple(sorted(values.items())) if facet in ("month", "day") else tuple(values.most_common())
