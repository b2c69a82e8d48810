"""Who wrote a story: stated authors, elements that credit somebody beside the headline, a byline there.

Persons come before organisations, and what a reader sees confirms what is stated for machines: a `meta author` alone
is as often the owner of the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, compress, pairwise

from selectolax.lexbor import LexborNode

from newsearch.pages import crediting, dates, names, outlets
from newsearch.pages.dates.relative import is_relative
from newsearch.pages.metadata.foreign import names_of
from newsearch.pages.metadata.page import FOREIGN, ReadPage, key
from newsearch.pages.structured import name_of_item, text_of
from newsearch.pages.words import Opening

_MOST_ELEMENTS = 40
_APART = 3
"""Crediting elements of one class with more others than this between them do not belong together."""
_LONGEST = 200
"""Characters: a longer element is a biography, not a credit."""
_META = (
    "author", "article:author", "article:author_name", "og:author", "og:article:author", "parsely-author", "sailthru.author", "byl", "dc.creator",
    "dcterms.creator", "citation_author", "dc.contributor", "authors", "creator", "cxenseparse:author", "shareaholic:article_author_name",
    "dc:creator", "dcterms:creator", "article.author", "bt:author", "dable:author", "mediator_author", "news_author", "sailthru.byline",
)  # fmt: skip
_STRONG = re.compile(
    r"(?:^|[\s_-])(?:author|byline|autor|autoren|auteurs?|autore|writer|reporter|redakteur|fn|username)(?:[\s_-]{0,2}(?:name|s|link|title|text|info))*(?:$|\s)"
)
_POSTAL = re.compile(r"\d{4}|@|\b[Tt]el|[Ff]ax|[Ss]tr(?:\.|aße)")
_WEAK = (
    "image", "img", "photo", "avatar", "desc", "box", "social", "share", "follow", "twitter", "facebook", "email", "count", "icon", "role",
    "job", "position", "copyright", "foto", "illustr", "topic", "categor", "list",
)  # fmt: skip
_WEAK_END = re.compile(r"(?:bio|tags?)\b")


@dataclass(frozen=True, slots=True)
class Credit:
    """One reading of a story's authors."""

    authors: tuple[str, ...]
    source: str


def best(page: ReadPage, outlet: str | None) -> Credit | None:
    """The page's best reading of its authors."""
    credit = next(candidates(page, outlet), None)
    if credit is None or len(credit.authors) != 1:
        return credit
    (name,) = credit.authors
    whole = _whole_name(page, name) if _ONE_WORD.fullmatch(name) and names.has_given_name(name) else None
    return Credit((whole,), credit.source) if whole else credit


_ONE_WORD = re.compile(r"[^\W\d_]{3,}")


def _whole_name(page: ReadPage, first: str) -> str | None:
    """The one name on the page that begins with the first name by which a writer is called: in a byline or a line about him."""
    lead = r"(?:[\w ]{0,20}\b(?:von|by|par|por|di|av|af|door) )?"
    end = r"(?=\n|\Z|,| [-–—|] | (?:ist|is|war|was|est|es) )"
    found = re.findall(rf"\n{lead}({first} [^\W\d_][\w’'-]+){end}", page.text, re.I)
    whole = {names.title_case(name) for name in found if names.could_be_name(names.title_case(name))}
    return whole.pop() if len(whole) == 1 else None


def candidates(page: ReadPage, outlet: str | None) -> Iterator[Credit]:
    """The page's readings of its authors, the best first."""
    ranked = _ranked(page)
    strong = _nearest(page, outlet, ranked, _MADE_FOR_IT)
    stated = _json_persons(page, outlet)
    if stated:
        yield strong if strong and (_completes(strong, stated) or _names_better(strong, stated)) else stated
    if strong:
        yield next(_meta_persons(page, outlet, strong.authors), strong)
    yield from _meta_persons(page, outlet)
    for rank in (_BY_CLASS, _PERHAPS):
        credit = _nearest(page, outlet, ranked, rank)
        if credit:
            yield credit
    yield from _lines(page, outlet)
    yield from _labelled(page, outlet)
    yield from _signed(page)
    yield from _below_story(page, outlet)
    yield from _organisations(page, outlet)


