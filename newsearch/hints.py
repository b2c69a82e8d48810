"""What to say when a query finds nothing: which part matches nothing, and what would match."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newsearch.engine.analysis import fold
from newsearch.engine.contract import Reader, Request
from newsearch.engine.vocabulary import edits
from newsearch.expand import vocabulary
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

_MOST_NOTES = 4
_MOST_WORDS = 3
"""Words suggested for one."""
_MOST_COUNTED = 8
"""Words for whose matches the index is searched to choose these."""


def why_nothing(reader: Reader, tree: Query) -> tuple[str, ...]:
    """Notes for an empty answer, most useful first. Every suggestion was tried: it finds something."""
    if not reader.block_count:
        return ("The index is empty. To fill it: newsearch index FOLDER",)
    tree = _flat(tree)
    notes = list(_unmatched(reader, tree)) or list(_apart(reader, tree))
    return tuple(dict.fromkeys(notes))[:_MOST_NOTES]


def _unmatched(reader: Reader, tree: Query) -> Iterator[str]:
    """A note for each required part that matches nothing by itself."""
    gone = [part for part in _required(tree) if not _total(reader, part)]
    for part in gone:
        said = f"{unparse(part)} matches no block"
        better = list(_instead(reader, part))
        yield f"{said}; {better[0]}" if better else said
        if len(better) > 1:
            yield from better[1:]
    without = _dropped(reader, tree, gone)
    if without:
        yield without


def _apart(reader: Reader, tree: Query) -> Iterator[str]:
    """All parts match somewhere, but no block matches them all: what one of them less would find."""
    children = tree.children if isinstance(tree, And) else ()
    found = []
    for number, child in enumerate(children):
        rest = _all_of(children[:number] + children[number + 1 :])
        total = _total(reader, rest)
        if total:
            found.append((total, child, rest))
    if not found:
        return
    yield "Each part matches some blocks, but none matches them all"
    for total, child, rest in sorted(found, key=lambda each: -each[0])[:2]:
        if isinstance(child, Dates):
            yield from _nearest(reader, child, rest)
        yield f"without {unparse(child)}: {_blocks(total)} ({unparse(rest)})"
    kept = tuple(child for child in children if isinstance(child, Not) or narrowed_fields(child))
    wanted = tuple(child for child in children if child not in kept)
    if len(wanted) > 1:
        total = _total(reader, _all_of((Or(wanted), *kept)))
        if total:
            yield f"any of the words: {_blocks(total)} ({unparse(_all_of((Or(wanted), *kept)))})"


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


def _dropped(reader: Reader, tree: Query, gone: list[Query]) -> str | None:
    """What the query finds without its parts that match nothing."""
    if not isinstance(tree, And):
        return None
    kept = tuple(child for child in tree.children if child not in gone)
    if not any(True for child in kept if not isinstance(child, Not)):
        return None
    total = _total(reader, _all_of(kept))
    return f"without it: {_blocks(total)} ({unparse(_all_of(kept))})" if total and len(gone) == 1 else None


def _all_of(children: tuple[Query, ...]) -> Query:
    return children[0] if len(children) == 1 else And(children) if children else Everything()


def _total(reader: Reader, tree: Query) -> int:
    """Blocks that match. Single parts are counted as such: for those, the engine loads nothing."""
    if isinstance(tree, And | Or | Not | Boost | Alternatives):
        return reader.search(Request(tree, limit=0)).total
    return reader.parts(tree)[0].matches


def _blocks(count: int) -> str:
    return f"{count:,} block" if count == 1 else f"{count:,} blocks"


def _instead(reader: Reader, part: Query) -> Iterator[str]:
    """What would match in place of a part."""
    match part:
        case Term(text, field) if field is None or field in TEXT_FIELDS:
            yield from _did_you_mean(reader, text, field)
            yield from _elsewhere(reader, text, field)
        case Value(text, field):
            yield from _by_its_words(reader, text, field)
        case Term(text, field) | Phrase(text, field) if field in VALUE_FIELDS:
            yield from _values_like(reader, text, field)
            yield from _elsewhere(reader, text, field)
        case Term(_, "kind" | "lang" as field):
            known = ", ".join(f"{value} ({count:,})" for value, count in reader.terms(field))
            yield f"the index has {known}"
        case Phrase(text, field, slop):
            if any(char in text for char in "*?"):
                yield "inside quotes * and ? are plain characters"
            yield from _looser(reader, part, text, field, slop)
        case Wildcard(pattern, field) if pattern.endswith("?"):
            yield f"? stands for one character; without it: {unparse(Term(pattern[:-1], field))}"
        case Prefix(text, field):
            yield from _did_you_mean(reader, text, field)
        case Dates():
            yield from _nearest(reader, part, Everything())
        case _:
            return


def _did_you_mean(reader: Reader, text: str, field: str | None) -> Iterator[str]:
    words = close_words(reader, text, field)
    if words:
        yield "did you mean " + ", ".join(f"{word} ({_blocks(count)})" for word, count in words) + "?"


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
    # `ministri` is what ministry becomes, and no word: it finds the same, and ministry does not begin so.
    words = [form for _, form in sorted(counted)]
    stems = {
        stem
        for stem in words
        for word in words
        if terms_of[word] == terms_of[stem] and stem in terms_of[stem][0] and not word.startswith(stem)
    }
    return [(form, -matches) for matches, form in sorted(counted) if form not in stems][:_MOST_WORDS]


def _beginning_alike(reader: Reader, word: str, field: str | None, most: int) -> dict[int, set[str]]:
    """Edits -> words so far away, of those that begin with the same two letters, or with them swapped: most slips come
    later, and a twentieth of the dictionary is soon read."""
    near: dict[int, set[str]] = {}
    letters = frozenset(word)
    for start in dict.fromkeys((word[:2], word[1::-1])):
        for form in vocabulary(reader, start, field):
            # An edit takes at most one letter out and brings at most one in.
            if abs(len(form) - len(word)) <= most and len(letters.symmetric_difference(form)) <= 2 * most:
                near.setdefault(edits(word, form, most), set()).add(form)
    return near


def _one_edit_away(reader: Reader, word: str, field: str | None) -> set[str]:
    """Words anywhere in the dictionary: the slip may be in the first letters."""
    fields = (*TEXT_FIELDS, "form") if field is None or field in TEXT_FIELDS else (field,)
    return {entry.partition(" ")[0] for name in fields for entry in reader.near(name, word, 1)} - {word}


def _commonest(reader: Reader, words: Iterable[str], field: str | None) -> list[str]:
    """The words that most blocks hold, by what the dictionary says of their terms: to count exactly costs more."""
    found = list(words)
    if len(found) <= _MOST_COUNTED:
        return found
    name = "body" if field is None else field
    counts = {}
    for word in found:
        terms = {term for _, _, term in reader.tokens(word, None)}
        counts[word] = sum(blocks for term in terms for other, blocks in reader.terms(name, term) if other == term)
    return sorted(found, key=lambda word: (-counts[word], word))[:_MOST_COUNTED]


def _elsewhere(reader: Reader, text: str, field: str | None) -> Iterator[str]:
    """The same words in another field."""
    for other in (None, *VALUE_FIELDS):
        if other != field and not (other is None and field in TEXT_FIELDS):
            leaf: Query = Phrase(text, other) if " " in text else Term(text, other)
            total = _total(reader, leaf)
            if total:
                yield f"in another place: {unparse(leaf)} ({_blocks(total)})"
                return
    if field in TEXT_FIELDS:
        total = _total(reader, Term(text))
        if total:
            yield f"in title or body: {unparse(Term(text))} ({_blocks(total)})"


def _values_like(reader: Reader, text: str, field: str) -> Iterator[str]:
    """Words of names that are near the typed ones."""
    for word in text.split():
        words = close_words(reader, word, field)
        if words:
            yield "did you mean " + ", ".join(f"{field}:{other} ({_blocks(count)})" for other, count in words) + "?"


def _by_its_words(reader: Reader, text: str, field: str) -> Iterator[str]:
    """Values that hold the words of one, or words near them."""
    words = " ".join(text.split())
    leaf: Query = Phrase(words, field) if " " in words else Term(words, field)
    total = _total(reader, leaf)
    if total:
        yield f"values with its words: {unparse(leaf)} ({_blocks(total)})"
    else:
        yield from _values_like(reader, words, field)
        yield from _elsewhere(reader, words, field)


def _looser(reader: Reader, part: Query, text: str, field: str | None, slop: int) -> Iterator[str]:
    """The words of a phrase near each other, or anywhere."""
    words = text.split()
    loose: list[Query] = [] if slop else [Phrase(text, field, len(words) + 2)]
    loose.append(_all_of(tuple(Term(word, field) for word in words)))
    for query in loose:
        total = _total(reader, query)
        if total:
            yield f"its words {'near each other' if isinstance(query, Phrase) else 'anywhere'}: {unparse(query)} ({_blocks(total)})"
            return
    for word in words:
        if not _total(reader, Term(word, field)):
            yield f"{unparse(Term(word, field))} matches no block" + "".join(
                f"; {better}" for better in _did_you_mean(reader, word, field)
            )


def _nearest(reader: Reader, dates: Dates, rest: Query) -> Iterator[str]:
    """The days nearest to a range on which the rest of the query has blocks."""
    days = []
    for sort, side in (("date", Dates(None, dates.first)), ("oldest", Dates(dates.last, None))):
        if side != Dates():
            query = side if isinstance(rest, Everything) else And((rest, side))
            found = reader.search(Request(query, limit=1, sort=sort))  # type: ignore[arg-type]
            days += [reader.head(row.number).date for row in found.rows]
    shown = " and ".join(date[:10] for date in days if date)
    if shown:
        yield f"the nearest days with blocks: {shown}"


__all__ = ["close_words", "why_nothing"]
