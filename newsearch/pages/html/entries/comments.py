"""Readers' comments, each its own: who wrote it, when, and what; a reply is a comment inside another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise, takewhile

from newsearch.model import Block
from newsearch.pages import crediting
from newsearch.pages.dates.relative import find_relative, is_relative
from newsearch.pages.dates.vocabulary import only_filler
from newsearch.pages.decode import clean
from newsearch.pages.html.entries.blocks import Places, label_date, stamped
from newsearch.pages.html.entries.days import day_of
from newsearch.pages.html.entries.headlines import look
from newsearch.pages.html.entries.homes import homes
from newsearch.pages.html.judging import COMMENT, HIDDEN, META, SIGNED, WRITER, judge
from newsearch.pages.html.position import Source
from newsearch.pages.html.tree import HEADINGS, Element, Outline
from newsearch.pages.metadata import Metadata
from newsearch.pages.metadata.foreign import names_of
from newsearch.pages.names import looks_like_name
from newsearch.pages.structured import squeeze

_LONGEST_NAME = 60
_LONGEST_SIGNATURE = 100
_LONGEST_PART = 16
"""Characters of a day without its year, `September 12th`."""
_MOST_LINES = 100
"""Of the element of a line whose day is looked for in full: one that holds hundreds of replies is searched for none of them."""
_DIGIT = re.compile(r"\d")
_NAMED = re.compile(r"auth|autor|user|name|nick|poster|byline|\bfn\b|by\b|vcard|avatar", re.I)
_SAYS = re.compile(
    r"\s*(?:says|said|wrote|writes|sagt|schrieb|schreibt|dice|dit|a écrit|пишет|commented)?\s*(?:[:,]|…|\.\.\.)?\s*$",
    re.I,
)
_NAME_SAYS = re.compile(
    r"\w[\w.'’-]*(?: \w[\w.'’-]*){0,3} (?:says|said|wrote|writes|sagt|schrieb|schreibt|dice|dijo|dit|a écrit|пишет|commented)\s*(?::|…|\.\.\.)",
    re.I,
)
"""A line that says who says what follows: `Ann Lee said...`."""
_ON = re.compile(r"\s(?:on|am|le|el|at|·|\||—|-)\s*$", re.I)
_BY = re.compile(r"(?<![^\W\d_])(?:by|von|de|par|por|di|da|van|door|av|af|от)(?:\s*:\s*|\s+)(?=\S)", re.I)
_SIGNED = re.compile(
    r"(?:posted|written|submitted|commented|geschrieben|verfasst|publié|posté|escrito|publicado|enviado|scritto)"
    r" (?:by|von|par|por|di|da|door|av|af|от)\s*:?\s+(?=\S)",
    re.I,
)
"""What names who wrote: `Posted by: `. A name may begin with `von` alone."""
_BUTTONS = re.compile(
    r"[\W\d]*(?:(?:reply|antworten|répondre|responder|rispondi|ответить|report|melden|like|likes|share|permalink|thread|parent|reactions?|replies"
    r"|(?:log in|sign in|login)(?: or (?:register|sign up))? to (?:reply|like|comment|post (?:a )?comments?)|(?:report|like|to) this comment"
    r"|edit|flag|says:?|quote)(?: (?:to|à|auf) .{1,40})?[\W\d]*)+|\W*\d*\W*",
    re.I,
)
_AGE = re.compile(r"\d{1,3} ?(?:y|yr|mo|w|wk|d|h|hr|m|min|s)s?(?:[ ·•.]+\(?edited\)?)?", re.I)
"""How long ago, as narrow pages say it: `3d`."""
_ABOUT = re.compile(r"auth|autor|nick|avatar|poster", re.I)
"""Names of elements that tell of who comments: the name, a rank, a job."""
_NAMING = "a[href],b,strong,[class*='user' i],[class*='author' i],[class*='name' i]"
"""What may say the name of who comments and nothing else."""
_MOST_NAMING = 8
_PART_OF_NAME = re.compile(r"first|given|forename|avatar|initial", re.I)
_COUNTED = re.compile(r"[^\W\d_]{2,12} \d{1,4}|\d[\d.,k]* (?:points?|votes?|punkte?|likes?)", re.I)
"""A number with a word above a comment: `level 2`, `39 points`."""
_COUNTS = re.compile(r"(?<=\w) -?\d[\d.,k]* points?(?: ?-?\d[\d.,k]* points?)*\s*$", re.I)
_LAST_PART = re.compile(r"\s*[|·•,]\s*(\w+)$")
_FOLDS = re.compile(r"^\[[-–+]\]\s*|\s*\(\d+ (?:child(?:ren)?|repl(?:y|ies))\)$", re.I)
"""What folds a comment and its answers away, beside who and when."""
ANSWER = re.compile(r"(?:re|aw|sv|odp|antw|ответ) ?:", re.I)
"""How the subject of an answer begins."""
_SENTENCE = re.compile(r"[.!?…]$")
_INITIALS = re.compile(r"[A-Z\d]{1,2}")
"""What stands for a portrait, above the name."""
_MOST_NAMES = 4
"""Words of who comments."""
_SIGNED_WITHIN = 5
"""Lines of a comment among which one says who or when."""
_FEWEST_FOLDED = 3
"""Hidden comments; one or two are a template."""
_FEWEST_HEADED = 2
"""Comments that only a heading says to be such."""
_HEADING = re.compile(
    r"\W*(?:\d+ )?(?:(?:all|readers?['’]?s?|user|alle|tous les|todos los) )?(?:comments|responses|kommentare|leserkommentare|commentaires|comentarios"
    r"|comentários|commenti|reacties|kommentarer|komentarze|komentáře|комментарии|комментариев|коментарі|yorumlar)[\W\d]*",
    re.I,
)
"""A heading above comments. Of one alone, `Kommentar`, it is an opinion's."""
_FEWEST_UNSIGNED = 3
"""Elements named as comments that do not begin with who or when; one or two are a notice or a form."""
_SHORTEST_TEXT = 25
"""Characters of a line that is said rather than a name or a button."""
_NO_COMMENTS = re.compile(r"respond|reply-?form|comment-?form(?!s)|(?:recent|latest|newest)[-_]?comments", re.I)
"""A form, or a list of the newest comments on other pages."""
_ENDING = frozenset(["form", *HEADINGS])
"""What ends the comments that no element of their own holds."""
_NOT_SINGLE = frozenset(["ul", "ol", "body", "html", "main", "form", "button", "a", "span", "p", *HEADINGS])


