"""HTML -> Page: parse once, find the main story, then the entries beside it, then what is left over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from newsearch.model import Block, Page, Position
from newsearch.pages import crediting, dates, metadata, structured
from newsearch.pages.dates.relative import is_relative
from newsearch.pages.dates.vocabulary import only_filler
from newsearch.pages.decode import clean
from newsearch.pages.html import entries, tree
from newsearch.pages.html.body import Main, find_main
from newsearch.pages.html.entries.several import SHOWN
from newsearch.pages.html.folded import unfolded
from newsearch.pages.html.fragment import paragraphs
from newsearch.pages.html.position import Source
from newsearch.pages.html.tree import Outline
from newsearch.pages.structured import Structured
from newsearch.pages.words import words_in

_OPENING = 3
"""Lines of a story among which its byline may stand: below a standfirst, too."""
_LONGEST_BYLINE = 100
"""Characters."""
_DIGIT = re.compile(r"\d")
_LEADING = 2
"""Words such as `Written by`, beside one before each further name."""
_SHORT_STORY = 600
"""Characters. A longer story is on the page itself, whatever its statements for machines hold."""


def read_html(utf8: bytes, url: str | None = None, name: str = "", saved: str | None = None) -> Page:
    """Read one HTML page: the story it tells, further stories, teasers and comments, and the text that is left."""
    parsed = tree.parse(utf8)
    if parsed.root is None:
        return Page(name, (), url)
    outline = tree.outline(parsed.root)
    if outline.is_folded:
        parsed = tree.parse(unfolded(utf8))
        outline = tree.outline(parsed.root or outline.elements[0].node)
    statements = structured.gather(parsed, outline.telling)
    main = find_main(outline, statements.titles())
    told_in = main.root if main else None
    facts = metadata.read_metadata(parsed, statements, url, told_in, outline=outline, saved=saved)
    url = url or facts.url
    source = Source(utf8)
    found = entries.find_entries(outline, main, source, facts)
    facts = _without_borrowed(facts, outline, found.further) if found.further else facts
    told = found.main or not found.instead
    story = _story(statements, outline, found.main, source, facts, url) if told else None
    blocks = [story, *found.blocks] if story else found.blocks
    # what led to no story stays text of the page
    claimed = found.claimed if story or not found.main else found.claimed - found.main.claimed
    rest = _remainder(outline, claimed)
    if rest:
        sources = {"body": "remainder", "outlet": "page"} if facts.outlet else {"body": "remainder"}
        if not blocks:
            blocks.append(_with_facts("other", rest, sources, _stated_alone(facts), url))
        else:
            title = None if story else facts.title
            blocks.append(Block("other", title, outlet=facts.outlet, body=rest, provenance=sources, url=url))
    return Page(name, tuple(blocks), url, language=facts.language)


def _stated_alone(facts: metadata.Metadata) -> metadata.Metadata:
    """What is known of a page that tells no story, less authors whom it only shows: one of many who write there, as likely."""
    if facts.provenance.get("authors") not in ("byline", "class"):
        return facts
    return replace(facts, authors=(), provenance=_less(facts.provenance, "authors"))


def _without_borrowed(facts: metadata.Metadata, outline: Outline, further: frozenset[int]) -> metadata.Metadata:
    """What is known of the page, less authors whom only a further story or a comment names and a date that only one tells."""
    sources = facts.provenance
    own = [line.text for position, line in enumerate(outline.lines) if position not in further]
    if sources.get("authors") in ("byline", "class"):
        said = "\n".join(own)
        authors = tuple(author for author in facts.authors if author in said)
        facts = replace(facts, authors=authors, provenance=sources if authors else _less(sources, "authors"))
    if sources.get("date") in SHOWN and not _is_told(facts, own, outline, further):
        facts = replace(facts, date=None, provenance=_less(facts.provenance, "date"))
    return facts


def _less(sources: Mapping[str, str], name: str) -> dict[str, str]:
    return {of: source for of, source in sources.items() if of != name}


def _is_told(facts: metadata.Metadata, own: list[str], outline: Outline, further: frozenset[int]) -> bool:
    """Whether the page's day is told by one of its `own` lines, or stated by an element outside the `further` stories."""
    stamps = [value for at, value in outline.stamps.items() if outline.elements[at].first not in further]
    found = [dates.read_stamp(stamp, facts.locale) for stamp in stamps]
    found += [told[1] for text in own if (told := dates.find_date(text, language=facts.locale))]
    day = (facts.date or "")[:10]
    return any(moment is not None and moment[:10] == day for moment in found)


def _story(
    statements: Structured,
    outline: Outline,
    main: Main | None,
    source: Source,
    facts: metadata.Metadata,
    url: str | None,
) -> Block | None:
    lines = [outline.lines[position].text for position in main.lines] if main else []
    lines = _without_signature(lines, facts)
    if len(lines) > 1 and lines[0] == facts.title:
        del lines[0]
    captions = [outline.lines[position].text for position in main.captions] if main else []
    body = "\n\n".join(lines)
    provenance = "layout"
    if len(body) < _SHORT_STORY:
        stated = _stated_body(statements)
        if len(stated) > 3 * len(body) and len(stated) > 200:
            body, provenance = stated, "json-ld"
    if not body:
        return None
    position = source.position(facts.title or "", lines[0], lines[-1]) if lines else None
    return _with_facts("article", body, {"body": provenance}, facts, url, position, tuple(captions))


