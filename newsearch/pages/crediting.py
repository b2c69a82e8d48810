"""Bylines: a text that credits somebody in, the names of persons out. What is not clearly a person is left out.

Job words, cities, outlets, agencies, dates, addresses and the "By" before a name are not part of a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from newsearch.model import Span
from newsearch.pages import dates, outlets
from newsearch.pages.credit_kinds import names_behind
from newsearch.pages.dates.vocabulary import is_weekday, only_filler
from newsearch.pages.entities import unescape
from newsearch.pages.names import (
    CASELESS,
    CJK,
    JOB,
    ORGANISATION,
    PARTICLES,
    STOP_WORDS,
    could_be_name,
    given_names,
    has_given_name,
    looks_like_name,
    plausible,
    title_case,
)
from newsearch.pages.words import Opening, words

_LONGEST_BYLINE = 300
_MOST_WORDS = 6

# The word that says "what follows is who wrote this", with the optional noun before it.
_LEAD = Opening(
    r"""^\W*(?:
      (?:(?:(?:an?\ )?(?:article|story|text|words|report(?:ed|ing)?|analysis|opinion|commentary|review(?:ed)?|interview|exclusive|column|essay|photos?
          |pictures?|written|posted|published|submitted|created|contributed|compiled|edited|produced|updated|added|guest\ post|blog|news|from)
          (?:\ (?:and\ \w+|(?:on|in)\ [^,|]{3,30}))?\s*[,:]?\s*)?by|about\ the\ author|follow|authors?|writer|reporter|byline|contributors?(?!\ to\b)|text|words|written)\b
     |(?:ein(?:e)?\ \w+\ |gast(?:beitrag|kommentar)\ |(?:geschrieben|verfasst|veröffentlicht|erstellt|eingestellt|gepostet|kommentar|interview|bericht|text|artikel|beitrag
          |analyse|reportage|essay|kolumne|rezension|protokoll|porträt|foto)\ )?von\b|autor(?:in|innen|en)?\b|verfasser(?:in)?\b|redaktion:|redakteur(?:in)?:
     |(?:(?:publié|écrit|rédigé|(?:propos\ )?recueillis?|article|texte|posté|proposé)\s+)?par\b|auteure?s?\b
     |(?:(?:escrito|publicado|texto|redactado|enviado|elaborado)\s+)?por\b|autor(?:as?|es)\b|texto\b
     |(?:scritto\ |pubblicato\ |a\ cura\ |articolo\ )?(?:di|da)\b(?=\s+[^\W\d_])|autor[ei]\b|redazione:
     |(?:geschreven\ |gepubliceerd\ )?door\b|auteur\b
     |(?:skrevet\ |skriven\ |publisert\ |publicerad\ )?(?:av|af)\b|forfatter\b|författare\b|journalist:|toimittaja:?|kirjoittaja\b
     |(?:napisał[a]?\ )?przez\b|autorzy\b|autorka\b|opracowanie\b
     |autoři\b|napsal[a]?\b|yazan\b|yazar\b|haber\b|szerző\b|írta\b|penulis\b|oleh\b|reporter\b|tác\ giả\b|autori\b|scris\ de\b
     |autor(?:s|ė|ka)\b|piše\b|пише\b|teksti\b|muhabir\b|автори\b|հեղինակ\b|ავტორი\b|تحریر\b|লেখক|প্রতিবেদক|எழுதியவர்|రచన|ലേഖകൻ|ലേഖിക
     |автор[ыи]?\b|текст\b|журналист\b|корреспондент\b|подготовил[аи]?\b|из\ жизни\b
     |συντάκτης\b|γράφει\b|γράφουν\b|του\b|της\b|מאת|כתב\b|بقلم|كتبت?|إعداد|تحرير|کاتب|نویسنده|نوشته|گزارش|लेखक|लेखिका|रिपोर्ट|द्वारा|(?:(?:เขียน)?โดย|ผู้เขียน|ผู้สื่อข่าว|ໂດຍ)(?=[\s:])
     |作者|記者|记者|文[・/／●]|文\b|編集|撰文|取材|著者|執筆|글|기자
    )\s*[:：՝/|,・–—-]*\s*""",
    re.I | re.X,
)
OWN_REPORTER = (
    "van onze (?:verslaggevers?|verslaggeefster|redacteur|redactrice|correspondente?)"
    "|von unser(?:em|er) (?:korrespondent(?:in|en)?|redakteur(?:in)?|reporter(?:in)?|mitarbeiter(?:in)?)"
    "|de notre (?:envoyée? spéciale?|correspondante?)|dal? nostr[oa] (?:inviat[oa]|corrispondente)"
    "|de nuestr[oa] (?:corresponsal|enviad[oa] especial|redactora?)"
)
"""How papers name a reporter as theirs, before the name."""
_OWN = Opening(rf"(?:{OWN_REPORTER})\s+", re.IGNORECASE)
_BYLINE_LEAD = Opening(
    r"^\W{0,3}(?:(?:written|posted|reported|words|story|text|opinion|analysis|review) )?"
    r"(?:(?:ein|eine|a|an) (?:kolumne|kommentar|gastbeitrag|gastkommentar|beitrag|analyse|essay|reportage|bericht|glosse|column|commentary) )?"
    r"(?:(?:propos |textes? )?recueillis? |publié |écrit |rédigé |(?:redactado|escrito|publicado) |(?:scritto|pubblicato) |a cura |geschreven |skrevet |skriven )?"
    r"(?:(?:by|von|par|por|door|av|af|przez|di|oleh|autor(?:in)?:|author:|автор:|текст:|текст|作者[:：]|記者|מאת:?|بقلم:?|(?:เขียน)?โดย|γράφει)\s*:?\s+"
    r"|(?:autor(?:s|ė|ka|as?|es|i|e)|auteure?|piše|пише|teksti?|tekst|írta|szerző|yazan|haber|muhabir|tác giả|penulis|συντάκτης|מאת|כתבת?|كتبت?|إعداد|نویسنده|تحریر"
    r"|लेखक|लेखिका|লেখক|প্রতিবেদক|எழுதியவர்|రచన|ലേഖകൻ|ലേഖിക|ავტორი|հեղինակ|记者|記者)\s*[:：՝]\s*|(?:記者|记者)(?=[\u3400-\u9fff]{2,4}\s*[／/]\s*[\u3400-\u9fff]{2,6}(?:報導|报道|報道)$))(?=\S)",
    re.I,
)
_LIST = re.compile(
    r"\s*(?:[;|•·\n\t]|\s[–—-]\s|,|،|、|，|／|(?<!\d)/(?!\d)|\s&\s|\sim\s(?:gespräch|interview)\smit\s|\s(?:and|und|et|y|og|och|ja|și|ve|dan|и|та|και|with|mit|avec|met|med)\s)\s*",
    re.I,
)
_LEADING_AND = re.compile(r"^(?:and|und|et|och|og)\s+(?=[^\W\d_a-z])")
"""What joins a name with one that stands in an element of its own: `Ann Lee | and Bo Ray`."""
_BEFORE_POSTNOMINAL = re.compile(r",(?=\s*(?:jr|sr|ii|iii|iv)\b)", re.I)
_LIST_SIGN = re.compile(r"[;|•·,،、，／/]|[^\S ]")
_DOUBTFUL_LIST = re.compile(r"\s(?:e|i|a|o|و|й|u|en)\s")
"""Italian, Portuguese, Polish, Czech, Dutch "and", each a word of other languages: a list only if a whole name stands on both sides."""
_TAIL = re.compile(
    r"\s+(?:in|for|at|from|aus|à|en|em|dans|pour|para|per|nach|bei|of|du|on|via|as|auf|is|was|has|hat|ist|writes|schreibt|"
    r"tells|reports?|reporting)\s+.*$",
    re.I,
)
_MARKUP = re.compile(r"<[^>]{0,400}>")
# An address begins where a word does, or behind another "@": looking from each letter to each "@" took the cube of the length.
_ADDRESS = re.compile(r"(?<![^\s@])[^\s@]+@[^\s@]+\.\w+[)\]>]?|https?://\S+|www\.\S+|(?<!\w)@\w+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）|【[^【】]*】")
_BRACKET = re.compile(r"[(\[（【]")
_RUBBISH = re.compile(r"^[\W_]+|[^\w.)’'!?\u064b-\u0652\u0900-\u0963\u0970-\u0dff\u0e31-\u0e4e]+$")
"""What surrounds a name; the vowels of Indian and Thai names are signs, not letters."""
_SHARE = re.compile(
    r"\b(?:follow(?: on| us)?(?: (?:twitter|facebook|x|linkedin))?|view (?:all|more|orcid|profile).*|see (?:all|more).*|email(?: the author| this)?|bio\b|contact|profile|subscribe.*|"
    r"sign up.*|share.*|read (?:more|full).*|more (?:from|by|posts).*|alle (?:beiträge|artikel).*|zum profil|mehr (?:von|zum).*|about (?:the )?author.*|"
    r"(?:\d+ )?(?:comments?|kommentare?|commentaires?)|leave a (?:comment|reply|response)|updated.*|published.*|posted.*|last modified.*|aktualisiert.*|publié le.*|mis à jour.*|actualizado.*|publicado.*)$",
    re.I,
)
_CJK_NAME = re.compile(r"^(?:[\u3400-\u9fff々〆\u3040-\u30ffー]{1,7}[ 　]?[\u3400-\u9fff々〆\u3040-\u30ffー]{1,7})$")
_NOBODY = words("names", "place") | JOB
_NEVER_PLAIN = ORGANISATION | STOP_WORDS
_KOREAN_JOB = re.compile(r"\s*(?:기자|특파원|선임기자|논설위원|교수)$")
_KOREAN_PLACE = re.compile(r"^[가-힣]{2,5}=(?=[가-힣]{2,4}$)")
"""Where a Korean reporter writes from."""
_CJK_JOB = re.compile(
    r"^(?:本报|本報|本刊|新华社|中新社|中新网)?(?:记者|記者|通讯员|作者)[:：\s]*|(?:记者|記者|編集委員|论|報導|报道|撰)$"
)


def clean_authors(text: str | Sequence[str], outlet: str | None = None, *, single: bool = True) -> tuple[str, ...]:
    """The persons that a byline, or an author field, names.

    `outlet` is the page's own name, which is never a person. `single`: one word alone may be a name ("Prince").
    """
    return _clean((text,) if isinstance(text, str) else tuple(text), outlet, single)


@lru_cache(maxsize=2048)
def _clean(texts: tuple[str, ...], outlet: str | None, single: bool) -> tuple[str, ...]:
    pieces = [piece for text in texts for piece in _pieces(text)]
    named = [(name, piece) for piece in pieces if (name := _person(piece, outlet))]
    # One word alone is a place or a desk as often as a name: it counts where nobody is named in full.
    full = [(name, piece) for name, piece in named if " " in name or CJK.search(name)]
    if len(full) > 1:
        full = [(name, piece) for name, piece in full if not _is_perhaps_paper(name)] or full
    if len({piece.isupper() for _, piece in full}) > 1:
        full = [(name, piece) for name, piece in full if not piece.isupper() or has_given_name(name)]
    return _distinct(name for name, _ in full or (named if single else ()))


def _is_perhaps_paper(name: str) -> bool:
    """Whether a Spanish or Italian article opens a name: beside a person, that is a paper, `Ximena Olvera | El Llano Hoy`."""
    article, _, rest = name.partition(" ")
    return article.lower() in ("el", "il", "los", "las") and not has_given_name(rest.partition(" ")[0])


_PLAIN = re.compile(r"([A-Z][a-z]+) ([A-Z][a-z]+)")


@lru_cache(maxsize=4096)
def _is_plain(text: str) -> bool:
    """Whether a credit is nothing but a known first name and a last name, as most are: what all else here would find, too."""
    name = _PLAIN.fullmatch(text)
    if name is None or outlets.agency(text) or _LEAD.match(text):
        return False
    if _SHARE.search(text) or _SITE_WORD.search(text) or _COMPANY.search(text):
        return False
    first, last = name[1].lower(), name[2].lower()
    if first not in given_names() or first in _NEVER_PLAIN or last in _NEVER_PLAIN:
        return False
    return not _is_job(first) and not _is_job(last)


def organisations(text: str | Sequence[str], outlet: str | None = None) -> tuple[str, ...]:
    """What a byline credits that is no person: an agency, a desk, the outlet itself."""
    texts = (text,) if isinstance(text, str) else tuple(text)
    pieces = [piece for t in texts for piece in _pieces(t)]
    return _distinct(name for piece in pieces if not _person(piece, outlet) and (name := _organisation(piece)))


def agencies(text: str | Sequence[str]) -> tuple[str, ...]:
    """The wire agencies that a byline credits, as it writes them."""
    texts = (text,) if isinstance(text, str) else text
    pieces = [piece for t in texts if "&" in t or outlets.speaks_of_agency(t) for piece in _pieces(t)]
    named = [(piece, name) for piece in pieces if (name := _organisation(piece)) and outlets.agency(name)]
    return _distinct(name for piece, name in named if not _person(piece, None))


def agency(text: str) -> str | None:
    """The first wire agency that a byline credits, perhaps beside persons: `By Ann Lee, Associated Press`.

    `AA` is Anadolu in a dateline; beside a byline it is the button for larger letters.
    """
    return next((known for name in agencies(text) if name != "AA" and (known := outlets.agency(name))), None)


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, however it is written."""
    seen: dict[str, str] = {}
    for name in names:
        seen.setdefault(name.casefold(), name)
    return tuple(seen.values())