def _completes(shown: Credit, stated: Credit) -> bool:
    """Whether what is shown names everybody who is stated, and more people."""
    more = set(shown.authors) - set(stated.authors)
    return len(shown.authors) == len(stated.authors) + len(more) and bool(more) and all(map(names.has_given_name, more))


def _names_better(shown: Credit, stated: Credit) -> bool:
    """Whether persons are shown, and an account or a desk is stated."""
    return all(" " in name and names.has_given_name(name) for name in shown.authors) and not any(
        " " in name and names.has_given_name(name) for name in stated.authors
    )


def agency(page: ReadPage) -> str | None:
    """The agency for which the writer works, or that is credited beside him, by the headline."""
    credits_ = [(node, node.text()) for node in page.statements.credits[:_MOST_ELEMENTS]]
    credits_ = [(node, text) for node, text in credits_ if len(text) < _LONGEST_UNTRIMMED]
    near = [line for line in page.lines_near_headline if len(line) < _LONGEST_CREDIT]
    # Six of seven pages name no agency there, which one question finds out.
    if not outlets.speaks_of_agency("\n".join(chain([text for _, text in credits_], near))):
        return None
    shown = (page.parts_of(node) for node, _ in credits_ if page.distance(node) != FOREIGN)
    spoken = (number for number, line in enumerate(near) if outlets.speaks_of_agency(line))
    signed = (near[number] for number in spoken if crediting.is_led(near[number]) or _without_agency(near, number))
    found = next(filter(None, map(_agency_in, chain(shown, signed))), None)
    if found:
        return found
    near = [line for line in near if not crediting.is_label(line)]
    return next(filter(None, (_beside_day(page, near, number) for number in range(len(near)))), None)


_OF_COUNTRY = {"TT": ("sv", "TT"), "AA": ("tr", "Anadolu Agency")}
"""Two letters that are an agency in one language; elsewhere they are a button for larger letters, or nothing."""


def _beside_day(page: ReadPage, lines: list[str], number: int) -> str | None:
    """The agency that a line by the headline is as a whole, where the next line or the one before says when, or who wrote."""
    line = lines[number]
    language, named = _OF_COUNTRY.get(line, (None, None))
    found = named if language == page.locale.language else None if language else outlets.agency(line)
    beside = [*lines[max(1, number - 1) : number], *lines[number + 1 : number + 2]] if found else ()
    return found if any(_is_date(other) or _opens_credit(page, other) for other in beside) else None


def _opens_credit(page: ReadPage, line: str) -> bool:
    """Whether a short line opens with a day, behind which it may say more of them, or with a word such as `By`."""
    if len(line) >= _LONGEST_CREDIT:
        return False
    found = page.first_date(line)
    return (found is not None and found[0].start == 0) or crediting.is_led(line)


def _agency_in(text: str) -> str | None:
    return crediting.agency(text) if len(text) < _LONGEST_CREDIT and not _PICTURE.search(text) else None


_LONGEST_UNTRIMMED = 400
"""Characters, the white space between tags among them."""
_LONGEST_CREDIT = 100
"""Characters. What is longer may tell for which agency somebody worked before."""
_PICTURE = re.compile(r"phot|foto|image|picture|bild|getty", re.I)


# ------------------------------------------------------------------------------------------------------- stated


