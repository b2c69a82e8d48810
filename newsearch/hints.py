"""What to say when a query finds nothing: which part matches nothing, and what would match."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newsearch.engine.contract import Reader, Request
from newsearch.engine.stemming import fold
from newsearch.engine.vocabulary import nearby
from newsearch.query import (
    TEXT_FIELDS,
    VALUE_FIELDS,
    Alternatives,
    And,
    Boost,
    Dates,
    Everything,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Term,
    Value,
    Wildcard,
    narrowed_fields,
    unparse,
)
from newsearch.wording import counted

_MOST_NOTES = 4
_MOST_WORDS = 3
"""Words suggested for one."""
_MOST_COUNTED = 8
"""Words for whose matches the index is searched to choose these."""


def why_nothing(reader: Reader, tree: Query) -> tuple[tuple[str, ...], str]:
    """Notes for an empty answer, most useful first, and a query to ask instead, or nothing. Every suggestion was tried:
    it finds something."""
    if not reader.block_count:
        return ("The index is empty. To fill it: newsearch index FOLDER",), ""
    tries = _Tries(reader)
    tree = _flat(tree)
    gone = [part for part in _required(tree) if not tries.total(part)]
    if gone:
        notes = _unmatched(tries, tree, gone)
        better = {part: _best_instead(tries, part) for part in gone}
        queries = [_mended(tree, better), _kept(tree, gone)]
    else:
        rests = _rests(tries, tree)
        notes = _apart(tries, tree, rests)
        queries = [rest for _, _, rest in rests[:1]]
    instead = _first_of(tries, (query for query in queries if query is not None))
    return tuple(dict.fromkeys(notes))[:_MOST_NOTES], unparse(instead) if instead is not None else ""


def _mended(tree: Query, better: dict[Query, Query | None]) -> Query | None:
    """The tree with something better for parts that match nothing, or None if there is not for one of them."""
    match tree:
        case And(children):
            mended = [_mended(child, better) for child in children]
            found = tuple(child for child in mended if child is not None)
            return And(found) if len(found) == len(children) else None
        case Boost(child, weight):
            inner = _mended(child, better)
            return Boost(inner, weight) if inner is not None else None
        case _:
            return better.get(tree, tree)


def _best_instead(tries: _Tries, part: Query) -> Query | None:
    """The first of what `_instead` says would match in place of a part."""
    match part:
        case Value(text, field):
            return _nearly(tries, text, field)
        case Prefix(text, field) if field is None or field in (*TEXT_FIELDS, *VALUE_FIELDS):
            return _nearly(tries, text, field)
        case Term(text, field) if field is None or field in (*TEXT_FIELDS, *VALUE_FIELDS):
            return _nearly(tries, text, field) or _first_of(tries, _in_other_fields(text, field))
        case Phrase(text, field) if field in VALUE_FIELDS:
            return _nearly(tries, text, field) or _first_of(tries, _in_other_fields(text, field))
        case Phrase(text, field, slop):
            return _first_of(tries, _loose(text, field, slop)) or _nearly(tries, text, field)
        case Wildcard(pattern, field) if pattern.endswith("?"):
            return _first_of(tries, (Term(pattern[:-1], field),))
        case Or(children):
            found = [better for child in children if (better := _best_instead(tries, child)) is not None]
            return found[0] if len(found) == 1 else Or(tuple(found)) if found else None
        case _:
            return None


def _nearly(tries: _Tries, text: str, field: str | None) -> Query | None:
    """All words of a text, each in a spelling that matches; None if one has none."""
    words = []
    for word in text.split():
        near = [(word, 1)] if tries.total(Term(word, field)) else tries.close_words(word, field)
        if not near:
            return None
        words.append(near[0][0])
    apart = _all_of(tuple(Term(word, field) for word in words))
    return _first_of(tries, (apart,) if len(words) == 1 else (Phrase(" ".join(words), field), apart))


def _first_of(tries: _Tries, queries: Iterable[Query]) -> Query | None:
    return next((query for query in queries if tries.total(query)), None)


def _unmatched(tries: _Tries, tree: Query, gone: list[Query]) -> Iterator[str]:
    """A note for each required part that matches nothing by itself."""
    for part in gone:
        said = f"{unparse(part)} matches no block"
        better = list(_instead(tries, part))
        yield f"{said}; {better[0]}" if better else said
        if len(better) > 1:
            yield from better[1:]
    kept = _kept(tree, gone) if len(gone) == 1 else None
    total = tries.total(kept) if kept is not None else 0
    if kept is not None and total:
        yield f"without it: {counted(total, 'block')} ({unparse(kept)})"


def _rests(tries: _Tries, tree: Query) -> list[tuple[int, Query, Query]]:
    """(blocks, part, the query without it) for each part that the query finds something without, most blocks first."""
    children = tree.children if isinstance(tree, And) else ()
    rests = [(child, _all_of(children[:at] + children[at + 1 :])) for at, child in enumerate(children)]
    found = [(tries.total(rest), child, rest) for child, rest in rests]
    return sorted((each for each in found if each[0]), key=lambda each: -each[0])


def _apart(tries: _Tries, tree: Query, rests: list[tuple[int, Query, Query]]) -> Iterator[str]:
    """All parts match somewhere, but no block matches them all: what one of them less would find."""
    children = tree.children if isinstance(tree, And) else ()
    if not rests:
        return
    yield "Each part matches some blocks, but none matches them all"
    for total, child, rest in rests[:2]:
        if isinstance(child, Dates):
            yield from _nearest(tries, child, rest)
        yield f"without {unparse(child)}: {counted(total, 'block')} ({unparse(rest)})"
    kept = tuple(child for child in children if isinstance(child, Not) or narrowed_fields(child))
    wanted = tuple(child for child in children if child not in kept)
    if len(wanted) > 1:
        total = tries.total(_all_of((Or(wanted), *kept)))
        if total:
            yield f"any of the words: {counted(total, 'block')} ({unparse(_all_of((Or(wanted), *kept)))})"


def _flat(tree: Query) -> Query:
    """The tree with the parts of a required group among the others."""
    if not isinstance(tree, And):
        return tree
    flat = (_flat(child) for child in tree.children)
    return And(tuple(part for child in flat for part in (child.children if isinstance(child, And) else (child,))))


def _required(tree: Query) -> Iterator[Query]:
    """The parts that every hit must match."""
    match tree:
        case And(children):
            for child in children:
                yield from _required(child)
        case Boost(child):
            yield from _required(child)
        case Not() | Everything():
            return
        case _:
            yield tree


def _kept(tree: Query, gone: list[Query]) -> Query | None:
    """The query without its parts that match nothing, if anything is left that it would look for."""
    if not isinstance(tree, And):
        return None
    kept = tuple(child for child in tree.children if child not in gone)
    return _all_of(kept) if any(not isinstance(child, Not) for child in kept) else None


def _all_of(children: tuple[Query, ...]) -> Query:
    return children[0] if len(children) == 1 else And(children) if children else Everything()


class _Tries:
    """What was tried on an index, each once: counts of queries, words near a word."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._totals: dict[Query, int] = {}
        self._words: dict[tuple[str, str | None], list[tuple[str, int]]] = {}

    def total(self, tree: Query) -> int:
        """Blocks that match. Single parts are counted as such: for those, the engine loads nothing."""
        if tree not in self._totals:
            compound = isinstance(tree, And | Or | Not | Boost | Alternatives)
            self._totals[tree] = (
                self.reader.search(Request(tree, limit=0)).total if compound else self.reader.parts(tree)[0].matches
            )
        return self._totals[tree]

    def close_words(self, text: str, field: str | None) -> list[tuple[str, int]]:
        if (text, field) not in self._words:
            self._words[text, field] = close_words(self.reader, text, field)
        return self._words[text, field]