def _strip(text: str) -> str:
    """The credit without markup, addresses, dates and what surrounds a name on a page."""
    text = unescape(text) if "&" in text else text
    if "<" in text:
        text = _MARKUP.sub(" ", text)
    if "@" in text or "http" in text or "www." in text:
        text = _ADDRESS.sub(" ", text)
    if len(text) > _LONGEST_NAME:
        low = text.lower()
        if any(map(low.__contains__, _ASIDE_WORDS)):
            text = _ASIDE.sub("", text)
    if _DIGIT.search(text):
        for span, _ in reversed(list(dates.find_dates(text[:_LONGEST_BYLINE]))):
            text = text[: span.start] + " | " + text[span.end :]
    return text


_DIGIT = re.compile(r"\d")
_LONGEST_NAME = 25
"""Characters: in a shorter credit nothing stands beside a name."""
_ASIDE_WORDS = (":", "foto", "photo", "illustration", "bilder", "grafik")
"""One of these is in every aside."""
_ASIDE = re.compile(
    r"(?<=\w)[\s|,;]+(?:illustration(?:en|s)?|fotos?|photos?|photograph(?:y|s)|bilder|grafik(?:en)?)\s*(?::|\b(?:von|by|par|por|di)\b).*$"
    r"|\b(?:in\s+)?(?:rubrik|ressort|kategorien?|categor(?:y|ies)|section|tags?)\s*:.*$",
    re.I | re.S,
)
"""Who made the pictures, and where the story was filed."""
_COMPANY = re.compile(
    r"\b(?:GmbH|AG|KG|eG|e\.\s?V\.|Ltd|LLC|Inc|Corp|S\.A\.|S\.r\.l|B\.V\.|Co\. KG|Pty|PLC|AB|ASA|A/S|Oy)(?:\W|$)"
)
_ONLY_LEAD = Opening(
    r"^\W*(?:by|von|par|por|di|da|door|av|af|przez|oleh|text|autor(?:in|en)?|authors?|автор|текст|posted|written|published)\W*$",
    re.I,
)


