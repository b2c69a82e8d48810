"""How much running text a line is, judged by the line alone."""

from __future__ import annotations

import re
from itertools import compress

from newsearch.pages.html.tree import Outline

_SENTENCE_END = frozenset(".!?…。！？؟।۔։።။:;")
_RIGHTS = re.compile(r"\bcopyright\b|\ball rights reserved\b", re.IGNORECASE)
_RIGHTS_SIGN = re.compile(r"\([cC]\) ?\d{4}")
_CONSENT = re.compile(
    r"web ?site|browser|consent|partner|privacy|zustimm|einwillig|datenschutz|einstellung|akzept|accept|aceptar|utiliz|confidential"
    r"|navega|preferen|bruger|bruker|använder|gebruik|używa|používá|folosi|χρησιμοπ|használ|kullan|verwenden|wir nutzen|we use|usamos|naviga|votre visite|policy|tracking",
    re.IGNORECASE,
)
_LONGEST_NOTICE = 5000
"""Characters of a line within which it asks for consent; a listing of a program as one line took 5 ms."""
_CREDIT = re.compile(
    r"(?:^|[\s(\[|])(?:fotos?|photos?|imagem|imagen|image|picture|bild|beeld|kuva|credits?|crédits?(?: photo)?|fotografía|immagine|fotoğraf|fotó|φωτογραφία|фото|写真)"
    r"(?: by)? ?[:/：] ?\S|^(?:fot|zdj)\. ?\S|\((?:foto|photo|bild) [^()]{3,60}\)$",
    re.IGNORECASE,
)
_CREDIT_STEMS = (
    "fot",
    "photo",
    "imag",
    "pict",
    "bild",
    "beeld",
    "kuva",
    "zdj",
    "credit",
    "crédit",
    "immagin",
    "φωτογρ",
    "фото",
    "写真",
)
_SHORTEST = 40
"""Characters of a sentence; a character of `_WIDE` counts for three."""
_LONGEST_LABEL = 200
_LONGEST_UNSTOPPED = 60
"""Characters of a label in Thai or Lao, whose sentences end with a blank."""
_END_MARK = re.compile(r"(?<=\S) ?[(（][^()（）]{1,20}[)）]$")
"""What a story ends with behind its last sentence: `（完）`, `(dpa)`."""
_WITHOUT_STOPS = re.compile(r"[\u0e00-\u0eff]")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def weigh(outline: Outline) -> list[float]:
    """For each line the characters that read as running text: its length less its links, nothing for a label."""
    weights: list[float] = []
    add = weights.append
    for line in outline.lines:
        text = line.text
        size = len(text)
        if size < _SHORTEST and (size * 3 < _SHORTEST or text.isascii()):
            add(0)
            continue
        unlinked = size - line.linked
        if (unlinked < 80 and line.linked > unlinked) or (size < _LONGEST_LABEL and _is_label(text)):
            add(0)
        else:
            add(unlinked)
    _discount_notices(outline, weights)
    return weights


def is_sentence(text: str) -> bool:
    """Whether a text reads as running text: long, or a sentence."""
    return len(text) >= _LONGEST_LABEL or not _is_label(text)


def _is_label(text: str) -> bool:
    """Whether a text is no sentence, or states rights or who took a picture."""
    size = len(text)
    if size < 100 and ((size < _SHORTEST and not _WIDE.search(text)) or not _ends_sentence(text)):
        return True
    return states_rights(text) or is_credit(text) or is_mailing(text)


def _ends_sentence(text: str) -> bool:
    if text.rstrip("\"'”’»)]")[-1:] in _SENTENCE_END:
        return True
    if text[-1] in ")）" and (mark := _END_MARK.search(text)) and text[mark.start() - 1] in _SENTENCE_END:
        return True
    return len(text) > _LONGEST_UNSTOPPED and not text.isascii() and _WITHOUT_STOPS.search(text) is not None


def states_rights(text: str) -> bool:
    """Whether a short text says whose the page is: `© 2001 ...`."""
    return (
        "©" in text
        or (("ight" in text or "IGHT" in text) and _RIGHTS.search(text) is not None)
        or ("(" in text and _RIGHTS_SIGN.search(text) is not None)
    )


