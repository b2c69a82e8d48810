"""Query text -> Query tree, and back. Engine-neutral: nothing here knows an index.

Leaves carry their text as it was typed; turning it into index terms is the engine's analysis. `span` is the
node's place in the query text, for messages; two trees are equal whatever their spans. docs/queries.md is the guide.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from newsearch.errors import QueryError
from newsearch.frozen import dataclass, replace
from newsearch.frozen import field as attribute
from newsearch.model import KINDS, Span

TEXT_FIELDS = ("title", "body")
"""The fields that a leaf without a field searches (alternate titles, standfirst and captions count as theirs)."""
FIELDS = ("title", "body", "author", "outlet", "agency", "kind", "file", "lang", "date")


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


Query = Everything | Term | Phrase | Prefix | Wildcard | Fuzzy | Dates | Missing | And | Or | Not | Boost | Alternatives


MAX_LENGTH = 10_000
"""Characters of a query. Longer input is a pasted text, for which `similar` is the tool."""
MAX_DEPTH = 50
"""Parentheses and NOTs inside each other."""
MAX_LEAVES = 1_000
MAX_SLOP = 1_000
MAX_WEIGHT = 1_000.0
CAN_BE_MISSING = ("date", "author", "outlet", "title", "agency", "lang")

_SHORTEST_BEGINNING = 3
"""While typing, shorter words of the text stand for themselves alone: those that begin with `a` are half the dictionary."""
_NAMES = ("outlet", "author", "agency")
_UNSPACED_SCRIPTS = "\u0e00"
_DATE_FIELDS = ("date", "after", "before")
_FIELD_NAMES = (*FIELDS, "after", "before")
_OTHER_NAMES = {
    "source": "outlet", "publisher": "outlet", "site": "outlet", "paper": "outlet", "by": "author", "authors": "author",
    "byline": "author", "language": "lang", "path": "file", "filename": "file", "since": "after", "from": "after",
    "until": "before", "to": "before", "headline": "title", "text": "body", "type": "kind", "day": "date", "year": "date",
    "wire": "agency",
}  # fmt: skip
_OPERATORS = ("AND", "OR", "NOT")
_FULL_WIDTH = str.maketrans("：（）＂＊～＾－", ':()"*~^-')
"""Full-width forms that act as their ASCII ones. Not `？`: it ends Chinese and Japanese questions."""
_QUOTES = '"“”„‟'
_ANGLES = {"«": "»", "»": "«"}
_SPECIAL = '\\"()*?~^:|' + "“”„‟«»" + "：（）＂＊～＾－"
"""A word with one of these is printed in quotes, or with backslashes."""
_LEADING = "-+![]{}/&"
"""Not at the start of a word: operators of this language or of others."""
_ESCAPABLE = frozenset(_SPECIAL + _LEADING)
_QUOTE_IT = "To search the text for it, put it in double quotes."


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
    text = _without_controls(text)
    tree = _Parser(text, lenient=lenient, any_of=any_of, today=today).parse()
    if typing and text and not text[-1].isspace():
        return _open_ended(tree, text)
    return tree


def unparse(tree: Query) -> str:
    """The query text that parses to `tree`; of Alternatives, what was typed."""
    match tree:
        case Everything():
            return "*"
        case Term(text, field):
            return _prefixed(field, text if _is_plain_word(text, field) else _quoted(text))
        case Phrase(text, field, slop):
            return _prefixed(field, _quoted(text) + (f"~{slop}" if slop else ""))
        case Prefix(text, field):
            return _prefixed(field, _escaped(text) + "*")
        case Wildcard(pattern, field):
            return _prefixed(field, _escaped(pattern, "*?"))
        case Fuzzy(text, distance, field):
            return _prefixed(field, _escaped(text) + "~" + (str(distance) if distance != 1 else ""))
        case Dates(None, None):
            return "date:*"
        case Dates(first, last):
            from newsearch.query_dates import print_days

            return f"date:{print_days(first, last)}"
        case Missing(field):
            return f"{field}:missing"
        case And(children):
            return " ".join(_inside(child, And, Or) for child in children) or "*"
        case Or(children):
            return " OR ".join(_inside(child, Or) for child in children) or "-*"
        case Not(child):
            return "-" + _inside(child, And, Or, Not)
        case Boost(child, weight):
            return f"{_inside(child, And, Or, Not, Boost)}^{_number(weight)}"
        case Alternatives(children):
            return unparse(children[0])


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


def _without_controls(text: str) -> str:
    """The same length, with a space for every control, bidirectional override, unassigned character or surrogate."""
    if text.isprintable():
        return text
    joiners = "\u200c\u200d\xad"  # part of words in Persian, Indic scripts and hyphenated text
    return "".join(char if char.isprintable() or char in joiners else " " for char in text)


def _prefixed(field: str | None, value: str) -> str:
    return f"{field}:{value}" if field else value


def _is_plain_word(text: str, field: str | None) -> bool:
    """Whether the bare word is read back as itself."""
    return bool(text) and not (
        any(char in _SPECIAL or char.isspace() for char in text)
        or text[0] in _LEADING
        or text in _OPERATORS
        or ".." in text
        or "&&" in text
        or (field is not None and text == "missing")
    )


def _quoted(text: str) -> str:
    return '"' + "".join("\\" + char if char in '\\"＂' else char for char in text) + '"'


def _escaped(text: str, wild: str = "") -> str:
    special = _SPECIAL.translate(str.maketrans("", "", wild))
    body = "".join("\\" + char if char in special else char for char in text)
    return "\\" + body if body[:1] in _LEADING else body


def _inside(child: Query, *wrapped: type) -> str:
    """The text of a child; in parentheses if it is of a kind that would otherwise be read as part of its parent."""
    text = unparse(child)
    shown = child
    while isinstance(shown, Alternatives):
        shown = shown.children[0]
    return f"({text})" if isinstance(shown, wrapped) else text


def _number(weight: float) -> str:
    text = repr(float(weight))
    if "e" in text:
        text = f"{weight:.20f}".rstrip("0")
    return text.removesuffix(".0")


def _open_ended(tree: Query, text: str) -> Query:
    """The tree with its last word, if the text ends with it, standing also for what begins with it."""
    match tree:
        case Term(word, field, span) if span and span.end == len(text) and field not in ("kind", "lang"):
            if _is_barely_begun(tree):
                return tree
            return Alternatives((tree, Prefix(word, field, span)), span=span)
        case Phrase(words, field, 0, span) if span and span.end == len(text) and text[-1] not in _QUOTES + "»«＂":
            # An open quote: the words before the last one, and the last as far as it goes.
            *before, last = words.split()
            rest = Phrase(" ".join(before), field) if len(before) > 1 else Term(before[0], field)
            return Alternatives((tree, And((rest, _open_ended(Term(last, field, span), text)))), span=span)
        case And(children, span):
            ending = _open_ended(children[-1], text)
            whole = And((*children[:-1], ending), span)
            if span and span.end == len(text) and _is_barely_begun(ending):
                # What was asked for so far stays: a letter or two say what comes first, not yet what is left out.
                asked = children[0] if len(children) == 2 else And(children[:-1])
                return Alternatives((whole, asked), span=span)
            return whole
        case Or(children, span):
            return Or((*children[:-1], _open_ended(children[-1], text)), span)
        case _:
            return tree


def _is_barely_begun(tree: Query) -> bool:
    """Whether it is a word of the text with too few letters to stand for all that begin so."""
    return (
        isinstance(tree, Term)
        and len(tree.text) < _SHORTEST_BEGINNING
        and tree.text < _UNSPACED_SCRIPTS
        and tree.field not in _NAMES
    )


class _Parser:
    """One reading of one text, by recursive descent; `at` is the offset of the next character."""

    def __init__(self, text: str, *, lenient: bool, any_of: bool, today: dt.date | None) -> None:
        self.text = text
        self.code = text.translate(_FULL_WIDTH)
        self.lenient = lenient
        self.any_of = any_of
        self.today = today
        self.at = 0
        self.depth = 0
        self.leaf_count = 0

    def parse(self) -> Query:
        self.skip_space()
        if self.at == len(self.text):
            return Everything()
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
                raise self.error("OR needs something to its left", operator, operator + 2, _operator_hint("OR"))
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
                raise self.error("AND needs something to its left", joined, joined + 3, _operator_hint("AND"))
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
            raise self.error("OR needs something to its right", operator, operator + 2, _operator_hint("OR"))
        return self.combine(runs, Span(start, self.trimmed()))

    def combine(self, runs: list[list[Query]], span: Span) -> Query | None:
        """All of one run; or, with any_of, any of the runs and none of the excluded."""
        items = [run[0] if len(run) == 1 else And(tuple(run), span) for run in runs]
        wanted = [item for item in items if not isinstance(item, Not)]
        if len(items) < 2:
            return items[0] if items else None
        excluded = [item for item in items if isinstance(item, Not)]
        any_wanted = Or(tuple(wanted), span) if len(wanted) > 1 else wanted[0] if wanted else None
        if not excluded and any_wanted is not None:
            return any_wanted
        return And((*([any_wanted] if any_wanted is not None else []), *excluded), span)

    def at_end_of_sequence(self) -> bool:
        return self.at == len(self.text) or self.code[self.at] == ")" or self.is_operator("OR")

    def need_operand(self, name: str, at: int | None) -> None:
        """Complain about an operator at `at` that nothing follows."""
        if at is not None and not self.half_typed():
            raise self.error(f"{name} needs something to its right", at, at + len(name), _operator_hint(name))

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
                    "This minus excludes nothing", start, hint="It must touch what it excludes: -word. " + _QUOTE_IT
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
            hint = "Write word^2 to count a word twice. " + _QUOTE_IT
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
        self.skip_space()
        tree = self.either(field)
        self.depth -= 1
        if self.peek() == ")":
            self.at += 1
        elif not self.lenient:
            raise self.error("This parenthesis is never closed", start, hint="Close it with ). " + _QUOTE_IT)
        if tree is None and not self.lenient:
            raise self.error(
                "There is nothing between these parentheses", start, self.at, "Put words into them, or remove them."
            )
        return tree

    def quotation(self, field: str | None) -> Query | None:
        start = self.at
        closing = self.closing_quote(start)
        if closing is None and not self.lenient:
            raise self.error("This quote is never closed", start, hint='Close it with ", or remove it.')
        words = " ".join(_unescaped_in_quotes(self.text[start + 1 : closing]).split())
        self.at = len(self.text) if closing is None else closing + 1
        slop = self.slop()
        span = Span(start, self.at)
        if not words:
            if self.lenient:
                return None
            raise self.error(
                "There is nothing between these quotes", start, self.at, "Put words into them, or remove them."
            )
        self.count_leaf(start)
        if field in _DATE_FIELDS:
            return self.dates(field, start + 1, len(self.text) if closing is None else closing, span)
        if slop or " " in words:
            if field in ("kind", "lang"):
                raise self.error(f"{field}: takes one word", start, self.at, _value_hint(field))
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

    def word(self, field: str | None, *, direct: bool) -> Query | None:
        start = self.at
        text, live = self.scan_word()
        colon = next((i for i, char in enumerate(text) if live[i] and char in ":："), None)
        if colon is not None and not (direct and self.is_no_field(text[:colon])):
            scored = text[:colon].isdigit() and text[colon + 1 : colon + 2].isdigit()  # 10:30, a score of 3:2
            if not scored:
                return self.fielded(field, start, text[:colon])
        if text in _OPERATORS and all(live):
            raise self.error(f"{text} cannot stand here", start, self.at, _operator_hint(text))
        self.refuse_foreign_operators(text, live, start)
        self.count_leaf(start)
        if field in _DATE_FIELDS:
            return self.date_word(field, start)
        return self.leaf(text, live, field, start)

    def scan_word(self) -> tuple[str, list[bool]]:
        """The characters up to the word's end, and for each whether it may act as an operator (was not escaped)."""
        start, chars, live = self.at, [], []
        while self.at < len(self.text):
            char = self.code[self.at]
            if char == "\\" and self.at + 1 < len(self.text) and self.text[self.at + 1] in _ESCAPABLE:
                chars.append(self.text[self.at + 1])
                live.append(False)
                self.at += 2
                continue
            if char.isspace() or char in "()^~":
                break
            if self.is_quote(char):
                if ":" in self.code[start : self.at]:
                    break
                raise self.error("A quote cannot stand inside a word", self.at, hint="Put a space before it.")
            chars.append(self.text[self.at])
            live.append(True)
            self.at += 1
        if not chars:
            hint = "Write word~ for words like it, word^2 to count it twice. " + _QUOTE_IT
            raise self.error(f"{self.peek()} needs a word before it", self.at, hint=hint)
        return "".join(chars), live

    def is_no_field(self, name: str) -> bool:
        return _field_name(name) not in _FIELD_NAMES

    def fielded(self, outer: str | None, start: int, name: str) -> Query | None:
        """What follows `name:`, read as that field's value."""
        field = _field_name(name)
        self.at = self.code.index(":", start) + 1
        if self.code.startswith("//", self.at) and name.isalpha():
            self.scan_word()
            raise self.error("An address is not a query", start, self.at, _QUOTE_IT)
        if field not in _FIELD_NAMES:
            raise self.error(_unknown_field(name), start, self.at, _field_hint(name))
        if outer is not None:
            raise self.error(f"{field}: stands inside {outer}:", start, self.at, "Close the parenthesis before it.")
        self.skip_space()
        if self.at == len(self.text) or self.code[self.at] == ")" or self.starts_operator():
            if self.half_typed():
                return None
            raise self.error(f"{field}: needs a value", start, self.code.index(":", start) + 1, _value_hint(field))
        if self.code[self.at] == "-":
            raise self.error(
                "A minus cannot stand after a field", self.at, hint=f"Put it before the field: -{field}:word"
            )
        tree = self.primary(field, direct=True)
        return None if tree is None else replace(tree, span=Span(start, self.at))

    def refuse_foreign_operators(self, text: str, live: list[bool], start: int) -> None:
        """What other search languages would understand is an error here, never a word."""
        end = start + len(text)
        if text[0] == "+" and live[0]:
            raise self.error(
                "There is no + in front of words", start, hint="All words are required as they are. " + _QUOTE_IT
            )
        if text[0] == "!" and live[0] and len(text) > 1:
            raise self.error(
                "There is no ! in front of words", start, hint="To exclude a word, write -word. " + _QUOTE_IT
            )
        if "&&" in text and all(live):
            raise self.error(
                "&& is not an operator", start, end, "Write AND, or nothing: all words are required as they are."
            )
        if any(char == "|" and live[i] for i, char in enumerate(text)):
            raise self.error("| is not an operator", self.code.index("|", start), hint="Write OR. " + _QUOTE_IT)
        if text[0] in "[{" and live[0]:
            raise self.error(
                "There are no brackets", start, hint="A range of dates is date:2022-01..2022-03. " + _QUOTE_IT
            )
        if len(text) > 2 and text[0] == text[-1] == "/" and live[0]:
            raise self.error("There are no regular expressions", start, end, "Use w?ldcards and prefix*. " + _QUOTE_IT)

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
                raise self.error("A range needs a field", start, self.at, f"Write date:{text}. {_QUOTE_IT}")
            return self.term(text, field, span)
        if field in ("kind", "lang"):
            raise self.error(f"{field}: takes a whole word", start, self.at, _value_hint(field))
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
            raise self.error(f"{field}: takes a whole word", start, self.at, _value_hint(field))
        return Fuzzy(text, int(number or 1), field, Span(start, self.at))

    def term(self, text: str, field: str | None, span: Span) -> Query | None:
        if field == "kind":
            text = text.casefold()
            if text not in KINDS and self.half_typed():
                return None
            if text not in KINDS:
                raise self.error(f"There is no kind {text!r}", span.start, span.end, _value_hint(field, text))
        if field == "lang":
            text = text.casefold()
            if not (text.isascii() and text.isalpha() and len(text) in (2, 3)):
                if self.half_typed():
                    return None
                raise self.error("lang: takes a two-letter code", span.start, span.end, _value_hint(field))
        return Term(text, field, span)

    def missing(self, field: str, span: Span) -> Query:
        if field not in CAN_BE_MISSING:
            hint = f"What can be missing: {', '.join(CAN_BE_MISSING)}. {_QUOTE_IT}"
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
            if half_typed:
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

    # Characters

    def half_typed(self) -> bool:
        """Whether a lenient reading has come to the end of the text: what is missing may still be typed."""
        return self.lenient and self.at == len(self.text)

    def peek(self) -> str:
        return self.code[self.at] if self.at < len(self.code) else ""

    def take(self, allowed: str) -> str:
        start = self.at
        while self.at < len(self.code) and self.code[self.at] in allowed:
            self.at += 1
        return self.code[start : self.at]

    def skip_space(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def trimmed(self) -> int:
        return len(self.text[: self.at].rstrip())

    def last_word(self) -> int:
        """Where the last word before here starts: the operator to complain about."""
        before = self.text[: self.at].rstrip()
        return max((i + 1 for i, char in enumerate(before) if char.isspace() or char in "()"), default=0)

    def is_quote(self, char: str) -> bool:
        return bool(char) and (char in _QUOTES or char in _ANGLES)

    def closing_quote(self, start: int) -> int | None:
        """Where the quotation that opens at `start` ends: `"` with `"`, curly with any curly or straight, « with »."""
        opening = self.code[start]
        wanted = _ANGLES.get(opening) or ('"' if opening == '"' else _QUOTES)
        mixed = opening == '"' and not self.lenient
        for closers in (wanted, "”") if mixed else (wanted,):
            at = start + 1
            while at < len(self.code):
                if self.code[at] == "\\" and self.code[at + 1 : at + 2] in ('"', "\\"):
                    at += 2
                    continue
                if self.code[at] in closers:
                    return at
                at += 1
        return None

    def is_operator(self, name: str) -> bool:
        after = self.code[self.at + len(name) : self.at + len(name) + 1]
        ends = not after or after.isspace() or after in "()-" or self.is_quote(after)
        return ends and self.code.startswith(name, self.at)

    def starts_operator(self) -> bool:
        return any(self.is_operator(name) for name in _OPERATORS)

    def operator(self, name: str) -> int | None:
        """Where the operator stands, if it is next; it is then behind us."""
        self.skip_space()
        if not self.is_operator(name):
            return None
        start = self.at
        self.at += len(name)
        return start

    def enter(self, start: int) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error(f"More than {MAX_DEPTH} parentheses inside each other", start, hint="Write it flatter.")

    def count_leaf(self, start: int) -> None:
        self.leaf_count += 1
        if self.leaf_count > MAX_LEAVES:
            raise self.error(
                f"More than {MAX_LEAVES:,} words", start, hint="To find blocks like a whole text, use similar."
            )

    def error(self, message: str, start: int, end: int | None = None, hint: str = "") -> QueryError:
        start = min(start, max(0, len(self.text) - 1))
        return QueryError(message, self.text, start, min(max(end or 0, start + 1), max(1, len(self.text))), hint)


def _flat_or(tree: Query) -> tuple[Query, ...]:
    return tree.children if isinstance(tree, Or) else (tree,)


def _unescaped_in_quotes(text: str) -> str:
    """Inside quotes a backslash escapes a quote or a backslash, and is itself before anything else."""
    if "\\" not in text:
        return text
    chars, at = [], 0
    while at < len(text):
        at += text[at] == "\\" and text[at + 1 : at + 2] in ('"', "＂", "\\")
        chars.append(text[at])
        at += 1
    return "".join(chars)


def _field_name(name: str) -> str:
    if not name.isascii():
        import unicodedata

        name = unicodedata.normalize("NFKC", name)
    return name.casefold()


def _unknown_field(name: str) -> str:
    return f"There is no field {name!r}" if name else "A colon needs a field before it"


def _field_hint(name: str) -> str:
    guess = _guess(_field_name(name), (*_FIELD_NAMES, *_OTHER_NAMES))
    guess = _OTHER_NAMES.get(guess, guess)
    meant = f"Did you mean {guess}:? " if guess else f"Fields: {', '.join(_FIELD_NAMES)}. "
    return meant + _QUOTE_IT


def _guess(word: str, known: tuple[str, ...]) -> str:
    import difflib  # on the way to an error only

    return next(iter(difflib.get_close_matches(word, known, n=1, cutoff=0.6)), "")


def _value_hint(field: str, value: str = "") -> str:
    if field in _DATE_FIELDS:
        from newsearch.query_dates import HOW_TO

        return HOW_TO
    if field == "kind":
        guess = _guess(value, KINDS)
        return (f"Did you mean kind:{guess}? " if guess else "") + f"Kinds: {', '.join(KINDS)}."
    if field == "lang":
        return "Write lang:en, lang:ru, ..."
    return f'Write {field}:word or {field}:"some words".'


def _operator_hint(name: str) -> str:
    uses = {"OR": "word OR other", "AND": "word AND other", "NOT": "word NOT other"}
    return f'Write {uses[name]}, or "{name}" in quotes to search for the word.'