def stated_names(page: ReadPage) -> list[str]:
    """The author names of the page's JSON-LD story as they stand there."""
    if not page.articles:
        return []
    value = page.articles[0].get("author") or page.articles[0].get("creator")
    found: list[str] = []
    for item in (value if isinstance(value, list) else [value])[:20]:
        item = page.statements.resolve(item)
        if isinstance(item, dict) and isinstance(item.get("name"), list):
            found += [text_of(name) for name in item["name"][:20]]
        elif isinstance(item, dict) and not item.get("name") and item.get("familyName"):
            found.append(f"{text_of(item.get('givenName'))} {text_of(item['familyName'])}")
        else:
            found.append(text_of(item))
    return found


def _clean(values: Iterable[str], outlet: str | None) -> tuple[str, ...]:
    texts = tuple(v for v in values if v)
    return crediting.clean_authors(texts, outlet) if texts else ()


def _json_persons(page: ReadPage, outlet: str | None) -> Credit | None:
    """Of the stated persons those that a reader sees: the others uploaded the story, or own the account."""
    stated = stated_names(page)
    authors = tuple(name for name in _clean(stated, outlet) if page.shows(name))
    # An agency that is stated as one of the authors is one, as it is where it stands alone.
    agencies = tuple(name for name in stated if outlets.agency(name))
    return Credit(authors + agencies, "json-ld") if authors else None


def _organisations(page: ReadPage, outlet: str | None) -> Iterator[Credit]:
    """What is credited where no person is: an organisation that JSON-LD states, else an agency."""
    stated = crediting.organisations([name for name in stated_names(page) if name], outlet)
    if stated:
        yield Credit(stated, "json-ld")
    named = crediting.agencies([v for name in _META for v in page.statements.meta.get(name, ())])
    if named:
        yield Credit(named, "meta")
    for node in page.statements.credits[:_MOST_ELEMENTS]:
        if page.distance(node) == FOREIGN:
            continue
        text = page.parts_of(node)
        if len(text) < 60:
            shown = crediting.agencies(text)
            if shown:
                yield Credit(shown, "class")


def _meta_persons(page: ReadPage, outlet: str | None, known: tuple[str, ...] = ()) -> Iterator[Credit]:
    """The persons that meta tags state and a reader sees: more of them than those who are `known`."""
    for values in _stated_people(page):
        stated = _clean([v for v in values if not v.startswith(("http", "/", "@"))], outlet)
        if not set(stated) > set(known) or not (_is_story(page) or _is_near(page, stated)):
            continue
        authors = tuple([author for author in stated if page.shows(author)])
        if set(authors) > set(known):
            yield Credit(authors, "meta")


def _stated_people(page: ReadPage) -> Iterator[list[str]]:
    """What meta tags state of the author, each in its own way; the labels of links that are shared (`Written by`) last."""
    meta = page.statements.meta
    yield from (meta[name] for name in _META if name in meta)
    yield [
        name_of_item(node)
        for prop, node in page.statements.microdata[:_MOST_ELEMENTS]
        if prop == "author" and _is_silent(node)
    ]
    for number in "12":
        label, value = (page.statements.first(f"twitter:{what}{number}") for what in ("label", "data"))
        if label and value and crediting.is_label(label):
            yield [value]


def _is_silent(node: LexborNode) -> bool:
    return not node.text(deep=True, strip=True)


def _is_near(page: ReadPage, people: tuple[str, ...]) -> bool:
    """Whether one of them is named below the headline; above it, sites list their writers."""
    return page.headline is not None and any(name in line for name in people for line in page.lines_below_headline)


def _is_story(page: ReadPage) -> bool:
    """Whether the page says that it is a story, so that its author is the story's, not the site's."""
    first = page.statements.first
    typed = (first("og:type") or "").lower() in ("article", "news")
    return typed or bool(page.articles) or bool(first("article:published_time"))


# ------------------------------------------------------------------------------------------- beside the headline


_MADE_FOR_IT, _BY_CLASS, _PERHAPS, _NOT_AT_ALL = range(4)
"""How plainly an element says that it names the author: by markup made for it, by its class, perhaps, not at all."""
_Ranked = list[tuple[int, int, LexborNode, str]]


