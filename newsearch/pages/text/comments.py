"""Readers' comments in a dump: where they begin, whose they are, and articles that were pasted into them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from newsearch.pages.names import looks_like_name
from newsearch.pages.text import patterns as p
from newsearch.pages.text import roles as r
from newsearch.pages.text.lines import Line
from newsearch.pages.text.roles import word_count
from newsearch.pages.text.story import Story

_POSTED_BY = re.compile(
    r"(?:.*?\b)?(?:by|von|par|por|di|door|av|автор:?)\s+(.{1,40}?)\s*(?:,|\||•|·|»|-|–|—|\bon\b|\bam\b|\ble\b|\bel\b|\bat\b|\()",
    re.IGNORECASE,
)
_POSTED = re.compile(rf"\W*(?:{p.POSTED})\s+(?:by|von|par|por|di|da|door|av|af)\s*:?\s+", re.IGNORECASE)
_SAID = re.compile(r"(?:says?|said|wrote|schrieb|sagt|dice|dijo|dit|пишет|написал[аи]?)\s*:?$", re.IGNORECASE)
_END = frozenset({r.TAIL, r.COPYRIGHT, r.PIPE})
_TEXT = frozenset({r.PROSE, r.HEAD})


@dataclass(slots=True)
class Comment:
    """One comment: its header and its words."""

    body: list[Line]
    header: list[Line] = field(default_factory=list)
    author: str = ""
    pasted: Story | None = None
    """An article that the comment quotes whole."""
    copyright: Line | None = None
    """The line that closes the pasted article."""

    def lines(self) -> list[Line]:
        """Every line of the comment and of what was pasted into it."""
        return self.header + self.body + (self.pasted.lines() if self.pasted else [])


def take_comments(lines: list[Line]) -> tuple[list[Line], list[Comment]]:
    """The lines that are not comments, and the comments."""
    start = _start(lines)
    if start < 0:
        return _take_signed(lines)
    section = lines[start:]
    if signs := _signs_below(section):
        begin, end = 1, signs[-1] + 1
        starts = [begin, *(k + 1 for k in signs)]
        comments = [_comment([section[k], *section[first:k]], 1) for first, k in zip(starts, signs, strict=False)]
    elif heads := _numbered(section) or _said(section) or _dated(section):
        begin, end = heads[0][0], _end(section, heads[-1][0])
        ends = [*(k for k, _ in heads[1:]), end]
        comments = [_comment(section[k:last], size) for (k, size), last in zip(heads, ends, strict=True)]
    else:
        return lines, []
    rest = lines[:start] + [line for line in section[:begin] if line.role != r.PROSE] + section[end:]
    return rest, [c for c in comments if c.body or c.pasted]


def _take_signed(lines: list[Line]) -> tuple[list[Line], list[Comment]]:
    """The same of a page on which nothing but their signatures tells comments."""
    heads = _signed(lines)
    if not heads:
        return lines, []
    end = heads[-1] + _end(lines[heads[-1] :], 0)
    comments = [
        _comment(lines[k:last], 1 if lines[k].role in r.SIGNED else 2)
        for k, last in zip(heads, [*heads[1:], end], strict=True)
    ]
    said = sum(sum(word_count(line.text) for line in comment.body) >= _FEWEST_WORDS for comment in comments)
    if said * 2 < len(comments) or sum(map(_is_headed, comments)) * 2 >= len(comments):
        return lines, []  # a list, or who wrote and when stand below what they are about
    return lines[: heads[0]] + lines[end:], [comment for comment in comments if comment.body]


def _is_headed(comment: Comment) -> bool:
    """Whether what seems to be said is the headline of the next story, and its summary."""
    *above, last = comment.body or comment.header
    return last.role == r.PROSE and any(line.role in (r.HEAD, r.LABEL) for line in above)


def _start(lines: list[Line]) -> int:
    """The heading that comments follow, or the first comment where there is no heading; -1 if there are none."""
    said = [k for k, line in enumerate(lines) if line.role == r.SAYS and k + 1 < len(lines)]
    first = min(said, default=len(lines))
    headings = [k for k, line in enumerate(lines) if line.role == r.COMMENTS and k <= first and _leads(lines, k)]
    if headings:
        return next(
            (k for k, below in pairwise(headings) if not _is_story(lines, k, below)),
            headings[-1],
        )
    sure = [k for k in said if lines[k + 1].role == r.DATE]
    dated = [k for k, line in enumerate(lines) if line.role == r.DATE and _SAID.search(line.text)]
    return min([*sure, *(dated if len(dated) > 1 else [])], default=-1)


_FEWEST_SIGNED = 3
_FEWEST_WORDS = 5
"""What most comments have."""
_MOST_LINES = 12
"""Of a comment that only its signature tells."""
_ANSWER = re.compile(r"(?:re|aw|sv|odp|antw|ответ) ?:", re.IGNORECASE)
"""How the subject of an answer begins."""


def _signed(lines: list[Line]) -> list[int]:
    """Where comments begin that nothing but who and at which moment tells, below a story; in a thread, in which nothing is above
    them, from the second on."""
    heads: list[int] = []
    for k in range(len(lines) - 1):
        if not _is_dated_head(lines, k) or not _MOMENT.search(_date_of_head(lines, k)):
            continue
        if heads and k - heads[-1] > _MOST_LINES:
            if len(heads) >= _FEWEST_SIGNED:
                break
            heads = []
        if not (heads and k == heads[-1] + 1):
            heads.append(k)
    names = [_author(lines[k : k + 1]) for k in heads]
    persons = [name for name in names if name and (" " not in name or looks_like_name(name))]
    if len(heads) < _FEWEST_SIGNED or len(persons) * 3 < 2 * len(heads) or len(set(persons)) < 2:
        return []
    headed = [k for k in heads[1:] if lines[k - 1].role in r.HEADLINES and not _ANSWER.match(lines[k - 1].text)]
    if len(headed) * 3 > len(heads[1:]):
        return []  # each is about what stands above it; a comment may be a line that looks like a headline, too
    told = sum(word_count(line.text) for line in lines[: heads[0]] if line.role == r.PROSE)
    return heads if told >= _LEAST_STORY else heads[1:]


_LEAST_STORY = 30
"""Words above the first comment."""
_MOMENT = re.compile(r"\d[:.h]\d\d|\d ?[ap]\.?m\b", re.IGNORECASE)


def _date_of_head(lines: list[Line], k: int) -> str:
    """The line of a comment's header that says when."""
    return lines[k].text if lines[k].role in r.SIGNED else lines[k + 1].text


