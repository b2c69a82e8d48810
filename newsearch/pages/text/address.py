"""The address of the page that was dumped, where the dump itself says it."""

from __future__ import annotations

import re

_AT_TOP = 3
"""Lines at the top of a dump among which an address that stands alone is the page's."""
_AT_ENDS = 8
"""Lines at the top and at the bottom of a dump among which a label may say the address."""
_HTTP = r"(https?://[^\s<>\"…]+[^\s<>\"….,;)\]])"
_ALONE = re.compile(rf"\s*<?{_HTTP}>?\s*")
_LABELLED = re.compile(
    rf"\W{{0,3}}(?:(?:page|original|canonical|article|source|web) )?(?:url|uri|link|permalink|address|adresse|source|quelle|fuente|fonte|источник|adres|indirizzo"
    rf"|dirección|retrieved from|saved from|abgerufen von|от|出典|来源|來源)\s*[:：]\s*<?{_HTTP}>?\s*",
    re.IGNORECASE,
)
_PRINTED = re.compile(rf"\s*{_HTTP}\s+\d{{1,4}}\s?/\s?\d{{1,4}}\s*")
"""What browsers print below each page: the address, and which page of how many it is."""


def address_of(text: str) -> str | None:
    """The one address that a dump states as its page's: alone at its top, behind a label at its top or bottom, or below each
    printed page; None if it states none, or several."""
    lines = [line for line in text.replace("\f", "\n").split("\n") if line.strip()]
    found = {match[1] for line in lines[:_AT_TOP] if (match := _ALONE.fullmatch(line))}
    found |= {match[1] for line in (*lines[:_AT_ENDS], *lines[-_AT_ENDS:]) if (match := _LABELLED.fullmatch(line))}
    if not found and "://" in text:
        found = {match[1] for line in lines if (match := _PRINTED.fullmatch(line))}
    return found.pop() if len(found) == 1 else None
