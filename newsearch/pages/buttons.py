"""Short lines of a page that are no text: its buttons, how long it takes to read, the headings above links to other stories."""

from __future__ import annotations

import re
from functools import lru_cache

from newsearch.pages.words import Opening, words

_BUTTONS = words("page", "button")
_ELSEWHERE = words("page", "elsewhere")
_OF_AUTHOR = words("page", "author")
LONGEST = 60
"""Characters."""
_AROUND = " \t:：.…!?()[]【】|·•*+>»›→—–-©0123456789,"
_READING = (
    "lesezeit|lesedauer|temps de lecture|lecture|tiempo de lectura|lectura|tempo d[ei] (?:leitura|lettura)|leitura|lettura|leestijd|lesetid|lästid"
    "|læsetid|czas czytania|doba čtení|olvasási idő|okuma süresi|reading time"
)
_MINUTES = r"(?:min\w*\.?|dk\.?|perc|['’′])"
_NUMBERED = re.compile(
    rf"(?:{_READING})\s*:?\s*(?:(?:ca\.?|de|env\.?)\s)?\d{{1,3}}\s?{_MINUTES}?"
    rf"|\d{{1,3}}[\s-]?{_MINUTES}\s(?:de lecture|de lectura|de leitura|di lettura|lesezeit|lesedauer|leestijd|lesetid|lästid|læsetid"
    r"|czytania|čtení|olvasás|okuma|read(?:ing time)?)"
    r"|(?:aggiornat[oa]|actualizad[oa]|atualizad[oa]|aktualisiert|mis à jour|oppdatert|uppdaterad|opdateret|bijgewerkt|frissítve|güncelleme)"
    r"\W{0,2}\s(?:(?:alle|a las?|às|um|à|kl\.?|om)\s)?(?:ore\s)?\d\d?[:.h]\d\d(?:\s?(?:h|hs|uhr|uur)\.?)?"
    r"|\d[\d., ]{0,12} (?:visitas|visualizaciones|visualizações|lecturas|leituras|vues|lectures|visualizzazioni|letture|aufrufe|views"
    r"|wyświetleń|odsłon|přečtení|megtekintés|vizualizări|görüntülenme|προβολές)",
    re.IGNORECASE,
)
"""How many minutes a story takes, at which time of its day it was updated, or how many have read it."""


@lru_cache(maxsize=8192)
def is_button(text: str) -> bool:
    """Whether a line is a button or a note for its reader: `Teilen`, `Temps de lecture : 2 min`."""
    if len(text) > LONGEST:
        return len(text) <= _LONGEST_ROW and _is_row(text)
    return _key(text) in _BUTTONS or bool(_NUMBERED.fullmatch(text.strip(" .|·•–—-()"))) or _is_row(text)


def _is_row(text: str) -> bool:
    """Whether a text is several buttons side by side: `Print | Send to a friend`."""
    parts = [part for part in _BETWEEN.split(text) if part.strip()] if _BETWEEN.search(text) else []
    return len(parts) > 1 and all(_key(part) in _BUTTONS for part in parts)


_BETWEEN = re.compile(r"\s?[|·•]\s?|[【】]+|\]\s?\[")
_LONGEST_ROW = 150
"""Characters of several buttons."""


@lru_cache(maxsize=8192)
def leads_elsewhere(text: str) -> bool:
    """Whether a line stands above links to other stories: `Lire aussi`, `Te puede interesar:`."""
    return len(text) <= LONGEST and _key(text) in _ELSEWHERE


def _key(text: str) -> str:
    return "-".join(text.strip(_AROUND).casefold().replace("’", "'").split())


def offered_story(text: str) -> str:
    """The headline of another story that a line leads to behind such a heading: `Lire aussi : ...`, `À LIRE AUSSI ...`; or empty."""
    head, _, headline = text.partition(":")
    if headline and leads_elsewhere(head):
        return headline.strip()
    parts = text.split()
    loud = next((n for n, word in enumerate(parts[:_MOST_LOUD]) if not word.isupper()), _MOST_LOUD)
    split = next((n for n in range(2, min(loud, len(parts) - 1) + 1) if leads_elsewhere(" ".join(parts[:n]))), 0)
    return " ".join(parts[split:]) if split else ""