def _ranked(page: ReadPage) -> _Ranked:
    """The elements that speak of an author: (rank, number, element, its names)."""
    ranked: _Ranked = []
    for number, node in enumerate(page.statements.credits[:_MOST_ELEMENTS]):
        label = names_of(node)
        ranked.append((_rank(page, node, label), number, node, label))
    return ranked


def _nearest(page: ReadPage, outlet: str | None, ranked: _Ranked, rank: int) -> Credit | None:
    """What the elements of one rank credit: the nearest to the headline that names somebody, and those like it beside it."""
    own = [(page.distance(node), number, node, label) for its, number, node, label in ranked if its == rank]
    nearest: tuple[int, str] | None = None
    last = 0
    people: dict[str, None] = {}
    for distance, number, node, label in sorted(own):
        if distance == FOREIGN or (nearest and distance > nearest[0]):
            break
        if nearest and label != nearest[1]:
            continue
        authors = _credited(page, outlet, node, rank)
        if not authors:
            continue
        if nearest and number - last > _APART:
            break
        nearest, last = (distance, label), number
        people |= dict.fromkeys(authors)
    # Three labels of one kind without a first name among them are topics, or customers who praise.
    if people and (len(people) < 3 or any(map(names.has_given_name, people))):
        return Credit(tuple(people), "class")
    return None


def _credited(page: ReadPage, outlet: str | None, node: LexborNode, rank: int) -> tuple[str, ...]:
    """The persons that an element of a rank credits."""
    text = page.parts_of(node)
    if not 1 < len(text) < _LONGEST:
        return ()
    authors = crediting.clean_authors(text, outlet)
    if rank > _MADE_FOR_IT:
        authors = _vouched(authors, text)
        if authors and _is_subject(page, text, authors):
            return ()
    if len(authors) > 1 and not _LED.match(text):
        authors = _vouched(authors, text)
    if (
        authors
        and not any(" " in name for name in authors)
        and (crediting.agencies(text) or not _says_one_word(text, rank))
    ):
        return ()
    return authors


def _vouched(authors: tuple[str, ...], text: str) -> tuple[str, ...]:
    """Of who is credited in a text those with a known first name, and those whom an `and` joins with one of them."""
    known = [names.has_given_name(name) for name in authors]
    if all(known) or not any(known):
        return authors if known and all(known) else ()
    for at, (one, other) in enumerate(pairwise(authors)):
        if known[at] != known[at + 1] and _JOINED.fullmatch(text.partition(one)[2].partition(other)[0]):
            known[at] = known[at + 1] = True
    return tuple(compress(authors, known))


_JOINED = re.compile(
    r"(?:[\s|]*\b(?:in|aus|à|en)\s[^\W\d_][^|]{1,30}?)?[\s|]*(?:\b(?:and|und|et|y|og|och|en)\b|&)[\s|]*"
)
"""What stands between two who wrote together, the first perhaps in another place: `Ann Lee in Riga and Bo Ray`."""
_LONGEST_NAME = 40
"""Characters of an element that holds one name and nothing else."""
_LED = re.compile(r"\b(?:by|von|par|por|door|di)\b(?: \|)? \S+|\w{0,4}(?:记者|記者|作者)\W*\w", re.I)


def _says_one_word(text: str, rank: int) -> bool:
    """Whether one word alone may be a name here: all that an element made for names says, or what stands behind `By`."""
    made_for_it = rank == _MADE_FOR_IT and len(text) < _LONGEST_NAME
    return made_for_it or bool(_LED.match(text) or (rank < _PERHAPS and _LED.search(text)))


def _rank(page: ReadPage, node: LexborNode, label: str) -> int:
    rank = _rank_of_names(label)
    if rank == _BY_CLASS:
        attributes = node.attributes
        if _says_author(attributes.get("rel")) or _says_author(attributes.get("itemprop")):
            rank = _MADE_FOR_IT
    return _NOT_AT_ALL if node.tag == "address" and _POSTAL.search(page.parts_of(node)) else rank


