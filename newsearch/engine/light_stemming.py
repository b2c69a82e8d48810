"""Light stemmers for languages that Snowball has none for, as data: the endings of nouns, adjectives and names by language, and
what of a word stays. Korean has particles instead, which a query drops, since texts are found by pairs of syllables.

Endings follow the light stemmers of Lucene (Arabic: Larkey's light10; Bulgarian: Nakov's; Latvian: Kreslins'; Bengali) and of
Savoy at the University of Neuchâtel, and grammars where there is none of these. Verbs mostly stay as they are: their endings are
short, and are the last letters of many nouns. For a few languages that Snowball has, what it leaves is brought together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from newsearch.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Light:
    """How the words of a language are stemmed. Expressions are written with letters as people write them."""

    endings: str
    """An expression of all endings, parted by blanks; the longest that leaves enough is taken off."""
    shortest: int = 3
    """Letters that stay, at least."""
    twice: bool = False
    """A second ending goes too: a plural before a case, and a last letter that only looks like an ending (Qazaqstan)."""
    beginnings: str = ""
    """An expression of what goes off the front, over and over."""
    written: tuple[tuple[str, str], ...] = ()
    """(expression, what replaces it) before endings are looked for."""
    left: tuple[tuple[str, str], ...] = ()
    """The same, of what is left: vowels that come and go (minister, ministra)."""


_FLEETING_E = (("(?<=...)(?<=[^aeiou])e(?=r$)", ""),)

_UKRAINIAN = (
    "ування ювання ськими ського ському цькими цького цькому ською ській ських цькою цькій цьких ський цький ська"
    " ське ські цька цьке цькі остями остях остям ості істю ість ення ання іння енням анням інням енні анні ували"
    " ювали увала ювала увало ував ював увати ювати ується юється ують юють увався увалися увалась ілися алися илися"
    " ився ався илась алась илося алося ться тися тись ого ому ими ями ами иях іями іях іям ією єю ях ах"
    " ям ам ів ей ем єм ом ою ею ий ій ої их им ім іх ую юю ає ають ав ив али ала ало ати ити или ила ило ють уть ять"
    " ать ить іть ти ла ло ли є ї я ю и і а о у е ь й"
    # towns (Львова), and nouns of which голова keeps its own
    " (?:(?<=....)|(?<=[^аеєиіїоуюя]{3}))ов(?:а|у|і|ою|ом|и|ами|ах|ам)?"
)
_KAZAKH = (
    "(?:[лдт][ае]р)?(?:с?[ыі])?(?:[ндт][ыі]ң|[ғгқк][ае]|н?[дт][ае]н?|н[ае]н|[мбп]ен|[нд][ыі]|(?<=[кқпстфхцчшщ])т[ыі]|н[ае])"
    " [лдт][ае]р(?:с?[ыі]н?)? с?[ыі]н? дағы дегі тағы тегі"
)
TABLE = {
    "ar": Light(
        "ها ات ة ه (?<=.....)(?:ان|ون|ين) (?<=....)(?:ية|ي)",
        twice=True,
        written=(("^(?:[وبكف]?ال|لل)(?=...)", ""),),
        left=(("^و(?=....)", ""),),
    ),
    "be": Light(_UKRAINIAN + " аў оў яў"),
    "bg": Light(
        "овете ищата ите ете ото ето ата ята ове еве ища (?<=[иа])ът ът ият ят ия(?<=ския) та то те я и й а е о у",
        left=(("(?<=...)ъ(?=[рл]$)", ""),),
    ),
    "bn": Light(
        "েরা দেরকে দের গুলোর গুলোকে গুলো গুলির গুলিকে গুলি টির টিকে টি টার টাকে টা রা ের কে (?<=[া-ৌ])তে য় ে র",
        shortest=2,
        twice=True,
    ),
    "fa": Light("هایشان هایش هایی های ها ترین تر (?<=....)(?:یان|گان|ان|ه) (?<=....)ات ی", twice=True),
    "gu": Light("(?:ો|ઓ)?(?:ના|ની|નું|નો|નાં|ને|માં|થી|એ) ઓ ો ે ા ી ું"),
    "he": Light("ים יות ות ית ה ת", beginnings="(?:ו?(?:כש|ש)?[מבלכ]?ה(?=...)|(?:ו|ש|כש|וש)?[בלמ](?=....)|ו(?=....))"),
    "ka": Light(
        "ებისთვის ებისგან ებიდან ებთან ებში ებზე ების ებით ებმა ებს ებად ები ისთვის ისგან იდან [აოეუი]?(?:ში|ზე|თან|დან)"
        " [აოეუ]ს [აოეუ]მ ის ით მა მდე ად ს ი ა ო ე"
    ),
    "kk": Light(_KAZAKH, twice=True),
    "kn": Light("ಗಳನ್ನು ಗಳಲ್ಲಿ ಗಳಿಗೆ ಗಳಿಂದ ಗಳು ಗಳ ಿನಲ್ಲಿ ಿಂದ ಿನ ಿಗೆ ದಲ್ಲಿ ಯಲ್ಲಿ ನಲ್ಲಿ ದಿಂದ ಯಿಂದ ಲ್ಲಿ ಕ್ಕೆ ವನ್ನು ಯನ್ನು ನನ್ನು ನ್ನು ಯು ವು ದ ಗೆ ಯ ು ಿ"),
    "lv": Light("iem ajam ajas ajai ajos ajiem ais am as em es ie im is iu om os us ai ei ij a e i o u s"),
    "mk": Light(
        "овите евите ијата ите ата ето ото иот ови еви ија ии та то те (?<=....)от а е и о у",
        left=(("(?<=...)[ае](?=р$)", ""),),
    ),
    "ml": Light(
        "ങ്ങളുടെ ങ്ങളില ങ്ങളെ ങ്ങള കളുടെ കളില കളെ കള ത്തിന്റെ ത്തിലെ ത്തില ത്തിന ത്തെ യുടെ യിലെ യില യെ ുടെ ക്ക ിന്റെ ിലെ ില ിനെ ിന"
        " മാര ം ്",
        written=(("ർ", "ര"), ("ൽ", "ല"), ("ൾ", "ള"), ("ൻ", "ന"), ("ൺ", "ണ"), ("(?<=.)്$", "")),
    ),
    "mr": Light("(?:ां|्यां|ा|े|ी|्या)?(?:च्या|चा|ची|चे|ने|नी|ना|ला|मध्ये|तील|वर|साठी|हून) (?:ां|्यां|ा|े|ी|्या)त (?<=ई)त ां े ा ी"),
    "pa": Light("ਿਆਂ ੀਆਂ ਾਂ ਆਂ ੇ ਾ ੀ"),
    "sk": Light(
        "iach ami ach och ovia ovi mi ou iam am om ej ych ich ymi imi ym im eho ieho emu iemu ho ov ev iu ia ie iou a e i o u y",
        left=_FLEETING_E,
    ),
    "sl": Light(
        "ovega ovemu ega emu ima imi ami ama oma ema ih im em om ov ev ah ih am ju jo eh ej a e i o u",
        left=_FLEETING_E,
    ),
    "sq": Light("eve ave ise ine ise ive ia ie es en et in it un ut ve a e i u"),
    "te": Light(
        "ాలను ాలకు ాలలో ాల్లో ాలు ాన్ని ానికి ంలో ంతో ం ులను ులకు ులతో ులలో ులు ుల లను లకు లతో లలో ల్లో లు ల ను కు కి ని తో లో పై ు ా",
        twice=True,
    ),
    "uk": Light(_UKRAINIAN, written=(("їв$", "єв"),)),
    "ur": Light("یوں یاں یات وں یں ات ی ے ا"),
    "uz": Light("(?:lar)?(?:i|si)?(?:ning|ni|ga|da|dan|ka|qa|n) lar(?:i)? i si", shortest=4, twice=True),
    "az": Light("(?:l[ae]r)?(?:s?[iu])?(?:n?[iu]n|[yn]?[ae]|n?d[ae]n?|n?[iu]) l[ae]r(?:[iu])?", shortest=4, twice=True),
    "sw": Light("(?<=a)ni (?<=[eiou])ni", beginnings="(?:mwa|wa)(?=....)|ma(?=.....)"),
}
"""ISO 639-1 -> how its words are stemmed."""

LEFT_BY_SNOWBALL = {
    "et": (
        ("(?<=...)(?:use|u)$", "us"),
        ("(?<=...)(?:ne|se)$", ""),
        ("(?<=....)a$", ""),
        ("(?<=.....)[ei]$", ""),
        ("(?<=...)(?<=[^aeiou])er$", "r"),
    ),
    "fi": (
        ("(?<=....)ng$", "nk"),
        ("(?<=...[uy])(?:ks|s|d|t)$", ""),
        ("(?<=...i)[ns]$", ""),
        ("(?<=....)(?:ej|e|i)$", ""),
    ),
    "ro": (("(?<=......)(?:el|u)$", ""),),
}
"""ISO 639-1 -> (expression, what replaces it), one after the other, in what Snowball leaves of words: the vowel before an ending,
which it takes off of some forms only (suomi: suome), and what a nominative ends with."""


def tidier(language: str) -> Callable[[str], str]:
    """What brings the stems of Snowball together that are of one word; for stems that are folded."""
    rules = [(re.compile(pattern), instead) for pattern, instead in LEFT_BY_SNOWBALL[language]]

    def tidied(stem: str) -> str:
        for pattern, instead in rules:
            stem = pattern.sub(instead, stem)
        return stem

    return tidied


def light_stemmer(language: str, fold: Callable[[str], str]) -> Callable[[str], str]:
    """The stemmer of a language of `TABLE` for words that are folded: its letters are folded here."""
    light = TABLE[language]
    endings = re.compile(f"(?:{'|'.join(fold(light.endings).split())})$")
    beginning = re.compile(fold(light.beginnings)) if light.beginnings else None
    written = [(re.compile(fold(pattern)), fold(instead)) for pattern, instead in light.written]
    left = [(re.compile(fold(pattern)), fold(instead)) for pattern, instead in light.left]

    def stem(word: str) -> str:
        for pattern, instead in written:
            word = pattern.sub(instead, word)
        for _ in range(1 + light.twice):
            if match := endings.search(word, light.shortest):
                word = word[: match.start()]
        for pattern, instead in left:
            word = pattern.sub(instead, word)
        while beginning is not None and (match := beginning.match(word)):
            word = word[match.end() :]
        return word

    return stem


_BEHIND_ANY = [
    "에서는",
    "에서도",
    "에서의",
    "에게는",
    "에게서",
    "으로는",
    "으로도",
    "으로서",
    "으로써",
    "로서",
    "로써",
    "으로부터",
    "로부터",
    "까지는",
    "까지의",
    "부터는",
    "에는",
    "에도",
    "에서",
    "에게",
    "한테",
    "께서",
    "까지",
    "부터",
    "마저",
    "조차",
    "처럼",
    "보다",
    "으로",
    "에",
    "의",
]
_BEHIND_CONSONANT = ("은", "이", "을", "과")
_BEHIND_VOWEL = ("는", "가", "를", "와", "로")
_WORD_LEFT = 2
"""Syllables that stay of a Korean word."""
_FIRST_SYLLABLE, _FINALS, _FINAL_L = 0xAC00, 28, 8
"""Of Unicode's composed syllables: the first, and the final consonants of each, none being one of them."""


def without_particle(word: str) -> str:
    """A word of Hangul without the particle at its end: 서울 of 서울에서. 도 and 만 stay, which end names (경기도)."""
    word = unicodedata.normalize("NFC", word)
    if not re.fullmatch("[가-힣]{3,}", word):
        return word
    for particle in _BEHIND_ANY:
        if word.endswith(particle) and len(word) - len(particle) >= _WORD_LEFT:
            return word[: -len(particle)]
    final = (ord(word[-2]) - _FIRST_SYLLABLE) % _FINALS
    fits = _BEHIND_VOWEL if not final else (*_BEHIND_CONSONANT, "로") if final == _FINAL_L else _BEHIND_CONSONANT
    return word[:-1] if word[-1] in fits else word
