"""What a line of a dump is by its own words and shape: paragraph, headline, byline, date, caption, credit, heading of a list, noise."""

from __future__ import annotations

import re
from functools import lru_cache

from newsearch.model import Span
from newsearch.pages import crediting
from newsearch.pages.buttons import asks_for_consent, heads_author, is_button, is_note, leads_elsewhere, offered_story
from newsearch.pages.dates.vocabulary import VOWELS
from newsearch.pages.text import patterns as p

PROSE = "prose"
HEAD = "headline"
LABEL = "label"
"""One or two words: a kicker, a section, a menu entry."""
NAME = "name"
"""A person's name and nothing else - or two words that look like one."""
DATE = "date"
BYLINE = "byline"
CREDIT = "credit"
CAPTION = "caption"
MORE = "more"
TAIL = "tail"
ASIDE = "aside"
COMMENTS = "comments"
SAYS = "says"
TOOLS = "tools"
COPYRIGHT = "copyright"
PROMO = "promo"
PIPE = "page title"
URL = "url"
SIGN_OFF = "sign-off"
CUT = "cut"
REPEATED = "repeated"
"""The first of the sentences that a page says four times over: no part of a story, and yet to be found."""
NAV = "navigation"

HEADLINES = frozenset({HEAD, PIPE})
SIGNED = frozenset({BYLINE, DATE})
"""Says who wrote a story, or when."""
META = SIGNED | {NAME}
PICTURE = frozenset({CAPTION, CREDIT})

_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।॥։።။។][\"'”’»)\]]*(?:(?<=[.。])\s?[(（][^\W\d_]{1,10}[)）])?$")
_STOP = re.compile(r"[.!?…؟۔।॥։።။។][\"'”’»)]*\s+[\"'“‘«(]?[^\W\d_]|[。！？]")
_WORD = re.compile(r"[^\W\d_]+")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_SOUTHEAST_ASIAN = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Thai, Lao, Burmese and Khmer, which put blanks between phrases, not between words."""
_UNSPACED = re.compile(f"{_CJK.pattern}|{_SOUTHEAST_ASIAN.pattern}")
_WITHOUT_STOPS = re.compile(r"[\u0e00-\u0eff]")
"""Thai and Lao, whose sentences end with a blank."""
_LONGEST_NAME = 4
"""Words."""
_LONGEST_UNSPACED_NAME = 40
"""Signs of a name behind the Thai and Lao word for by, which opens sentences, too."""
_RUN_TOGETHER = re.compile(
    r"[^\W\d_]{2}(?<=[a-zß-ÿа-яё])(?=[A-ZÀ-ÞА-ЯЁ][a-zß-ÿа-яё])(?<!Mc)(?<!Mac)(?<!De)(?<!Le)(?<!La)(?<!Di)"
)
"""Menu entries that lost what stood between them: `HomeWorldSport`."""
_TRAIL = re.compile(
    r"[^>›»«<$/\d]{1,30}(?:(?:\s*[>›]\s*|\s+»\s+)[^>›»«<$/\d]{1,30}){1,5}[>›]?"
    r"|[^\s/<$\d]+(?:\s[^\s/<$\d]+)?(?:\s/\s[^\s/<$\d]+(?:\s[^\s/<$\d]+)?){2,5}"
)
"""The steps that lead to a page."""
_LONGEST_OFFER = 200
"""Characters of a link to another story, with the words that say so."""
_MOST_BESIDE_NAME = 2
_REST = re.compile(rf"[\w&'’{VOWELS}]+")
_PARTS = re.compile(r"\s[|·•]\s")
_OFFERED = re.compile(r"mehr|more|audio|video|bilder|galerie|plus|más|altro|mais|meer|läs mer|les mer", re.IGNORECASE)
"""What a link of another story ends with, where a page's title has the name of its site."""
_APART = re.compile(r"\s[|·•/–—-]\s")
_DIGIT = re.compile(r"\d")
_CREDIT_MARK = re.compile(r"[(\[/|©]|\b(?:via|by|from|photo|courtesy|Reuters|REUTERS|Getty|AP|AFP)\b")
_SAID_DATED = re.compile(r"\b(?:says|said|wrote|schrieb|dijo)\s*:$", re.IGNORECASE)
_COMMA_DATE = re.compile(r"[|•·–—/]|\s-\s")


def word_count(text: str) -> int:
    """Words of a text; two signs of Chinese, Japanese or Korean count as one, and five of Thai and its neighbours."""
    if text.isascii() or not _UNSPACED.search(text):
        return text.count(" ") + 1
    for script, signs_of_a_word in ((_CJK, 2), (_SOUTHEAST_ASIAN, 5)):
        signs = len(script.findall(text[:2000]))
        if signs * 3 > min(len(text), 2000):
            return signs // signs_of_a_word + 1
    return text.count(" ") + 1


