"""Short lines of a page that are no text: its buttons, how long it takes to read, the headings above links to other stories."""

from __future__ import annotations

import re
from functools import lru_cache

from newsearch.pages.words import words

_BUTTONS = words("page", "button")
_ELSEWHERE = words("page", "elsewhere")
LONGEST = 60
"""Characters."""
_AROUND = " \t:：.…!?()[]|·•*+>»›→—–-©0123456789,"
_READING = (
    "lesezeit|lesedauer|temps de lecture|lecture|tiempo de lectura|lectura|tempo d[ei] (?:leitura|lettura)|leitura|lettura|leestijd|lesetid|lästid"
    "|læsetid|czas czytania|doba čtení|olvasási idő|okuma süresi|reading time"
)
_MINUTES = r"(?:min\w*\.?|dk\.?|perc|['’′])"
_NUMBERED = re.compile(
    rf"(?:{_READING})\s*:?\s*(?:(?:ca\.?|de|env\.?)\s)?\d{{1,3}}\s?{_MINUTES}?"
    rf"|\d{{1,3}}[\s-]?{_MINUTES}\s(?:de lecture|de lectura|de leitura|di lettura|lesezeit|lesedauer|leestijd|lesetid|lästid|læsetid"
    r"|czytania|čtení|olvasás|okuma|read(?:ing time)?)"
    r"|\d[\d., ]{0,12} (?:visitas|visualizaciones|visualizações|lecturas|leituras|vues|lectures|visualizzazioni|letture|aufrufe|views"
    r"|wyświetleń|odsłon|přečtení|megtekintés|vizualizări|görüntülenme|προβολές)",
    re.IGNORECASE,
)
"""How many minutes a story takes, or how many have read it."""


@lru_cache(maxsize=8192)
def is_button(text: str) -> bool:
    """Whether a line is a button or a note for its reader: `Teilen`, `Temps de lecture : 2 min`."""
    if len(text) > LONGEST:
        return False
    return _key(text) in _BUTTONS or bool(_NUMBERED.fullmatch(text.strip(" .|·•–—-()")))


@lru_cache(maxsize=8192)
def leads_elsewhere(text: str) -> bool:
    """Whether a line stands above links to other stories: `Lire aussi`, `Te puede interesar:`."""
    return len(text) <= LONGEST and _key(text) in _ELSEWHERE


def _key(text: str) -> str:
    return "-".join(text.strip(_AROUND).casefold().replace("’", "'").split())
