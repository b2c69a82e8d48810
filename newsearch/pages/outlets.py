"""Who publishes: the outlet that an address speaks for, wire agencies in a dateline, and when two names mean one outlet."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from urllib.parse import urlsplit

from newsearch.pages.words import words_in

_SECOND_LEVEL = frozenset(
    [
        "co",
        "com",
        "org",
        "net",
        "gov",
        "gob",
        "gouv",
        "ac",
        "edu",
        "or",
        "ne",
        "go",
        "in",
        "nom",
        "info",
        "mil",
        "sch",
        "ltd",
        "plc",
        "me",
        "web",
        "asso",
    ]
)
"""Labels under a country that are not anybody's name: `example.co.uk`."""

_HOST = re.compile(r"(?:www\d*|m|mobile|amp|edition|web)\.")
_NOISE_WORDS = frozenset(
    ("the", "www", "online", "com", "net", "org", "inc", "ltd", "llc", "gmbh", "ag", "de", "la", "le", "el", "der", "die", "das")
)  # fmt: skip
_AGENCY_DATELINE = re.compile(
    # WASHINGTON (AP) —     BERLIN, Jan 5 (Reuters) -     Berlin (dpa) -
    r"^(?P<place>[^\W\d_][^\n(]{0,60}?)?\s*\((?P<paren>[^()\n]{2,40})\)\s*\.?(?:[-–—:]|$)"
    # NEW DELHI, Jan 5 (PTI) The
    r"|^[^\W\d_][^\n(]{0,40}?\d[^\n(]{0,10}?\((?P<dated>[^()\n]{2,20})\)\s+(?=[^\W\d_])"
    # Москва. 5 января. ИНТЕРФАКС -
    r"|^[^\W\d_][^\n.]{1,30}\.\s[^\n.]{1,20}\.\s/?(?P<dotted>[^\W\d_][\w .-]{1,20}?)/?\s[-–—]"
    # МОСКВА, 5 янв - ТАСС.     PARIS, 5 janvier - AFP
    r"|^[^\W\d_][^\n]{1,50}?[-–—/]\s*(?P<dash>[^\W\d_][\w .-]{1,30}?)\s*[.:,–—/-]"
    # /ТАСС/. or   (新华社北京1月5日电)
    r"|^[(（]?(?P<cjk>新华社|新華社|中央社|共同社|法新社|路透社|연합뉴스)"
)
_IN_DATELINE = re.compile(r"[(/–—-]")
"""A dateline in letters has one of these soon; most openings of a paragraph do not."""
_SOON = 64
"""Characters: the longest place, and the sign behind it."""
_CJK_OPENINGS = frozenset("(（新中共法路연")
_CJK_AGENCIES = {"共同社": "Kyodo", "法新社": "AFP", "路透社": "Reuters"}


@cache
def _agencies() -> dict[str, str]:
    text = resources.files("newsearch.pages").joinpath("data/agencies.json").read_text(encoding="utf-8")
    return {alias: name for name, aliases in json.loads(text).items() for alias in aliases}


def agency(name: str) -> str | None:
    """The wire agency that a name alone stands for: `The Associated Press`, `dpa`."""
    return _agencies().get(" ".join(name.lower().strip(" .()/").split()))


@cache
def _agency_words() -> frozenset[str]:
    """The words with which the names of agencies begin, articles aside."""
    named = (words_in(alias.removeprefix("the ")) for alias in _agencies())
    return frozenset([words[0] for words in named if words])


def speaks_of_agency(text: str) -> bool:
    """Whether a text holds a word with which an agency's name begins; most are told by that to name none."""
    return not _agency_words().isdisjoint(words_in(text.lower()))


def _may_credit_agency(head: str) -> bool:
    """Whether an opening could be an agency's dateline, by its signs and its words."""
    if head[:1] in _CJK_OPENINGS:
        return True
    return bool(_IN_DATELINE.search(head, 0, _SOON)) and speaks_of_agency(head)


def agency_in(text: str) -> str | None:
    """The wire agency that a paragraph's dateline, or a whole line, credits."""
    head = text[:160].strip()
    alone = agency(head) if len(head) < 40 else None
    if alone:
        return alone
    match = _AGENCY_DATELINE.match(head) if _may_credit_agency(head) else None
    if not match:
        return None
    if match["cjk"]:
        return _CJK_AGENCIES.get(match["cjk"]) or agency(match["cjk"])
    inside = match["paren"] or match["dated"] or match["dotted"] or match["dash"] or ""
    for part in re.split(r"[/,;]| and | und | et ", inside):
        found = agency(part)
        if found:
            return found
    return None


_CLOSING = re.compile(
    r"\W*(?:(?:quelle|sources?|fuente|fonte|bron|källa|kilde|źródło|zdroj|kaynak|источник|джерело)\s*:\s*(.{2,40}?)\W*$|[^\n]{0,20}?\b(dpa):\d{6}-)",
    re.I,
)


