"""Which outlet a dump speaks for: page titles, copyright lines, newsletters, mastheads, addresses, all put together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from newsearch.pages import names, outlets
from newsearch.pages.text import patterns as p
from newsearch.pages.text import roles as r
from newsearch.pages.text.lines import Line
from newsearch.pages.text.roles import word_count

_ENOUGH = 8
"""Tenths of a vote without which no outlet is named."""
_SHORT = frozenset({r.LABEL, r.NAME, r.HEAD, r.NAV, r.CREDIT})
_MENU_WORD = re.compile(
    r"\b(?:springen|skip|jump|menu|menü|navigation|hauptnavigation|inhalt|inhaltsbereich|login|abo|abonnieren|startseite|suche|search|"
    r"newsletter|e-?paper|services?|karriere|prospekte|anzeigen|kontakt\w*|minuten|min|uhr|content|contenu|contenido|conta|cuenta|noticia)\b",
    re.IGNORECASE,
)
_YEARS = re.compile(
    r"(?:19|20)\d\d(?:\s*[-–—,]\s*(?:(?:19|20)?\d\d|present)?)?|©|\(c\)|copyright|&copy;", re.IGNORECASE
)
_RIGHTS = re.compile(
    r"\W*(?:all (?:rights|content)|alle rechte|tous droits|todos los derechos|todos os direitos|tutti i diritti|все права|privacy|terms|is part of|a division of|unless|powered|reproduction|版权所有|著作権|riproduzione|no reproduction).*$",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r",?\s+(?:LLC|L\.L\.C\.|Inc|Incorporated|Ltd|Limited|GmbH|AG|S\.?A\.?|S\.?L\.?|SpA|S\.p\.A\.|B\.?V\.?|PLC|plc|LP|L\.P\.|Corp|Corporation|Co|Pty|& Co\. KG|Company|Holdings|Ediciones,? S\.?L\.?U?\.?|SLU|AS|ASA|AB|A/S|hf|Oy|s\.r\.o|a\.s|Srl|EURL|KG|KGaA|Verlag)\.?(?=\W|$)"
)
_PUBLISHER = re.compile(r"(?<=\w)\s+(?:Media|Media Group|Group|Publishing|Publications|Communications|Verlag|Network)$")
"""What the company behind an outlet adds to its name."""
_NEWSLETTER = re.compile(
    r"(?:([Ss]ubscribe to|[Ss]ign up (?:for|to)|[Ww]elcome to|[Aa]dvertise (?:on|with|in)|[Hh]ome of|[Mm]ore [Ff]rom)|[Gg]et|[Jj]oin|[Ss]upport|[Ff]ollow|[Dd]ownload|[Aa]bout|[Cc]ontact)"
    r"\s+(?:(?:the|our|your|free|daily|weekly)\s+)*((?:The )?[A-ZÀ-ÝА-ЯЁ][\w.&’'-]*(?:\s+(?:of|the|de|and|&|[A-ZÀ-ÝА-ЯЁ0-9][\w.&’'-]*))*)"
)
_LETTER_WORDS = re.compile(
    r"(?:[’']s)?\s+(?:Daily|Weekly|Morning|Evening|Digest|Daily Digest|Newsletters?|Briefing|Newsletter|Today|Update|Updates|Alerts?|App|AM|PM|Podcast|Membership|Premium|Plus|Now|on|News Alerts|for|Free)(?:\s.*)?$"
)
_LETTER_LINE = re.compile(
    r"^((?:The )?[A-ZÀ-Ý][\w.&’']*(?:\s+[A-ZÀ-Ý][\w.&’']*){0,3}?)(?:[’']s)?\s+(?:Daily|Weekly|Morning|Evening|Digest|AM|PM|Briefing)?:?\s*(?:[Oo]ur|[Tt]he|[Aa]|[Nn]ewsletter).{0,30}newsletter"
)
_TOLD = re.compile(r"\b(tells|told)\s+((?:The )?[A-Z][\w.&’-]*(?:\s+[A-Z][\w.&’-]*){0,2})")
_NOT_OUTLET = frozenset([
    "congress", "parliament", "reporters", "us", "me", "him", "her", "them", "lawmakers", "senate", "house", "trump", "biden",
    "putin", "president", "members", "donald", "joe", "vladimir", "google", "facebook", "twitter", "instagram", "youtube",
    "linkedin", "telegram", "whatsapp", "page", "home", "this", "site", "my", "account", "email", "app", "apple", "android",
    "web",
])  # fmt: skip
_SECTION = re.compile(
    r"^(?:Published|Updated|Share|Menu|Advertisement|Live|News|World|Politics|Opinion|Business|Sports?|Culture|Author|Home|Latest|Video|Editor|Us|You|Me|The Author|This .*|Our .*|Your .*)$",
    re.IGNORECASE,
)
_OUTLET_WORD = re.compile(
    r"\b(?:times|post|news|tribune|herald|chronicle|journal|gazette|observer|courier|ledger|dispatch|standard|monitor|review|magazine|"
    r"bulletin|blog|notes|telegraph|mirror|examiner|inquirer|sentinel|mail|independent|argus|advertiser|press|radio|weekly|daily|digest|"
    r"zeitung|nachrichten|anzeiger|tagblatt|tageblatt|kurier|bote|rundschau|spiegel|presse|courrier|gazeta|kurjer|diario|correo|giornale|"
    r"corriere|\w*(?:zeitung|nachrichten|anzeiger|blatt|kurier|bote|rundschau|warte|postille)|вестник|газета|новости|ведомости|правда|листок|известия"
    r"|вісник|dagblad|\w*(?:tidning(?:en)?|tidende|avisen|sanomat)|noviny|deník|hírlap|újság|jornal|folha|diário|gazetesi|harian|εφημερίδα)\b"
    r"|日报|晚报|新闻网|新聞|时报|時報|通讯社|日報|晚報|(?:일보|신문|समाचार|जागरण|पत्रिका)$|^หนังสือพิมพ์|^(?:صحيفة|جريدة|روزنامه|עיתון)\s\S+(?:\s\S+)?$",
    re.IGNORECASE,
)
"""What the names of outlets are made of."""
_LETTERHEAD = re.compile(
    r"\s+(?:weekly|daily|morning|evening)?\s*(?:digest|newsletter|briefing|bulletin)$", re.IGNORECASE
)


def outlet_of_copyright(text: str) -> str | None:
    """The name in a line like `© 2022 EXAMPLE LLC`."""
    name = _RIGHTS.sub("", _YEARS.sub(" ", text))
    name = " ".join(name.split()).strip(" .,:;|-–—•·@")
    bare = _COMPANY.sub("", name).strip(" .,:;|-–—•·")
    name = _PUBLISHER.sub("", bare) if bare != name else bare
    name = re.sub(r"^(?:by|von|par|por)\s+", "", name, flags=re.IGNORECASE)
    name = re.split(r"[.|•·]\s|\s[|•·–—-]\s|, a ", name)[0].strip()
    if (
        not name
        or word_count(name) > 6
        or not any(c.isalpha() for c in name)
        or (name[0].islower() and "." not in name)
    ):
        return None
    return name


def outlet_of_page(lines: list[Line], url: str | None) -> tuple[str | None, str]:
    """The outlet that the page speaks for, and where it says so. Every place that may name it has a vote."""
    ballot = _Ballot()
    last_prose = max((k for k, line in enumerate(lines) if line.role == r.PROSE), default=len(lines))
    for k, line in enumerate(lines):
        _vote_line(line, ballot, below=k > last_prose)
    for name, weight in _mastheads(lines):
        ballot.vote(name, weight, "masthead")
    domain = outlets.outlet_of_url(url)
    return (ballot.named_like(domain, lines), "url") if domain else ballot.winner()


class _Ballot:
    """Votes for names, spelling variants counted together."""

    def __init__(self) -> None:
        self.votes: Counter[str] = Counter()
        self.spellings: dict[str, Counter[str]] = {}
        self.sources: dict[str, str] = {}

    def vote(self, name: str | None, weight: float, source: str) -> None:
        name = (name or "").strip(" .,:;|-–—•·»›'’\"")
        if not 2 <= len(name) <= 40 or name.casefold() in _NOT_OUTLET or _SECTION.match(name):
            return
        if not any(c.isalpha() for c in name) or any(c in ":/@" for c in name):
            return
        key = outlets.key(name)
        self.votes[key] += round(weight * 10)
        self.spellings.setdefault(key, Counter())[name] += round(weight * 10)
        self.sources.setdefault(key, source)

    def winner(self) -> tuple[str | None, str]:
        """The name with most votes, if they are enough. `gzero` speaks for `gzeromedia` too."""
        total = self.votes.copy()
        for key, weight in self.votes.items():
            for other in self.votes:
                if key != other and len(key) >= 3 and other.startswith(key):
                    total[other] += weight
        key, weight = max(total.items(), key=lambda item: item[1], default=("", 0))
        return (self.spellings[key].most_common(1)[0][0], self.sources[key]) if weight >= _ENOUGH else (None, "")

    def named_like(self, domain: str, lines: list[Line]) -> str:
        """The page's own name for the outlet of `domain`, or the domain."""
        key = outlets.key(domain)
        if key in self.spellings:
            return self.spellings[key].most_common(1)[0][0]
        for line in lines:
            if len(line.text) <= 40 and line.role in _SHORT and outlets.key(line.text) == key:
                return line.text
        return domain


