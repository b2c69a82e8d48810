"""What may stand for a part of a query: acronyms that the archive explains, British and American spellings, names.

Everything that is added is said in a note. Excluded parts, patterns and fields other than title and body stay as typed.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

from newsearch.engine.contract import Part, Reader, Request
from newsearch.engine.stemming import fold
from newsearch.query import TEXT_FIELDS, Alternatives, And, Boost, Or, Phrase, Prefix, Query, Term, leaves
from newsearch.spelling import SHORTEST_NAME, beginnings, family, other_spelling, skeleton, sounding_alike
from newsearch.wording import counted

_MOST_LONG_FORMS = 3
_LONGEST_RUN = 8
"""Words of a long form that are recognised without quotes."""
_WEIGHT = 0.8
"""Of what was added, against what was typed, had they been equally rare."""
_TRUSTED = 20
"""A short form is taken for an acronym if at most so many blocks use its letters for each that explains it: `who` is mostly
no World Health Organization."""
_TRUSTED_IN_CAPITALS = 500
_MOST_WORDS = 12
"""Words of a query that are looked up: a pasted sentence is no place for acronyms."""
_MOST_VARIANTS = 3


def expanded(
    reader: Reader, tree: Query, parts: tuple[Part, ...], *, variants: bool = False, offer: bool = True
) -> tuple[Query, tuple[str, ...]]:
    """The tree with alternatives where the index knows some, and a note for each. `variants`: other spellings of names
    are searched too; otherwise they are only noted, if `offer`."""
    if sum(1 for _ in leaves(tree)) > _MOST_WORDS:
        return tree, ()
    expander = _Expander(reader, parts)
    wider = expander.visit(tree)
    notes = expander.notes
    if variants or offer:
        wider = _Names(reader, parts, notes, search=variants).visit(wider)
    return wider, tuple(dict.fromkeys(notes))


class _Visitor:
    """A walk over the parts of a query that may be widened."""

    def visit(self, tree: Query) -> Query:
        match tree:
            case And(children, span):
                return And(self.side_by_side(children), span) if len(children) > 1 else tree
            case Or(children, span):
                return Or(tuple(map(self.visit, children)), span)
            case Boost(child, weight, span):
                return Boost(self.visit(child), weight, span)
            case Term(_, field) | Phrase(_, field, 0) if field is None or field in TEXT_FIELDS:
                return self.leaf(tree)
            case Alternatives((Term() as word, Prefix() as begun), note, span):
                # The last word while it is typed: what is found already is no less than behind a space.
                return Alternatives((self.visit(word), begun), note, span)
            case _:
                return tree

    def side_by_side(self, children: Sequence[Query]) -> tuple[Query, ...]:
        return tuple(map(self.visit, children))

    def leaf(self, leaf: Term | Phrase) -> Query:
        raise NotImplementedError


class _Expander(_Visitor):
    """Adds acronyms and spellings."""

    def __init__(self, reader: Reader, parts: Sequence[Part]) -> None:
        self.reader = reader
        self.notes: list[str] = []
        self.matches: dict[Query, int] = {part.leaf: part.matches for part in parts}

    def side_by_side(self, children: Sequence[Query]) -> tuple[Query, ...]:
        """Words in a row that spell out an acronym are one part with it; the others are visited one by one."""
        done: list[Query] = []
        at = 0
        while at < len(children):
            length, short = self.spelled_out(children[at : at + _LONGEST_RUN])
            if length:
                run = And(tuple(map(self.visit, children[at : at + length])))
                done.append(Alternatives((run, self.weighted(run, Term(short, _field(children[at])))), short))
                at += length
            else:
                done.append(self.visit(children[at]))
                at += 1
        return tuple(done)

    def spelled_out(self, words: Sequence[Query]) -> tuple[int, str]:
        """How many of the words, from the first, are an acronym's long form, and the acronym; 0 for none."""
        texts = []
        for word in words:
            if not isinstance(word, Term) or word.field != _field(words[0]):
                break
            texts.append(fold(word.text))
        known = dict(self.known(f"{texts[0]} ")) if len(texts) > 1 else {}
        for length in range(len(texts), 1, -1):
            for long in _spellings(texts[:length]):
                for short, blocks in known.get(long, ()):
                    if self.is_acronym(short, blocks):
                        self.note(" ".join(word.text for word in words[:length] if isinstance(word, Term)), short)
                        return length, short
        return 0, ""

    def known(self, prefix: str) -> Iterator[tuple[str, list[tuple[str, int]]]]:
        """(folded half, the other halves with how many blocks say so) of the pairs whose folded half begins with `prefix`."""
        found: dict[str, list[tuple[str, int]]] = {}
        for pair, blocks in self.reader.terms("acronym", prefix):
            half, _, other = pair.partition("=")
            found.setdefault(half, []).append((other, blocks))
        yield from found.items()

    def is_acronym(self, short: str, explained: int) -> bool:
        return self.count(Term(short)) <= _TRUSTED * explained

    def leaf(self, leaf: Term | Phrase) -> Query:
        others = (*self.long_forms(leaf), *self.short_forms(leaf), *self.spellings(leaf))
        if not others:
            return leaf
        self.note(leaf.text, "; ".join(others))
        weighted = (self.weighted(leaf, _leaf_of(other, leaf.field)) for other in others)
        return Alternatives((leaf, *weighted), leaf.text, leaf.span)

    def weighted(self, typed: Query, added: Query) -> Query:
        """What was added counts as if it were as common as what was typed: a name that few blocks spell out is no better
        an answer for being rare."""
        blocks = self.reader.block_count
        common = _rarity(self.count(typed), blocks) / _rarity(self.count(added), blocks) if self.count(typed) else 1.0
        return Boost(added, round(_WEIGHT * min(1.0, common), 3))

    def note(self, typed: str, added: str) -> None:
        self.notes.append(f"{typed} was also searched as {added}")

    def count(self, leaf: Query) -> int:
        if leaf not in self.matches:
            self.matches[leaf] = self.reader.search(Request(leaf, limit=0)).total
        return self.matches[leaf]

    def long_forms(self, leaf: Term | Phrase) -> list[str]:
        """What an acronym stands for, most often explained first; `CSTOs` and `C.S.T.O.` are `CSTO`."""
        if isinstance(leaf, Phrase) or not 2 <= len(leaf.text) <= 12:
            return []
        short = fold(leaf.text).replace(".", "")
        counts: Counter[str] = Counter()
        shown: dict[str, str] = {}
        for _, longs in self.known(f"{short}="):
            for long, blocks in longs:
                counts[fold(long)] += blocks
                shown.setdefault(fold(long), long)
        if not counts:
            return []
        typed_capitals = sum(map(str.isupper, leaf.text)) >= 2
        trusted = _TRUSTED_IN_CAPITALS if typed_capitals else _TRUSTED
        if self.count(leaf) > trusted * counts.total():
            return []
        most = counts.most_common(_MOST_LONG_FORMS)
        return [shown[long] for long, blocks in most if blocks * 5 >= most[0][1]]

    def short_forms(self, leaf: Term | Phrase) -> list[str]:
        """The acronym of a phrase."""
        if isinstance(leaf, Term):
            return []
        counts: Counter[str] = Counter()
        for long in _spellings(fold(leaf.text).split()):
            for _, shorts in self.known(f"{long}="):
                counts.update(dict(shorts))
        return [short for short, blocks in counts.most_common(1) if self.is_acronym(short, blocks)]

    def spellings(self, leaf: Term | Phrase) -> Iterator[str]:
        """The British or American spelling, if the index has it."""
        for other in _spellings(leaf.text.split(), every=False):
            if other != leaf.text and self.count(_leaf_of(other, leaf.field)):
                yield other