def is_label(text: str) -> bool:
    """Whether a text says no more than that somebody wrote something: `Written by`."""
    lead = _LEAD.match(text)
    return lead is not None and not text[lead.end() :].strip()


def _lead(text: str) -> str:
    for _ in range(3):
        lead = _LEAD.match(text)
        if lead is None or lead.end() == len(text):
            return text
        text = text[lead.end() :]
    return text


def _is_inverted(last: str, first: str) -> bool:
    """Whether a person is written as in a catalogue: `Weber, Anna`."""
    return (
        " " not in last + first
        and has_given_name(first)
        and not has_given_name(last)
        and not outlets.agency(last)
        and _person(last, None) is not None
    )


_SPACES = re.compile(r"[ \u00a0\u3000]+")
_EDITED = re.compile(
    r"(?<!\w)(?:(?:责任|責任)?(?:编辑|編輯)|责编|責編|(?:편집|교정)\s?(?=[:：]))[^\w\s]?[\s:：].*$"
    r"|(?<=\w)[\s|,;]+(?:редактор|редакторка|editör|biên tập|penyunting|editor)\s?:.*$",
    re.I | re.S,
)
"""Who edited: alone in Chinese, where each story names its editor, elsewhere behind who wrote."""
_PERHAPS_EDITED = re.compile(r"[编編편교]|(?i:edit|редак|biên|penyun)")
_REPORTED_FROM = re.compile(r"\s*[／/]\s*[\u3400-\u9fff]{2,6}(?:報導|報道|报道)")
"""The city behind a name: `記者陳美玲／台北報導`."""


