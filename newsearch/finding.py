"""Where wanted index terms stand in a text, without analysing all of it. Pure: the analysis is handed in.

A term and the words it is made of begin alike, so a substring search for beginnings names the few words that must be
analysed: a tenth of the time. Texts and terms for which that does not hold are analysed word by word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

Tokens = Callable[[str, str | None], Iterable[tuple[int, int, str]]]
"""(text, language) -> (start, end, term): the index's analysis. White space always parts terms."""
Hit = tuple[int, int, int, str]
"""(position, start, end, term); positions count words, and are exact only for words near each other."""
Piece = tuple[int, int, str]

_UNLIKE = frozenset({"ar", "fa", "ga", "id", "nl", "sr", "ta", "yi"})
"""Languages whose stemmers take something off the front of a word, or (Serbian) write it in another script."""
_MOST_BEGINNINGS = 60
"""More of them (a pattern like *tion) and analysing every word is cheaper."""
_GAP = 40
"""Characters that a word takes at most, when words between two others are counted."""
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f\s]+")
_PLAIN = "ΑΡΤΩαρσωАя\u2010\u2027‰‰€€\u3000\u3004〈〠ぁゖァヺ㐀\u9fff가힣"
"""First and last of ranges of characters that the analysis writes as `str.lower` does: plain letters of Greek and
Cyrillic, usual punctuation, Chinese, Japanese and Korean. A word with any other beyond ASCII is always analysed."""
_WORD = re.compile(r"\S*")


class Finder:
    """Finds the terms of `wanted`, in texts of one language. It remembers words, so keep it for all texts of a query."""

    def __init__(self, wanted: frozenset[str], reach: int | None, tokens: Tokens, language: str | None) -> None:
        """`reach`: how many words may stand between two hits for their number to be exact; None if nobody asks."""
        self.wanted = wanted
        self._reach = reach
        self._tokens = tokens
        self._language = language
        self._beginnings = beginnings(wanted, language)
        self._known: dict[str, tuple[Piece, ...]] = {}
        self._folded = _Folded()

    def hits(self, text: str) -> list[Hit]:
        """The wanted terms of a text, in order."""
        found: list[Hit] = []
        wanted = self.wanted
        position = last = 0
        for start, end in self._words(text):
            pieces = self._pieces(text[start:end])
            if not any(term in wanted for _, _, term in pieces):
                continue
            position += self._between(text, last, start)
            found.extend(
                (position + place, start + left, start + right, term)
                for place, (left, right, term) in enumerate(pieces)
                if term in wanted
            )
            position += len(pieces)
            last = end
        return found

    def _pieces(self, word: str) -> tuple[Piece, ...]:
        pieces = self._known.get(word)
        if pieces is None:
            pieces = self._known[word] = tuple(self._tokens(word, self._language))
        return pieces

    def _between(self, text: str, start: int, end: int) -> int:
        """How many terms stand between two hits; more than `reach` if they are far apart."""
        reach = self._reach
        if reach is None or text[start:end].isspace():
            return 0
        if end - start > (reach + 1) * _GAP:
            return reach + 1
        return sum(len(self._pieces(word)) for word in text[start:end].split())

    def _words(self, text: str) -> Iterator[tuple[int, int]]:
        """(start, end) of the words, between white space, that may hold a wanted term."""
        lower = text.lower()
        if self._beginnings is None or len(lower) != len(text):
            yield from (match.span() for match in re.finditer(r"\S+", text))
            return
        places = [at for beginning in self._beginnings for at in _places(lower, beginning)]
        if not text.isascii():
            folded = self._folded
            places += [match.start() for match in _BEYOND_ASCII.finditer(text) if folded[match[0]]]
        places.sort()
        end = 0
        for at in places:
            if at < end or text[at].isspace():
                continue
            start = at
            while start > end and not text[start - 1].isspace():
                start -= 1
            match = _WORD.match(text, at)
            end = match.end() if match else at
            yield start, end


class _Folded(dict[str, bool]):
    """Run of characters beyond ASCII -> whether the analysis may write one of them otherwise than `str.lower` does.

    In Python, because a regular expression with these ranges takes 2.4 ms to compile.
    """

    def __missing__(self, run: str) -> bool:
        if len(run) == 1:
            ranges = zip(_PLAIN[::2], _PLAIN[1::2], strict=True)
            self[run] = folded = not any(first <= run <= last for first, last in ranges)
        else:
            self[run] = folded = any(map(self.__getitem__, run))
        return folded


def _places(lower: str, beginning: str) -> Iterator[int]:
    """Where words begin with `beginning`; anywhere in scripts without spaces between words."""
    spaced = beginning < "\u0e00"
    at = lower.find(beginning)
    while at >= 0:
        before = lower[at - 1] if at else " "
        if not spaced or before >= "\u0e00" or not before.isalnum():
            yield at
        at = lower.find(beginning, at + 1)


def beginnings(wanted: Iterable[str], language: str | None) -> tuple[str, ...] | None:
    """What the words of these terms begin with, in small letters, but for characters beyond `_PLAIN`; None if that cannot be told.

    Two characters, because suffix stemmers leave as many: `dying` and `die` differ in y and i only. One in German, where
    Oesterreich is Österreich, and for numbers: 1,000 is 1000. U.S. is us, O'Brien is obrien.
    """
    if language in _UNLIKE:
        return None
    found: set[str] = set()
    for term in wanted:
        first, second = term[:1], term[1:2]
        if "\u0370" <= first < "\u0400" or "\u0590" <= first < "\u0780" or "\u1f00" <= first < "\u2000":
            return None  # Greek, Hebrew and Arabic words get their stemmers in texts of any language
        if not second or language == "de" or not first.isalpha():
            found.update(_either(first))
        else:
            found.update(a + b for a in _either(first) for b in _either(second))
            found.update(a + sign for a in _either(first) for sign in ".'’‘")
    return tuple(found) if len(found) <= _MOST_BEGINNINGS else None


def _either(letter: str) -> str:
    return "iy" if letter in "iy" else letter