_MOST_LOUD = 4
"""Words of a heading in capitals before the headline that it leads to."""
_LONGEST_INVITATION = 160
_LONGEST_NOTE = 300
_INVITATION = Opening(
    r"(?:follow|join|subscribe|sign up|receive|get|folgen|abonnieren|suivez|recevez|rejoignez|abonnez|inscrivez|síguenos|sigue|seguinos|únete|recibe"
    r"|recibí|suscr[ií]|siga|receba|subscreva|assine|clique|iscriviti|seguici|segui|ricevi|volg|meld je|följ|följa|følg|tilmeld|obserwuj|śledź|sledujte|kövess"
    r"|iratkozz|urmărește|urmăriți|abonează|abonați|ακολουθήστε|takip|✅ clique)\b.{0,120}"
    r"\b(?:google (?:news|noticias|notícias|haberler|discover)|whatsapp|telegram|facebook|instagram|twitter|newsletters?|nieuwsbrief|nyhets?brev"
    r"|hírlevel\w*|e-?mail|mail|inbox|viber)\b.{0,60}",
    re.IGNORECASE,
)
"""Where to follow a paper."""
_SMALL_PRINT = re.compile(
    r"[^.]{0,80}\b(?:comentários|comentarios|comments|commentaires|commenti|kommentare|opini[óo]n|columna)\b"
    r".{0,90}\b(?:não|no|non|ne|nicht|not|exclusiv[ao]|única|alleinige)\b.{0,90}\b(?:responsab|responsib|verantwort)"
    r"|[^.]{0,40}\b(?:comentários|comentarios|comments|commentaires|commenti|kommentare)\b.{0,40}\b(?:opinião|opinión|opinions?|opinioni|meinung)\b.{0,60}"
    r"\b(?:responsab|responsib|verantwort)"
    r"|[^.]{0,40}\b(?:reproducción|reprodução|reproduction|riproduzione)\b.{0,30}\b(?:total|prohibid|proibid|interdit|riservata|vietata)"
    r"|(?:adresa ta de e-?mail|il tuo indirizzo e-?mail|tu dirección de correo|o seu endereço de e-?mail|votre adresse e-?mail|deine e-mail-adresse) (?:nu|non|no|não|ne|wird)\b"
    r"|para comentar\b.{0,30}\b(?:cuenta|conta|sesión|login)\b"
    r"|this (?:entry|post) was (?:posted|written|published|filed) |dieser (?:eintrag|beitrag) wurde .{0,60}\b(?:veröffentlicht|geschrieben|verfasst|abgelegt)"
    r"|(?:cette entrée|ce billet|cet article) a été (?:publiée?|écrit|posté)|est[ae] (?:entrada|anotación) (?:fue|ha sido) (?:publicada|escrita)"
    r"|quest[oa] (?:articolo|voce) è stat[oa] (?:pubblicat|inserit)|est[ae] (?:post|artigo|entrada) foi (?:publicad|escrit)|dit bericht (?:werd|is) geplaatst"
    r"|(?:find this (?:article|story) at|this (?:article|page|story) was printed from|printed from|article printed from)\b"
    r"|[^.]{0,60}\bnot responsible for the content of external\b|[^.]{0,90}\bexternal sites are not endorsed\b|these sites are not part of\b",
    re.IGNORECASE,
)
"""Who answers for what readers say and for other sites, who may not copy the story, and when a blog published it."""


_AGREEING = re.compile(
    r"stimme ich|ich stimme|willige ich|ich willige|j['’]accepte|je consens|\bacepto\b|\bautorizo\b|\baccetto\b|acconsento|\baceito\b|\bconcordo\b"
    r"|ik ga akkoord|samtycker|samtykker|zgadzam się|wyrażam zgodę|souhlasím|i agree|i consent|est collectée? par|(?:sera|est) utilisée?",
    re.IGNORECASE,
)
"""How somebody agrees, in the first person, to be written to."""


def asks_for_consent(text: str) -> bool:
    """Whether a paragraph is what one agrees to by subscribing to letters, as stands in boxes inside stories."""
    if len(text) >= _LONGEST_NOTE or not ("ewsletter" in text or "-mail" in text or "infolettre" in text):
        return False
    return bool(_AGREEING.search(text))


def invites(text: str) -> bool:
    """Whether a paragraph invites to follow a paper or to have its letters."""
    return len(text) < _LONGEST_INVITATION and _INVITATION.fullmatch(text) is not None


def is_note(text: str) -> bool:
    """Whether a paragraph invites to follow a paper, or is small print, as stands below stories."""
    return len(text) < _LONGEST_NOTE and (invites(text) or _SMALL_PRINT.match(text) is not None)


@lru_cache(maxsize=8192)
def heads_author(text: str) -> bool:
    """Whether a line stands above who wrote the story is: `About the author`."""
    return len(text) <= LONGEST and _key(text) in _OF_AUTHOR