def is_mailing(text: str) -> bool:
    """Whether a short text says why its reader has a letter, and how to have no more: `You can unsubscribe from this list.`"""
    if "mail" not in text and "ewsletter" not in text and "ubscri" not in text and "preferenc" not in text:
        return False
    return _MAILING.search(text) is not None


_MAILING = re.compile(
    r"\byou(?: are|['’]re)? receiv(?:ing|ed) this\b|\bunsubscribe (?:from|here|at|by|now|instantly|\|)|\b(?:manage|update) (?:your )?(?:email )?preferences"
    r"|\bchange how you receive these\b|\bview (?:this )?(?:e-?mail|newsletter|it) (?:in your|online|in a) |^unsubscribe\b"
    r"|\b(?:newsletter|e-?mails?)\b.{0,60}\b(?:abbestellen|abmelden|abgemeldet)|\bse désinscrire\b|\bvous désabonner\b|\bdarse de baja\b|\bcancellare l['’]iscrizione\b"
    r"|\bcancelar (?:la |a )?(?:suscripción|inscrição|assinatura)\b|\b(?:uitschrijven|afmelden) (?:voor|van)\b",
    re.IGNORECASE,
)


def is_rights_notice(text: str) -> bool:
    """Whether a short text does nothing but state rights: `© 2001 Harbour Post`; a sentence may speak of copyright."""
    return states_rights(text) and (not _ends_sentence(text) or _NOTICE.match(text) is not None)


def is_credited(text: str) -> bool:
    """Whether a short text is a caption that ends with whose picture it is: `The harbour in winter. © Harbour Post`."""
    if text.find("©") < _SHORTEST_CAPTION:
        return False
    return not _ends_sentence(text) and _RESERVED.search(text) is None


_SHORTEST_CAPTION = 15
"""Characters before whose picture it is."""
_RESERVED = re.compile("reserv|réserv|rights|vorbehalten|voorbehouden|förbehål|zastrzeż|vyhrazen", re.IGNORECASE)
_NOTICE = re.compile(r"\W{0,3}(?:©|\(c\)|copyright\b|[^.]{0,80}(?:rights reserved|rechte vorbehalten))", re.IGNORECASE)
_LOUD_CREDIT = re.compile(r"(?:^|[.|] )PHOTOS? [A-ZÀ-Þ][^.]{2,60}$")
_BEGINS_CREDIT = ("Fot.", "fot.", "FOT.", "Zdj.", "zdj.")
"""What is followed by a name without a colon."""


def is_credit(text: str) -> bool:
    """Whether a short text names who took a picture."""
    if "PHOTO" in text and _LOUD_CREDIT.search(text):
        return True
    if (
        ":" not in text
        and "/" not in text
        and not text.endswith(")")
        and not text.startswith(_BEGINS_CREDIT)
        and "：" not in text
    ):
        return False
    low = text.casefold()
    for stem in _CREDIT_STEMS:  # a tenth of what the expression takes, which tries each place of a text
        if stem in low:
            found = _CREDIT.search(text)
            return found is not None and not _introduces(text, found)
    return False


def _introduces(text: str, found: re.Match[str]) -> bool:
    """Whether what reads like the label of a credit ends a few words that lead a sentence: `The big picture: The ferry ...`."""
    before = text[: found.start()].rstrip(" ")
    return (
        before[-1:].isalpha()
        and before.count(" ") < _MOST_LEADING
        and _ends_sentence(text)
        and text.count(" ", found.end()) >= _FEWEST_LED
    )


_MOST_LEADING = 3
"""Blanks between the words before a label in a sentence."""
_FEWEST_LED = 8
"""Blanks in what is said behind one; who took a picture is named in fewer words."""


def _discount_notices(outline: Outline, weights: list[float]) -> None:
    """Text that asks for consent to cookies weighs nothing, unless it is what the page is about."""
    notices = [
        position
        for position in compress(range(len(weights)), weights)
        if "ookie" in (text := outline.lines[position].text) and _CONSENT.search(text, 0, _LONGEST_NOTICE)
    ]
    if notices and sum(weights[position] for position in notices) < 0.4 * sum(weights):
        for position in notices:
            weights[position] = 0
