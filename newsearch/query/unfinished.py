"""A tree while its text is being typed: the last word also stands for what begins with it."""

from __future__ import annotations

from newsearch.query.lexing import QUOTES
from newsearch.query.tree import VALUE_FIELDS, Alternatives, And, Or, Phrase, Prefix, Query, Term, Value

_SHORTEST_BEGINNING = 3
"""While typing, shorter words of the text stand for themselves alone: those that begin with `a` are half the dictionary."""
_UNSPACED_SCRIPTS = "\u0e00"
_CLOSING = QUOTES + "»«＂"


def open_ended(tree: Query, text: str) -> Query:
    """The tree with its last word, if the text ends with it, standing also for what begins with it."""
    match tree:
        case Term(word, field, span) if span and span.end == len(text) and field not in ("kind", "lang"):
            if _is_barely_begun(tree):
                return tree
            return Alternatives((tree, Prefix(word, field, span)), span=span)
        case Phrase(words, field, 0, span) if span and span.end == len(text) and text[-1] not in _CLOSING:
            # An open quote: the words before the last one, and the last as far as it goes.
            *before, last = words.split()
            rest = Phrase(" ".join(before), field) if len(before) > 1 else Term(before[0], field)
            return Alternatives((tree, And((rest, open_ended(Term(last, field, span), text)))), span=span)
        case Value(words, field, span) if span and span.end == len(text) and text[-1] not in _CLOSING:
            # Not the whole value yet.
            words = " ".join(words.split())
            begun = Phrase(words, field, 0, span) if " " in words else Term(words, field, span)
            return open_ended(begun, text)
        case And(children, span):
            ending = open_ended(children[-1], text)
            whole = And((*children[:-1], ending), span)
            if span and span.end == len(text) and _is_barely_begun(ending):
                # What was asked for so far stays: a letter or two say what comes first, not yet what is left out.
                asked = children[0] if len(children) == 2 else And(children[:-1])
                return Alternatives((whole, asked), span=span)
            return whole
        case Or(children, span):
            return Or((*children[:-1], open_ended(children[-1], text)), span)
        case _:
            return tree


def _is_barely_begun(tree: Query) -> bool:
    """Whether it is a word of the text with too few letters to stand for all that begin so."""
    return (
        isinstance(tree, Term)
        and len(tree.text) < _SHORTEST_BEGINNING
        and tree.text < _UNSPACED_SCRIPTS
        and tree.field not in VALUE_FIELDS
    )
