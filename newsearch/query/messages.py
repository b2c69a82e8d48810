"""What to do about a query that cannot be understood."""

from __future__ import annotations

from newsearch.model import KINDS
from newsearch.query.tree import DATE_FIELDS, FIELD_NAMES

QUOTE_IT = "To search the text for it, put it in double quotes."
_OTHER_NAMES = {
    "source": "outlet", "publisher": "outlet", "site": "outlet", "paper": "outlet", "by": "author", "authors": "author",
    "byline": "author", "language": "lang", "path": "file", "filename": "file", "since": "after", "from": "after",
    "until": "before", "to": "before", "headline": "title", "text": "body", "type": "kind", "day": "date", "year": "date",
    "wire": "agency",
}  # fmt: skip


def unknown_field(name: str) -> str:
    """What is wrong with what stands before a colon."""
    return f"There is no field {name!r}" if name else "A colon needs a field before it"


def field_hint(name: str) -> str:
    """The field that may have been meant, or all."""
    guess = _guess(name, (*FIELD_NAMES, *_OTHER_NAMES))
    guess = _OTHER_NAMES.get(guess, guess)
    meant = f"Did you mean {guess}:? " if guess else f"Fields: {', '.join(FIELD_NAMES)}. "
    return meant + QUOTE_IT


def _guess(word: str, known: tuple[str, ...]) -> str:
    import difflib  # on the way to an error only

    return next(iter(difflib.get_close_matches(word, known, n=1, cutoff=0.6)), "")


def value_hint(field: str, value: str = "") -> str:
    """What a field takes."""
    if field in DATE_FIELDS:
        from newsearch.query_dates import HOW_TO

        return HOW_TO
    if field == "kind":
        guess = _guess(value, KINDS)
        return (f"Did you mean kind:{guess}? " if guess else "") + f"Kinds: {', '.join(KINDS)}."
    if field == "lang":
        return "Write lang:en, lang:ru, ..."
    return f'Write {field}:word or {field}:"some words".'


def operator_hint(name: str) -> str:
    """How an operator is written, or searched for."""
    uses = {"OR": "word OR other", "AND": "word AND other", "NOT": "word NOT other"}
    return f'Write {uses[name]}, or "{name}" in quotes to search for the word.'