def _says_author(value: str | None) -> bool:
    return value is not None and "author" in value.lower()


@lru_cache(maxsize=4096)
def _rank_of_names(label: str) -> int:
    low = label.lower()
    if _WEAK_END.search(low) or any(map(low.__contains__, _WEAK)):
        return _PERHAPS
    return _MADE_FOR_IT if _STRONG.search(low) else _BY_CLASS


def _lines(page: ReadPage, outlet: str | None) -> Iterator[Credit]:
    """A byline among the lines by the headline: `Von A und B`, or a name in the line of the date or next to it."""
    lines = page.lines_near_headline
    for number, line in enumerate(lines):
        authors = crediting.byline(line)
        if authors is None and page.headline is None:
            continue
        if authors is None and len(line) < 100:
            if one := _by_one_word(page, lines, number):
                yield Credit(one, "byline")
                continue
            authors = _beside_date(page, line)
        if authors is None and _stands_as_credit(page, lines, number, outlet):
            authors = _standing(lines, number, outlet)
        kept = crediting.clean_authors(authors, outlet, single=False) if authors else ()
        if kept and not _is_subject(page, line, kept):
            yield Credit(kept, "byline")


_LONGEST_LABEL = 60
_STEPS = frozenset(">›»→/")
"""What stands between the steps of a breadcrumb trail."""
_LONE_AND = re.compile(r"(?:and|und|et|y|e|en|og|och)$", re.I)
_AND = re.compile(r"\s*[/,&]\s*|\s+(?:and|und|et|y|e|en|og|och)\s+")


_WITH = re.compile(r"\W*interviews?\b", re.I)
"""Behind this stands who asked, or who was asked."""


def _is_subject(page: ReadPage, line: str, people: tuple[str, ...]) -> bool:
    """Whether the headline speaks of one who is named below it, and nothing says that he wrote it."""
    headline = key(page.shown(page.headline)) if page.headline is not None else ""
    credited = crediting.byline(line) is not None and not _WITH.match(line)
    return not credited and any(key(name).rsplit(" ", 1)[-1] in headline.split() for name in people)


def _stands_as_credit(page: ReadPage, lines: list[str], number: int, outlet: str | None) -> bool:
    """Whether a line is a name, and what stands around it is what stands around a byline.

    A name without a known first name only where a date or the first paragraph follows, and not in German, where every
    noun could be a name.
    """
    line = _alone(lines, number, outlet)
    known = all(map(names.looks_like_name, _AND.split(line)))
    if not known and (
        page.locale.language in (None, "de")
        or names.ends_like_sentence(line)
        or not all(map(names.could_be_name, _AND.split(line)))
    ):
        return False
    follower = next((other for other in lines[number + 1 : number + 4] if len(other) > 1), "")
    before = lines[number - 1] if number else ""
    if _LONE_AND.match(follower) and number > 1 and len(before) > _LONGEST_LABEL:
        return False  # a name set off in a sentence
    if before in _STEPS or _LONE_EDITED.match(before):
        return False
    if _is_of_work(lines, number):
        return False
    if known:
        of_agency = bool(outlets.agency(follower) or outlets.same(follower, outlet))
        return of_agency or _is_credited(lines, number) or _is_of_site(page, lines[number + 1 : number + 3])
    opens = len(max(lines[number + 1 : number + 3], key=len, default="")) > 120
    return _is_date(follower) or crediting.is_job(follower) or (opens and _is_credited(lines, number))


def _is_of_site(page: ReadPage, below: list[str]) -> bool:
    """Whether one or two lines say for which of the names in the page's title somebody writes: `da Folha da Costa`."""
    for line in (*below[:1], " ".join(below)):
        of = _OF.match(line)
        if of and len(line) - of.end() > _SHORTEST_SITE and line[of.end() :] in page.statements.title:
            return True
    return False


