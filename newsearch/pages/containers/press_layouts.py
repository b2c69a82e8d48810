"""How press databases write what is taken from them as plain text: a row for each layout, and which layout a text is in.

A layout is told by several signs that agree, never by one line: an ordinary page says `312 words` or `Section: Sport`, too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_HEAD_LABELS = {
    "title": ("headline", "title", "titel", "titre", "título"),
    "authors": ("byline", "author", "autor", "auteur", "autores"),
    "standfirst": ("highlight", "abstract", "zusammenfassung"),
    "place": ("dateline", "ort"),
    "kept": (
        "section", "rubrik", "ressort", "rubrique", "sectie", "sección", "length", "länge", "laenge", "longueur", "lengte",
        "longitud", "extensión", "series", "source", "distribution", "type", "show", "transcript", "anchors", "guests", "reporters",
    ),
}  # fmt: skip
_TAIL_LABELS = {
    "captions": ("graphic", "grafik", "graphique", "graphics"),
    "url": ("url",),
    "language": ("language", "sprache", "langue", "taal", "idioma", "lingua"),
    "kept": (
        "load-date", "update", "publication-type", "pub-type", "zeitungstyp", "type de publication", "publicatietype", "tipo de publicación",
        "journal-code", "journal code", "subject", "company", "ticker", "industry", "person", "geographic", "organization", "state", "city",
        "country", "notes", "note", "correction", "correction-date", "document-type", "acc-no", "copyright", "isbn", "issn", "memo",
        "schlagwörter", "thema", "firma", "sujet", "onderwerp", "fecha de carga", "date de chargement", "laad-datum", "ladedatum", "name",
        "doc-id", "contact", "cat-code", "e-mail",
    ),
}  # fmt: skip


def _by_label(*tables: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {label: what for table in tables for what, labels in table.items() for label in labels}


def _any(labels: Mapping[str, str]) -> str:
    return "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class Layout:
    """How one database writes its documents."""

    name: str
    signs: tuple[re.Pattern[str], ...]
    """Each is found in the file's first lines, blank ones and margins left out."""
    head: str
    """How lines before the first label are ordered: what `press` calls its reading of them."""
    label: re.Pattern[str]
    """A line that begins a field: its label and the first line of its value."""
    labels: Mapping[str, str]
    """A label in lower case -> what it states (a field of a block, `body`, `language`, `time`), `kept` for what no block has a place for."""
    starts: re.Pattern[str] | None = None
    """The line that begins a document."""
    ends: re.Pattern[str] | None = None
    """The line that ends one."""
    runs: bool = False
    """Whether a value goes on over blank lines, to the next label."""
    late: frozenset[str] = field(default_factory=frozenset)
    """Labels that stand below the text; the others are no labels once the text has begun."""
    surname_first: bool = False


_COUNTED = (
    "words", "mots", "Wörter", "wörter", "Woerter", "Worte", "palabras", "palavras", "parole", "woorden", "ord", "sanaa", "słów", "slov", "слов",
    "kelime", "字", "文字", "단어",
)  # fmt: skip
COUNT = f"(?:{'|'.join(_COUNTED)})"
"""What a document's length is counted in."""
RIGHTS = re.compile(
    r"(?:copyright|©|\(c\)|all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos|alle rechten|tutti i diritti)",
    re.I,
)
"""How a line begins that says whose the text is."""

_OF = r"(?:of|von|de|van|di|sur|av|z)"
_NUMBERED = rf"(?:\d+ {_OF} \d+ (?:DOCUMENTS?|DOKUMENTE?N?|DOCUMENTOS?|DOCUMENTEN|DOCUMENTI)|(?:Document|Dokument|Documento) \d+ {_OF} \d+)"
_HEADS, _TAILS = _by_label(_HEAD_LABELS), _by_label(_TAIL_LABELS)
_NEXIS = {**_TAILS, **_HEADS, "body": "body"}
_CAPITALS = _any(_NEXIS).upper()

_SECTIONS = {"body": "body", "classification": "kept", "graphic": "captions", "notes": "kept", "correction": "kept", "textkörper": "body", "klassifizierung": "kept"}  # fmt: skip
_UNI = {**_NEXIS, **_SECTIONS}