def _instead(tries: _Tries, part: Query) -> Iterator[str]:
    """What would match in place of a part."""
    match part:
        case Term(text, field) if field is None or field in TEXT_FIELDS:
            yield from _did_you_mean(tries, text, field)
            yield from _elsewhere(tries, text, field)
        case Value(text, field):
            yield from _by_its_words(tries, text, field)
        case Term(text, field) | Phrase(text, field) if field in VALUE_FIELDS:
            yield from _values_like(tries, text, field)
            yield from _elsewhere(tries, text, field)
        case Term(_, "kind" | "lang" as field):
            known = ", ".join(f"{value} ({count:,})" for value, count in tries.reader.terms(field))
            yield f"the index has {known}"
        case Phrase(text, field, slop):
            if any(char in text for char in "*?"):
                yield "inside quotes * and ? are plain characters"
            yield from _looser(tries, part, text, field, slop)
        case Wildcard(pattern, field) if pattern.endswith("?"):
            yield f"? stands for one character; without it: {unparse(Term(pattern[:-1], field))}"
        case Prefix(text, field):
            yield from _did_you_mean(tries, text, field)
        case Dates():
            yield from _nearest(tries, part, Everything())
        case _:
            return


def _did_you_mean(tries: _Tries, text: str, field: str | None) -> Iterator[str]:
    words = tries.close_words(text, field)
    if words:
        yield "did you mean " + ", ".join(f"{word} ({counted(count, 'block')})" for word, count in words) + "?"


def close_words(reader: Reader, text: str, field: str | None = None) -> list[tuple[str, int]]:
    """(word of the index, blocks) for words one or two edits away, nearest and most frequent first."""
    word = fold(text)
    if len(word) < 3 or not word.isalnum():
        return []
    alike = _beginning_alike(reader, word, field, 2 if len(word) > 4 else 1)
    nearest = alike.get(1) or _one_edit_away(reader, word, field) or alike.get(2, set())
    terms_of, counted = {}, []
    for form in _commonest(reader, nearest, field):
        part = reader.parts(Term(form, field))[0]
        if part.matches:
            terms_of[form] = part.terms
            counted.append((-part.matches, form))
    # `ministri` is what ministry becomes, and no word, nor is `bridg` one: they find the same. Of port and ports both may be.
    words = [form for _, form in sorted(counted)]
    stems = {
        stem
        for stem in words
        for word in words
        if terms_of[word] == terms_of[stem] and stem in terms_of[stem][0] and word not in (stem, f"{stem}s")
    }
    return [(form, -matches) for matches, form in sorted(counted) if form not in stems][:_MOST_WORDS]


