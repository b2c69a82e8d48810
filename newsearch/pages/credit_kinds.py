"""Bylines that say what kind of text somebody wrote: `Interview: Ann Lee`, `Text und Fotos: Ann Lee`, `Enquête de Ann Lee`."""

from __future__ import annotations

import re

from newsearch.pages.words import Opening

_LONGEST = 100
"""Characters of such a line."""
_KIND = (
    r"interviews?|intervju|interjú|interviu|entrevista|entretien|intervista|rozmowa|wywiad|rozhovor|röportaj|söyleşi|haastattelu|интервью"
    r"|reports?|reportage|reportaje|reportagem|reportaż|reportáž|riport|репортаж|enquête|récit|cronaca|crónica|crônica|chronique"
    r"|columns?|kolumne|columna|coluna|felieton|essays?|ensayo|ensaio|saggio"
    r"|commentary|kommentar|commentaire|comentario|comentário|commento|komentarz|komentář"
    r"|analys[ei]s|analyse|analyysi|análisis|análise|analisi|analiza|opinion|opinión|opinião|opinione|meinung"
    r"|words|texts?|texten?|textes?|textos?|testo|testi|teksty?|teksti|szöveg|yazı|metin|текст|автор текста|материал"
    r"|article|artikel|artículo|articolo|artigo|artykuł|artikkeli|gastbeitrag|gastkommentar|guest (?:post|column|essay)|protokoll|porträt"
    r"|redacción|redação|nota|kirjoittaja"
)
_AND_MORE = r"(?:\s*(?:and|und|y|e|et|en|og|och|ja|i|a|и|&|\+|/|,)\s*[^\W\d_]{3,12})?"
"""What else it was: `and photos`."""
_A = r"(?:(?:an?|ein|eine|une?|una|uno|un) )?"
_CREDIT = Opening(
    rf"(?:{_KIND}){_AND_MORE}\s?[:：]\s*(?=\S)"
    rf"|{_A}(?:{_KIND}){_AND_MORE}\s+(?:by|von|par|por|de|di|da|door|av|af|van|przez|od)\s+(?=\S)"
    r"|(?:rozmawiała?|rozmawiali|беседовала?|беседу вела?|записала?|подготовила?|zapsala?|napsala?|napisała?|notowała?|wysłuchała?)\s*:?\s+(?=\S)"
    r"|das (?:gespräch|interview) führten?\s*:?\s+(?=\S)|fragen stellten?\s*:?\s+(?=\S)|aufgezeichnet von\s+(?=\S)"
    r"|(?:compiled|contributed) by\s+(?=\S)|scritto da\s+(?=\S)|scris de\s+(?=\S)|door onze\s+(?=\S)|(?:tekst|reportage)\s+(?=[A-ZÀ-Þ])"
    r"|from\s+(?=.{4,40} in [A-Z][a-z]+$)"
    r"|(?:opinion|column|commentary|analysis|kommentar|meinung|opinión|opinião|tribune|chronique)\s*\|\s*(?=\S)",
    re.IGNORECASE,
)
_OTHERS = Opening(
    r"(?:edited|edition|photo(?:s|graphs|graphy)?|pictures?|images?|illustrat(?:ed|ions?)|translated|translation|produced|directed|starring|presented"
    r"|graphics?|video|music|fotos?|fotografie|bilder|illustration(?:en)?|übersetz(?:t|ung)|traduit|traducción|traducido|tradotto|traduzione|zdjęcia|tłumaczenie)"
    r"\s*(?:by|von|par|por|di|de|da|av|af|:)\s*(?=\S)",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s+[·•|]\s+|\s*;\s+")
_PART = re.compile(r"[·•|;]")
_EDGES = ' \t-–—*_«»“”"'


def names_behind(line: str) -> str | None:
    """What stands behind the kind of text that a line, or one of its parts, credits; None for any other line."""
    if len(line) > _LONGEST:
        return None
    line = line.strip(_EDGES)
    match = _CREDIT.match(line)
    if match is None and _PART.search(line):
        found = ((part, _CREDIT.match(part)) for part in _PARTS.split(line))
        line, match = next(((part, match) for part, match in found if match), (line, None))
    return line[match.end() :] if match else None


def credits_others(line: str) -> bool:
    """Whether a line credits those who did not write: who edited, photographed or translated."""
    return _OTHERS.match(line.strip(_EDGES)) is not None and names_behind(line) is None