def agency_closing(line: str) -> str | None:
    """The wire agency that the last line of a story credits: `Quelle: AFP`, `© dpa-infocom, dpa:220105-99-645/2`."""
    match = _CLOSING.match(line) if len(line) < _SOON else None
    return agency(match[1] or match[2]) if match else None


_PLAIN_ADDRESS = re.compile(r"(?:https?:)?//([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?=[/?#]|\Z)")
"""An address as most are, whose host is found in a tenth of the time that taking it apart takes."""


@lru_cache(maxsize=256)
def host_of(url: str | None) -> str | None:
    """The host of an address, lower case, without `www.` and the like."""
    if not url:
        return None
    plain = _PLAIN_ADDRESS.match(url)
    if plain:
        return _bare_host(plain[1])
    try:
        host = urlsplit(url if "//" in url else "//" + url).hostname
    except ValueError:
        return None
    return _bare_host(host.lower()) if host else None


def _bare_host(host: str) -> str:
    before = _HOST.match(host)
    return host[before.end() :] if before else host


@lru_cache(maxsize=256)
def domain_of(url: str | None) -> str | None:
    """The registered domain of an address: `example.co.uk` of `https://news.example.co.uk/x`."""
    host = host_of(url)
    if not host or "." not in host or host.replace(".", "").isdigit():
        return None
    labels = host.split(".")
    keep = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-keep:])


@cache
def _known() -> tuple[dict[str, str], dict[str, str]]:
    """(domain -> outlet, alias -> outlet) of the well-known outlets of the world."""
    text = resources.files("newsearch.pages").joinpath("data/outlets.json").read_text(encoding="utf-8")
    domains: dict[str, str] = {}
    aliases: dict[str, str] = {}
    for name, others in json.loads(text).items():
        aliases[name.casefold()] = name
        for other in others:
            if _DOMAIN.fullmatch(other):
                domains[other] = name
            else:
                aliases.setdefault(other.casefold(), name)
    return domains, aliases


_DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")


def known_outlet(url: str | None) -> str | None:
    """The name of the outlet at an address, if it is one of the well-known ones."""
    host = host_of(url)
    domains = _known()[0]
    while host and "." in host:
        if host in domains:
            return domains[host]
        host = host.split(".", 1)[1]
    return None


def is_well_known(name: str) -> bool:
    """Whether a name or an abbreviation is that of a well-known outlet."""
    return name.casefold() in _known()[1]


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Well-known outlet -> its names and aliases, folded."""
    found: dict[str, tuple[str, ...]] = {}
    for alias, name in _known()[1].items():
        found[name] = (*found.get(name, ()), alias)
    return found


def known_names(url: str | None) -> tuple[str, ...]:
    """What the outlet at an address is called, if it is one of the well-known ones."""
    name = known_outlet(url)
    return _names().get(name, ()) if name else ()


def outlet_of_url(url: str | None) -> str | None:
    """The outlet that an address speaks for: its name if it is well known, else its domain."""
    return known_outlet(url) or domain_of(url)


def settled_name(name: str, url: str | None = None) -> str:
    """The usual name of a well-known outlet that calls itself by an alias, an abbreviation or in its own script."""
    alias = _known()[1].get(name.casefold())
    known = known_outlet(url)
    if known is None:
        return name
    if alias == known or not _LATIN.search(name) or key(name) in (key(known), key(domain_of(url) or known)):
        return known
    return name


_LATIN = re.compile(r"[a-zA-Z]{3}")


_AROUND_HOST = re.compile(r"^https?://|^www\.|/$")
_WHOLE_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}")


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """What is left of an outlet's name when spelling, articles and endings are set aside."""
    text = name.casefold()
    if text.isascii() and text.isalnum():
        return text
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join([c for c in text if not unicodedata.combining(c)])
    if "/" in text or text.startswith("www."):
        text = _AROUND_HOST.sub("", text)
    if "." in text and _WHOLE_HOST.fullmatch(text):
        domain = domain_of("//" + text)
        text = domain.split(".")[0] if domain else text
    text = text.replace("&", " and ")
    short = "".join([word for word in words_in(text) if word not in _NOISE_WORDS])
    return (short or text).replace(" ", "").replace("_", "").replace("-", "")


@lru_cache(maxsize=1024)
def spellings(name: str) -> frozenset[str]:
    """The keys of a name with and without its article: `El Heraldo` is `heraldo.example` or `elheraldo.example`."""
    plain = "".join(words_in(name.casefold()))
    return frozenset((key(name), plain))


def same(a: str | None, b: str | None) -> bool:
    """Whether two names, or a name and a domain, mean one outlet."""
    if not a or not b:
        return False
    return bool(spellings(a) & spellings(b)) or _settled(a) == _settled(b)


def _settled(name: str) -> str:
    return _known()[1].get(name.casefold()) or (known_outlet(name) if "." in name else None) or name
