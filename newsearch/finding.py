"""Where wanted index terms stand in a text, without analysing all of it. Pure: the analysis is handed in.

A term and the words it is made of begin alike, so a substring search for beginnings names the few words that must be
analysed: a tenth of the time. Texts and terms for which that does not hold are analysed word by word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from unicodedata import category, normalize

Tokens = Callable[[str, str | None], Iterable[tuple[int, int, str]]]
"""(text, language) -> (start, end, term): the index's analysis. White space always parts terms."""
Hit = tuple[int, int, int, str]
"""(position, start, end, term); positions count words, and are exact only for words near each other."""
Piece = tuple[int, int, str]

_UNLIKE = frozenset({"af", "ar", "bs", "fa", "ga", "hr", "id", "ms", "nl", "sr", "sw", "ta", "yi"})
"""Languages whose stemmers take something off the front of a word, or (Serbian) write it in another script."""
_ONE_LETTER = frozenset({"de", "et", "fi"})
"""Languages in which no more letters of a word and its term are sure to agree."""
_APOSTROPHES = "'’‘"
_MOST_LETTERS = 4
_UNSPACED = "\u0e00"
"""From here on, scripts without spaces between words, but for a few."""
_MOST_BEGINNINGS = 60
"""More of them (a pattern like *tion) and analysing every word is cheaper."""
_GAP = 40
"""Characters that a word takes at most, when words between two others are counted."""
_ASCII = bytes(range(128))
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
        known = self._beginnings or ()
        self._plain = [beginning for beginning in known if beginning[1:2] not in tuple(_APOSTROPHES)]
        self._ascii = all(map(str.isascii, self._plain))
        self._letters = tuple([b for b in known if b[1:2] not in (".", *_APOSTROPHES)])
        self._first_letters = {b[:n] for b in self._letters for n in range(1, len(b) + 1)}
        self._spaced = all(beginning < _UNSPACED for beginning in known)
        self._known: dict[str, tuple[Piece, ...]] = {}
        self._hits: dict[str, list[Hit]] = {}
        self._folded = _Folded()

    def hits(self, text: str) -> list[Hit]:
        """The wanted terms of a text, in order."""
        found: list[Hit] = []
        of_words, counted = self._hits, self._reach is not None
        position = last = 0
        for start, end in self._words(text):
            word = text[start:end]
            of_word = of_words.get(word)
            if of_word is None:
                of_word = of_words[word] = self._hits_of(word)
            if not of_word:
                continue
            if counted:
                position += self._between(text, last, start)
            for place, left, right, term in of_word:
                found.append((position + place, start + left, start + right, term))
            position += len(self._known[word])
            last = end
        return found

    def _hits_of(self, word: str) -> list[Hit]:
        """The wanted terms of a word, as if it were a text."""
        pieces = enumerate(self._pieces(word))
        return [(place, left, right, term) for place, (left, right, term) in pieces if term in self.wanted]

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

    def _words(self, text: str) -> list[tuple[int, int]]:
        """(start, end) of the words, between white space, that may hold a wanted term."""
        if self._beginnings is None:
            return [match.span() for match in re.finditer(r"\S+", text)]
        places: list[int] = []
        lower = text.lower() if text.isascii() else self._lowered(text, places)
        if len(lower) != len(text):
            return [match.span() for match in re.finditer(r"\S+", text)]
        for beginning in self._plain:
            if beginning in lower:
                _put_places(lower, beginning, places)
        for sign in _APOSTROPHES:
            if sign in lower:
                self._put_apostrophes(lower, sign, places)
        places.sort()
        return _words_at(text, places)

    def _put_apostrophes(self, lower: str, sign: str, places: list[int]) -> None:
        """Where words begin that are sought by their first letters, with an apostrophe among these."""
        for beginning in self._beginnings or ():
            if sign in beginning:
                _put_places(lower, beginning, places)
        _put_inner(lower, sign, self._first_letters, places)

    def _lowered(self, text: str, places: list[int]) -> str:
        """A text beyond ASCII in small letters. Puts into `places` where characters stand that the analysis writes
        otherwise than `str.lower` does."""
        data = text.encode("utf-8", "surrogatepass")
        # Other capitals do not matter where plain letters are looked for, and this takes half as long.
        lower = data.lower().decode("utf-8", "surrogatepass") if self._ascii else text.lower()
        beyond = data.translate(None, _ASCII).decode("utf-8", "surrogatepass")
        folded = self._folded
        for character in set(beyond):
            letter = folded[character]
            if letter is not None:
                at = text.find(character)
                while at >= 0:
                    if not self._spaced or self._may_stand(lower, at, letter):
                        places.append(at)
                    at = text.find(character, at + 1)
        return lower

    def _may_stand(self, lower: str, at: int, letter: str) -> bool:
        """Whether what is sought may begin with the letters before `at` and what stands there and next, if that is a plain
        `letter` with an accent. Behind a digit or an apostrophe it is not looked at so closely, nor is a ½ or ㎞, which
        begins a word of its own."""
        if not letter and category(lower[at]) in ("No", "So"):
            return True
        start = at
        while start and lower[start - 1].isalpha() and lower[start - 1] < _UNSPACED:
            start -= 1
            if at - start >= _MOST_LETTERS:
                return False
        if start and (lower[start - 1].isdigit() or lower[start - 1] in _APOSTROPHES):
            return True
        first = lower[start:at] + letter
        after = lower[at + 1 : at + 2]
        if letter and after.isalpha() and after.isascii():
            first += after
        return not first or first in self._first_letters or first.startswith(self._letters)


