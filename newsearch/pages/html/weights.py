"""How much running text a line is, judged by the line alone."""

from __future__ import annotations

import re

from newsearch.pages.html.tree import Line, Outline

_SENTENCE_END = frozenset(".!?…。！？؟।۔։።။:;")
_RIGHTS = re.compile(r"\bcopyright\b|\ball rights reserved\b", re.IGNORECASE)
_RIGHTS_SIGN = re.compile(r"\([cC]\) ?\d{4}")
_CONSENT = re.compile(
    r"web ?site|browser|consent|partner|privacy|zustimm|einwillig|datenschutz|einstellung|akzept|accept|aceptar|utiliz|confidential"
    r"|navega|preferen|verwenden|wir nutzen|we use|usamos|naviga|votre visite|policy|tracking",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:^|[\s(\[|])(?:fotos?|photos?|image|picture|bild|credits?|fotografía|immagine|фото|写真)(?: by)? ?[:/：] ?\S",
    re.IGNORECASE,
)
_SHORTEST = 40
"""Characters of a sentence; a character of `_WIDE` counts for three."""
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def weigh(outline: Outline) -> list[float]:
    """For each line the characters that read as running text."""
    weights = [
        0
        if (size := len(text := line.text)) < _SHORTEST and (size * 3 < _SHORTEST or text.isascii())
        else _weight(line)
        for line in outline.lines
    ]
    _discount_notices(outline, weights)
    return weights


def _weight(line: Line) -> float:
    """How much running text a line is: its length less its links, nothing for what reads like a label."""
    text = line.text
    size = len(text)
    if line.linked * 2 > size and size - line.linked < 80:
        return 0
    if size < 100 and ((size < _SHORTEST and not _WIDE.search(text)) or not _ends_sentence(text)):
        return 0
    if size < 200 and (_states_rights(text) or is_credit(text)):
        return 0
    return size - line.linked


def _ends_sentence(text: str) -> bool:
    return text.rstrip("\"'”’»)]")[-1:] in _SENTENCE_END


def _states_rights(text: str) -> bool:
    return (
        "©" in text
        or ("ight" in text.lower() and _RIGHTS.search(text) is not None)
        or _RIGHTS_SIGN.search(text) is not None
    )


def is_credit(text: str) -> bool:
    """Whether a short text names who took a picture."""
    return (":" in text or "/" in text or "：" in text) and _CREDIT.search(text) is not None


def _discount_notices(outline: Outline, weights: list[float]) -> None:
    """Text that asks for consent to cookies weighs nothing, unless it is what the page is about."""
    notices = [
        position
        for position, weight in enumerate(weights)
        if weight and "ookie" in (text := outline.lines[position].text) and _CONSENT.search(text)
    ]
    if notices and sum(weights[position] for position in notices) < 0.4 * sum(weights):
        for position in notices:
            weights[position] = 0