_OF = re.compile(r"(?:da|do|de|del|della|dal|from|of|for|van|för|fra|aus|para|pour)\s+(?=[A-ZÀ-Þ])")
_SHORTEST_SITE = 4
"""Characters."""


def _standing(lines: list[str], number: int, outlet: str | None) -> tuple[str, ...]:
    """The name that a line is, and those that an `and` in a line of its own joins with it."""
    people = [_alone(lines, number, outlet)]
    for lone, name in zip(lines[number + 1 : number + 6 : 2], lines[number + 2 : number + 7 : 2], strict=False):
        if not (_LONE_AND.match(lone) and names.could_be_name(name)):
            break
        people.append(name)
    return tuple(people)


def _alone(lines: list[str], number: int, outlet: str | None) -> str:
    """A line without the agency, the outlet, the address or the city behind a name, and without the stop behind a last name in
    capitals."""
    line = lines[number]
    if line.endswith(".") and line[-4:-1].isupper():
        return line[:-1]
    if "@" in line:
        line = crediting.without_addresses(line)
    name, sign, rest = _outlet_behind(line)
    if sign and outlet and names.could_be_name(name) and outlets.same(rest.removesuffix(" Staff"), outlet):
        return name
    city = _IN_CITY.fullmatch(line) if " in " in line else None
    return _without_agency(lines, number) or (city[1] if city else line)


_IN_CITY = re.compile(r"(.{4,50}) in [A-Z][\w’'-]+(?:(?: and)? [A-Z][\w’'-]+){0,2}")
_BEHIND_NAME = re.compile(r"\s*[|/•·,]\s*|\s+[–—-]\s+")


def _outlet_behind(line: str) -> tuple[str, str, str]:
    """A line up to the first sign that parts a name from a paper, that sign, and what stands behind it."""
    sign = _BEHIND_NAME.search(line)
    return (line[: sign.start()], sign[0], line[sign.end() :]) if sign else (line, "", "")


def _without_agency(lines: list[str], number: int) -> str | None:
    """The name in `Radim Holub, ČTK` or `Ann Lee, Staff Writer` right below the headline or a date; elsewhere it is a
    photographer's."""
    name, comma, rest = lines[number].partition(",")
    signs = comma and (outlets.agency(rest) or _is_staff(rest)) and names.could_be_name(name)
    return name if signs and number and (number == 1 or _is_date(lines[number - 1])) else None


def _is_staff(text: str) -> bool:
    """Whether a text says that somebody writes for the paper."""
    return len(text) <= _LONGEST_LABEL_WORD + _LONGEST_LABEL_WORD and crediting.names_job(text)


_LONE_LEAD = re.compile(
    rf"^\W*(?:by|von|par|por|di|door|av|af|text|autor(?:in)?|author|written by|автор|{crediting.OWN_REPORTER})\W*$",
    re.I,
)


_LONE_EDITED = Opening(
    r"(?:edited by|editor|editör|redigido por|редактор|редакторка|责任编辑|責任編輯|责编|責編|编辑|編輯|편집)\W*$", re.I
)
"""What stands before the name of one who did not write."""


def _is_credited(lines: list[str], number: int) -> bool:
    """Whether a word such as `By` stands before a line, or a date on one of the two lines before or after it."""
    if number and _LONE_LEAD.match(lines[number - 1]):
        return True
    after = [line for line in lines[number + 1 : number + 5] if len(line) > 1 and not _stands_beside_name(line)]
    return any(map(_is_date, lines[max(1, number - 2) : number] + after[:2]))


def _stands_beside_name(line: str) -> bool:
    """Whether a line is an `and` between two who wrote, the job of one, or the agency that did so, too."""
    return bool(_LONE_AND.match(line) or outlets.agency(line) or crediting.is_job(line))


_LONE_LABEL = re.compile(r"(?:published|updated|posted|last updated|veröffentlicht|publié|publicado)\W*$", re.I)