def _long_role(text: str) -> str:
    if len(text) >= 1500:
        return PROSE
    found = promo_words(text)
    if (found >= 2 and p.PROMO_START.match(text[:400])) or (found >= 3 and p.SECOND_PERSON.search(text)):
        return PROMO
    return CAPTION if len(text) < 700 and is_caption(text) else PROSE


def promo_words(text: str) -> int:
    """How many words of subscriptions, accounts and small print a text has.

    Looking for the stems first spares most lines the pattern: 2 rather than 30 microseconds.
    """
    low = text.casefold()
    for stem in p.PROMO_STEMS:
        if stem in low:
            return len(p.PROMO_WORDS.findall(low))
    return 0


def _social_words(text: str) -> int:
    low = text.casefold()
    return sum([name in low for name in p.SOCIAL])


def role_of(text: str) -> str:
    """The role of a line."""
    return _role(text) if len(text) <= 400 else _long_role(text)


@lru_cache(maxsize=8192)
def _role(text: str) -> str:
    size = len(text)
    words = word_count(text)
    if size <= 110:
        role = _short_role(text, size, words)
        if role:
            return role
    elif size <= 170 and _is_long_date(text):
        return DATE
    ends = bool(_SENTENCE_END.search(text))
    if size < 300 and p.COPYRIGHT.match(text):
        return COPYRIGHT
    if p.SIGN_OFF.match(text):
        return SIGN_OFF
    if size < _LONGEST_OFFER and offered_story(text):
        return ASIDE
    if is_promo(text) or is_note(text) or asks_for_consent(text):
        return PROMO
    if not ends and _social_words(text) >= 3:
        return NAV
    if size < 160 and p.CREDIT_WORD.match(text):
        return CREDIT
    if is_caption(text):
        return CAPTION
    if " | " in text and size < 220 and not ends:
        parts = text.split(" | ")
        if 3 <= word_count(parts[0]) <= 24 and len(parts) <= 5 and word_count(parts[-1]) <= 5:
            return HEAD if _OFFERED.fullmatch(parts[-1]) else PIPE
    return _prose_or_head(text, size, words)


def _short_role(text: str, size: int, words: int) -> str:
    if p.COPYRIGHT.match(text):
        return COPYRIGHT
    if size <= 14 and is_clock(text):
        return DATE
    if not _WORD.search(text):
        return DATE if p.find_date(text) else CUT
    if p.URL.match(text):
        return URL
    if (address := _ADDRESS.match(text)) and _DIGIT.search(text, address.end()):
        return DATE if _short_role(rest := text[address.end() :], len(rest), word_count(rest)) == DATE else ""
    digits = bool(_DIGIT.search(text))
    if digits and words <= 14 and _SAID_DATED.search(text) and p.find_date(text):
        return DATE
    bare = text.strip(p.NAV_STRIP)
    if words <= 8 and _social_words(text) >= 2:
        return NAV
    if p.NAV.fullmatch(bare):
        return NAV
    if (size <= 60 or text[-1] in '”“»"’') and p.MORE.fullmatch(text):
        return MORE
    if size <= 80 and p.CUT.fullmatch(text):
        return CUT
    if (digits or words <= 3) and (date_role := _date_role(text, words, digits)):
        return date_role
    if p.COMMENTS.fullmatch(bare):
        return COMMENTS
    if p.COMMENT_TOOLS.fullmatch(text):
        return TOOLS
    if _is_menu(text):
        return NAV
    if is_button(text):
        return CUT
    if not _SENTENCE_END.search(text) or words <= 3:
        if (p.TAIL.fullmatch(text) and words <= 9) or heads_author(text):
            return TAIL
        if p.ASIDE.fullmatch(text) or leads_elsewhere(text):
            return ASIDE
    if is_byline(text):
        return BYLINE
    if words <= 6 and p.SAYS.fullmatch(text):
        return SAYS
    if is_credit(text, words):
        return CREDIT
    return ""


def _is_menu(text: str) -> bool:
    """Whether a line is entries of a menu side by side, or leads to the page before or after: `« A bridge too shut`."""
    if "«" in text or "»" in text:
        before, behind = text.startswith("« "), text.endswith(" »")
        if before != behind:
            return ("»" not in text) if before else ("«" not in text)
        if before and " | " in text:
            return True
    parts = text.split(" | ")
    return len(parts) >= _FEWEST_ENTRIES and all(word_count(part) <= _LONGEST_ENTRY for part in parts)