def find_comments(
    outline: Outline, claimed: set[int], source: Source, facts: Metadata, posts: Sequence[int] = ()
) -> list[tuple[int, Block]]:
    """Each comment with the line that it starts at. Adds the lines that comments take to `claimed`.

    `posts` are elements that are known to be a comment each.
    """
    elements = outline.elements
    flagged = [position for position in outline.noted if elements[position].flags & COMMENT]
    headed: list[int] = []
    if not any(elements[position].end > elements[position].first for position in flagged):
        flagged = headed = [] if posts else below_heading(outline)
        if not headed and not posts:
            return []
    reader = _Reader(outline, claimed, source, facts)
    reader.headed.update(headed)
    found: list[tuple[int, Block]] = []
    chosen = posts or reader.singles(flagged)
    reader.homes = homes(outline, {at: reader.own(at) for at in chosen}, reader.tells) if len(chosen) > 1 else {}
    for position in chosen:
        element = outline.elements[position]
        block = reader.comment(position)
        if block:
            found.append((element.first, block))
    claimed.update(reader.used)
    return found


def below_heading(outline: Outline) -> list[int]:
    """The elements beside a heading `4 Comments`, up to the next heading: they hold comments, though no name says so."""
    elements, lines = outline.elements, outline.lines
    starts = [elements[position].first for position in outline.headings]
    for number, heading in enumerate(outline.headings):
        head = elements[heading]
        if head.end - head.first != 1 or not _HEADING.fullmatch(lines[head.first].text):
            continue
        end = min(starts[number + 1] if number + 1 < len(starts) else len(lines), elements[head.parent].end)
        return [
            at
            for at in range(heading + 1, len(elements))
            if elements[at].parent == head.parent and head.end <= elements[at].first < elements[at].end <= end
        ]
    return []


