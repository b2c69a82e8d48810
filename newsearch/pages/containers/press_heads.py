"""What stands above the first label of a document of a press database, by the database's layout: outlet, day, headline, byline."""

from __future__ import annotations

import re

from newsearch.pages import crediting, dates
from newsearch.pages.containers.press_layouts import COUNT, RIGHTS
from newsearch.pages.containers.press_lines import LANGUAGES, Line, Lines, Parts, groups_of, is_date


def _nexis_head(parts: Parts) -> None:
    """Outlet, date, edition, title, each a paragraph, all but the title in the middle of the line."""
    groups = []
    for group in groups_of(parts.head):
        if RIGHTS.match(group[0].text):
            rights = [line for line in group if RIGHTS.match(line.text)]
            parts.kept += rights
            group = [line for line in group if line not in rights]
        if group:
            groups.append(group)
    at = next(((g, k) for g, group in enumerate(groups) for k, line in enumerate(group) if is_date(line)), None)
    if at is None:
        names, rest = (groups[:1], groups[1:]) if len(groups) > 1 else ([], groups)
    else:
        g, k = at
        names = [group for group in (*groups[:g], groups[g][:k]) if group]
        parts.put("date", [groups[g][k]])
        parts.kept += groups[g][k + 1 :]
        rest = groups[g + 1 :]
    if names:
        parts.put("outlet", names[-1])
        parts.kept += [line for group in names[:-1] for line in group]
    _nexis_title(parts, rest)


def _nexis_title(parts: Parts, rest: list[Lines]) -> None:
    margin = min((line.indent for group in rest for line in group), default=0)
    if any(group[0].indent <= margin + 4 for group in rest):  # editions stand in the middle, below the date
        while rest and rest[0][0].indent > margin + 8:
            parts.kept += rest.pop(0)
    while len(rest) > 1 and _OF_EDITION.search(rest[0][0].text) and len(rest[0][0].text) < 60:
        parts.kept += rest.pop(0)
    if "title" in parts.fields:  # a label states it
        parts.kept += [line for group in rest for line in group]
        return
    if not rest:
        return
    parts.put("title", rest[0])
    below = [line for group in rest[1:] for line in (*group, Line(group[-1].number, ""))]
    if not below:
        return
    if parts.fields.get("body") and len(rest) == 2 and "standfirst" not in parts.fields:
        parts.put("standfirst", below)
    else:
        parts.fields["body"] = below + parts.fields.get("body", [])


_OF_EDITION = re.compile(r"\b(?:edition|final|ausgabe|édition|editie|edición|edizione|edição)\b", re.I)


def _uni_head(parts: Parts) -> None:
    """Title, outlet, date, edition, rights; before the first document, what was asked and a list of what was found."""
    head = [line for line in parts.head if line.raw]
    rights = next((k for k, line in enumerate(head) if RIGHTS.match(line.text)), len(head))
    dated = [k for k, line in enumerate(head[:rights]) if is_date(line)]
    if not dated or dated[-1] == 0:
        _title_head(parts)
        return
    at = dated[-1]
    parts.put("outlet", [head[at - 1]])
    parts.put("date", [head[at]])
    parts.kept += head[at + 1 :]
    above = [line for line in parts.head if line < head[at - 1]]
    groups = groups_of(above)
    if groups:
        parts.put("title", groups[-1])
        parts.kept += [line for group in groups[:-1] for line in group]


_LENGTH = re.compile(rf"\s*[\d.,]+ ?{COUNT}\s*$", re.I)


def _factiva_head(parts: Parts) -> None:
    """Section, title, byline, length, date, time, outlet, code, page, language, rights; then the text."""
    lines, parts.head = parts.head, []
    at = next((k for k, line in enumerate(lines) if _LENGTH.match(line.raw)), None)
    if at is None:
        _title_head_of(parts, lines)
        return
    parts.kept.append(lines[at])
    above = groups_of(lines[:at])
    byline = above.pop() if at and lines[at - 1].raw and above else []
    if len(above) > 1 and not byline and crediting.byline(" ".join(line.text for line in above[-1])):
        byline = above.pop()
    if not above:  # no byline: the title stands right above
        above, byline = [byline], []
    parts.put("authors", byline)
    head = above.pop()
    if len(head) > 1 and len(head[0].text) <= _LONGEST_SECTION:
        parts.kept.append(head.pop(0))
    parts.put("title", head)
    parts.kept += [line for group in above for line in group]
    _factiva_facts(parts, lines[at + 1 :])