def _is_date(line: str) -> bool:
    return len(line) < 60 and bool(dates.parse_date(line) or is_relative(line) or _LONE_LABEL.match(line))


# Most lines are told by their first letter, in half the time.
_LABEL_STARTS = re.compile(r"\n[^\w\n]{0,5}(?=[aAwWаАvVbBtTrR])(?i:aut|writ|авт|von|by|text|beri|report|redak)")
_LABEL = re.compile(
    r"\W*(?:(?:autor(?:in|en|es)?(?:\s*/\s*autor(?:in)?)?|author[s]?|auteurs?|autore|автор|written by|von|by)(?:\s*:|(?=\s)|$)"
    r"|(?:text|bericht|reporter|redakteur(?:in)?)\s*:)",
    re.I,
)
_FILED = re.compile(r"\s(?:tags?|kategorien?|categor(?:y|ies)|rubrik|ressort)\b.*|,\s*[\w-]+\.[a-z]{2,3}$", re.I)


def _labelled(page: ReadPage, outlet: str | None) -> Iterator[Credit]:
    """A name anywhere on the page behind a word such as `Author:`, or not far below the headline behind a word such as `By`."""
    text, lines = page.text, page.lines
    headline: list[int] | None = None
    number = end = 0
    for start in _LABEL_STARTS.finditer(text):
        number += text.count("\n", end, start.start())
        end = start.start()
        line = lines[number]
        if len(line) > _LONGEST_LABELLED:
            continue
        if _BY.match(line):
            headline = _headline_lines(page, lines) if headline is None else headline
            if headline and not any(0 < number - at <= _MOST_BETWEEN for at in headline):
                continue
        follower = lines[number + 1] if number + 1 < len(lines) else ""
        credit = _behind_label(line, follower)
        found = crediting.clean_authors(credit, outlet, single=False) if credit else ()
        states_it = ":" in line[:_LONGEST_LABEL_WORD] and credit != line
        authors = tuple([name for name in found if states_it or names.has_given_name(name)])
        if authors and not _is_of_work(lines, number) and not page.is_aside(number):
            yield Credit(authors, "byline")


def _behind_label(line: str, follower: str) -> str:
    """What stands behind a word such as `Author:` that a line consists of, or begins with."""
    label = _LABEL.match(line)
    if label is None:
        return line if crediting.byline(line) else ""
    rest = _FILED.sub("", line[label.end() :]).strip()
    if not rest:
        return follower if len(follower) < _LONGEST_LABELLED else ""
    could_be = names.could_be_name if label[0].endswith(":") else names.looks_like_name
    return rest if all(map(could_be, _AND.split(rest))) else line if crediting.byline(line) else ""


_LONGEST_LABEL_WORD = 20
_LONGEST_LABELLED = 200
"""Characters of a line that says who wrote, and perhaps where it was filed."""
_MOST_BETWEEN = 30
"""Lines between a headline and its byline: standfirst, pictures, share buttons."""
_BY = re.compile(r"\W*(?:von|by|written by)\b", re.I)
_OF_WORK = Opening(
    r"\W*(?:verlag|isbn|seiten(?:zahl)?|publisher|pages|illustrat\w*|kindle|taschenbuch|hardcover)\b", re.I
)
"""What stands beside the author of a book that a story is about."""


def _is_of_work(lines: list[str], number: int) -> bool:
    return any(map(_OF_WORK.match, lines[max(0, number - 3) : number + 5]))


def _headline_lines(page: ReadPage, lines: list[str]) -> list[int]:
    """The numbers of the lines that the headline takes, wherever the page says it."""
    said = page.shown(page.headline) if page.headline is not None else None
    return [number for number, line in enumerate(lines) if line == said]


_SHORTEST_SIGNED = 40
"""Characters of a paragraph that its reporter's name opens; in Chinese a sentence is no longer."""
_ONLY_REPORTER = re.compile(r"[）)〕】\]]$|(?:记者|記者)[\s:：].{2,}$")