@dataclass(slots=True)
class _Said:
    """What the lines of a comment say, as far as they are read."""

    author: str = ""
    title: str = ""
    date: str | None = None
    dated: bool = False
    """Whether a line said when; what `3 hours ago` means is known beside the moment of saving only."""
    told: list[str] = field(default_factory=list)

    def begins_with_text(self, author: str) -> bool:
        """Whether what stands first was taken for who wrote it, but is told, and `author` below it is who."""
        if not _SENTENCE.search(self.author) and len(self.author.split()) <= _MOST_NAMES:
            return False
        self.told.append(self.author)
        self.author = author
        return True


class _Reader:
    def __init__(self, outline: Outline, claimed: set[int], source: Source, facts: Metadata) -> None:
        self.outline = outline
        self.places = Places(source)
        self.claimed = set(claimed)
        self.facts = facts
        self.used: set[int] = set()
        self.inside: dict[int, list[int]] = defaultdict(list)
        """Element of a comment -> elements of its replies."""
        self.headed: set[int] = set()
        """Elements that hold comments by the heading above them."""
        self.ends: dict[int, int] = {}
        """A `dt`, who wrote a comment -> the end of the `dd` elements that follow, what it says."""
        self.homes: dict[int, range] = {}
        """Where the text of comments stands, if apart from what tells of who wrote them."""
        self.alone = False
        """Whether there is one comment: a heading above it is the title of all, and without an author it is none."""
        self.signed = True
        """Whether comments begin with who or when; a first line that is only short names nobody where they do not."""

    def singles(self, flagged: Sequence[int]) -> Sequence[int]:
        """The elements that are one comment each: of the looks inside a region of comments, `flagged` as one, the one
        that says most often who or when, and something; the outermost of several that say it as often."""
        elements = self.outline.elements
        groups: dict[tuple[str, str], list[int]] = defaultdict(list)
        within = list(self._within(flagged))
        for position in within:
            element = elements[position]
            if element.tag == "dt":
                self.ends[position] = self._end_of_pair(position)
            if self._end(position) - element.first >= 2 and element.tag not in _NOT_SINGLE:
                groups[_kind(element)].append(position)
        best = self._most(groups.values(), self._is_shown)
        if len(best) < _FEWEST_HEADED:
            best = self._in_pieces(within) or best
        if not best:
            best = self._most(groups.values(), self._is_folded)
            best = best if len(best) >= _FEWEST_FOLDED else []
        if not best:
            best = self._most([group for kind, group in groups.items() if judge(kind[1]) & COMMENT], self._is_text)
            best = best if len(best) >= _FEWEST_UNSIGNED and self._differ(best) else []
            self.signed = False
        if self.headed and (len(best) < _FEWEST_HEADED or not self.signed):
            return []
        self.alone = len(best) == 1
        chosen = set(best)
        for position in best:
            outer = next((at for at in self.outline.ancestors(elements[position].parent) if at in chosen), None)
            if outer is not None:
                self.inside[outer].append(position)
        return [at for at in best if at not in self.inside or not self.signed or self._signs_own(at)]

    def _in_pieces(self, within: Sequence[int]) -> list[int]:
        """Elements that say who or when and nothing else, of those beside each other that are followed by what is said: comments
        without an element of their own. Their ends are noted."""
        elements = self.outline.elements
        beside: dict[int, list[int]] = defaultdict(list)
        for position in within:
            if elements[position].end > elements[position].first:
                beside[elements[position].parent].append(position)
        best: list[int] = []
        for siblings in beside.values():
            signing = [number for number, at in enumerate(siblings) if self._signs_alone(at)]
            for number, end in pairwise([*signing, len(siblings)]) if len(signing) >= _FEWEST_HEADED else ():
                said = list(takewhile(lambda at: elements[at].tag not in _ENDING, siblings[number + 1 : end]))
                self.ends[siblings[number]] = elements[said[-1]].end if said else 0
            found = [siblings[number] for number in signing if self._is_said(siblings[number])]
            best = found if len(found) > len(best) else best
        return best if len(best) >= _FEWEST_HEADED else []

    def _signs_alone(self, position: int) -> bool:
        element = self.outline.elements[position]
        return element.end - element.first == 1 and self._is_signature(element.first)

    def _within(self, flagged: Sequence[int]) -> Iterator[int]:
        """The flagged elements and what they enclose. Forms and lists of other pages' comments are left out, and
        their lines claimed."""
        elements = self.outline.elements
        within: set[int] = set()
        done = 0
        for region in flagged:
            position = max(region, done)
            while position < len(elements) and (position == region or elements[position].parent >= region):
                element = elements[position]
                if element.flags & COMMENT or element.parent in within or position in self.headed:
                    if (element.tag == "form" and _asks(element)) or _holds_none(element.names):
                        self.claimed.update(range(element.first, element.end))
                    else:
                        within.add(position)
                        yield position
                position += 1
            done = max(done, position)

    @staticmethod
    def _most(groups: Iterable[list[int]], test: Callable[[int], bool]) -> list[int]:
        """Of the group with the most elements that pass a test, these; of about as many the outer ones."""
        best: list[int] = []
        for group in groups:
            if len(group) <= len(best) * 1.2:
                continue
            said = [position for position in group if test(position)]
            if len(said) > len(best) * 1.2:
                best = said
        return best

    def _end(self, position: int) -> int:
        return self.ends.get(position) or self.outline.elements[position].end

    def _end_of_pair(self, position: int) -> int:
        """Where what follows a `dt` in `dd` elements ends."""
        elements = self.outline.elements
        around, end = elements[position].parent, elements[position].end
        for at in range(position + 1, len(elements)):
            element = elements[at]
            if element.parent < around or (element.parent == around and element.tag != "dd"):
                break
            end = max(end, element.end)
        return end

    def _is_shown(self, position: int) -> bool:
        return not self.outline.elements[position].flags & HIDDEN and self._is_said(position)

    def _is_folded(self, position: int) -> bool:
        """Whether an element is a comment that shows when a reader asks for it, rather than a form of many buttons:
        it is dated, and text for the most part."""
        element = self.outline.elements[position]
        if not element.flags & HIDDEN:
            return False
        lines = self.outline.lines[element.first : element.end]
        links = sum([line.linked * 2 > len(line.text) for line in lines])
        if links * 2 > len(lines) or not self._is_said(position):
            return False
        return stamped(self.outline, position, self.facts) is not None or any(
            label_date(self.outline, at, self.facts) for at in range(element.first, element.end)
        )

    def _is_text(self, position: int) -> bool:
        """Whether an element that is shown begins with a short line and goes on with text."""
        element = self.outline.elements[position]
        if element.flags & HIDDEN or element.first in self.claimed:
            return False
        return len(self.outline.lines[element.first].text) <= _LONGEST_SIGNATURE and bool(self._text(position))

    def _text(self, position: int) -> str:
        """The first line of text below the first line of an element."""
        element = self.outline.elements[position]
        lines = self.outline.lines[element.first + 1 : element.end]
        return next((line.text for line in lines if len(line.text) - line.linked > _SHORTEST_TEXT), "")

    def _differ(self, positions: Sequence[int]) -> bool:
        """Whether elements say different things: what stands below each of several pictures says the same."""
        return 2 * len({self._text(position) for position in positions}) > len(positions)

    def own(self, position: int) -> list[int]:
        """The lines of a comment that are not a reply's."""
        element = self.outline.elements[position]
        own = set(range(element.first, self._end(position))) - self.claimed
        for reply in self.inside.get(position, ()):
            own -= set(range(self.outline.elements[reply].first, self.outline.elements[reply].end))
        return sorted(own)

    def tells(self, at: int) -> bool:
        """Whether a line says who and when, or what is answered."""
        return self._is_signature(at) or ANSWER.match(self.outline.lines[at].text) is not None

    def _stated(self, position: int) -> str:
        """Who an attribute of an element says wrote it, as forums have it; empty if none does."""
        element = self.outline.elements[position]
        if element.flags & SIGNED:
            return element.node.attributes.get(WRITER) or ""
        return element.node.attributes.get("author") or "" if "-" in element.tag else ""

    def _signs_own(self, position: int) -> bool:
        """Whether an element says who or when apart from the comments inside it: what does not is their region."""
        return bool(self._stated(position)) or any(map(self._is_signature, self.own(position)[:_SIGNED_WITHIN]))

    def _is_said(self, position: int) -> bool:
        """Whether an element begins with who or when, in its first lines, and goes on with text."""
        element = self.outline.elements[position]
        lines = self.outline.lines
        end = self._end(position)
        head = range(element.first, min(element.first + _SIGNED_WITHIN, end))
        signed = element.first if self._stated(position) else next((at for at in head if self._is_signature(at)), None)
        if signed is None:
            return False
        return any(
            at not in self.claimed
            and lines[at].linked * 2 <= len(lines[at].text)
            and len(lines[at].text) > 3
            and not _COUNTED.fullmatch(lines[at].text)
            and not self._is_about(at)
            for at in range(element.first, end)
            if at != signed
        )

    def _is_signature(self, at: int) -> bool:
        line = self.outline.lines[at]
        if at in self.claimed or len(line.text) > _LONGEST_SIGNATURE:
            return False
        if self._when(line.text, may_name=True) is not None or self._is_named(at) or self._in_full(at) is not None:
            return True
        return _NAME_SAYS.fullmatch(line.text) is not None

    def _when(self, text: str, *, may_name: bool) -> tuple[str | None, str] | None:
        return who_and_when(text, self.facts, may_name=may_name)

    def _in_full(self, at: int) -> tuple[str, str] | None:
        """The day that a line ends with in part, `May 2`, or that it says how long ago was, as a title beside it tells in full, and
        who is named before it."""
        line = self.outline.lines[at]
        element = self.outline.elements[line.element]
        if len(line.text) > _LONGEST_NAME or element.end - element.first > _MOST_LINES or not _DIGIT.search(line.text):
            return None
        for titled in element.node.css("[title]"):
            shown = squeeze(titled.text() or "")
            at = line.text.rfind(shown) if 0 < len(shown) <= _LONGEST_PART else -1
            if at < 0 or not (line.text.endswith(shown) or is_relative(shown)):
                continue
            if found := day_of(titled.attributes["title"] or "", self.facts):
                return found[1], _before(line.text, at)
        return None

    def _is_about(self, at: int) -> bool:
        """Whether a line tells of who comments: the name, a rank, a job."""
        line = self.outline.lines[at]
        return len(line.text) <= _LONGEST_NAME and _tells_of_author(self.outline.elements[line.element].names)

    def _is_named(self, at: int) -> bool:
        line = self.outline.lines[at]
        element = self.outline.elements[line.element]
        return len(line.text) <= _LONGEST_NAME and (bool(element.flags & META) or _names_somebody(element.names))

    def _may_be_who(self, at: int) -> bool:
        """Whether a line below the one that says when is a name, or a nickname that leads to who bears it."""
        line = self.outline.lines[at]
        is_nick = line.linked == len(line.text) and " " not in line.text and line.text[-1].isalnum()
        return len(line.text) <= _LONGEST_NAME and (is_nick or looks_like_name(line.text))

    def _is_heading(self, at: int) -> bool:
        """Whether a line is the heading of a comment: its subject, or who wrote it where nothing else says so."""
        return self.outline.elements[self.outline.lines[at].element].tag in HEADINGS and not self._is_named(at)

    def _is_button(self, at: int) -> bool:
        line = self.outline.lines[at]
        return self.outline.elements[line.element].tag == "button" or _BUTTONS.fullmatch(line.text) is not None

    def _takes(self, at: int, said: _Said, *, is_text: bool) -> bool:
        """Take a line into what a comment says; whether it is part of it, and neither a button nor an invitation. One that is no
        text may tell who and when."""
        text = self.outline.lines[at].text
        if len(text) > _LONGEST_SIGNATURE:
            said.told.append(text)
            return True
        begins = not said.told
        when = None if said.dated else self._when(text, may_name=begins and not said.author)
        if not said.dated and (when is None or not when[0]):
            when = self._in_full(at) or when
        if when is not None:
            said.dated, (said.date, name) = True, when
            if _SIGNED.match(name):
                said.told += [said.author] if begins and said.author else []
                said.author = name
            elif begins:
                said.author = said.author or name
            return True
        named = self._is_named(at)
        if self._is_button(at) or (begins and not named and _COUNTED.fullmatch(text)):
            return False
        if begins and not said.title and self._is_heading(at):
            said.title = "" if self.alone else text
            return not self.alone
        loosely = self.signed and not said.dated and not said.title and len(text) <= _LONGEST_NAME
        if begins and not said.author and (named or loosely or (said.dated and self._may_be_who(at))):
            if self.alone and judge(text) & COMMENT and not _BY.search(text):
                return False  # `Show comments`
            said.author = text
            return True
        if begins and _INITIALS.fullmatch(said.author) and text[:1] == said.author[0] and self._may_be_who(at):
            said.author = text
            return True
        if begins and said.author and self._is_about(at):
            return said.begins_with_text(text)
        if is_text:
            said.told.append(text)
        elif not said.author and looks_like_name(text):
            said.author = text
            return True
        return is_text

    def _set_apart(self, position: int, author: str) -> str:
        """Who signs, where an element of its own says the name and a rank or a place stands behind it."""
        if " " not in author:
            return author
        for element in self.outline.elements[position].node.css(_NAMING)[:_MOST_NAMING]:
            name = squeeze(element.text(separator=" "))
            rest = author[len(name) :]
            if name and rest and author.startswith(name) and rest[0] in " ,|(":
                return author if _PART_OF_NAME.search(names_of(element)) else name
        return author

    def comment(self, position: int) -> Block | None:
        stated = self._stated(position)
        said = _Said(stated)
        home = self.homes.get(position)
        used = [at for at in self.own(position) if self._takes(at, said, is_text=home is None or at in home)]
        author, title, told = stated or self._set_apart(position, said.author), said.title, said.told
        if title and not author and len(title) <= _LONGEST_NAME:
            title, author = "", title
        if author and not told:
            author, told = "", [author]
        body = clean("\n\n".join(told))
        if not body or (self.alone and not author):
            return None
        self.used.update(used)
        authors = _name(author)
        date = stamped(self.outline, position, self.facts) or said.date
        provenance = {"body": "class", "title": "heading"} if title else {"body": "class"}
        for name, value in (("authors", authors), ("date", date), ("outlet", self.facts.outlet)):
            if value:
                provenance[name] = "page" if name == "outlet" else "comment"
        return Block(
            "comment",
            title=clean(title) or None,
            authors=authors,
            date=date,
            outlet=self.facts.outlet,
            body=body,
            provenance=provenance,
            position=self.places.position(title or told[0], told[-1]),
        )


