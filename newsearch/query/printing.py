"""Query tree -> the text that parses to it."""

from __future__ import annotations

from newsearch.query.lexing import LEADING, OPERATORS, SPECIAL
from newsearch.query.tree import (
    Alternatives,
    And,
    Boost,
    Dates,
    Everything,
    Fuzzy,
    Missing,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Term,
    Value,
    Wildcard,
)


def unparse(tree: Query) -> str:
    """The query text that parses to `tree`; of Alternatives, what was typed."""
    match tree:
        case Everything():
            return "*"
        case Term(text, field):
            return _prefixed(field, text if _is_plain_word(text, field) else quoted(text))
        case Phrase(text, field, slop):
            return _prefixed(field, quoted(text) + (f"~{slop}" if slop else ""))
        case Prefix(text, field):
            return _prefixed(field, _escaped(text) + "*")
        case Wildcard(pattern, field):
            return _prefixed(field, _escaped(pattern, "*?"))
        case Fuzzy(text, distance, field):
            return _prefixed(field, _escaped(text) + "~" + (str(distance) if distance != 1 else ""))
        case Value(text, field):
            return f"{field}:=" + (text if _is_plain_word(text, None) else quoted(text))
        case Dates(None, None):
            return "date:*"
        case Dates(first, last):
            from newsearch.query_dates import print_days

            return f"date:{print_days(first, last)}"
        case Missing(field):
            return f"{field}:missing"
        case And(children):
            return " ".join(_inside(child, And, Or) for child in children) or "*"
        case Or(children) if field := _field_of_values(children):
            return f"{field}:=(" + " OR ".join(unparse(child).removeprefix(f"{field}:=") for child in children) + ")"
        case Or(children):
            return " OR ".join(_inside(child, Or) for child in children) or "-*"
        case Not(child):
            return "-" + _inside(child, And, Or, Not)
        case Boost(child, weight):
            return f"{_inside(child, And, Or, Not, Boost)}^{_number(weight)}"
        case Alternatives(children):
            return unparse(children[0])


def _prefixed(field: str | None, value: str) -> str:
    return f"{field}:{value}" if field else value


def _is_plain_word(text: str, field: str | None) -> bool:
    """Whether the bare word is read back as itself."""
    return bool(text) and not (
        any(char in SPECIAL or char.isspace() for char in text)
        or text[0] in LEADING
        or text in OPERATORS
        or ".." in text
        or "&&" in text
        or (field is not None and text == "missing")
    )


def quoted(text: str) -> str:
    """The text in quotes, as the query language reads it back whatever it holds."""
    return '"' + "".join("\\" + char if char in '\\"＂' else char for char in text) + '"'


def _escaped(text: str, wild: str = "") -> str:
    special = SPECIAL.translate(str.maketrans("", "", wild))
    body = "".join("\\" + char if char in special else char for char in text)
    return "\\" + body if body[:1] in LEADING else body


def _field_of_values(children: tuple[Query, ...]) -> str:
    """The field of whole values of which any will do, if it is one."""
    fields = {child.field if isinstance(child, Value) else "" for child in children}
    return fields.pop() if len(fields) == 1 else ""


def _inside(child: Query, *wrapped: type) -> str:
    """The text of a child; in parentheses if it is of a kind that would otherwise be read as part of its parent."""
    text = unparse(child)
    shown = child
    while isinstance(shown, Alternatives):
        shown = shown.children[0]
    alone = isinstance(shown, Or) and _field_of_values(shown.children)
    return f"({text})" if isinstance(shown, wrapped) and not alone else text


def _number(weight: float) -> str:
    text = repr(float(weight))
    if "e" in text:
        text = f"{weight:.20f}".rstrip("0")
    return text.removesuffix(".0")