class _Folded(dict[str, str | None]):
    """Character beyond ASCII -> None if the analysis writes it as `str.lower` does, else the plain letter that it is with
    some accent; empty if it is no such letter."""

    def __missing__(self, character: str) -> str | None:
        ranges = zip(_PLAIN[::2], _PLAIN[1::2], strict=True)
        if any(first <= character <= last for first, last in ranges):
            found = None
        else:
            letter = normalize("NFD", character)[0]
            found = letter.lower() if letter.isascii() and letter.isalpha() else ""
        self[character] = found
        return found


def _put_places(lower: str, beginning: str, places: list[int]) -> None:
    """Where words begin with `beginning`; anywhere in scripts without spaces between words."""
    spaced = beginning < _UNSPACED
    at = lower.find(beginning)
    while at >= 0:
        before = lower[at - 1] if at else " "
        if not spaced or before >= _UNSPACED or not before.isalpha():
            places.append(at)
        at = lower.find(beginning, at + 1)


def _put_inner(lower: str, sign: str, first_letters: Collection[str], places: list[int]) -> None:
    """Apostrophes inside words, which are not in their terms: Ha'aretz is haaretz. A letter alone after one (it's, don't)
    makes no word long enough to be sought by more than two."""
    at = lower.find(sign)
    while at >= 0:
        after = lower[at + 1 : at + 3]
        if after.isalnum() or (after[:1].isalnum() and after[1:] in _APOSTROPHES):
            start = at - 1
            while start > 0 and at - start < _MOST_LETTERS and lower[start - 1].isalpha():
                start -= 1
            if lower[start:at] in first_letters:
                places.append(at)
        at = lower.find(sign, at + 1)


def _words_at(text: str, places: list[int]) -> list[tuple[int, int]]:
    """(start, end) of the words, between white space, in which ascending places lie."""
    found = []
    end = 0
    for at in places:
        if at < end or text[at].isspace():
            continue
        start = at
        while start > end and not text[start - 1].isspace():
            start -= 1
        match = _WORD.match(text, at)
        end = match.end() if match else at
        found.append((start, end))
    return found


def beginnings(wanted: Iterable[str], language: str | None) -> tuple[str, ...] | None:
    """What the words of these terms begin with, in small letters, but for characters beyond `_PLAIN`; None if that cannot be told.

    Suffix stemmers change at most two letters at the end of what they leave (studies: studi, possibility: possibl), and of
    four letters only one, so longer terms are sought by their first three or four. Shorter ones by two: `dying` and
    `die` differ in y and i only. One in German, where Oesterreich is Österreich, in Estonian (loeb: luge), in
    Finnish, which parts double letters, and for numbers: 1,000 is 1000. U.S. is us, O'Brien is obrien.
    """
    if language in _UNLIKE:
        return None
    found: set[str] = set()
    for term in wanted:
        first, second = term[:1], term[1:2]
        if "\u0370" <= first < "\u0400" or "\u0590" <= first < "\u0780" or "\u1f00" <= first < "\u2000":
            return None  # Greek, Hebrew and Arabic words get their stemmers in texts of any language
        if language == "tr" and len(term) < 3:
            return None  # p, ç, t and k at a stem's end are also b, c, d and g
        if not second or language in _ONE_LETTER or not first.isalpha():
            found.update(_either(first))
        elif len(term) > 3:
            found.update((term[: min(_MOST_LETTERS, max(3, len(term) - 2))], f"{first}.{second}"))
        else:
            signs = ("", ".", *_APOSTROPHES)
            found.update(a + sign + b for a in _either(first) for b in _either(second) for sign in signs)
    return tuple(found) if len(found) <= _MOST_BEGINNINGS else None


def _either(letter: str) -> str:
    return "iy" if letter in "iy" else letter