_HAN = "[\u3400-\u9fff]"
_HAN_NAMES = re.compile(
    rf"(?P<lead>(?:本报|本報|本刊|实习|特约|见习)?(?:记者|記者|通讯员|通訊員)[\s:：]*)(?P<names>{_HAN}{{2,4}}(?:[ 　]+{_HAN}{{2,4}})+)(?!{_HAN})"
)
"""Chinese names with nothing but a blank between them."""

_KOREAN_LIST = re.compile(r"(?<=기자)\s+(?=[가-힣=]{2,12}\s?기자)")


def _listed(match: re.Match[str]) -> str:
    return match["lead"] + "、".join(match["names"].split())


def _pieces(text: str) -> list[str]:
    if _is_plain(text):
        return [text]
    text = _strip(text)
    if _PERHAPS_EDITED.search(text):
        text = _EDITED.sub("", text)
    if not text.isascii():
        text = _HAN_NAMES.sub(_listed, _REPORTED_FROM.sub("", text))
        text = _KOREAN_LIST.sub("、", text)
    if len(text) > _LONGEST_BYLINE or _COMPANY.search(text):
        return []
    text = _BEFORE_POSTNOMINAL.sub("", _SPACES.sub(" ", text).strip())
    pieces = []
    is_dutch = text[:5].lower() == "door "
    text = _lead(text)
    # One or two words without a sign are no list: most, and told in a tenth of the time.
    for part in _LIST.split(text) if text.count(" ") > 1 or _LIST_SIGN.search(text) else (text.strip(),):
        part = _lead(_LEADING_AND.sub("", part.strip())) if part else ""
        if _ONLY_LEAD.match(part):
            continue
        halves = _DOUBTFUL_LIST.split(part)
        if len(halves) > 1 and _are_names(halves, sure=is_dutch or " en " not in part):
            pieces += halves
        elif part:
            pieces.append(part)
    if len(pieces) == 2 and f"{pieces[0]}, {pieces[1]}" in text and _is_inverted(*pieces):
        return [f"{pieces[1]} {pieces[0]}"]
    return pieces


def _are_names(halves: Sequence[str], *, sure: bool) -> bool:
    """Whether all parts of a list are whole names; `sure`: what stands between them is an `and`, so that one first name is enough."""
    known = [len(half.split()) > 1 and looks_like_name(half) for half in halves]
    return all(known) or (sure and any(known) and all(map(could_be_name, halves)))