_FEWEST_ENTRIES, _LONGEST_ENTRY = 4, 2
"""Entries of a menu in one line, and the words of each."""
_ADDRESS = re.compile(r"https?://\S+\s+")


def _date_role(text: str, words: int, digits: bool) -> str:
    """`DATE` for a line about nothing but a day, `BYLINE` for one that also names its author."""
    date = (p.find_date(text) if digits else None) or p.find_relative(text)
    if date is None:
        return ""
    before, after = text[: date.start], text[date.end :]
    rest = p.TIME.sub(" ", f"{before} | {p.RELATIVE.sub(' ', p.DATE.sub(' ', after))}")
    plain = p.DATE_WORDS.sub(" ", rest)
    left = [w for w in _REST.findall(plain) if not w.isdigit()]
    if p.BYLINE.match(text) and left:
        return BYLINE
    if len(left) <= 2 or _is_signed(rest) or _opens_with_date(before, after, left):
        return DATE
    if not before.strip() and _is_headline(after, left):
        return ""
    limit = (
        8
        if _COMMA_DATE.search(before[-4:] + " " + after[:40])
        or (not before.strip() and after.lstrip()[:1] in ",|•·–—-/@(")
        or (before.strip() and is_clock(before.strip(" ,|•·-–—")))
        else 3
    )
    if before.strip() and word_count(before.strip()) > 5 and not _opens_with_name(before):
        return DATE if _is_part(text) else ""
    return DATE if len(left) <= limit else ""


def _opens_with_date(before: str, after: str, left: list[str]) -> bool:
    """Whether a date opens a line, and few words follow: who wrote, `26/12/2019 von NAME`, or names and labels."""
    if before or len(left) > _MOST_BEHIND_DATE:
        return False
    return p.BYLINE.match(after.lstrip(" ,·|–—-")) is not None or all(not word[0].islower() for word in left)


_MOST_BEHIND_DATE = 5
_FEWEST_OF_HEADLINE, _FEWEST_LOW = 6, 3
"""Words of a headline behind its day, and of those that say nothing of days those in lower case, which names, sections and
buttons have not."""


def _is_headline(after: str, left: list[str]) -> bool:
    """Whether what stands behind a date is a headline; `left` are its words that say nothing of days. A number there is as often
    when it was updated, or how long it takes to read."""
    return (
        not _DIGIT.search(after)
        and word_count(after.strip()) >= _FEWEST_OF_HEADLINE
        and sum(w[0].islower() for w in left) >= _FEWEST_LOW
    )


def _is_part(text: str) -> bool:
    """Whether a date is one of several short parts of a line: `Published in Harbour Notes · 4 min read · May 8, 2023`."""
    parts = _PARTS.split(text)
    if len(parts) < _FEWEST_PARTS or any(word_count(part) > _LONGEST_PART for part in parts):
        return False
    return any((found := p.find_date(part)) and found == Span(0, len(part)) for part in map(str.strip, parts))


_FEWEST_PARTS, _LONGEST_PART = 3, 5
"""Parts of a line beside a day, and their words."""


def _opens_with_name(before: str) -> bool:
    """Whether what stands before a date is a name and short parts behind it: `Ann Smith · Example News · Posted:`."""
    name, *others = _APART.split(before)
    return bool(others) and p.NAME.fullmatch(name.strip()) is not None and all(part.count(" ") < 4 for part in others)


def _is_signed(rest: str) -> bool:
    """Whether what stands beside a date is who wrote, and little more: `Coast by Mira Okafor`, `Written by: Mira Okafor Category: Coast`."""
    signed = p.SIGNED.search(rest)
    if signed is None:
        return False
    labels = 2 * len(p.FIELD.findall(rest))
    left = [w for w in _REST.findall(p.DATE_WORDS.sub(" ", p.SIGNED.sub(" ", rest))) if not w.isdigit()]
    return len(left) <= _MOST_BESIDE_NAME + labels


def _is_long_date(text: str) -> bool:
    """Whether a line of several parts, `Ann Smith · Example News · Posted: Aug 8, 2024 | Updated: ...`, holds a date."""
    if not (_DIGIT.search(text) and len(_PARTS.findall(text)) >= 2):
        return False
    found = p.find_date(text)
    return bool(found) and all(word_count(part) <= 8 for part in _PARTS.split(text))


def is_clock(text: str) -> bool:
    """Whether the line is a time of day: `10:42 p.m.`, `18.05 Uhr`."""
    return bool(p.TIME.fullmatch(text.strip(" |•·-–—[]()")))


_REPORTER = re.compile(r"기자|특파원|记者|記者")