def _vote_line(line: Line, ballot: _Ballot, *, below: bool) -> None:
    """What one line says; `below`: no paragraph follows it."""
    if line.role == r.PIPE:
        name = line.text.rsplit(" | ", 1)[1]
        if (
            name[:1].isupper()
            and not any(c.isdigit() for c in name)
            and (_OUTLET_WORD.search(name) or not names.looks_like_name(name))
        ):
            ballot.vote(name, 2.5, "page title")
    elif line.role == r.COPYRIGHT:
        ballot.vote(outlet_of_copyright(line.text), 2.0, "copyright")
    elif "©" in line.text and len(line.text) < 400 and (below or line.role == r.CREDIT):
        ballot.vote(outlet_of_copyright(line.text[line.text.index("©") :]), 1.2 if below else 0.5, "copyright")
    elif line.role == r.URL:
        ballot.vote(outlets.outlet_of_url(line.text) if "@" not in line.text else None, 0.5, "url")
    elif line.role in (r.PROMO, r.TAIL, r.LABEL, r.HEAD, r.NAV):
        _vote_newsletter(line, ballot)
    elif line.role == r.PROSE and len(line.text) < 3000 and ("tells" in line.text or "told" in line.text):
        for match in _TOLD.finditer(line.text):
            if not outlets.agency(match[2]) and match[2].split()[0].casefold() not in _NOT_OUTLET:
                ballot.vote(match[2], 0.9 if match[1] == "tells" else 0.35, "text")


