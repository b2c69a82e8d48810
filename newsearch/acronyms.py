"""Text -> the acronyms that it explains: `Collective Security Treaty Organization (CSTO)`, in any script with capitals.

The algorithm is Schwartz and Hearst's (A simple algorithm for identifying abbreviation definitions in biomedical text,
PSB 2003): the letters of the short form must be found in order in the words before the parenthesis, the first of them at
the start of a word. News needs more caution than medicine, because what stands in parentheses is mostly not an acronym:
the short form must be in capitals, and most of its letters must begin words. Words that all the letters begin are tried first:
`personal protection equipment (PPE)` would else begin at `protection`.
"""

from __future__ import annotations

import re
from itertools import islice

MOST = 20
"""Pairs of one block; a glossary has more than a story needs."""
_READ = 100_000
"""Characters looked at."""
_PARENTHESIS = re.compile(r"\(\s*[\"“«]?([^()\n]{2,80}?)[\"”»]?\s*\)")
_SHORT = re.compile(r"[^\W_](?:[^\W_]|[.&/-]){1,9}")
_BREAK = re.compile(r"[.!?;:()\[\]\n]\s")
_LETTERS = re.compile(r"[^\W_]")
_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_SMALL_WORDS = """
a an and are at be by de del der des die do du e et for für i in is la le los of on or the to und über van von was were y zu
в до з за и й о об от по с у і
"""
_SMALL = frozenset(_SMALL_WORDS.split())
"""Words that an acronym may pass over: articles, prepositions, conjunctions of a few languages, and `is`."""
_PARTY = re.compile(r"[A-Z]-[A-Z]")
"""(D-MA): a politician's party and state."""


def acronyms_of(text: str) -> tuple[tuple[str, str], ...]:
    """(short, long) of every acronym that the text explains, in order, each once; as they are written there."""
    if "(" not in text:
        return ()
    return tuple(islice(dict.fromkeys(_pairs(text[:_READ])), MOST))


def _pairs(text: str) -> list[tuple[str, str]]:
    found = []
    for match in _PARENTHESIS.finditer(text):
        inside = match[1].partition(",")[0].partition(";")[0].strip().removeprefix("or ")
        window = text[max(0, match.start() - _WINDOW) : match.start()].rstrip()
        if is_short(inside):
            long = long_form(inside, _sentence_end(window))
            if long:
                found.append((_bare(inside), long))
        elif window:
            # The other way round: CSTO (Collective Security Treaty Organization)
            short = window.rsplit(None, 1)[-1].strip("\"“”«»,'’")
            if is_short(short) and long_form(short, inside) == inside:
                found.append((_bare(short), inside))
    return found


_WINDOW = 160
"""Characters before a parenthesis: enough for the longest name."""


def _sentence_end(window: str) -> str:
    """What stands behind the last end of a sentence."""
    breaks = [match.end() for match in _BREAK.finditer(window) if not _is_initial(window, match.start())]
    return window[breaks[-1] :] if breaks else window


def _is_initial(text: str, at: int) -> bool:
    """Whether the full stop at `at` belongs to a single letter, as in `U.S. Agency`."""
    return text[at] == "." and (at < 2 or not text[at - 2].isalnum())


def is_short(text: str) -> bool:
    """Whether this may be an acronym: short, and mostly in capitals."""
    if not _SHORT.fullmatch(text) or _PARTY.match(text):
        return False
    letters = [char for char in text.removesuffix("s") if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    return capitals >= 2 and 2 * capitals > len(letters)


def _bare(short: str) -> str:
    return short.removesuffix("s") if short[:-1].isupper() else short


def long_form(short: str, text: str) -> str | None:
    """The words at the end of `text` that `short` stands for."""
    letters = "".join(_LETTERS.findall(_bare(short))).casefold()
    words = list(_WORD.finditer(text))[-min(len(letters) + 5, 2 * len(letters) + 2) :]
    if not words or not letters or text[words[-1].end() :].strip("\"”»’' "):
        return None
    first = _by_initials(letters, [match.group().casefold() for match in words])
    if first is not None:
        start: int | None = words[first].start()
    else:
        start = _aligned(letters, text.casefold()) if len(text.casefold()) == len(text) else None
    if start is None or start < words[0].start():
        return None
    long = re.sub(r"['’]s?$", "", text[start : words[-1].end()])
    return long if _plausible(letters, long, short) else None


def _by_initials(letters: str, words: list[str]) -> int | None:
    """The number of the word that the long form begins with, if every letter begins a word; small words may be passed over."""
    if not letters:
        return len(words)
    if not words:
        return None
    *before, word = words
    found = _by_initials(letters, before) if word in _SMALL else None
    if found is None or found == len(before):
        found = _by_initials(letters[:-1], before) if word.startswith(letters[-1]) else None
    return found


def _aligned(letters: str, text: str) -> int | None:
    """Where the long form begins: the letters are found from the last to the first, each as far right as it goes."""
    at = len(text)
    for number in range(len(letters) - 1, -1, -1):
        letter = letters[number]
        at = text.rfind(letter, 0, at)
        while at > 0 and number == 0 and text[at - 1].isalnum():
            at = text.rfind(letter, 0, at)
        if at < 0:
            return None
    return at


def _plausible(letters: str, long: str, short: str) -> bool:
    words = [match.group() for match in _WORD.finditer(long)]
    telling = [word for word in words if word.casefold() not in _SMALL]
    initials = "".join(word[0] for part in words for word in re.split(r"[-&’']", part) if word).casefold()
    shared = _common_in_order(letters, initials)
    return (
        len(telling) >= 2
        and words[0] not in _SMALL
        and not any(char in '"“”();' for char in long)
        and short.casefold() not in (word.casefold() for word in words)
        and len(long) > len(short) + 2
        and shared * 3 >= 2 * len(letters)
        and len(telling) <= len(letters) + 1
    )


def _common_in_order(letters: str, initials: str) -> int:
    """Length of the longest common subsequence: how many letters of the acronym begin a word."""
    row = [0] * (len(initials) + 1)
    for letter in letters:
        previous = row
        row = [0]
        for j, initial in enumerate(initials):
            row.append(previous[j] + 1 if letter == initial else max(previous[j + 1], row[j]))
    return row[-1]