def _is_story(lines: list[Line], k: int, below: int) -> bool:
    """Whether a story stands between two lines that say how many comments there are: the upper one is its button."""
    told = sum(word_count(line.text) for line in lines[k:below] if line.role == r.PROSE)
    signed = sum(_is_dated_head(lines, at) for at in range(k + 1, below))
    return told >= _LONG_STORY and signed <= 1


_LONG_STORY = 150
"""Words."""


def _leads(lines: list[Line], k: int) -> bool:
    """Whether comments follow the heading at `k` closely."""
    window = lines[k + 1 : k + 12]
    if any(line.number == 1 and line.role in (r.PROSE, r.LABEL, r.HEAD, r.NAME) for line in window[:6]):
        return True
    if any(line.role == r.SAYS for line in window):
        return True
    return any(_is_dated_head(lines, j) for j in range(k + 1, min(k + 12, len(lines) - 1)))


def _numbered(section: list[Line]) -> list[tuple[int, int]]:
    """Comments that are points of a numbered list, unless each says who `says:`; replies to them are not numbered."""
    heads: list[tuple[int, int]] = []
    expected, indent = 1, 0
    for k, line in enumerate(section[1:], 1):
        if line.number == expected and (not heads or abs(line.indent - indent) <= 2):
            if not heads and k > 8:
                return []
            indent = line.indent
            heads.append((k, 0))
            expected += 1
    return [] if any(section[k].role == r.SAYS for k, _ in heads) else heads


def _said(section: list[Line]) -> list[tuple[int, int]]:
    """Comments that begin with `NAME says:`."""
    heads = []
    for k, line in enumerate(section):
        if line.role == r.SAYS or (line.role == r.DATE and _SAID.search(line.text)):
            dated = k + 1 < len(section) and section[k + 1].role == r.DATE
            heads.append((k, 2 if dated else 1))
    return heads


def _signs_below(section: list[Line]) -> list[int]:
    """The lines that sign comments below their words, `Posted by: NAME | DATE`: the first has words above it, the last none below."""
    if len(section) < 3 or section[1].role not in _TEXT:
        return []
    end = next((k for k, line in enumerate(section) if k and line.role in (*_END, r.COMMENTS)), len(section))
    signs = [
        k
        for k in range(2, end)
        if section[k].role in r.SIGNED and _POSTED.match(section[k].text) and p.find_date(section[k].text)
    ]
    if len(signs) < 2 or any(line.role in _TEXT for line in section[signs[-1] + 1 : end]):
        return []
    starts = [1, *(k + 1 for k in signs)]
    told = all(any(line.role in _TEXT for line in section[a:b]) for a, b in zip(starts, signs, strict=False))
    return signs if told else []


def _dated(section: list[Line]) -> list[tuple[int, int]]:
    """Comments that begin with a name and, on the line below or the same, a date."""
    heads: list[tuple[int, int]] = []
    for k in range(1, len(section) - 1):
        if _is_dated_head(section, k) and (not heads or k >= sum(heads[-1]) + 1):
            heads.append((k, 1 if section[k].role in r.SIGNED else 2))
        if heads and section[k].role in _END:
            break
    indents = Counter(section[k].indent for k, _ in heads)
    usual = indents.most_common(1)[0][0] if indents else 0
    heads = [(k, size) for k, size in heads if abs(section[k].indent - usual) <= 2]
    return heads if len(heads) > 1 or (heads and heads[0][0] <= 3) else []