def who_and_when(text: str, facts: Metadata, *, may_name: bool = True) -> tuple[str | None, str] | None:
    """The day that a short line tells, as far as it is known, and who is named before it; None for a line without a
    date. `may_name`: whether a name may stand before a relative date; `it closed 3 years ago` reads like one."""
    text = _FOLDS.sub("", text)
    found = day_of(text, facts)
    if found:
        return found[1], _before(text, found[0].start) or _behind(text, found[0].end)
    part = find_relative(text)
    if part is None:
        return (None, "") if _AGE.fullmatch(text) else None
    name = _before(text, part.start)
    if name and not (may_name and text[-1] not in ".!?" and _may_sign(name, text[: part.start])):
        return None
    told = day_of(text[part.start : part.end], facts)
    return told[1] if told else None, name


def says_who(text: str) -> str:
    """Who a signature such as `Ann Lee says:` or `by Ann Lee` names."""
    by = _BY.match(text)
    return next(iter(_name(text[by.end() :] if by else text)), "")


def _before(text: str, at: int) -> str:
    """Who is named before the date at a place of a line; a count there names nobody."""
    name = _COUNTS.sub("", _ON.sub("", text[:at])).strip(" ,|·•-—»›>")
    last = _LAST_PART.search(name)
    if last and only_filler(last[1].lower()):  # `Ann Lee | Tue, 21 April`
        name = name[: last.start()].rstrip()
    return "" if _COUNTED.fullmatch(name) or not any(map(str.isalpha, name)) else name