def _bare(piece: str) -> str:
    if _BRACKET.search(piece):
        piece = _BRACKETS.sub(" ", piece)
    piece = _SHARE.sub("", piece)
    bare = _RUBBISH.sub("", " ".join(piece.split())).strip()
    return bare[:-1] if bare.endswith(".") and _STOPPED.search(bare) else bare


_STOPPED = re.compile(r"[^\W\d_]{4}\.$")
"""A stop behind a name, which ends no abbreviation."""


def _person(piece: str, outlet: str | None) -> str | None:
    """The person that one piece of a byline names, in the spelling of a name."""
    if "-".join(piece.lower().split()) in _NOBODY:
        return None
    if _is_plain(piece):
        return piece
    bare = _bare(piece)
    if (
        not bare
        or "-".join(bare.lower().split()) in _NOBODY
        or outlets.agency(bare)
        or (outlet and _is_outlet(bare, outlet))
        or _is_address(bare)
        or _PAPER.match(bare)
    ):
        return None
    if CASELESS.search(bare):
        return _caseless_person(bare)
    name = _without_job(bare)
    # What is left of "AP Auto Writer" or "European Space Agency" is nobody.
    if (
        name != bare
        and not has_given_name(name)
        and (len(name.split()) < 2 or any(map(_is_organisation, bare.split())))
    ):
        return None
    if not name or outlets.agency(name) or (outlet and _is_outlet(name, outlet)):
        return None
    if outlets.agency(name.split()[0]) and not has_given_name(name):
        # "AP John Smith" is no person, but Sana Idris is
        return None
    words = _without_outlet(name.split())
    name = " ".join(words)
    if len(words) > _MOST_WORDS or any(_is_organisation(w) for w in words):
        return None
    if len(words) == 1:
        return name if name == bare and _plausible_single(name) else None
    name = title_case(name)
    return name if plausible(name.split()) else None


def _without_outlet(words: list[str]) -> list[str]:
    """The words of a name without the letters of a broadcaster behind it, and a Romanian `by` before it."""
    if len(words) > 2 and words[0] in ("de", "De") and has_given_name(words[1]):
        words = words[1:]
    if len(words) > 2 and words[-1].isupper() and not words[-2].isupper() and outlets.is_well_known(words[-1]):
        return words[:-1]
    return words


_WEB = re.compile(
    r"\.(?:com|de|org|net|co|fr|es|it|ch|at|nl|ru|info|tv|is|no|se|dk|pl|cz|eu|uk|us|in|jp|cn|br)\b|^https?:|@", re.I
)


_PAPER = re.compile(
    r"(?:l['’]|(?:le|la|les|el|il|lo) )[^\W\d_][^\W\d_-]+ (?:du|de|des|del|della|delle|dei|di|da|do)\b", re.IGNORECASE
)
"""How the names of Romance papers open, and of no person: `L’Écho de Bretagne`."""


def _is_address(text: str) -> bool:
    return ("." in text or "@" in text or ":" in text) and bool(_WEB.search(_TAIL.sub("", text)))


def _is_organisation(word: str) -> bool:
    low = word.strip(".,'’").lower()
    return low in ORGANISATION or ("-" in low and any(part in ORGANISATION for part in low.split("-")))


def _is_outlet(name: str, outlet: str) -> bool:
    """Whether a name is the outlet's own. A blog may be called after the person who writes it."""
    if has_given_name(name) and not _SITE_WORD.search(name):
        return False
    if outlets.same(name, outlet):
        return True
    a, b = outlets.key(name), outlets.key(outlet)
    first = outlets.key(name.split()[0])
    if len(first) >= _SHORTEST_STEM and b.startswith(first) and _SITE_WORD.fullmatch(b[len(first) :]):
        return True
    if len(a) > 4 and len(b) > 4 and (a.startswith(b) or b.startswith(a)):
        return True
    return len(b) >= 3 and first == b


_SHORTEST_STEM = 5
"""Characters of an outlet's name without `News` and the like that nobody else is called: the account "Example D" of Example News."""
_SITE_WORD = re.compile(r"blog|news|online|magazin|zeitung|times|post|\bredaktion|team", re.I)
_NO_NAME = re.compile(r"^\d|[:;,?!%&+=#*<>|]")


def _plausible_single(name: str) -> bool:
    if len(name) <= 4 and name.islower():  # the initials of an editor
        return False
    return (
        1 < len(name) <= 30
        and not _NO_NAME.search(name)
        and name.lower() not in STOP_WORDS
        and name.lower() not in JOB
        and not name.isdigit()
        and not is_weekday(name)
    )