_LONGEST_SECTION = 40
"""Characters of a section's name; a line that was broken is longer."""


def _factiva_facts(parts: Parts, below: Lines) -> None:
    end = next((k for k, line in enumerate(below[:24]) if RIGHTS.match(line.text)), None)
    facts = [line for line in below[: end or 0] if line.raw]
    if end is None:  # no rights: the facts end at the first blank line
        end = next((k for k, line in enumerate(below) if not line.raw), len(below))
        facts = below[:end]
    if facts and dates.find_date(facts[0].text):
        parts.put("date", [facts.pop(0)])
    if facts and _CLOCK.match(facts[0].text):
        parts.kept.append(facts[0])
        parts.put("time", [facts.pop(0)])
    if facts:
        parts.put("outlet", [facts.pop(0)])
    parts.put("language", [line for line in facts if line.text.casefold()[:5] in LANGUAGES][:1])
    parts.kept += facts
    while end < len(below) and below[end].raw:
        parts.kept.append(below[end])
        end += 1
    parts.put("body", below[end:])


_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[AP]M)?(?: ?[A-Z]{2,5})?$", re.I)


def _newsbank_head(parts: Parts) -> None:
    """Title; outlet and date with a dash between."""
    groups = groups_of(parts.head)
    for g, group in enumerate(groups):
        for k, line in enumerate(group):
            outlet, dash, day = line.text.rpartition(" - ")
            if dash and dates.find_date(day):
                parts.put("outlet", [Line(line.number, outlet)])
                parts.put("date", [Line(line.number, day)])
                above = [*groups[:g], group[:k]]
                titles = [some for some in above if some]
                if titles and "title" not in parts.fields:
                    parts.put("title", titles.pop())
                parts.kept += [line for some in titles for line in some]
                parts.kept += [*group[k + 1 :], *(line for some in groups[g + 1 :] for line in some)]
                return
    _title_head(parts)


_FACTS = re.compile(r"(?:^|[,\s])(\d{1,2}\.? \S+ \d{4}|\S+ \d{1,2}, \d{4})\b.*?\b\d[\d\s.,]* (?:mots|words)\b")


_LONGEST_FACTS = 400


def _europresse_head(parts: Parts) -> None:
    """Outlet and number; section, date, length and page on a line; title; byline; text."""
    lines, parts.head = parts.head, []
    at = next((k for k, line in enumerate(lines) if len(line.raw) < _LONGEST_FACTS and _FACTS.search(line.text)), None)
    if at is None:
        _title_head_of(parts, lines)
        return
    above = [line for line in lines[:at] if line.raw]
    if above:
        parts.put("outlet", [above.pop()])
    parts.kept += [*above, lines[at]]
    day = _FACTS.search(lines[at].text)
    parts.put("date", [Line(lines[at].number, day[1] if day else "")])
    groups = groups_of(lines[at + 1 :])
    if groups:
        parts.put("title", groups.pop(0))
    if groups and len(groups[0]) == 1 and len(groups) > 1 and crediting.clean_authors(groups[0][0].text, single=False):
        words = groups[0][0].text.split()
        if len(words) <= _BYLINE_WORDS and not groups[0][0].text.endswith((".", "!", "?")):
            parts.put("authors", groups.pop(0))
    for group in groups:
        to = "kept" if RIGHTS.match(group[0].text) else "body"
        parts.put(to, [*group, Line(group[-1].number, "")])


_BYLINE_WORDS = 12


def _title_head(parts: Parts) -> None:
    """The title, unless a label states it."""
    lines, parts.head = parts.head, []
    _title_head_of(parts, lines)


def _title_head_of(parts: Parts, lines: Lines) -> None:
    groups = groups_of(lines)
    if not parts.fields and not parts.kept:  # no document: nothing says where one begins or ends
        return
    if groups and "title" not in parts.fields:
        parts.put("title", groups.pop() if parts.fields or parts.kept else groups.pop(0))
        if "body" not in parts.fields and groups:
            parts.put("body", [line for group in groups for line in (*group, Line(group[-1].number, ""))])
            return
    title = " ".join(line.text for line in parts.fields.get("title", []))
    parts.kept += [line for group in groups for line in group if line.text != title]


HEADS = {
    "nexis": _nexis_head,
    "nexis uni": _uni_head,
    "factiva": _factiva_head,
    "newsbank": _newsbank_head,
    "europresse": _europresse_head,
    "title": _title_head,
    "none": _title_head,
}
