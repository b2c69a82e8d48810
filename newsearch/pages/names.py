"""The names of persons: what they look like in the scripts of news, which first names are known, how they are spelled."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources

from newsearch.pages.words import words

PARTICLES = words("names", "particle")
"""Words within names that keep their small letter."""
JOB = words("names", "job")
"""Words of a job or a desk: a name ends before them."""
ORGANISATION = words("names", "organisation")
STOP_WORDS = words("names", "stop")
"""Words that are never part of a person's name: a text that holds one of these, or of the organisations, is not a name."""
_NO_NAMES = ORGANISATION | STOP_WORDS | JOB
_BESIDE_DATE = words("dates", "beside")
_POSTNOMINAL = frozenset(["jr", "sr", "jr.", "sr."])
_NEVER_FIRST = PARTICLES - {"la", "le", "el", "al", "de", "van", "von", "st.", "abu", "ben", "bin"}
_NAME_WORD = re.compile(
    r"^(?:[A-ZÀ-ÖØ-ÞĀ-ŽȘȚЀ-ЯҐҒҚҢӘӨҮҰҺԱ-ՖΑ-ΩΆΈΉΊΌΎΏḀ-ỿƀ-ɏ][\w’'‘.\-ʻ]*|(?:[dl]['’]|al-|el-|ʻ)[A-ZÀ-Þ][\w’'-]*)$"
)
_INITIALS = re.compile(r"^(?:[^\W\d_]\.-?){1,4}$")
CASELESS = re.compile(r"[\u0590-\u074f\u0900-\u0dff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u10a0-\u10ff]")
"""Letters of scripts without capitals."""
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_KANJI_NAME = re.compile(r"^[\u3400-\u9fff]{1,3}[ \u3000][\u3400-\u9fff]{1,3}$")


def looks_like_name(text: str) -> bool:
    """Whether a whole line is, by its looks and its first name, the name of a person: two to five words, nothing else."""
    return could_be_name(text) and (bool(CASELESS.search(text)) or has_given_name(text))


def could_be_name(text: str) -> bool:
    """Whether a whole line could be a name by its looks alone; a headline of three nouns could be, too."""
    text = text.strip()
    return 4 <= len(text) <= 50 and _could_be_name(text)


@lru_cache(maxsize=4096)
def _could_be_name(text: str) -> bool:
    if any(map(str.isdigit, text)):
        return False
    if not text.isascii() and CASELESS.search(text):
        words = text.split()
        return bool(_KANJI_NAME.match(text)) or (
            not CJK.search(text)
            and not ends_like_sentence(text)
            and len(words) in (2, 3)
            and _NO_NAMES.isdisjoint(words)
            and not _BESIDE_DATE.issuperset(words)
        )
    words = text.split()
    if not 2 <= len(words) <= 5 or ends_like_sentence(text):
        return False
    lowered = [w.strip(".,'’").lower() for w in words]
    if any(w in ORGANISATION or w in JOB or (w in STOP_WORDS and w not in PARTICLES) for w in lowered):
        return False
    if lowered[-1] in PARTICLES or lowered[0] in _NEVER_FIRST:
        return False
    return plausible(words) and sum(bool(_NAME_WORD.match(w)) for w in words) >= 2


_SENTENCE_ENDS = tuple(".,:;!?–—-")


def ends_like_sentence(text: str) -> bool:
    """Whether a line ends with a sign that ends no name: all but the dot of `Jr.`"""
    return text.endswith(_SENTENCE_ENDS) and not text.lower().endswith((" jr.", " sr."))


def plausible(words: list[str]) -> bool:
    """Whether words, at least two, could be a person's name: capitals, particles, initials, at most one exception."""
    lower = [w for w in words if not _NAME_WORD.match(w)]
    capitals = len(words) - len(lower)
    # "Per Aalto", "Will Hobson": a first name may be a word of another language
    rest = words[1:] if capitals == len(words) and has_given_name(" ".join(words)) else words
    if any(w.lower() in STOP_WORDS and w.lower() not in PARTICLES for w in rest):
        return False
    if capitals == 0:
        return len(words) == 2 and all(w.isalpha() for w in words)
    return all(w.lower() in PARTICLES or _INITIALS.match(w) or w.lower() in _POSTNOMINAL for w in lower)


@cache
def given_names() -> frozenset[str]:
    """The first names of the world, folded."""
    text = resources.files("newsearch.pages").joinpath("data/given_names.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


_TITLES = frozenset(["dr", "prof", "mr", "mrs", "ms", "sir", "dipl", "ing", "mag", "lic"])
_NAME_BREAK = re.compile(r"[-'’.]")


@lru_cache(maxsize=4096)
def has_given_name(name: str) -> bool:
    """Whether a name starts with a first name that is known, perhaps behind a title or an initial."""
    given, found = given_names(), 0
    for word in name.split():
        bare = word.strip(".")
        if len(bare) < 2 or bare.lower() in _TITLES:
            continue
        folded = word.casefold()
        if not folded.isascii():
            folded = "".join([c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c)])
        if folded in given or any(part in given for part in _NAME_BREAK.split(folded)):
            return True
        found += 1
        if found == 2:
            break
    return False


_ROMAN = frozenset(("II", "III", "IV", "VI", "VII", "VIII", "IX", "XIV"))


def title_case(name: str) -> str:
    """A name in capitals as names are written: `SADHBH O'SULLIVAN` -> `Sadhbh O'Sullivan`; others unchanged."""
    words = name.split()
    if len(words) < 2 or not any(len(w.strip(".")) > 2 and w.isupper() for w in words):
        if len(words) > 1 and name.islower() and name.isascii():
            return " ".join(w if w in PARTICLES else w.capitalize() for w in words)
        return name
    whole = all(w.isupper() for w in words if w.isalpha())
    # "Yann LE GOFF": only the last name is in capitals, its article too
    words = [
        w.capitalize() if w == "LE" and after.isupper() else w for w, after in zip(words, [*words[1:], ""], strict=True)
    ]
    return " ".join(_title_word(w, whole, first=i == 0) for i, w in enumerate(words))


def _title_word(word: str, whole: bool, *, first: bool) -> str:
    bare = word.strip(".,")
    if not bare.isupper() or (not whole and len(bare) < 3) or bare in _ROMAN or _INITIALS.match(word):
        return word
    if len(bare) <= 2 and not first and bare.lower() not in PARTICLES and not re.search("[AEIOUYÄÖÜ]", bare):
        return word.capitalize() if bare in ("JR", "SR", "ST", "DR", "MR", "MS") else word
    if bare.lower() in PARTICLES and not first:
        return word.lower()
    return "-".join(_title_part(part) for part in word.split("-"))


def _title_part(part: str) -> str:
    low = part.lower()
    m = re.match(r"(mc|o['’]|d['’]|l['’])(.+)", low)
    if m and len(m[2]) > 2:
        return m[1].capitalize() + m[2].capitalize()
    return low[:1].upper() + low[1:]