def _caseless_person(name: str) -> str | None:
    name = _KOREAN_PLACE.sub("", _KOREAN_JOB.sub("", _CJK_JOB.sub("", name)).strip())
    if not name or len(name) > 40 or name.endswith(_CJK_PAPERS) or any(word in name for word in _CJK_ORGANISATIONS):
        return None
    if CJK.search(name):
        return name if _CJK_NAME.match(name) or len(name) <= 8 else None
    words = [word for word in name.split() if word not in JOB]
    if not 1 <= len(words) <= 5 or ":" in name or any(c.isdigit() for c in name):
        return None
    return None if _NEVER_PLAIN.intersection(words) or only_filler(name) else " ".join(words)


_CJK_PAPERS = ("报", "報", "社")
"""How the names of papers end, and of no person."""
_CJK_ORGANISATIONS = (
    "編集部",
    "新聞",
    "通信社",
    "新闻",
    "日报",
    "报社",
    "编辑部",
    "ニュース",
    "뉴스",
    "신문",
    "방송",
    "オンライン",
    "デジタル",
    "更新",
    "発行",
    "公開",
    "発表",
    "网",
)
_JOB_STEMS = "redakteur|reporter|korrespondent|journalist|autor|leiter|chef|redacteur|redaktør|redaktor|verslaggever"
_JOB_ADJECTIVES = "leitende|stellvertretende|freie|ehemalige|ständige"
_JOB_ENDING = re.compile(rf".{{3,}}(?:{_JOB_STEMS})(?:in|innen|en|e|s)?$|(?:{_JOB_ADJECTIVES})[rn]?$")
_JOB_ENDINGS = tuple(
    stem + ending
    for stem, endings in (
        *((stem, ("", "in", "innen", "en", "e", "s")) for stem in _JOB_STEMS.split("|")),
        *((word, ("", "r", "n")) for word in _JOB_ADJECTIVES.split("|")),
    )
    for ending in endings
)
_STAFF = frozenset(
    [
        "writers",
        "reporters",
        "editors",
        "correspondents",
        "redakteure",
        "journalists",
        "staff",
        "team",
        "desk",
        "service",
    ]
)


def _is_job(word: str) -> bool:
    low = word.strip(".,:'’").lower()
    return low in JOB or (low.endswith(_JOB_ENDINGS) and bool(_JOB_ENDING.match(low)))


def names_job(text: str) -> bool:
    """Whether one of the words of a text is a job: `Ann Lee, Staff Writer`."""
    return any(map(_is_job, text.split()))


def is_job(text: str) -> bool:
    """Whether a text is what a writer is by profession and nothing else: `Reporter`, `Freie Journalistin`; no desk."""
    return len(text) < _LONGEST_JOB and bool(_PROFESSION.search(text)) and all(map(_is_job, text.split()))


_LONGEST_JOB = 40
_PROFESSION = re.compile(
    r"(?:journalist|reporter|redakt[eø]r|redakt[oö]r|redacteur|r[ée]dacteur|redactor|redattore|[ck]orrespond[ae]nt|corresponsal"
    r"|periodista|giornalista|jornalista|rep[óo]rter|verslag|dziennikarz|novin[áa][řr])",
    re.I,
)
_BEFORE_JOB = words("names", "before_job")


def _without_job(name: str) -> str:
    """A name without the job before or after it: `Political Correspondent Jane Doe`, `Jane Doe Staff Writer`."""
    name = _TAIL.sub("", name) if name.count(" ") > 1 else name
    words = name.split()
    job = [_is_job(word) for word in words]
    if not any(job):
        return name
    first = next((i for i, word in enumerate(words) if not job[i] and word.lower() not in _BEFORE_JOB), len(words))
    end = first
    while end < len(words) and not job[end]:
        end += 1
    if words[-1].lower() in _STAFF:
        return ""
    kept = words[first:end]
    while kept and kept[-1].lower() in _BEFORE_JOB | PARTICLES:
        kept.pop()
    return " ".join(kept).strip(" ,:")


_ACCOUNT = re.compile(
    r"^\w*admin\w*$|^(?:editor|webmaster|user|guest|author|unknown|anonymous|no author|none|null)$", re.I
)


def _organisation(piece: str) -> str | None:
    name = _bare(piece)
    if _ACCOUNT.search(name):
        return None
    if not 1 < len(name) <= 60 or len(name.split()) > _MOST_WORDS or "@" in name:
        return None
    if len(name) <= 4 and name.islower() and not outlets.agency(name):  # the initials of an editor
        return None
    if any(w.lower() in STOP_WORDS - {"the"} for w in name.split()) or not re.search(r"[^\W\d_]", name):
        return None
    return name


