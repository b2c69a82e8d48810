"""What a story's lines say of it: authors, day, agency - and the outlet, which the whole page tells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from newsearch.pages import dates, names, outlets
from newsearch.pages.text import patterns as p
from newsearch.pages.text import roles as r
from newsearch.pages.text.lines import Line
from newsearch.pages.text.roles import word_count
from newsearch.pages.text.story import Story

_US_CLOCK = re.compile(r"\b\d{1,2}(?::\d\d)?\s*[ap]\.?m\b\.?|\b[ECMP][SD]?T\b", re.IGNORECASE)
_UPDATED = re.compile(r"updat|aktualis|mise? à jour|actualiz|aggiorn|обновл|更新|modif", re.IGNORECASE)

_DATE_BY = re.compile(r"(?:\bby|\bvon|\bpar|\bpor|\bdi|\bautor:?)\s+([^\W\d_].{2,60})$", re.IGNORECASE)
_DATELINE = re.compile(r"[^\W\d_a-z][^—–\n]{3,80}?(?:[)/]\s*[-–—:]|\s(?:--|—|–)\s)")
_YEARS = re.compile(
    r"(?:19|20)\d\d(?:\s*[-–—,]\s*(?:(?:19|20)?\d\d|present)?)?|©|\(c\)|copyright|&copy;", re.IGNORECASE
)
_RIGHTS = re.compile(
    r"\W*(?:all (?:rights|content)|alle rechte|tous droits|todos los derechos|todos os direitos|tutti i diritti|все права|privacy|terms|is part of|a division of|unless|powered|reproduction|版权所有).*$",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r",?\s+(?:LLC|L\.L\.C\.|Inc|Incorporated|Ltd|Limited|GmbH|AG|S\.?A\.?|S\.?L\.?|SpA|S\.p\.A\.|B\.?V\.?|PLC|plc|LP|L\.P\.|Corp|Corporation|Co|Pty|& Co\. KG|Company|Holdings)\.?(?=\W|$)"
)
_PUBLISHER = re.compile(r"(?<=\w)\s+(?:Media|Media Group|Group|Publishing|Publications|Communications|Verlag|Network)$")
"""What the company behind an outlet adds to its name."""
_NEWSLETTER = re.compile(
    r"(?:[Ss]ubscribe to|[Ss]ign up (?:for|to)|[Gg]et|[Jj]oin|[Ss]upport|[Ff]ollow|[Ww]elcome to|[Dd]ownload|[Dd]onate to|[Aa]bout|[Cc]ontact|[Aa]dvertise (?:on|with)|[Hh]ome of|[Mm]ore [Ff]rom)\s+(?:(?:the|our|your|free|daily|weekly)\s+)*"
    r"((?:The )?[A-ZÀ-ÝА-ЯЁ][\w.&’'-]*(?:\s+(?:of|the|de|and|&|[A-ZÀ-ÝА-ЯЁ0-9][\w.&’'-]*))*)"
)
_LETTER_WORDS = re.compile(
    r"(?:[’']s)?\s+(?:Daily|Weekly|Morning|Evening|Digest|Daily Digest|Newsletters?|Briefing|Newsletter|Today|Update|Updates|Alerts?|App|AM|PM|Podcast|Membership|Premium|Plus|Now|on|News Alerts|for|Free)(?:\s.*)?$"
)
_LETTER_LINE = re.compile(
    r"^((?:The )?[A-ZÀ-Ý][\w.&’']*(?:\s+[A-ZÀ-Ý][\w.&’']*){0,3}?)(?:[’']s)?\s+(?:Daily|Weekly|Morning|Evening|Digest|AM|PM|Briefing)?:?\s*(?:[Oo]ur|[Tt]he|[Aa]|[Nn]ewsletter).{0,30}newsletter"
)
_TOLD = re.compile(r"\b(tells|told)\s+((?:The )?[A-Z][\w.&’-]*(?:\s+[A-Z][\w.&’-]*){0,2})")
_NOT_OUTLET = frozenset(
    [
        "congress",
        "parliament",
        "reporters",
        "us",
        "me",
        "him",
        "her",
        "them",
        "lawmakers",
        "senate",
        "house",
        "trump",
        "biden",
        "putin",
        "president",
        "members",
        "donald",
        "joe",
        "vladimir",
        "google",
        "facebook",
        "twitter",
        "instagram",
        "youtube",
        "linkedin",
        "telegram",
        "whatsapp",
        "page",
        "home",
        "this",
        "site",
        "my",
        "account",
        "email",
        "app",
        "apple",
        "android",
        "web",
    ]
)
_SECTION = re.compile(
    r"^(?:Published|Updated|Share|Menu|Advertisement|Live|News|World|Politics|Opinion|Business|Sports?|Culture|Author|Home|Latest|Video|Editor|Us|You|Me|The Author|This .*|Our .*|Your .*)$",
    re.IGNORECASE,
)


def authors_of(story: Story, outlet: str | None) -> tuple[tuple[str, ...], str]:
    """The persons that the story's lines credit, and where they were named."""
    lines = [b for b in story.bylines if b.role == r.BYLINE]
    for line in lines:
        found = names.byline(line.text) or names.clean_authors(_undated(line.text), outlet, single=False)
        if found:
            return tuple(names.title_case(name) for name in found), "byline"
    for line in story.dates:
        match = _DATE_BY.search(line.text)
        found = names.clean_authors(match[1], outlet, single=False) if match else _beside_date(line.text, outlet)
        if found:
            return found, "byline"
    dated = {n for line in story.dates for n in range(line.first - 2, line.last + 3)}
    for line in story.bylines:
        if line.role == r.NAME and (names.looks_like_name(line.text) or line.first in dated):
            found = names.clean_authors(line.text, outlet, single=False)
            if found:
                return found, "byline"
    if story.body:
        match = p.SHOW.match(story.body[0].text[:120])
        if match and names.looks_like_name(match[1].removesuffix("’s").removesuffix("'s")):
            return (match[1].removesuffix("’s").removesuffix("'s"),), "opening"
    return (), ""