def _is_dated_head(lines: list[Line], k: int) -> bool:
    line, below = lines[k], lines[k + 1]
    if line.role == r.BYLINE and p.find_date(line.text) and below.role in (r.PROSE, r.HEAD, r.LABEL):
        return True
    if line.role == r.DATE and below.role in (r.PROSE, r.HEAD, r.LABEL):
        return _name_before_date(line.text) != ""
    return (
        line.role in (r.NAME, r.LABEL, r.HEAD)
        and not line.marker
        and word_count(line.text) <= 4
        and below.role == r.DATE
        and word_count(below.text) <= 9
        and k + 2 < len(lines)
        and lines[k + 2].role not in (r.DATE, r.TAIL)
    )


def _name_before_date(text: str) -> str:
    date = p.find_date(text) or p.find_relative(text)
    name = p.DATE_WORDS.sub(" ", _POSTED.sub("", text[: date.start], count=1)).strip(" ,|•·-–—/") if date else ""
    return name if name and word_count(name) <= 3 and name[0].isalpha() else ""


def _end(section: list[Line], last: int) -> int:
    """Where the last comment ends."""
    indent = section[last].indent
    numbered = section[last].marker == "1"
    for k in range(last + 1, len(section)):
        line = section[k]
        if numbered and line.role == r.COPYRIGHT and line.indent > indent:
            # set in like the comment's own lines: it closes an article that was pasted into it
            continue
        if line.role in (r.TAIL, r.COMMENTS, r.PIPE) or (
            line.role in (r.PROMO, r.COPYRIGHT, r.NAV, r.MORE) and not _more_prose(section, k, indent)
        ):
            return k
        if numbered and line.indent < indent:
            return k
    return len(section)


def _more_prose(section: list[Line], k: int, indent: int) -> bool:
    return any(line.role == r.PROSE and line.indent >= indent for line in section[k + 1 : k + 4])


def _comment(lines: list[Line], size: int) -> Comment:
    header = lines[:size]
    body = [line for line in lines[size:] if line.role not in (r.TOOLS, r.CUT, r.REPEATED, r.MORE, r.COMMENTS)]
    if size == 1 and len(body) > 1 and body[-1].role == r.DATE and header[0].role == r.SAYS:
        header = [*header, body.pop()]
    comment = Comment(body, header, _author(header))
    _take_pasted(comment)
    comment.body = [
        line
        for line in comment.body
        if line.role not in (r.NAV, r.PROMO, r.COPYRIGHT) or (not line.after_blank and len(line.text) > 60)
    ]
    return comment


def _author(header: list[Line]) -> str:
    if not header:
        return ""
    text = header[0].text
    if header[0].role == r.DATE:
        return _SAID.sub("", _name_before_date(text)).rstrip(" :")
    if header[0].role == r.BYLINE:
        found = _POSTED_BY.match(text)
        return found[1].strip() if found else ""
    match = p.SAYS.fullmatch(text)
    return (match[1] if match else text).strip(" :,")


def _take_pasted(comment: Comment) -> None:
    """Split off an article that was pasted into the comment: a headline, a byline below it, and paragraphs."""
    lines = comment.body
    for k in range(1, len(lines) - 2):
        line = lines[k]
        if line.role != r.BYLINE and not (line.role == r.NAME and lines[k + 1].role == r.DATE):
            continue
        title = _title_above(lines, k)
        end = next((j for j in range(k + 1, len(lines)) if lines[j].role == r.COPYRIGHT), len(lines))
        if title is None or sum(below.role == r.PROSE for below in lines[k + 1 : end]) < 2:
            continue
        start = title
        while (
            start > 0
            and lines[start - 1].role in (r.LABEL, r.CAPTION, r.CREDIT)
            and lines[start - 1].marker != "1"
            and not lines[start].after_blank
        ):
            start -= 1
        comment.pasted = _pasted_story(lines, title, start, k, end)
        comment.copyright = lines[end] if end < len(lines) else None
        comment.body = lines[:start] + lines[end + 1 :]
        return


def _title_above(lines: list[Line], k: int) -> int | None:
    prose = 0
    for j in range(k - 1, max(-1, k - 9), -1):
        if lines[j].role == r.HEAD and lines[j].marker != "1":
            return j
        prose += lines[j].role == r.PROSE
        if prose > 1 or lines[j].role in (r.COPYRIGHT, r.BYLINE):
            return None
    return None


def _pasted_story(lines: list[Line], title: int, start: int, k: int, end: int) -> Story:
    story = Story(title=lines[title])
    first = next(j for j in range(k, end) if lines[j].role == r.PROSE)
    for line in lines[start:first]:
        if line.role in (r.BYLINE, r.NAME):
            story.bylines.append(line)
        elif line.role == r.DATE:
            story.dates.append(line)
        elif line.role == r.CAPTION:
            story.captions.append(line)
        elif line.role == r.PROSE:
            story.standfirst = line
    for line in lines[first:end]:
        if line.role == r.CAPTION:
            story.captions.append(line)
        elif line.role in (r.PROSE, r.HEAD):
            story.body.append(line)
    story.size = sum(word_count(line.text) for line in story.body)
    return story