_IN_BRACKETS = rf"{_HAN}{{2,4}}(?:[、，,\s]{{1,2}}{_HAN}{{2,4}}){{0,4}}"
_KOREAN_SURNAMES = "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지나엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국"
_KOREAN = rf"[{_KOREAN_SURNAMES}][가-힣]{{1,2}}"
_SIGNED = re.compile(
    rf"(?:^|(?<=[\s电電讯訊日]))[〔（(【\[［]{_HAN}{{0,6}}(?:记者|記者)[\s:：]*(?P<chinese>{_IN_BRACKETS})(?:\s*[／/]\s*\S{{2,12}}(?:报道|報導|報道))?[〕）)】\]］]"
    rf"|^{_HAN}{{0,8}}(?:记者|記者)[\s:：　]+(?P<line>{_IN_BRACKETS})$"
    rf"|^【[^】=＝・\s]{{1,12}}[=＝・](?P<japanese>[\u3400-\u9fff々\u3040-\u30ff]{{2,6}}(?:、[\u3400-\u9fff々\u3040-\u30ff]{{2,6}}){{0,3}})】"
    rf"|^[(\[【<][^)\]】>]{{2,30}}[)\]】>]\s*(?P<korean>{_KOREAN}(?:[\s·,]+{_KOREAN}){{0,4}})\s?(?:\w{{2}}\s?)?(?:기자|특파원)\s*[=＝]"
    rf"|^[(\[【<](?:[^)\]】>]{{1,24}}[\s=])??(?P<bracketed>{_KOREAN}(?:[\s·,]+{_KOREAN}){{0,3}})\s?(?:\w{{2}}\s?)?(?:기자|특파원)[)\]】>]"
)
_PHOTOGRAPHED = ("摄", "攝", "撮影", "影", "图", "圖")
_SIGNED_WITHIN = 80
"""Characters of a paragraph before which a reporter is named who signs it."""
_NAME_SIGNS = re.compile(r"[、，,·\s]+")


_REPORTER_JOBS = frozenset(["实习生", "實習生", "实习", "通讯员", "通訊員", "见习", "记者", "記者"])
"""What stands between the names of reporters."""


def speaks_of_reporter(text: str) -> bool:
    """Whether a text may hold a paragraph that its reporter signs: most hold none of these signs."""
    return "记者" in text or "記者" in text or "기자" in text or "특파원" in text or "【" in text


def signed(paragraph: str) -> tuple[str, ...]:
    """The reporters in the dateline of a paragraph: `〔記者陳美玲／台北報導〕`, `【東京=山田太郎】`, `(서울=연합뉴스) 홍길동 기자 =`."""
    match = _SIGNED.search(paragraph[:_SIGNED_WITHIN])
    if match is None:
        return ()
    people = [name for name in _NAME_SIGNS.split(next(filter(None, match.groups()))) if name not in _REPORTER_JOBS]
    if any(name.endswith(_PHOTOGRAPHED) or outlets.agency(name) or name in _NOBODY for name in people):
        return ()
    if match["japanese"] and not all(len(name) > 2 and _KANJI.search(name) for name in people):
        return ()
    return _distinct(people)


_KANJI = re.compile(_HAN)


def is_led(line: str) -> bool:
    """Whether a line opens with a word such as `By`, whoever it credits."""
    return _BYLINE_LEAD.match(line) is not None


def byline(line: str) -> tuple[str, ...] | None:
    """The persons that a whole line credits with a word such as `By`, `Von`, `Par`, or with the kind of text that they wrote;
    None for any other line."""
    if reporter := _KOREAN_REPORTERS.fullmatch(line):
        return tuple(_BETWEEN_KOREANS.split(reporter[1]))
    match = _BYLINE_LEAD.match(line)
    people = _led(line, match.end()) if match else None
    own = _OWN.match(line)
    rest = None if people else line[own.end() :] if own else names_behind(line)
    return _by_kind(rest) if rest else people


_KOREAN_REPORTERS = re.compile(
    rf"({_KOREAN}(?:\s?[·,]\s?{_KOREAN}){{0,3}})\s?(?:선임|수습|인턴)?(?:기자|특파원)(?:\s*\(?[^\s@]+@[^\s@]+)?"
)
"""Reporters as Korean papers name them: `김민수 기자 kms@post.example`."""
_BETWEEN_KOREANS = re.compile(r"\s?[·,]\s?")


def _led(line: str, start: int) -> tuple[str, ...] | None:
    """The persons of a line in which they stand from `start` on."""
    line = _undated(without_addresses(line), start)
    if len(line) > 200 or not _all_credit(line[start:]):
        return None
    return clean_authors(line, single=False) or None


def _by_kind(rest: str) -> tuple[str, ...] | None:
    """The persons behind the kind of a text, if all that stands there are names, and one has a first name that is known."""
    rest = _undated(without_addresses(rest), 0)
    people = clean_authors(rest, single=False) if _all_credit(rest) else ()
    return people if people and all(map(could_be_name, people)) and any(map(looks_like_name, people)) else None


def without_addresses(line: str) -> str:
    """A line less the addresses in it, and what parts the last from what stands before."""
    return " ".join(_ADDRESS.sub(" ", line).split()).rstrip(" |·•,-–—")