def _beside_date(text: str, outlet: str | None) -> tuple[str, ...]:
    """The name that a date line begins or ends with: `Ann Smith / EXAMPLE.COM / Sep 2, 2024`."""
    match = p.find_date(text) or p.find_relative(text)
    if match is None:
        return ()
    before = re.split(r"[/|·•,:–—]| - ", text[: match.start()])[0]
    after = p.TIME.sub("", text[match.end() :])
    for name in (before.strip(), after.strip(" ,|·•/-–—")):
        if p.NAME.fullmatch(name):
            return names.clean_authors(name, outlet, single=False)
    return ()


def spelled(title: str) -> str:
    """A title for comparing: words in lower case."""
    return " ".join(re.findall(r"\w+", title.casefold()))


def _undated(text: str) -> str:
    match = p.find_date(text) or p.find_relative(text)
    return text[: match.start()].rstrip(" |•·-–—,/") if match and match.start() > 6 else text


def date_of(lines: Iterable[Line], locale: dates.Locale, saved: str | None) -> str | None:
    """The day that the first line with a date states; one that says `Updated` only if there is no other."""
    late = None
    for line in lines:
        text = line.text
        found = _parse(text, locale, saved)
        if found is None:
            continue
        if not _UPDATED.match(text):
            return found
        late = late or found
    return late


def _parse(text: str, locale: dates.Locale, saved: str | None) -> str | None:
    if locale.region is None and _US_CLOCK.search(text):
        locale = dates.Locale(locale.language or "en", "us")
    found = dates.parse_date(text, language=locale, saved=saved)
    if found is None:
        match = dates.find_date(text, language=locale, saved=saved)
        found = match[1] if match else None
    if found is None and saved:
        match_relative = p.find_relative(text) or p.find_date(text)
        found = dates.parse_date(match_relative[0], language=locale, saved=saved) if match_relative else None
    return found


