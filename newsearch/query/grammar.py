"""Query text -> tree: operators, groups and fields, by recursive descent."""

from __future__ import annotations

import datetime as dt

from newsearch.errors import QueryError
from newsearch.frozen import replace
from newsearch.model import Span
from newsearch.query.lexing import OPERATORS, without_controls
from newsearch.query.messages import QUOTE_IT, field_hint, operator_hint, unknown_field, value_hint
from newsearch.query.tree import (
    DATE_FIELDS,
    FIELD_NAMES,
    VALUE_FIELDS,
    And,
    Boost,
    Everything,
    Not,
    Or,
    Query,
    narrowed_fields,
)
from newsearch.query.words import WordReader

MAX_LENGTH = 10_000
"""Characters of a query. Longer input is a pasted text, for which `similar` is the tool."""
MAX_DEPTH = 50
"""Parentheses and NOTs inside each other."""
MAX_WEIGHT = 1_000.0


def parse(
    text: str, *, lenient: bool = False, any_of: bool = False, typing: bool = False, today: dt.date | None = None
) -> Query:
    """The tree of a query text. Raises QueryError, and nothing else, for what cannot be understood.

    `any_of`: words without an operator between them are alternatives, not all required. `lenient`: half-typed input
    (an open quote or parenthesis, a trailing operator or field) gets a reading. `typing`: the last word, if the text ends
    with it, also stands for the words that begin with it. `today` is what relative dates count from.
    """
    if len(text) > MAX_LENGTH:
        message = f"This query is {len(text):,} characters long; at most {MAX_LENGTH:,} can be read"
        raise QueryError(message, text[:200], 0, 1, "To find blocks like a whole text, use similar.")
    text = without_controls(text)
    tree = Parser(text, lenient=lenient, any_of=any_of, today=today).parse()
    if typing and text and not text[-1].isspace():
        # Loaded while typing only.
        from newsearch.query.unfinished import open_ended

        return open_ended(tree, text)
    return tree


