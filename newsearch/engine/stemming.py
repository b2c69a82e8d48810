"""A word -> its form, without differences of case and accent, and its term: the stem, by language, without these either."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache

import Stemmer

SNOWBALL = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
"""ISO 639-1 -> Snowball algorithm of PyStemmer."""

_CYRILLIC = frozenset({"ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "mn", "tg"})
_OTHER_SCRIPTS = frozenset(
    {"ar", "fa", "ur", "he", "yi", "el", "hy", "ka", "hi", "ne", "mr", "ta", "te", "bn", "zh", "ja", "ko", "th"}
)
_FOLD_BEFORE_STEMMING = frozenset({"en", "ru", "uk", "be", "bg", "ar", "fa"})
"""Their stemmers want no accents; those of the other languages know endings by their accents."""


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when it is first needed: a query of one plain word needs none of them, and all take 25 ms."""
    return re.compile(pattern)


_LETTERS = {
    "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ħ": "h", "ŧ": "t", "ə": "e",
    "ё": "е", "ѐ": "е", "ѝ": "и", "ґ": "г",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ـ": "",
    "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ",
}  # fmt: skip
_BEYOND_LATIN = "\u0250"
"""Words that sort before it begin with a letter of the Latin script."""
_SIGNS_OF_LETTERS = str.maketrans("", "", "\u00b7\u02bc")
"""What the compatibility forms of ŀ and ŉ have beside the letter."""
TATWEEL = "ـ"
"""A letter that folds to nothing."""
_KEEPS_MARK = "[\u0400-\u052f\u0600-\u06ff\u0900-\u0dff\u3040-\u30ff\uac00-\ud7af]"
"""Scripts whose composed letters are letters of their own: й is not и, ї not і, ў not у (мой and мои are two words)."""
_DROPPED_MARK = "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc]"

_UKRAINIAN = (
    "(?:ування|ювання|ськими|ського|ському|цькими|цького|цькому|ською|ській|ських|цькою|цькій|цьких|ський|цький|ська"
    "|ське|ські|цька|цьке|цькі|остями|остях|остям|ості|істю|ість|ення|ання|іння|енням|анням|інням|енні|анні|ували"
    "|ювали|увала|ювала|увало|ував|ював|увати|ювати|ується|юється|ують|юють|увався|увалися|увалась|ілися|алися|илися"
    "|ився|ався|илась|алась|илося|алося|ться|тися|тись|ого|ому|ими|ові|еві|єві|ями|ами|иях|іями|іях|іям|ією|єю|ях|ах"
    "|ям|ам|ів|їв|ей|ем|єм|ом|ою|ею|ий|ій|ої|их|им|ім|іх|ую|юю|ає|ають|али|ала|ало|ати|ити|или|ила|ило|ють|уть|ять"
    "|ать|ить|іть|ти|ла|ло|ли|в|є|ї|я|ю|и|і|а|о|у|е|ь|й)$"
)