def date_of_dateline(text: str, locale: dates.Locale) -> str | None:
    """The day in an opening like `RIGA, Sept. 12, 2022 /NewsLine/ --`."""
    match = _DATELINE.match(text[:120])
    found = dates.find_date(match[0], language=locale) if match else None
    return found[1] if found else None


def agency_of(story: Story) -> str | None:
    """The wire agency that the opening's dateline or the byline credits."""
    for line in story.bylines:
        match = p.BYLINE.match(line.text)
        found = outlets.agency(line.text[match.end() :] if match else line.text)
        if found:
            return found
    return outlets.agency_in(story.body[0].text) if story.body else None


def outlet_of_copyright(text: str) -> str | None:
    """The name in a line like `© 2022 EXAMPLE LLC`."""
    name = _RIGHTS.sub("", _YEARS.sub(" ", text))
    name = " ".join(name.split()).strip(" .,:;|-–—•·")
    bare = _COMPANY.sub("", name).strip(" .,:;|-–—•·")
    name = _PUBLISHER.sub("", bare) if bare != name else bare
    name = re.sub(r"^(?:by|von|par|por)\s+", "", name, flags=re.IGNORECASE)
    name = re.split(r"[.|•·]\s|\s[|•·–—-]\s", name)[0].strip()
    if (
        not name
        or word_count(name) > 6
        or not any(c.isalpha() for c in name)
        or (name[0].islower() and "." not in name)
    ):
        return None
    return name


def outlet_of_page(lines: list[Line], url: str | None) -> tuple[str | None, str]:
    """The outlet that the page speaks for, and where it says so."""
    votes: Counter[str] = Counter()
    names_of: dict[str, Counter[str]] = {}
    sources: dict[str, str] = {}

    def vote(name: str | None, weight: float, source: str) -> None:
        name = (name or "").strip(" .,:;|-–—•·»›'’\"")
        if (
            not 2 <= len(name) <= 40
            or name.casefold() in _NOT_OUTLET
            or _SECTION.match(name)
            or not any(c.isalpha() for c in name)
        ):
            return
        key = outlets.key(name)
        votes[key] += int(weight * 10)
        names_of.setdefault(key, Counter())[name] += int(weight * 10)
        sources.setdefault(key, source)

    for line in lines:
        if line.role == r.PIPE:
            vote(line.text.rsplit(" | ", 1)[1], 2.5, "page title")
        elif line.role == r.COPYRIGHT:
            vote(outlet_of_copyright(line.text), 2.0, "copyright")
        elif line.role == r.URL and "@" not in line.text:
            vote(outlets.outlet_of_url(line.text), 0.5, "url")
        elif line.role == r.CREDIT and line.text.startswith("©"):
            vote(outlet_of_copyright(line.text), 0.5, "copyright")
        elif line.role in (r.PROMO, r.TAIL, r.LABEL, r.HEAD, r.NAV):
            _vote_newsletter(line, vote)
        elif line.role == r.PROSE and len(line.text) < 3000:
            for match in _TOLD.finditer(line.text):
                if not outlets.agency(match[2]) and match[2].split()[0].casefold() not in _NOT_OUTLET:
                    vote(match[2], 0.9 if match[1] == "tells" else 0.35, "text")
    for name, weight in _mastheads(lines):
        vote(name, weight, "masthead")
    domain = outlets.outlet_of_url(url)
    if domain:
        return _named_like(domain, names_of, lines), "url"
    _merge_prefixes(votes)
    if not votes:
        return None, ""
    key, weight = votes.most_common(1)[0]
    return (names_of[key].most_common(1)[0][0], sources[key]) if weight >= 8 else (None, "")