_BELOW = ("td", "art", "clm", "ct", "rf", "co", "in", "ns", "re", "ipc", "ipd", "pub", "an", "gc", "de")
"""Codes below a text, which are words of it as well: two blanks, a code of its own or the end of the line follow them there."""
_CODES = {
    "hd": "title", "by": "authors", "pd": "date", "et": "time", "sn": "outlet", "la": "language", "lp": "body", "td": "body",
    "art": "captions",
    **dict.fromkeys(
        ("se", "cr", "wc", "sc", "ed", "pg", "vol", "cy", *_BELOW[2:]),
        "kept",
    ),
}  # fmt: skip

_PROQUEST = {
    **dict.fromkeys(("title", "titre", "titel", "título", "titolo"), "title"),
    **dict.fromkeys(("author", "authors", "auteur", "autor", "autores", "autore"), "authors"),
    **dict.fromkeys(("publication title", "titre de la publication", "publication", "publikationstitel", "título de publicación"), "outlet"),
    **dict.fromkeys(("publication date", "date de publication", "erscheinungsdatum", "publikationsdatum", "fecha de publicación"), "date"),
    **dict.fromkeys(("full text", "texte intégral", "volltext", "texto completo", "testo completo", "texto integral"), "body"),
    **dict.fromkeys(("abstract", "résumé", "zusammenfassung", "resumen"), "standfirst"),
    **dict.fromkeys(("language of publication", "language", "langue de publication", "publikationssprache", "idioma de la publicación"), "language"),
    "caption": "captions",
    **dict.fromkeys(
        (
            "publication info", "publication year", "links", "subject", "location", "people", "company / organization", "company/organization",
            "classification", "pages", "publication subject", "publisher", "place of publication", "country of publication", "issn", "source type",
            "document type", "proquest document id", "document url", "copyright", "last updated", "database", "identifier / keyword", "section",
            "number of pages", "first page", "volume", "issue", "details", "credit", "notes", "business indexing term", "dateline", "edition",
            "proquest document link", "sujet", "éditeur", "lieu de publication", "année de publication", "société / organisation", "bibliography",
            "number of references", "e-issn", "accession number", "document feature", "publication frequency", "column", "supplemental data",
            "lieu", "verlag", "thema", "ort", "materia", "editorial", "lugar de publicación", "copyright notice", "start page", "online publication date",
            "publication history", "first posting date", "milestone dates",
        ),
        "kept",
    ),
}  # fmt: skip

_NEWSBANK = {
    **dict.fromkeys(("author/byline", "author", "byline"), "authors"),
    **dict.fromkeys(("title", "headline"), "title"),
    "caption": "captions",
    **dict.fromkeys(
        (
            "edition", "section", "page", "source", "readability", "column", "series", "dateline", "estimated printed pages", "memo", "index terms",
            "record number", "record", "copyright", "openurl link", "correction", "location", "article bookmark (openurl compliant)", "subject",
            "document bookmark", "article id", "lexile", "paper", "language", "keywords",
        ),
        "kept",
    ),
}  # fmt: skip

_DAY = r"(?:\d{1,2}\.? [^\W\d_]{3,12}\.? \d{4}|\b[^\W\d_]{3,12}\.? \d{1,2}, \d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4} ?年.{3,12}|\d{4}-\d\d-\d\d)"


def _signs(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.M) for pattern in patterns)


def _two_of(pattern: str) -> str:
    return rf"^(?:{pattern})[^\0]*?\n(?:{pattern})"


_UNI_LABEL = rf"(?:(?:{'|'.join(sorted(map(str.title, _NEXIS), key=len, reverse=True))}):|Copyright\b|©)"