def _signed(page: ReadPage) -> Iterator[Credit]:
    """The reporters in the dateline of the first paragraph that has one, or in a line of their own."""
    if not crediting.speaks_of_reporter(page.text):
        return
    for number, line in enumerate(page.lines):
        if len(line) < _SHORTEST_SIGNED and not _ONLY_REPORTER.search(line):
            continue
        people = crediting.signed(line)
        if people and not page.is_aside(number):
            yield Credit(people, "dateline")
            return


def _below_story(page: ReadPage, outlet: str | None) -> Iterator[Credit]:
    """The name that stands at the right, below the last paragraph of its cell or column, or with its address below it."""
    for number, line in enumerate(page.lines[1:], 1):
        if len(line) > _LONGEST_NAME or len(page.lines[number - 1]) < _SHORTEST_PARAGRAPH:
            continue
        if not names.looks_like_name(line.strip(_AROUND_NAME)):
            continue
        if not _is_at_right(page, number) and not _has_address(line, page.lines[number + 1 : number + 2]):
            continue
        people = crediting.clean_authors(line.strip(_AROUND_NAME), outlet, single=False)
        if people and all(map(names.has_given_name, people)) and not page.is_aside(number):
            yield Credit(people, "byline")
            return


def _has_address(name: str, below: list[str]) -> bool:
    """Whether the line below a name is the address of who bears it."""
    mail = _MAIL.fullmatch(below[0].strip(_AROUND_NAME)) if below else None
    return mail is not None and any(len(word) > 1 and word in mail[1].casefold() for word in name.casefold().split())


_MAIL = re.compile(r"(?:e-?mail:?\s*)?([^\s@]+)@[^\s@]+\.\w+", re.IGNORECASE)


def _is_at_right(page: ReadPage, number: int) -> bool:
    """Whether a line is set at the right of its column, in which no paragraph follows."""
    elements = page.outline.elements
    at = page.outline.lines[number].element
    for _ in range(_RIGHT_WITHIN):
        attributes = elements[at].node.attributes
        style = (attributes.get("style") or "").replace(" ", "").casefold()
        if (attributes.get("align") or "").casefold() == "right" or "text-align:right" in style:
            column = elements[elements[at].parent]
            below = page.lines[number + 1 : column.end]
            return column.first < number and all(len(text) < _SHORTEST_PARAGRAPH for text in below)
        at = elements[at].parent
        if at < 0:
            break
    return False


_AROUND_NAME = " .,()[]–—-"
_SHORTEST_PARAGRAPH = 80
"""Characters."""
_RIGHT_WITHIN = 2
"""Elements around a line that may set it at the right."""


def _by_one_word(page: ReadPage, lines: list[str], number: int) -> tuple[str, ...]:
    """Who wrote by one word, in a line with the day, or in one or several that say who posted it and when."""
    found = page.first_date(lines[number])
    one = crediting.by_one_word(lines[number], found[0]) if found else ()
    if one or not crediting.tells_of_posting(lines[number]):
        return one
    said = (" ".join(lines[number : number + size]) for size in _IN_LINKS)
    return next(filter(None, map(crediting.poster, said)), ())


_IN_LINKS = 1, 2, 3
"""Lines of `Posted by harbourmaster on Sunday`, without and with a link around who."""


def _beside_date(page: ReadPage, line: str) -> tuple[str, ...] | None:
    """The name in `04.02.2022 | 13:10 Uhr | Jane Doe`."""
    found = page.first_date(line)
    if not found:
        return None
    rest = [
        part.strip()
        for part in re.split(
            r"[|•·–—/]|\s-\s|,|\b\d\d?[:.]\d\d(?:\s*Uhr)?", line[: found[0].start] + " | " + line[found[0].end :]
        )
    ]
    people = tuple(part for part in rest if names.looks_like_name(part))
    return people if len(people) == 1 else None