def _vote_newsletter(line: Line, ballot: _Ballot) -> None:
    match = None if p.PROMO_START.match(line.text) else _LETTER_LINE.match(line.text)
    if match:
        ballot.vote(match[1], 2.0, "newsletter")
        return
    match = _NEWSLETTER.search(line.text) if line.role in (r.PROMO, r.TAIL) or len(line.text) < 60 else None
    if match:
        name = re.sub(r"[’']s?(?:\s.*)?$", "", _LETTER_WORDS.sub("", match[2]))
        weight = 2.0 if line.role == r.PROMO else 1.2
        ballot.vote(name, weight if match[1] or _OUTLET_WORD.search(name) else 0.4, "newsletter")


def _mastheads(lines: list[Line]) -> Iterator[tuple[str, float]]:
    """Short lines of the page's top that may be its name: above a menu, or said again in the small print."""
    first_prose = next((k for k, line in enumerate(lines) if line.role == r.PROSE), len(lines))
    small = [line.text for line in lines if line.role in (r.COPYRIGHT, r.CREDIT, r.PROMO, r.TAIL, r.DATE)]
    for k, line in enumerate(lines[: min(12, first_prose)]):
        shortest = 4 if line.text.isascii() else 3
        if line.role not in (r.LABEL, r.NAME, r.HEAD) or word_count(line.text) > 5 or len(line.text) < shortest:
            continue
        if line.marker or _MENU_WORD.search(line.text):
            continue
        below = [b.role for b in lines[k + 1 : k + 5]]
        said = any(line.text in text for text in small)
        told = any(line.text in other.text and len(line.text) < len(other.text) for other in lines[k + 1 : k + 400])
        named = k < 3 and (bool(_OUTLET_WORD.search(line.text)) or _heads_menu(line, k, below))
        if said or told or named:
            yield _LETTERHEAD.sub("", line.text), (1.0 if said else 0.5 if told else 0.0) + (0.8 if named else 0.0)


def _heads_menu(line: Line, k: int, below: list[str]) -> bool:
    """Whether a name of several words stands above a menu."""
    if line.role == r.HEAD or " " not in line.text:
        return False
    menu = sum(role in (r.NAV, r.LABEL, r.PROMO) for role in below)
    return menu >= 3 or (k == 0 and any(role in (r.NAV, r.TAIL) for role in below[:2]))