LAYOUTS = (
    Layout(
        "nexis",
        _signs(rf"^{_NUMBERED}$", _two_of(rf"(?:{_CAPITALS}):")),
        "nexis",
        re.compile(rf"\s*({_CAPITALS}):(?:\s+|$)(.*)"),
        _NEXIS,
        starts=re.compile(rf"\s*{_NUMBERED}\s*$"),
        late=frozenset(_TAILS),
    ),
    Layout(
        "nexis uni",
        _signs(rf"{_two_of(_UNI_LABEL)}[^\0]*?\nBody$|^Job Number:[^\0]*?^Documents? \(\d+\)|^Body$[^\0]*?\nEnd of Document$"),
        "nexis uni",
        re.compile(rf"\s*(?:({_any(_NEXIS)}):(?:\s+|$)(.*)|({_any(_SECTIONS)})\s*$)", re.I),
        _UNI,
        ends=re.compile(r"\s*End of Document\s*$"),
        late=frozenset({*_TAILS, *_SECTIONS}),
    ),
    Layout(
        "factiva codes",
        _signs(r"^HD(?:\s|$)", *(rf"^{code}(?:\s|$)" for code in ("WC", "PD", "SN", "LA"))),
        "none",
        re.compile(
            rf"\s*(?:({_any({code: what for code, what in _CODES.items() if code not in _BELOW}).upper()})(?:\s+|$)(.*)"
            rf"|({'|'.join(_BELOW).upper()})(?:\s{{2,}}|\t|\s*$|\s(?=\S+ : |Document ))(.*))"
        ),
        _CODES,
        ends=re.compile(r"\s*(?:AN\s+)?Document [A-Za-z]\w{15,40}\s*$"),
        runs=True,
        late=frozenset(_BELOW),
    ),
    Layout(
        "factiva",
        _signs(rf"^[\d.,]+ {COUNT}\n{_DAY}\n(?:[^\n]{{0,200}}\n){{2,9}}?(?:Copyright|©|\([cC]\))"),
        "factiva",
        re.compile(r"(?!)()()"),
        {},
        ends=re.compile(r"\s*Document [A-Za-z]\w{15,40}\s*$"),
    ),
    Layout(
        "proquest",
        _signs(
            r"^_{20,}$|^Document \d+ of \d+$",
            r"^(?:Full text:|FULL TEXT$|Texte intégral\s?:|Volltext:|Texto completo:)",
            r"(?i:^(?:Author|Publication info|Publication title|Abstract|Links|Auteur|Autor|ProQuest document link|Titre|Título|Subject)\b)",
        ),
        "title",
        re.compile(rf"\s*(?:({_any(_PROQUEST)})\s?:(?:\s+|$)(.*)|(ABSTRACT|FULL TEXT|DETAILS|ProQuest document link)\s*$)", re.I),
        _PROQUEST,
        starts=re.compile(r"\s*(?:Document \d+ of \d+|_{20,})\s*$"),
        runs=True,
        late=frozenset(_PROQUEST) - {"full text", "title", "section", "people", "location", "notes", "links"} | {"subject"},
        surname_first=True,
    ),
    Layout(
        "newsbank",
        _signs(
            rf"^[^\n]{{3,100}} - (?:\w+, )?{_DAY}\n(?:Author/Byline|Author|Byline|Edition|Section|Page|Source|Column):",
            _two_of(r"(?:Author/Byline|Author|Byline|Edition|Section|Page|Source|Readability|Record(?: Number)?|Column):"),
        ),
        "newsbank",
        re.compile(rf"\s*({_any(_NEWSBANK)}):(?:\s+|$)(.*)", re.I),
        _NEWSBANK,
        ends=re.compile(r"\s*Copyright(?::| \(c\)| ©).*$"),
        late=frozenset({"caption", "memo", "index terms", "record", "record number", "copyright", "correction", "subject", "location", "openurl link"}),
    ),
    Layout(
        "europresse",
        _signs(
            r"(?:[Ee]uropresse|EUROPRESSE|CEDROM|[Ee]ureka\.cc|[Pp]ressedd)|^(?:news|web|doc).\d{8}.\w",
            rf"{_DAY}[^\n]{{0,60}} (?:mots|words)\b",
        ),
        "europresse",
        re.compile(r"(?!)()()"),
        {},
        ends=re.compile(r"\s*(?:news|web|doc).\d{8}.[\w·.-]{2,40}\s*$"),
    ),
)  # fmt: skip


def layout_of(head: str) -> Layout | None:
    """The layout that the beginning of a text is in, or None for any other text."""
    lines = (" ".join(line.split()) for line in head.replace("\r", "\n").replace("\f", "\n").split("\n"))
    shown = "\n".join(line for line in lines if line)
    return next((layout for layout in LAYOUTS if all(sign.search(shown) for sign in layout.signs)), None)


def layout_named(name: str) -> Layout:
    """The layout of this name."""
    return next(layout for layout in LAYOUTS if layout.name == name)