def _without_signature(lines: list[str], facts: metadata.Metadata) -> list[str]:
    """The lines of a story without those at its beginning or end that say who wrote it or when, and nothing else."""
    if len(lines) > _OPENING and (_signs(lines[-1], facts.authors) or _says_only(lines[-1], facts.authors)):
        lines = lines[:-1]
    first = [line for line in lines[:_OPENING] if not (_says_only(line, facts.authors) or _says_when(line, facts))]
    return first + lines[_OPENING:] or lines


def _signs(line: str, authors: tuple[str, ...]) -> bool:
    """Whether a story's last line is the names of its authors and what joins them."""
    if not authors or len(line) > _LONGEST_BYLINE or not all(name in line for name in authors):
        return False
    said = {word for name in authors for word in words_in(name)}
    return len([word for word in words_in(line) if word not in said]) <= len(authors) - 1


def _says_only(line: str, authors: tuple[str, ...]) -> bool:
    """Whether a line is `By Ann Lee, 9 January 2022` and the authors are these."""
    if not authors or len(line) > _LONGEST_BYLINE:
        return False
    line = crediting.without_addresses(line) or line
    if line.casefold() in (name.casefold() for name in authors):
        return True
    if (poster := crediting.poster(line)) and set(poster) <= set(authors):
        return True
    named = crediting.byline(line)
    led = named is not None
    found = dates.find_date(line) if _DIGIT.search(line) else None
    if not led and line[-1] not in ".!?" and (found or crediting.names_job(line)):
        named = tuple(name for name in authors if name.casefold() in line.casefold())
    if led and crediting.names_job(line) and _is_capitalised(line):
        return any(name.casefold() in line.casefold() for name in authors)
    if not named or not set(named) <= set(authors):
        return False
    if crediting.names_job(line) and _is_capitalised(line):
        return True
    rest = _without_moments(line) if found else line
    said = {word for name in named for word in words_in(name.casefold())}
    others = [word for word in words_in(rest.casefold()) if word not in said and not only_filler(word)]
    return len(others) <= (_LEADING + len(named) - 1 if led or not found else 0)


def _without_moments(line: str) -> str:
    """A line without the days and times that it tells."""
    while found := dates.find_date(line):
        line = f"{line[: found[0].start]} {line[found[0].end :]}"
    return _CLOCK.sub(" ", line)


_CLOCK = re.compile(r"\b\d\d?[:.]\d\d\b")


def _is_capitalised(line: str) -> bool:
    """Whether all words of a line but short ones begin with a capital: a name with a job, no sentence about one."""
    return all(not word[0].islower() for word in words_in(line) if len(word) > _LONGEST_LINK)


_LONGEST_LINK = 3
"""Letters of what joins a name with a job, and a job with a paper: `by`, `for the`."""


_PLACE = re.compile(r"\s[-–—|]\s[A-ZÀ-Þ]{3,}(?: [A-ZÀ-Þ]{3,})?$")
"""Where a story was written, behind its day."""
_PAGE = re.compile(r"\s?[;,|·]\s?(?:page|seite|pagina|página)\s[A-Z]{0,2}-?\d{1,3}\s*$", re.IGNORECASE)
"""The page of a printed paper, behind its day."""
_MOST_BLANKS = 6
"""Of a line that says how long ago, and nothing else."""


def _says_when(line: str, facts: metadata.Metadata) -> bool:
    """Whether a line is `Published: 9 January 2022, 10:05` and this is the story's day, or says when it was updated, or is
    `9 hours ago`."""
    if len(line) > _LONGEST_BYLINE:
        return False
    if line.count(" ") < _MOST_BLANKS and is_relative(line):
        return True
    if facts.date is None:
        return False
    line = _PAGE.sub("", line)
    moment = dates.parse_date(line, language=facts.language)
    if moment is None and (place := _PLACE.search(line)):
        moment = dates.parse_date(line[: place.start()], language=facts.language)
    return moment is not None and (moment[:10] == facts.date[:10] or dates.is_update(line))


def _stated_body(statements: Structured) -> str:
    """The story as the page states it for machines: all there is where a script would have drawn the page."""
    items = structured.articles(statements)
    bodies = [body for item in items if isinstance(body := item.get("articleBody"), str)]
    return paragraphs(max(bodies, key=len)) if bodies else ""


def _with_facts(
    kind: str,
    body: str,
    sources: dict[str, str],
    facts: metadata.Metadata,
    url: str | None,
    position: Position | None = None,
    captions: tuple[str, ...] = (),
) -> Block:
    """The block that is told of what the page as a whole says of itself."""
    return Block(
        kind,
        facts.title,
        facts.authors,
        facts.date,
        facts.outlet,
        body,
        {**facts.provenance, **sources},
        position,
        url,
        facts.agency,
        facts.standfirst,
        captions,
        facts.alternates,
    )


def _remainder(outline: Outline, claimed: set[int]) -> str:
    """The lines that no block claims, each text once, less those that say what a claimed one says."""
    texts = [line.text for line in outline.lines]
    told = {texts[position] for position in claimed}
    left = "\n".join([text for text in dict.fromkeys(texts) if text not in told])
    cleaned = clean(left)
    return left if cleaned is left else "\n".join(dict.fromkeys(cleaned.split("\n")))
