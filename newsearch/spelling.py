"""A word -> its other spellings: British and American, and the skeleton that the spellings of a foreign name share.

Pure, but for `anyascii`, which is met here only and loaded for words beyond ASCII.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

_PAIRS = """
behaviour behavior  candour candor  clamour clamor  colour color  demeanour demeanor  endeavour endeavor  favour favor
favourite favorite  fervour fervor  flavour flavor  glamour glamor  harbour harbor  honour honor  humour humor
labour labor  neighbour neighbor  neighbourhood neighborhood  odour odor  parlour parlor  rigour rigor  rumour rumor
saviour savior  savour savor  splendour splendor  tumour tumor  valour valor  vapour vapor  vigour vigor  armour armor
centre center  theatre theater  metre meter  kilometre kilometer  litre liter  fibre fiber  calibre caliber
sabre saber  spectre specter  sombre somber  lustre luster  manoeuvre maneuver  meagre meager
defence defense  offence offense  licence license  pretence pretense  programme program  cheque check  tyre tire
grey gray  plough plow  sceptical skeptical  sceptic skeptic  aluminium aluminum  mould mold  moustache mustache
pyjamas pajamas  jewellery jewelry  catalogue catalog  dialogue dialog  analogue analog  storey story  kerb curb
draught draft  ageing aging  judgement judgment  enrol enroll  fulfil fulfill  instalment installment  skilful skillful
wilful willful  paediatric pediatric  anaemia anemia  haemorrhage hemorrhage  oestrogen estrogen  foetus fetus
diarrhoea diarrhea  encyclopaedia encyclopedia  artefact artifact  travelled traveled  travelling traveling
traveller traveler  cancelled canceled  cancelling canceling  labelled labeled  modelled modeled  fuelled fueled
signalled signaled  marvellous marvelous  counsellor counselor  tranquillity tranquility  analyse analyze
analysed analyzed  analysing analyzing  paralyse paralyze  paralysed paralyzed  catalyse catalyze
"""
_BRITISH = dict(zip(_PAIRS.split()[::2], _PAIRS.split()[1::2], strict=True))
_AMERICAN = {american: british for british, american in _BRITISH.items()}
_ISE = re.compile(r"(?<=.{3})i([sz])(e|ed|es|er|ers|ing|ation|ations|ational)$")

_NAMES = """
kyiv kiev, kharkiv kharkov, lviv lvov, chornobyl chernobyl, dnipro dnepr, zaporizhzhia zaporozhye, mykolaiv nikolaev,
mumbai bombay, beijing peking, myanmar burma, muhammad mohammed mohamed mohammad muhammed mohamad, yousef yusuf youssef,
gaddafi qaddafi kadafi gadhafi, osama usama, hussein husain hussain, hezbollah hizbullah hizballah, quran koran,
volodymyr vladimir, oleksandr aleksandr alexander, serhiy sergei, mykola nikolai
"""
_FAMILIES = [family.split() for family in _NAMES.replace("\n", " ").split(",")]

_SKELETON = (
    ("shch|sch|sh", "s"),
    ("tch|ch|cz", "c"),
    ("ts|tz|zz", "z"),
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("x", "ks"),
    ("ck|q", "k"),
    ("w", "v"),
    ("ou", "u"),
    ("[iyj]+", "i"),
    ("ie", "e"),
    (r"(.)\1+", r"\1"),
    ("([oe])v?f$", r"\1v"),
)
"""What spellings of a name differ in, folded one after the other: Zelensky, Zelenskyy, Zelenskiy; Romanov, Romanoff."""
_STEADY = frozenset("abdlmnr")
SHORTEST_NAME = 5
"""Shorter names have too many look-alikes."""

_CYRILLIC_STARTS = {
    "a": "а", "b": "б", "c": "цчк", "d": "д", "e": "еэ", "f": "ф", "g": "гґ", "h": "хг", "i": "иіі", "j": "йжяюе",
    "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р", "s": "сш", "t": "тц", "u": "у",
    "v": "в", "w": "в", "x": "к", "y": "йыяюе", "z": "зц",
}  # fmt: skip


def other_spelling(word: str) -> str | None:
    """The American spelling of a British word, or the other way round; None for words that have one spelling."""
    lower = word.lower()
    known = _BRITISH.get(lower) or _AMERICAN.get(lower) or _inflected(lower)
    if known:
        return known
    match = _ISE.search(lower)
    if match:
        return f"{lower[: match.start()]}i{'z' if match[1] == 's' else 's'}{match[2]}"
    return None


def _inflected(word: str) -> str | None:
    """`colours`, `favoured`, `neighbouring`, by the word without its ending."""
    for ending in ("s", "ed", "ing", "ers"):
        stem = word.removesuffix(ending)
        other = stem != word and (_BRITISH.get(stem) or _AMERICAN.get(stem))
        if other:
            return other + ending
    return None


def ascii_of(word: str) -> str:
    """The word in ASCII letters, transliterated where it has others."""
    if word.isascii():
        return word.lower()
    from anyascii import anyascii  # 15 ms for its tables

    return anyascii(word).lower()


def skeleton(word: str) -> str:
    """What the spellings of a name have in common; words with equal skeletons sound much alike."""
    text = "".join(char for char in ascii_of(word) if char.isalpha())
    for pattern, replacement in _skeleton_rules():
        text = pattern.sub(replacement, text)
    return text


@cache
def _skeleton_rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Compiled when first needed: 2 ms that a query without names need not pay."""
    return tuple((re.compile(pattern), replacement) for pattern, replacement in _SKELETON)


def sounding_alike(word: str, others: Iterable[str]) -> list[str]:
    """Those of `others`, folded words, whose skeletons may be equal to that of `word`, by the letters that no rule
    touches but to make one of two: most of a dictionary is left out in half a microsecond a word."""
    if not word.isascii():
        return list(others)
    lower = word.lower()
    steady, order, size = _STEADY.intersection(lower), _steady_letters(lower), len(word)
    return [
        other
        for other in others
        if not other.isascii()
        or (
            size - 4 < len(other) < size + 4
            and _STEADY.intersection(other) == steady
            and _steady_letters(other) == order
        )
    ]


def _steady_letters(word: str) -> list[str]:
    """The letters of a word that no rule touches, in order, each run of one as one."""
    letters = [letter for letter in word if letter in _STEADY]
    return [letter for letter, before in zip(letters, ["", *letters], strict=False) if letter != before]


def family(word: str) -> tuple[str, ...]:
    """Other spellings of a name that no rule would find: Kyiv, Kiev."""
    lower = word.lower()
    return tuple(other for names in _FAMILIES if lower in names for other in names if other != lower)


def beginnings(word: str) -> tuple[str, ...]:
    """The first letters that spellings of a name may begin with, in Latin and in Cyrillic: where to look for them."""
    latin = ascii_of(word)[:2]
    cyrillic = [first for letter in latin[:1] for first in _CYRILLIC_STARTS.get(letter, "")]
    seconds = [second for letter in latin[1:] for second in _CYRILLIC_STARTS.get(letter, "")]
    return (latin, *dict.fromkeys(first + second for first in cyrillic for second in seconds))