class _Folds(dict[int, str]):
    """Code point -> its folded text, filled as characters are met; for `str.translate` after NFKC and casefold."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = self[code] = _fold_character(char) if code > 127 else char
        return folded


def _fold_character(char: str) -> str:
    if char in _LETTERS:
        return _LETTERS[char]
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if compiled(_DROPPED_MARK).match(char) or unicodedata.category(char) == "Cf":
        return ""
    if compiled(_KEEPS_MARK).match(char):
        return char
    bare = "".join(c for c in unicodedata.normalize("NFD", char) if not compiled(_DROPPED_MARK).match(c))
    return "".join(_LETTERS.get(c, c) for c in bare)


_FOLDS = _Folds()


def _lower(word: str, language: str | None = None) -> str:
    if language == "tr":
        word = word.replace("I", "ı").replace("İ", "i")
    if word.isascii():
        return word.lower()
    lower = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
    return lower.translate(_SIGNS_OF_LETTERS) if "\u00b7" in lower or "\u02bc" in lower else lower


def fold(text: str) -> str:
    """`text` without differences of case, accent or compatibility form; й, ї and ў stay letters of their own."""
    return text.lower() if text.isascii() else _lower(text).translate(_FOLDS)


def _lower_words(words: Sequence[str], language: str | None = None) -> list[str]:
    """`_lower` of many words without white space, as one text."""
    joined = " ".join(words)
    lower = _lower(joined, language).split(" ") if words else []
    # a character whose compatibility form has a space, as that of \u00b4
    return lower if len(lower) == len(words) else [_lower(word, language) for word in words]


def folded(words: Sequence[str]) -> Sequence[str]:
    """`fold` of many words without white space."""
    return _folded(_lower_words(words))


def _folded(lower: Sequence[str]) -> Sequence[str]:
    return [word if word.isascii() else word.translate(_FOLDS) for word in lower]


def _stem_ukrainian(word: str) -> str:
    """A light stemmer, for want of a Snowball one: one ending off, three letters stay."""
    match = compiled(_UKRAINIAN).search(word, 3)
    return word[: match.start()] if match else word


def _restore_accent(word: str, language: str) -> str:
    """Endings that Snowball knows with an accent only and people type without; and a plural that it leaves (eleições)."""
    if language == "es" and word.endswith(("cion", "sion")):
        return word[:-2] + "ón"
    if language == "pt" and word.endswith("cao"):
        return word[:-3] + "ção"
    if language == "pt" and word.endswith(("coes", "ções")):
        return word[:-4] + "ção"
    return word


@cache
def _snowball(language: str) -> Stemmer.Stemmer:
    # The stemmer's own cache would repeat our chunk tables.
    return Stemmer.Stemmer(SNOWBALL[language], 0)


@cache
def _stemmer(language: str) -> Callable[[str], str] | None:
    if language in ("uk", "be"):
        return _stem_ukrainian
    if language not in SNOWBALL:
        return None
    stem: Callable[[str], str] = _snowball(language).stemWord
    return stem


def stemmed_as(word: str, language: str | None) -> str:
    """Whose stemmer a word gets: the text's, unless the word is of another script (`Facebook` in a Russian text)."""
    first = word[0]
    if "\u0400" <= first <= "\u052f":
        return language if language in _CYRILLIC else "ru"
    if first < _BEYOND_LATIN or "\u1e00" <= first < "\u1f00":
        return "en" if language is None or language in _CYRILLIC or language in _OTHER_SCRIPTS else language
    if "\u0600" <= first <= "\u06ff":
        return language if language in ("fa", "ur") else "ar"
    if "\u0370" <= first <= "\u03ff" or "\u1f00" <= first < "\u2000":
        return "el"
    if first >= "\ufb00" and (plain := unicodedata.normalize("NFKC", first)) != first:
        return stemmed_as(plain.lstrip() or "-", language)
    return language or ""


def stemmed(word: str, language: str | None) -> str:
    """The term of a word, which may be in any case and hold accents."""
    chosen = stemmed_as(word, language)
    stem = _stemmer(chosen)
    if stem is None:
        return fold(word)
    if chosen in _FOLD_BEFORE_STEMMING:
        return stem(fold(word)).translate(_FOLDS)
    return stem(_restore_accent(_lower(word, chosen), chosen)).translate(_FOLDS)


def stemmed_words(words: Sequence[str], language: str | None) -> tuple[Sequence[str], Sequence[str]]:
    """The terms and the forms of many words without white space: what is done to all in one go takes a third of the time."""
    lower = _lower_words(words)
    forms = _folded(lower)
    usual = stemmed_as("a", language)
    if not words or max(words) < _BEYOND_LATIN:
        return _stemmed_alike(words, lower, forms, usual), forms
    terms = list(forms)
    by_stemmer: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        chosen = usual if word < _BEYOND_LATIN else stemmed_as(word, language)
        by_stemmer.setdefault(chosen, []).append(place)
    for chosen, places in by_stemmer.items():
        own, own_lower, own_forms = ([texts[place] for place in places] for texts in (words, lower, forms))
        for place, term in zip(places, _stemmed_alike(own, own_lower, own_forms, chosen), strict=True):
            terms[place] = term
    return terms, forms


def _stemmed_alike(words: Sequence[str], lower: Sequence[str], forms: Sequence[str], chosen: str) -> Sequence[str]:
    """The terms of words that get the stemmer of language `chosen`."""
    if chosen not in SNOWBALL:
        stem = _stemmer(chosen)
        stems = forms if stem is None else list(map(stem, forms))
    elif chosen in _FOLD_BEFORE_STEMMING:
        stems = _snowball(chosen).stemWords(forms)
    else:
        stems = _snowball(chosen).stemWords(_accented(words, lower, chosen))
    if all(stems) and "".join(stems).isascii():
        return stems
    return [
        (stem if stem.isascii() else stem.translate(_FOLDS)) or form for stem, form in zip(stems, forms, strict=True)
    ]


def _accented(words: Sequence[str], lower: Sequence[str], language: str) -> Sequence[str]:
    """Words as the stemmers want them that know endings by their accents."""
    if language == "tr":
        return _lower_words(words, language)
    return [_restore_accent(word, language) for word in lower] if language in ("es", "pt") else lower