_HANDLE = re.compile(r"[|,·•]?\s*\S*@\S+")
"""An address, or a name on a network, with what parts it from the name before."""


_LONGEST_CREDIT = 80
"""Characters of a line that says who wrote, and nothing else."""


def is_byline(text: str) -> bool:
    """Whether the line says who wrote a story: `By ...`, in one of several languages, and names."""
    if _REPORTER.search(text) and p.REPORTERS.fullmatch(text):
        return True
    if len(text) <= _LONGEST_CREDIT and (crediting.byline(text) or crediting.poster(text)):
        return True
    match = p.BYLINE.match(text)
    if not match:
        return False
    rest = _HANDLE.sub("", text[match.end() :])
    if ": " in rest and ":" not in match[0]:  # a headline: `Von München bis Aachen: ...`
        return False
    if len(rest) > (_LONGEST_UNSPACED_NAME if _WITHOUT_STOPS.search(rest) else 100):
        return False
    if _SENTENCE_END.search(rest) and not rest.endswith(("Jr.", "Sr.")):
        return False
    words = _WORD.findall(rest)
    if not words:
        return False
    capital = sum(1 for w in words if not w[0].islower())
    return not words[0][0].islower() and capital >= 0.55 * len(words)


def is_promo(text: str) -> bool:
    """Whether the line asks the reader to subscribe, follow, accept, or is the small print."""
    found, size = promo_words(text), len(text)
    if p.PROMO_START.match(text):
        if found or size < 45:
            return bool(found) or not text.endswith(".")
        return bool(p.SECOND_PERSON.search(text)) and size < 140 and "“" not in text
    return bool(found) and (found >= 2 or bool(p.SECOND_PERSON.search(text))) and size < 300 and "“" not in text


def is_credit(text: str, words: int) -> bool:
    """Whether a short line is only the name of a photographer or agency."""
    if p.CREDIT_WORD.match(text):
        return words <= 14
    if words > 11 or _SENTENCE_END.search(text):
        return False
    if " via " in text and p.AGENCY_ONLY.search(text.rsplit(" via ", 1)[1]) and text[:1].isupper():
        return True
    if words > 9:
        return False
    if p.SLASHED.match(text) and words <= 7 and not text.endswith("?"):
        left = _WORD.findall(text)
        return sum(1 for w in left if w[0].isupper()) >= 0.7 * len(left)
    match = p.AGENCY_ONLY.search(text)
    if not match or (match[0] in {"TT", "AA", "STR", "Rex", "Pool", "Getty", "Ap", "Flickr"} and words > 3):
        return False
    if match[0] == "via":
        return words <= 6 and text[:1].isupper()
    return words <= 3 or " via " in text


def is_caption(text: str) -> bool:
    """Whether a line ends in the credit of a picture, or says that it is a caption."""
    if p.CAPTION_WORD.match(text):
        return True
    tail = text[-140:]
    low = tail.casefold()
    for stem in p.CREDIT_STEMS:
        if stem in low:
            if p.CREDIT_INLINE.search(tail):
                return True
            break
    match = p.CREDIT_END.search(tail) if _CREDIT_MARK.search(tail) else None
    if not match:
        return False
    found = match[0].lstrip()
    if found[0] in "([/|©":
        return not (len(text) > 300 and found[0] == "/")
    return found.lower().startswith(("via", "photo", "courtesy")) or ("/" in found and len(found) < 60)


def _prose_or_head(text: str, size: int, words: int) -> str:
    if size < 110 and _TRAIL.fullmatch(text):
        return NAV
    if size < 200 and len(_RUN_TOGETHER.findall(text)) >= 2 and not _SENTENCE_END.search(text):
        return NAV
    if words <= 20 and text.endswith(("…", "...")):
        return HEAD if words >= 3 else LABEL
    ends = bool(_SENTENCE_END.search(text))
    question = text.rstrip("\"'”’»)")[-1:] in "?!？！؟"
    if size >= 150 or words >= 24 or (words >= 18 and _WITHOUT_STOPS.search(text)):
        return PROSE
    if ends and not question and words >= 5:
        return PROSE
    name = _HANDLE.sub("", text).rstrip(" ,|/·•")
    if word_count(name) <= _LONGEST_NAME and p.NAME.fullmatch(name):
        return NAME
    if text.endswith((",", ";", ":", "：", "，")):
        return PROSE if words >= 12 else LABEL
    if _STOP.search(text) and words >= 8 and (ends or words >= 16):
        return PROSE
    if words >= 12 and text[:1].islower():
        return PROSE
    return HEAD if words >= 3 and not (words <= 4 and text.endswith(".")) else LABEL