class _Names(_Visitor):
    """Notes, or adds, other spellings of names."""

    def __init__(self, reader: Reader, parts: Sequence[Part], notes: list[str], *, search: bool) -> None:
        self.reader = reader
        self.terms = {term for part in parts for position in part.terms for term in position}
        self.notes = notes
        self.search = search

    def leaf(self, leaf: Term | Phrase) -> Query:
        if isinstance(leaf, Phrase) or not leaf.text.isalpha():
            return leaf
        found = list(self.variants(leaf))[:_MOST_VARIANTS]
        if not found:
            return leaf
        shown = ", ".join(f"{_like(leaf.text, word)} ({counted(blocks, 'block')})" for word, blocks in found)
        if not self.search:
            self.notes.append(f"{leaf.text} is also spelled {shown}")
            return leaf
        self.notes.append(f"{leaf.text} was also searched as {shown}")
        others = (Boost(Term(word, leaf.field), _WEIGHT) for word, _ in found)
        return Alternatives((leaf, *others), leaf.text, leaf.span)

    def variants(self, leaf: Term) -> Iterator[tuple[str, int]]:
        """(spelling, blocks) of other spellings in the index, most blocks first."""
        words = {word for word in family(leaf.text) if vocabulary(self.reader, word)}
        if len(leaf.text) >= SHORTEST_NAME and (leaf.text[0].isupper() or not leaf.text.isascii()):
            own = skeleton(leaf.text)
            for start in beginnings(leaf.text):
                for word in sounding_alike(leaf.text, vocabulary(self.reader, start)):
                    if skeleton(word) == own:
                        words.add(word)
        seen = set(self.terms)
        counted = []
        for word in sorted(words):
            part = self.reader.parts(Term(word, leaf.field))[0]
            terms = {term for position in part.terms for term in position}
            if part.matches and not terms & seen:
                seen |= terms
                counted.append((word, part.matches))
        yield from sorted(counted, key=lambda pair: -pair[1])


def _rarity(matches: int, blocks: int) -> float:
    """Inverse document frequency, never 0."""
    return math.log(1 + (blocks - matches + 0.5) / (matches + 0.5)) or 0.01


def vocabulary(reader: Reader, start: str, field: str | None = None) -> set[str]:
    """The words of a field, or of title and body, folded, that begin with `start`; stems that are no words of their own
    among them."""
    found: set[str] = set()
    for name in TEXT_FIELDS if field is None else (field,):
        found |= reader.words(name, start)
    if field is None or field in TEXT_FIELDS:
        found.update([pair.partition(" ")[0] for pair in reader.words("form", start)])
    return found


def _field(leaf: Query) -> str | None:
    return leaf.field if isinstance(leaf, Term) else None


def _leaf_of(text: str, field: str | None) -> Query:
    return Phrase(text, field) if " " in text else Term(text, field)


def _spellings(words: Sequence[str], *, every: bool = True) -> Iterator[str]:
    """The words as they are, and with the British or American spelling of those that have another."""
    if every:
        yield " ".join(words)
    others = [other_spelling(word) or word for word in words]
    if others != list(words):
        yield " ".join(others)


def _like(typed: str, word: str) -> str:
    """A folded word with a capital where the typed one has it."""
    return word.title() if typed[:1].isupper() else word