def by_one_word(line: str, date: Span) -> tuple[str, ...]:
    """Who wrote, where a line says by one word who, `date` when, and nothing else: `Posted on 2 September 2024 by harbourmaster`."""
    rest = _CLOCK.sub(" ", f"{line[: date.start]} | {line[date.end :]}")
    match = _BY_ONE.search(rest)
    if match is None or not only_filler(f"{rest[: match.start()]} {rest[match.end() :]}".casefold()):
        return ()
    return clean_authors(match[1])


def poster(line: str) -> tuple[str, ...]:
    """Who a line says posted something, if by a nickname, and then when, or when and then who:
    `Posted by harbourmaster at 17:40 | 3 comments`; nobody for any other line."""
    verb = _POSTED.match(line)
    if verb is None or len(line) > _LONGEST_POSTED:
        return ()
    lead = _BY_WHOM.match(line, verb.end())
    if lead is None:
        behind = _POSTED_BY.search(line)
        return clean_authors(behind[1]) if behind and _POSTED_AT.search(line, 0, behind.start()) else ()
    clock = _POSTED_AT.search(line, lead.end())
    date = dates.find_date(line[:_LONGEST_BYLINE])
    ends = [clock.start()] if clock else []
    ends += [date[0].start] if date and date[0].start > lead.end() else []
    words = line[lead.end() : min(ends)].split() if ends else []
    while len(words) > 1 and _leads_to_time(words[-1]):
        words.pop()
    if not 1 <= len(words) <= _MOST_NAMES or any(map(str.isdigit, words[0])):
        return ()
    return clean_authors(" ".join(words).rstrip(",|"))


def _leads_to_time(word: str) -> bool:
    """Whether a word stands between who and when: `at`, `kl.`, `@`, `Sunday`."""
    return not word[0].isalnum() or (word.islower() and len(word) <= _LONGEST_AT) or only_filler(word.casefold())


_LONGEST_AT = 4
"""Characters of `at`, `alle`, `kl.`."""


def tells_of_posting(line: str) -> bool:
    """Whether a line begins like one that says who posted something."""
    return _POSTED.match(line) is not None


_POSTED = Opening(
    r"(?:posted|published|written|submitted|added|entered|filed|eingestellt|gepostet|geschrieben|verfasst|veröffentlicht|erstellt|publié|écrit|rédigé|posté|envoyé"
    r"|publicado|escrito|postado|enviado|pubblicato|scritto|postato|inserito|geplaatst|gepost|geschreven|lagt inn|skrevet|publisert|upplagd|skriven|inlagt|publicerad"
    r"|indsendt|opslået|udgivet|wysłan[eo]|opublikowan[eo]|napisan[eo]|dodano|опубликовал|добавил|написал|разместил|отправил)\b",
    re.IGNORECASE,
)
_BY_WHOM = re.compile(r"\s+(?:by|von|par|por|da|di|door|av|af|przez)\s*:?\s+(?=\S)|(?<=[аи]л)\s+(?=\S)", re.IGNORECASE)
_POSTED_BY = re.compile(
    r"\s(?i:by|von|par|por|da|door|av|af|przez)\s+([^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,2})\s*(?:[|·(].*)?$"
)
_POSTED_AT = re.compile(r"\b\d\d?[:.h]\d\d(?!\d)")
_LONGEST_POSTED = 150
"""Characters."""
_MOST_NAMES = 3
"""Words of the name of one who posts."""
_BY_ONE = re.compile(r"(?<!\S)(?i:by|von|par|por|di|door|av|af|автор)\s*:?\s+([^\W\d_][\w.-]{2,24})(?=[\s,|·•–—]|$)")
_CLOCK = re.compile(r"\b\d\d?[:.h]\d\d\b(?:\s*Uhr)?")


def _undated(line: str, start: int) -> str:
    """A line up to its first date, if something stands between it and `start`: behind it come sections and updates."""
    found = dates.find_date(line[:_LONGEST_BYLINE]) if _DIGIT.search(line) else None
    return line[: found[0].start].rstrip(" |•·–—,/-") if found and found[0].start > start + 1 else line


_BESIDE_REPORTING = re.compile(r"[,;]?\s+(?:with )?(?:additional )?reporting (?:by|from)\b.*$", re.I)
"""Who helped with a story."""


def _all_credit(rest: str) -> bool:
    """Whether everything after `By` is names, jobs, outlets and dates: no sentence."""
    words = re.findall(r"[^\W\d_][\w.’'-]*", _BESIDE_REPORTING.sub("", rest))
    while len(words) > 2 and (words[0] in _BEFORE_JOB or _is_job(words[0])):
        del words[0]
    if not words:
        return False
    plain = [
        w
        for w in words
        if w[0].islower()
        and not CASELESS.match(w)
        and not outlets.agency(w)
        and w.lower().strip(".")
        not in PARTICLES | JOB | {"and", "und", "et", "y", "e", "in", "for", "with", "the", "at", "of", "from", "mit"}
    ]
    return len(plain) <= max(0, len(words) // 4) and (words[0][0].isupper() or not words[0][0].isascii())