def _vote_newsletter(line: Line, vote: object) -> None:
    assert callable(vote)
    match = None if p.PROMO_START.match(line.text) else _LETTER_LINE.match(line.text)
    if match:
        vote(match[1], 2.0, "newsletter")
        return
    match = _NEWSLETTER.search(line.text) if line.role in (r.PROMO, r.TAIL) or len(line.text) < 60 else None
    if match:
        name = _LETTER_WORDS.sub("", match[1])
        name = re.sub(r"[’']s?(?:\s.*)?$", "", name)
        vote(name, 2.0 if line.role == r.PROMO else 1.2, "newsletter")


_OUTLET_WORD = re.compile(
    r"\b(?:times|post|news|tribune|herald|chronicle|journal|gazette|observer|courier|ledger|dispatch|standard|monitor|review|magazine|"
    r"bulletin|blog|notes|telegraph|mirror|examiner|inquirer|sentinel|mail|independent|argus|advertiser|press|radio|weekly|daily|digest|"
    r"zeitung|nachrichten|anzeiger|tagblatt|tageblatt|kurier|bote|rundschau|spiegel|presse|courrier|gazeta|kurjer|diario|correo|giornale|"
    r"corriere|\w*(?:zeitung|nachrichten|anzeiger|blatt|kurier|bote|rundschau|warte|postille)|вестник|газета|новости|ведомости|правда|листок|известия)\b|日报|晚报|新闻网|新聞|时报|時報|通讯社",
    re.IGNORECASE,
)
"""What the names of outlets are made of."""
_LETTERHEAD = re.compile(
    r"\s+(?:weekly|daily|morning|evening)?\s*(?:digest|newsletter|briefing|bulletin)$", re.IGNORECASE
)


def _mastheads(lines: list[Line]) -> Iterator[tuple[str, float]]:
    """Short lines of the page's top that may be its name: above a menu, or said again in the small print."""
    first_prose = next((k for k, line in enumerate(lines) if line.role == r.PROSE), len(lines))
    small = [line.text for line in lines if line.role in (r.COPYRIGHT, r.CREDIT, r.PROMO, r.TAIL, r.DATE)]
    for k, line in enumerate(lines[: min(12, first_prose)]):
        if line.role not in (r.LABEL, r.NAME, r.HEAD) or word_count(line.text) > 5 or len(line.text) < 4:
            continue
        below = [b.role for b in lines[k + 1 : k + 5]]
        menu = sum(role in (r.NAV, r.LABEL, r.PROMO) for role in below)
        said = any(line.text in text for text in small)
        told = any(line.text in other.text and len(line.text) < len(other.text) for other in lines[k + 1 : k + 400])
        named = k < 3 and (menu >= 3 or bool(_OUTLET_WORD.search(line.text)))
        named = named or (k == 0 and line.role != r.HEAD and any(role in (r.NAV, r.TAIL) for role in below[:2]))
        if said or told or named:
            name = _LETTERHEAD.sub("", line.text)
            yield name, (1.0 if said else 0.5 if told else 0.0) + (0.8 if named else 0.0)


def _merge_prefixes(votes: Counter[str]) -> None:
    """`gzero` and `gzeromedia` speak for each other."""
    for key in list(votes):
        for other in list(votes):
            if key != other and len(key) >= 3 and other.startswith(key):
                votes[other] += votes[key]


def _named_like(domain: str, names_of: dict[str, Counter[str]], lines: list[Line]) -> str:
    """The page's own name for the outlet of `domain`, or the domain."""
    key = outlets.key(domain)
    for other, found in names_of.items():
        if other == key:
            return found.most_common(1)[0][0]
    for line in lines:
        if (
            len(line.text) <= 40
            and line.role in (r.LABEL, r.NAME, r.HEAD, r.NAV, r.CREDIT)
            and outlets.key(line.text) == key
        ):
            return line.text
    return domain
