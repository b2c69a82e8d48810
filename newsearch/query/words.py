"""Words and quotations -> the leaves of a tree, each by the rules of its field."""

from __future__ import annotations

import datetime as dt
import re

from newsearch.model import KINDS, Span
from newsearch.query.lexing import Scanner, unescaped_in_quotes
from newsearch.query.messages import QUOTE_IT, value_hint
from newsearch.query.tree import (
    CAN_BE_MISSING,
    DATE_FIELDS,
    VALUE_FIELDS,
    Dates,
    Everything,
    Fuzzy,
    Missing,
    Not,
    Phrase,
    Prefix,
    Query,
    Term,
    Value,
    Wildcard,
)

MAX_LEAVES = 1_000
MAX_SLOP = 1_000
_WHOLE_DATE = re.compile(r"(?:.*\.\.)?\d{4}-\d\d(?:-\d\d)?")
"""What can be no date (2022-13) although no digit of it is missing: going on typing mends nothing."""


class WordReader(Scanner):
    """Reads the leaf at a place."""

    def __init__(self, text: str, *, lenient: bool, today: dt.date | None) -> None:
        super().__init__(text, lenient=lenient)
        self.today = today
        self.leaf_count = 0
        self.is_exact = False
        """Whether a `:=` is in force: what stands here is a whole value, and no words."""

    def quotation(self, field: str | None) -> Query | None:
        start = self.at
        closing = self.closing_quote(start)
        if closing is None and not self.lenient:
            raise self.error("This quote is never closed", start, hint='Close it with ", or remove it.')
        quoted = unescaped_in_quotes(self.text[start + 1 : closing])
        words = " ".join(quoted.split())
        self.at = len(self.text) if closing is None else closing + 1
        slop = 0 if self.is_exact else self.slop()
        span = Span(start, self.at)
        if not words:
            if self.lenient:
                return None
            raise self.error(
                "There is nothing between these quotes", start, self.at, "Put words into them, or remove them."
            )
        self.count_leaf(start)
        if field in DATE_FIELDS:
            return self.dates(field, start + 1, len(self.text) if closing is None else closing, span)
        if self.is_exact:
            return self.value(quoted, field, span)
        if slop or " " in words:
            if field in ("kind", "lang"):
                raise self.error(f"{field}: takes one word", start, self.at, value_hint(field))
            return Phrase(words, field, slop, span)
        return self.term(words, field, span)

    def slop(self) -> int:
        """The number of `~3` after a phrase."""
        if self.peek() != "~":
            return 0
        tilde = self.at
        self.at += 1
        number = self.take("0123456789")
        if not number and self.half_typed():
            return 0
        if not number or int(number[:9]) > MAX_SLOP:
            hint = 'Write "these words"~3 for words with at most three others between them.'
            raise self.error(f"~ after quotes needs a number up to {MAX_SLOP:,}", tilde, self.at, hint)
        return int(number)

    def value(self, text: str, field: str | None, span: Span) -> Query | None:
        """A whole value; kinds and languages are always whole."""
        return Value(text, field, span) if field in VALUE_FIELDS else self.term(text, field, span)

    def value_word(self, text: str, live: list[bool], field: str | None, start: int) -> Query | None:
        """A whole value of one word."""
        if any(char in "*＊?" and live[i] for i, char in enumerate(text)):
            hint = f'In quotes they are signs like others: {field}:="{text}"'
            raise self.error("A whole value is no pattern", start, self.at, hint)
        return self.value(text, field, Span(start, self.at))

    def leaf(self, text: str, live: list[bool], field: str | None, start: int) -> Query | None:
        """A word, a pattern or a fuzzy word."""
        stars = [i for i, char in enumerate(text) if live[i] and char in "*＊"]
        marks = [i for i, char in enumerate(text) if live[i] and char == "?"]
        if self.peek() == "~":
            if stars or marks:
                raise self.error("A pattern cannot be fuzzy", start, self.at + 1, "Write either wor* or word~.")
            return self.fuzzy(text, field, start)
        span = Span(start, self.at)
        if not stars and not marks:
            if text == "missing" and field is not None:
                return self.missing(field, span)
            if ".." in text and field is None and text.strip(".")[:4].isdigit() and all(live):
                raise self.error("A range needs a field", start, self.at, f"Write date:{text}. {QUOTE_IT}")
            return self.term(text, field, span)
        if field in ("kind", "lang"):
            raise self.error(f"{field}: takes a whole word", start, self.at, value_hint(field))
        if len(stars) == len(text):
            return Everything(span) if field is None else Not(self.missing(field, span), span)
        if len(stars) == 1 and stars[0] == len(text) - 1 and not marks:
            return Prefix(text[:-1], field, span)
        if any(char in "*?" and not live[i] for i, char in enumerate(text)):
            raise self.error(
                "A pattern cannot hold a literal * or ?",
                start,
                self.at,
                "Put ? in its place: it stands for any character.",
            )
        return Wildcard("".join("*" if i in stars else char for i, char in enumerate(text)), field, span)

    def fuzzy(self, text: str, field: str | None, start: int) -> Query:
        tilde = self.at
        self.at += 1
        number = self.take("0123456789")
        if number not in ("", "1", "2"):
            raise self.error("A fuzzy word is 1 or 2 edits away", tilde, self.at, "Write word~ or word~2.")
        if field in ("kind", "lang"):
            raise self.error(f"{field}: takes a whole word", start, self.at, value_hint(field))
        return Fuzzy(text, int(number or 1), field, Span(start, self.at))

    def term(self, text: str, field: str | None, span: Span) -> Query | None:
        if field == "kind":
            text = text.casefold()
            if text not in KINDS and self.half_typed():
                return None
            if text not in KINDS:
                raise self.error(f"There is no kind {text!r}", span.start, span.end, value_hint(field, text))
        if field == "lang":
            text = text.casefold()
            if not (text.isascii() and text.isalpha() and len(text) in (2, 3)):
                if self.half_typed():
                    return None
                raise self.error("lang: takes a two-letter code", span.start, span.end, value_hint(field))
        return Term(text, field, span)

    def missing(self, field: str, span: Span) -> Query:
        if field not in CAN_BE_MISSING:
            hint = f"What can be missing: {', '.join(CAN_BE_MISSING)}. {QUOTE_IT}"
            raise self.error(f"Every block has a {field}", span.start, span.end, hint)
        return Missing(field, span)

    def date_word(self, field: str, start: int) -> Query | None:
        value, span = self.text[start : self.at], Span(start, self.at)
        if field == "date" and value == "missing":
            return Missing("date", span)
        if field == "date" and value in ("*", "＊"):
            return Dates(None, None, span)
        return self.dates(field, start, self.at, span)

    def dates(self, field: str, start: int, end: int, span: Span) -> Query | None:
        """The days of the value at `start`; `after:` and `before:` leave out the period that they name."""
        # Imported late: a query without dates does without the calendar.
        from newsearch.query_dates import DateTrouble, read_days

        half_typed = self.lenient and end == len(self.text)
        value = self.text[start:end]
        if half_typed and not value[-1:].isdigit():
            return None
        try:
            first, last = read_days(value, self.today or dt.date.today())
        except DateTrouble as trouble:
            if half_typed and not _WHOLE_DATE.fullmatch(value):
                return None
            raise self.error(str(trouble), start + trouble.start, start + trouble.end, trouble.hint) from None
        if field == "date":
            return Dates(first, last, span)
        if ".." in value:
            raise self.error(f"{field}: takes one date", start, end, f"Write date:{value}")
        edge = last if field == "after" else first
        if edge in (None, dt.date.max, dt.date.min):
            raise self.error("There are no days there", start, end, "Write a year between 1 and 9999.")
        assert edge is not None
        day = dt.timedelta(days=1)
        return Dates(edge + day, None, span) if field == "after" else Dates(None, edge - day, span)

    def refuse_foreign_operators(self, text: str, live: list[bool], start: int) -> None:
        """What other search languages would understand is an error here, never a word."""
        end = start + len(text)
        if text[0] == "+" and live[0]:
            raise self.error(
                "There is no + in front of words", start, hint="All words are required as they are. " + QUOTE_IT
            )
        if text[0] == "!" and live[0] and len(text) > 1:
            raise self.error(
                "There is no ! in front of words", start, hint="To exclude a word, write -word. " + QUOTE_IT
            )
        if "&&" in text and all(live):
            raise self.error(
                "&& is not an operator", start, end, "Write AND, or nothing: all words are required as they are."
            )
        if any(char == "|" and live[i] for i, char in enumerate(text)):
            raise self.error("| is not an operator", self.code.index("|", start), hint="Write OR. " + QUOTE_IT)
        if text[0] in "[{" and live[0]:
            raise self.error(
                "There are no brackets", start, hint="A range of dates is date:2022-01..2022-03. " + QUOTE_IT
            )
        if len(text) > 2 and text[0] == text[-1] == "/" and live[0]:
            raise self.error("There are no regular expressions", start, end, "Use w?ldcards and prefix*. " + QUOTE_IT)

    def count_leaf(self, start: int) -> None:
        self.leaf_count += 1
        if self.leaf_count > MAX_LEAVES:
            raise self.error(
                f"More than {MAX_LEAVES:,} words", start, hint="To find blocks like a whole text, use similar."
            )