def _behind(text: str, at: int) -> str:
    """Who is named behind the date that ends at a place of a line: `2 May at 10:15, by Orla`."""
    by = _BY.search(text, at)
    return text[by.end() :] if by else ""


def _may_sign(name: str, before: str) -> bool:
    """Whether what stands `before` a relative date may be who comments: few words, with capitals where no sign follows."""
    words = name.split()
    signed = not before.rstrip()[-1:].isalnum()
    return len(words) <= _MOST_NAMES and (signed or len(words) == 1 or not any(word[0].islower() for word in words))


def _asks(form: Element) -> bool:
    """Whether a form has something to fill in; some hold a comment and what to do with it."""
    return form.node.css_first(_FILLED_IN) is not None or form.end == form.first


_FILLED_IN = "textarea, select, input:not([type=hidden]):not([type=submit])"


@lru_cache(maxsize=4096)
def _holds_none(names: str) -> bool:
    """Whether what is named so holds no comments of this page's readers."""
    return _NO_COMMENTS.search(names) is not None


@lru_cache(maxsize=4096)
def _tells_of_author(names: str) -> bool:
    return _ABOUT.search(names) is not None


@lru_cache(maxsize=4096)
def _names_somebody(names: str) -> bool:
    return _NAMED.search(names) is not None


def _kind(element: Element) -> tuple[str, str]:
    """Tag and the class that elements of one role share: `comment` of `comment even depth-1`."""
    tag, names = look(element)
    return tag, _class_of_role(names)


@lru_cache(maxsize=4096)
def _class_of_role(names: str) -> str:
    classes = [name for name in names.split() if name not in _IN_TURN]
    return next((name for name in classes if judge(name) & COMMENT), classes[0] if classes else "")


_IN_TURN = frozenset(("alt", "alternate", "odd", "even", "first", "last"))
"""Classes of every other row of a list, and of those at its ends."""


def _name(text: str) -> tuple[str, ...]:
    """The commenter as the page calls them: often no name of a person."""
    text = _SAYS.sub("", text).strip(" ,:|·-—")
    signed = _SIGNED.match(text)
    text = text[signed.end() :] if signed else text
    text = text[3:] if text[:3].lower() == "by " else text
    by = _BY.search(text)
    if by and judge(text[: by.start()]) & COMMENT:  # `Comment by`
        text = text[by.end() :]
    byline = crediting.byline(text)
    if byline:
        return byline
    return (clean(text),) if text else ()
