"""A query text as characters: which of them act, where words and quotations end. Knows no grammar."""

from __future__ import annotations

from newsearch.errors import QueryError
from newsearch.query.messages import QUOTE_IT

OPERATORS = ("AND", "OR", "NOT")
FULL_WIDTH = str.maketrans("：（）＂＊～＾－＝", ':()"*~^-=')
"""Full-width forms that act as their ASCII ones. Not `？`: it ends Chinese and Japanese questions."""
QUOTES = '"“”„‟'
ANGLES = {"«": "»", "»": "«"}
SPECIAL = '\\"()*?~^:|' + "“”„‟«»" + "：（）＂＊～＾－"
"""A word with one of these is printed in quotes, or with backslashes."""
LEADING = "-+![]{}/&=＝"
"""Not at the start of a word: operators of this language or of others, and the second half of `:=`."""
ESCAPABLE = frozenset(SPECIAL + LEADING)


def without_controls(text: str) -> str:
    """The same length, with a space for every control, bidirectional override, unassigned character or surrogate."""
    if text.isprintable():
        return text
    joiners = "\u200c\u200d\xad"  # part of words in Persian, Indic scripts and hyphenated text
    return "".join(char if char.isprintable() or char in joiners else " " for char in text)


class Scanner:
    """A place in a text; `at` is the offset of the next character."""

    def __init__(self, text: str, *, lenient: bool) -> None:
        self.text = text
        self.code = text.translate(FULL_WIDTH)
        """The text in which full-width signs are plain ones: what decides, where `text` is what is kept."""
        self.lenient = lenient
        self.at = 0

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
        return bool(char) and (char in QUOTES or char in ANGLES)

    def closing_quote(self, start: int) -> int | None:
        """Where the quotation that opens at `start` ends: `"` with `"`, curly with any curly or straight, « with »."""
        opening = self.code[start]
        wanted = ANGLES.get(opening) or ('"' if opening == '"' else QUOTES)
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
        return any(self.is_operator(name) for name in OPERATORS)

    def operator(self, name: str) -> int | None:
        """Where the operator stands, if it is next; it is then behind us."""
        self.skip_space()
        if not self.is_operator(name):
            return None
        start = self.at
        self.at += len(name)
        return start

    def scan_word(self) -> tuple[str, list[bool]]:
        """The characters up to the word's end, and for each whether it may act as an operator (was not escaped)."""
        start, chars, live = self.at, [], []
        while self.at < len(self.text):
            char = self.code[self.at]
            if char == "\\" and self.at + 1 < len(self.text) and self.text[self.at + 1] in ESCAPABLE:
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
            hint = "Write word~ for words like it, word^2 to count it twice. " + QUOTE_IT
            raise self.error(f"{self.peek()} needs a word before it", self.at, hint=hint)
        return "".join(chars), live

    def error(self, message: str, start: int, end: int | None = None, hint: str = "") -> QueryError:
        start = min(start, max(0, len(self.text) - 1))
        return QueryError(message, self.text, start, min(max(end or 0, start + 1), max(1, len(self.text))), hint)


def unescaped_in_quotes(text: str) -> str:
    """Inside quotes a backslash escapes a quote or a backslash, and is itself before anything else."""
    if "\\" not in text:
        return text
    chars, at = [], 0
    while at < len(text):
        at += text[at] == "\\" and text[at + 1 : at + 2] in ('"', "＂", "\\")
        chars.append(text[at])
        at += 1
    return "".join(chars)