def _beginning_alike(reader: Reader, word: str, field: str | None, most: int) -> dict[int, set[str]]:
    """Edits -> words so far away, of those that begin with the same two letters, or with them swapped: most slips come
    later, and a twentieth of the dictionary is soon read."""
    near: dict[int, set[str]] = {}
    for start in dict.fromkeys((word[:2], word[1::-1])):
        for apart, form in nearby(word, _near(reader, word, field, most, start), most):
            near.setdefault(apart, set()).add(form)
    return near


def _one_edit_away(reader: Reader, word: str, field: str | None) -> set[str]:
    """Words anywhere in the dictionary: the slip may be in the first letters."""
    return _near(reader, word, field, 1, "") - {word}


def _near(reader: Reader, word: str, field: str | None, distance: int, start: str) -> set[str]:
    """Words of a field, or of title and body, folded; stems that are no words of their own among them."""
    fields = (*TEXT_FIELDS, "form") if field is None or field in TEXT_FIELDS else (field,)
    return {entry.partition(" ")[0] for name in fields for entry in reader.near(name, word, distance, start)}


def _commonest(reader: Reader, words: Iterable[str], field: str | None) -> list[str]:
    """The words that most blocks hold, by what the dictionary says of their terms: to count exactly costs more."""
    found = list(words)
    if len(found) <= _MOST_COUNTED:
        return found
    name = "body" if field is None else field
    counts = {}
    for word in found:
        terms = {term for _, _, term in reader.tokens(word, None)}
        # A term sorts before all others that begin with it.
        first = [next(iter(reader.terms(name, term)), ("", 0)) for term in terms]
        counts[word] = sum(blocks for other, blocks in first if other in terms)
    return sorted(found, key=lambda word: (-counts[word], word))[:_MOST_COUNTED]


def _elsewhere(tries: _Tries, text: str, field: str | None) -> Iterator[str]:
    """The same words in another field."""
    leaf = _first_of(tries, _in_other_fields(text, field))
    if leaf is not None:
        where = "in title or body" if field in TEXT_FIELDS and leaf == Term(text) else "in another place"
        yield f"{where}: {unparse(leaf)} ({counted(tries.total(leaf), 'block')})"


def _in_other_fields(text: str, field: str | None) -> Iterator[Query]:
    for other in (None, *VALUE_FIELDS):
        if other != field:
            yield Phrase(text, other) if " " in text else Term(text, other)


def _values_like(tries: _Tries, text: str, field: str) -> Iterator[str]:
    """Words of names that are near the typed ones."""
    for word in text.split():
        words = tries.close_words(word, field)
        if words:
            yield (
                "did you mean "
                + ", ".join(f"{field}:{other} ({counted(count, 'block')})" for other, count in words)
                + "?"
            )


def _by_its_words(tries: _Tries, text: str, field: str) -> Iterator[str]:
    """Values that hold the words of one, or words near them."""
    words = " ".join(text.split())
    leaf: Query = Phrase(words, field) if " " in words else Term(words, field)
    total = tries.total(leaf)
    if total:
        yield f"values with its words: {unparse(leaf)} ({counted(total, 'block')})"
    else:
        yield from _values_like(tries, words, field)
        yield from _elsewhere(tries, words, field)


def _looser(tries: _Tries, part: Query, text: str, field: str | None, slop: int) -> Iterator[str]:
    """The words of a phrase near each other, or anywhere."""
    for query in _loose(text, field, slop):
        total = tries.total(query)
        if total:
            yield f"its words {'near each other' if isinstance(query, Phrase) else 'anywhere'}: {unparse(query)} ({counted(total, 'block')})"
            return
    for word in text.split():
        if not tries.total(Term(word, field)):
            yield f"{unparse(Term(word, field))} matches no block" + "".join(
                f"; {better}" for better in _did_you_mean(tries, word, field)
            )


def _loose(text: str, field: str | None, slop: int) -> tuple[Query, ...]:
    words = text.split()
    anywhere = _all_of(tuple(Term(word, field) for word in words))
    return (anywhere,) if slop else (Phrase(text, field, len(words) + 2), anywhere)


def _nearest(tries: _Tries, dates: Dates, rest: Query) -> Iterator[str]:
    """The days nearest to a range on which the rest of the query has blocks."""
    days = []
    for sort, side in (("date", Dates(None, dates.first)), ("oldest", Dates(dates.last, None))):
        if side != Dates():
            query = side if isinstance(rest, Everything) else And((rest, side))
            found = tries.reader.search(Request(query, limit=1, sort=sort))  # type: ignore[arg-type]
            days += [tries.reader.head(row.number).date for row in found.rows]
    shown = " and ".join(date[:10] for date in days if date)
    if shown:
        yield f"the nearest days with blocks: {shown}"


__all__ = ["close_words", "why_nothing"]