class Parser(WordReader):
    """One reading of one text."""

    def __init__(self, text: str, *, lenient: bool, any_of: bool, today: dt.date | None) -> None:
        super().__init__(text, lenient=lenient, today=today)
        self.any_of = any_of
        self.depth = 0

    def parse(self) -> Query:
        tree = self.either(None)
        if self.at < len(self.text):
            raise self.error(
                "This closing parenthesis has no opening one", self.at, hint="Remove it, or open one before it."
            )
        return tree or Everything()

    # Operators, from the loosest to the tightest

    def either(self, field: str | None) -> Query | None:
        start = self.at
        children: list[Query] = []
        while True:
            child = self.sequence(field, after_or=bool(children))
            if child is not None:
                children.append(child)
            operator = self.operator("OR")
            if operator is None:
                break
            if child is None and not self.half_typed():
                raise self.error("OR needs something to its left", operator, operator + 2, operator_hint("OR"))
        if self.any_of:
            children = [part for child in children for part in _flat_or(child)]
        if len(children) < 2:
            return children[0] if children else None
        return Or(tuple(children), Span(start, self.trimmed()))

    def sequence(self, field: str | None, *, after_or: bool) -> Query | None:
        """Items side by side or joined by AND, up to an OR, a closing parenthesis or the end."""
        self.skip_space()
        start = self.at
        runs: list[list[Query]] = []
        while True:
            self.skip_space()
            joined = self.operator("AND")
            if joined is not None and not runs and not self.half_typed():
                raise self.error("AND needs something to its left", joined, joined + 3, operator_hint("AND"))
            self.skip_space()
            if self.at_end_of_sequence():
                self.need_operand("AND", joined)
                break
            item = self.item(field)
            if item is None:
                continue
            if joined is not None or (runs and not self.any_of):
                runs[-1].append(item)
            else:
                runs.append([item])
        if not runs and after_or and not self.half_typed():
            operator = self.last_word()
            raise self.error("OR needs something to its right", operator, operator + 2, operator_hint("OR"))
        return self.combine(runs, Span(start, self.trimmed()))

    def combine(self, runs: list[list[Query]], span: Span) -> Query | None:
        """All of one run; or, with any_of, any of the words, and what narrows them: one value of each field that is asked
        for, and none of the excluded."""
        items = [run[0] if len(run) == 1 else And(tuple(run), span) for run in runs]
        if len(items) < 2:
            return items[0] if items else None
        asked: dict[frozenset[str], list[Query]] = {}
        for item in items:
            if not isinstance(item, Not):
                asked.setdefault(narrowed_fields(item), []).append(item)
        parts = [group[0] if len(group) == 1 else Or(tuple(group), span) for group in asked.values()]
        parts += [item for item in items if isinstance(item, Not)]
        return parts[0] if len(parts) == 1 else And(tuple(parts), span)

    def at_end_of_sequence(self) -> bool:
        return self.at == len(self.text) or self.code[self.at] == ")" or self.is_operator("OR")

    def need_operand(self, name: str, at: int | None) -> None:
        """Complain about an operator at `at` that nothing follows."""
        if at is not None and not self.half_typed():
            raise self.error(f"{name} needs something to its right", at, at + len(name), operator_hint(name))

    def item(self, field: str | None) -> Query | None:
        """A leaf or group with its exclusion; None for half of one in a lenient reading."""
        start = self.at
        word = self.operator("NOT")
        if word is not None:
            self.skip_space()
            if self.at_end_of_sequence():
                self.need_operand("NOT", word)
                return None
            if self.is_operator("AND"):
                self.lenient = False
                self.need_operand("NOT", word)
        elif self.code[self.at] == "-":
            self.at += 1
            if self.at == len(self.text) and self.lenient:
                return None
            if self.at == len(self.text) or self.text[self.at].isspace() or self.code[self.at] in "-)":
                raise self.error(
                    "This minus excludes nothing", start, hint="It must touch what it excludes: -word. " + QUOTE_IT
                )
        else:
            return self.operand(field)
        self.enter(start)
        child = self.item(field) if word is not None else self.operand(field)
        self.depth -= 1
        return None if child is None else Not(child, Span(start, self.at))

    def operand(self, field: str | None) -> Query | None:
        start = self.at
        tree = self.primary(field, direct=False)
        return None if tree is None else self.boosted(tree, start)

    def boosted(self, tree: Query, start: int) -> Query | None:
        """The operand with its `^2`."""
        if self.peek() != "^":
            self.need_gap()
            return tree
        caret = self.at
        self.at += 1
        number = self.take("0123456789.")
        if not number and self.half_typed():
            return tree
        try:
            weight = float(number)
        except ValueError:
            hint = "Write word^2 to count a word twice. " + QUOTE_IT
            raise self.error("^ needs a number", caret, self.at, hint) from None
        if weight > MAX_WEIGHT:
            raise self.error(f"A boost is at most {MAX_WEIGHT:g}", caret + 1, self.at, "Write word^2, say.")
        self.need_gap()
        return Boost(tree, weight, Span(start, self.at))

    def need_gap(self) -> None:
        """After an operand: the end, space, a parenthesis, or a quote that opens the next one."""
        char = self.peek()
        if char and not (char.isspace() or char in "()" or self.is_quote(char)):
            pattern = 'Patterns (word*) and distances (word~) are for plain words; "quoted words"~3 are near words.'
            hint = pattern if char in "*~?" else "Put a space before it."
            raise self.error(f"{char} cannot stand here", self.at, hint=hint)

    # Operands

    def primary(self, field: str | None, *, direct: bool) -> Query | None:
        """A group, a quoted phrase, or a word. `direct`: it stands right after the colon of its field."""
        char = self.peek()
        if char == "(":
            return self.group(field)
        if self.is_quote(char):
            return self.quotation(field)
        return self.word(field, direct=direct)

    def group(self, field: str | None) -> Query | None:
        start = self.at
        self.enter(start)
        self.at += 1
        tree = self.either(field)
        self.depth -= 1
        if self.peek() == ")":
            self.at += 1
        elif not self.lenient:
            raise self.error("This parenthesis is never closed", start, hint="Close it with ). " + QUOTE_IT)
        if tree is None and not self.lenient:
            raise self.error(
                "There is nothing between these parentheses", start, self.at, "Put words into them, or remove them."
            )
        return tree

    def word(self, field: str | None, *, direct: bool) -> Query | None:
        start = self.at
        text, live = self.scan_word()
        colon = next((i for i, char in enumerate(text) if live[i] and char in ":："), None)
        if colon is not None and not (direct and self.is_no_field(text[:colon])):
            scored = text[:colon].isdigit() and text[colon + 1 : colon + 2].isdigit()  # 10:30, a score of 3:2
            if not scored:
                return self.fielded(field, start, text[:colon])
        if text in OPERATORS and all(live) and self.peek() != "~":
            raise self.error(f"{text} cannot stand here", start, self.at, operator_hint(text))
        self.refuse_foreign_operators(text, live, start)
        self.count_leaf(start)
        if field in DATE_FIELDS:
            return self.date_word(field, start)
        read = self.value_word if self.is_exact else self.leaf
        return read(text, live, field, start)

    def is_no_field(self, name: str) -> bool:
        return _field_name(name) not in FIELD_NAMES

    def fielded(self, outer: str | None, start: int, name: str) -> Query | None:
        """What follows `name:`, read as that field's value."""
        field = _field_name(name)
        self.at = self.code.index(":", start) + 1
        if self.code.startswith("//", self.at) and name.isalpha():
            self.scan_word()
            raise self.error("An address is not a query", start, self.at, QUOTE_IT)
        if field not in FIELD_NAMES:
            raise self.error(unknown_field(name), start, self.at, field_hint(field))
        if outer is not None:
            raise self.error(f"{field}: stands inside {outer}:", start, self.at, "Close the parenthesis before it.")
        is_exact = self.code.startswith("=", self.at)
        if is_exact and field not in (*VALUE_FIELDS, "kind", "lang"):
            hint = f"It is for {', '.join(VALUE_FIELDS)}. {QUOTE_IT}"
            raise self.error(f"{field}: takes no whole value", start, self.at + 1, hint)
        self.at += is_exact
        self.skip_space()
        if self.lenient and self.code[self.at :] in OPERATORS:  # the first letters of a word
            self.at = len(self.text)
        if self.at == len(self.text) or self.code[self.at] == ")" or self.starts_operator():
            if self.half_typed():
                return None
            raise self.error(f"{field}: needs a value", start, self.code.index(":", start) + 1, value_hint(field))
        if self.code[self.at] == "-":
            raise self.error(
                "A minus cannot stand after a field", self.at, hint=f"Put it before the field: -{field}:word"
            )
        self.is_exact = is_exact
        tree = self.primary(field, direct=True)
        self.is_exact = False
        return None if tree is None else replace(tree, span=Span(start, self.at))

    def enter(self, start: int) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error(f"More than {MAX_DEPTH} parentheses inside each other", start, hint="Write it flatter.")


def _flat_or(tree: Query) -> tuple[Query, ...]:
    return tree.children if isinstance(tree, Or) else (tree,)


def _field_name(name: str) -> str:
    if not name.isascii():
        import unicodedata

        name = unicodedata.normalize("NFKC", name)
    return name.casefold()
