"""A block -> a citation that can be checked: what is quoted, who wrote it where and when, how each of that was found, and
in which file it stands. As data, Markdown, plain text, BibTeX and CSL-JSON; all functions are pure.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from newsearch.errors import NewsearchError
from newsearch.model import Document, Span

_QUOTE = 300
"""Characters of the beginning that is quoted when nothing else is asked for, about."""
_SENTENCE_END = re.compile(r"[.!?…؟۔।॥։።။។][\"”’»)\]]*(?=\s|$)|[。！？][」』”’）]*")


@dataclass(frozen=True, slots=True)
class Citation:
    """One block, cited."""

    id: str
    quote: str
    """Words of the block, as they stand there but for line ends; empty for a block without text."""
    quote_at: Span | None
    """Where the quote stands in the block's body."""
    headline: str | None
    authors: tuple[str, ...]
    outlet: str | None
    agency: str | None
    date: str | None
    """ISO 8601, a day or a moment."""
    url: str | None
    kind: str
    file: str
    member: str
    lines: tuple[int, int] | None
    """First and last line in the file's decoded text."""
    content_hash: str
    """`sha256:` and the hash of title and body, UTF-8, with an empty line between them."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Field -> where its value was found."""

    def record(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def cite(document: Document, quote: str | None = None) -> Citation:
    """The citation of a block. `quote` must stand in its body, whatever its white space; without one, the beginning is
    quoted. Raises NewsearchError if it does not stand there."""
    block = document.block
    span = _beginning(block.body) if quote is None else _find(block.body, quote)
    return Citation(
        id=document.id,
        quote=" ".join(block.body[span.start : span.end].split()) if span else "",
        quote_at=span,
        headline=block.title,
        authors=block.authors,
        outlet=block.outlet,
        agency=block.agency,
        date=block.date if block.day else None,
        url=block.url,
        kind=block.kind,
        file=document.path,
        member=document.member,
        lines=(block.position.first_line, block.position.last_line) if block.position else None,
        content_hash=content_hash(block.title, block.body),
        sources=dict(block.provenance),
    )


def content_hash(title: str | None, body: str) -> str:
    """`sha256:` and the hash of title, blank line and body in UTF-8, so that a quoted block can be checked."""
    text = f"{title or ''}\n\n{body}"
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _beginning(body: str) -> Span | None:
    """The first sentences, up to a length; of a long first sentence its first words."""
    start = len(body) - len(body.lstrip())
    if start == len(body):
        return None
    paragraph = body.find("\n\n", start)
    end = len(body) if paragraph < 0 else paragraph
    if end - start > _QUOTE:
        ends = [match.end() for match in _SENTENCE_END.finditer(body, start, start + _QUOTE)]
        space = body.rfind(" ", start, start + _QUOTE)
        end = ends[-1] if ends else space if space > start else start + _QUOTE
    return Span(start, start + len(body[start:end].rstrip()))


def _find(body: str, quote: str) -> Span | None:
    words = quote.split()
    if not words:
        raise NewsearchError("The quote is empty. Leave it out to quote the beginning.")
    match = re.search(r"\s+".join(map(re.escape, words)), body)
    if match is None:
        raise NewsearchError("The quote does not stand in this block word for word. Copy it from newsearch show ID.")
    return Span(*match.span())


# Markdown, and words alone


def markdown(citation: Citation) -> str:
    """A block quote, a line that names the story, and a line that says where to check it."""
    lines = []
    if citation.quote:
        lines += [f"> {_plain(citation.quote)}", ""]
    lines.append(_story(citation))
    lines += ["", _place(citation)]
    found = "; ".join(f"{_plain(name)}: {_plain(source)}" for name, source in citation.sources.items())
    if found:
        lines += ["", f"Found by: {found}."]
    return "\n".join(lines) + "\n"


def plain(citation: Citation) -> str:
    """For a letter or a note: the quote, the story, and where to check it, without markup."""
    outlet = citation.outlet or "outlet unknown"
    if citation.agency:
        outlet += f" ({citation.agency})"
    who = ", ".join(citation.authors) or "no author"
    story = f"{who}: “{citation.headline or '(no title)'}”, {outlet}, {citation.date or 'undated'}."
    lines = _lines_of(citation)
    member = f" ({citation.member})" if citation.member else ""
    parts = [
        f"“{citation.quote}”" if citation.quote else "",
        story,
        _safe_url(citation.url) or "",
        f"{citation.file}{member}{lines}; block {citation.id}; {citation.content_hash}",
    ]
    return "\n".join(" ".join(part.split()) for part in parts if part) + "\n"


def _lines_of(citation: Citation) -> str:
    if citation.lines is None:
        return ""
    first, last = citation.lines
    return f", line {first}" if first == last else f", lines {first} to {last}"


def _story(citation: Citation) -> str:
    title = _plain(citation.headline or "(no title)")
    url = _safe_url(citation.url)
    shown = f"[{title}](<{url}>)" if url else f"“{title}”"
    outlet = f"*{_plain(citation.outlet)}*" if citation.outlet else "outlet unknown"
    if citation.agency:
        outlet += f" ({_plain(citation.agency)})"
    who = ", ".join(map(_plain, citation.authors)) or "no author"
    return f"{who}: {shown}, {outlet}, {citation.date or 'undated'}."


def _place(citation: Citation) -> str:
    lines = _lines_of(citation)
    member = f", {code(citation.member)}" if citation.member else ""
    return f"{code(citation.file)}{member}{lines}; block {citation.id}; {citation.content_hash}"


def _plain(text: str) -> str:
    """Text that Markdown shows as it is, on one line; entities and raw HTML too."""
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~&$-])", r"\\\1", " ".join(text.split()))


def code(text: str) -> str:
    """A code span, with as many backquotes as the text needs."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest or text != text.strip() else ""
    return f"{fence}{pad}{' '.join(text.split())}{pad}{fence}"


def _safe_url(url: str | None) -> str | None:
    """The address if it is one of the web; characters that would end it are escaped."""
    if not url or not re.match(r"https?://", url, re.IGNORECASE):
        return None
    return "".join(char if char.isalnum() or char in "-._~:/?#[]@!$&'()*+,;=%" else _percent(char) for char in url)


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))


# BibTeX

_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def bibtex(citation: Citation) -> str:
    """An `@article` entry. Its title keeps its capitals; the key is made of author or outlet, year, title and id."""
    day = dt.date.fromisoformat(citation.date[:10]) if citation.date else None
    authors = " and ".join(_bibtex_name(name) for name in citation.authors)
    fields = {
        "author": authors,
        "title": f"{{{_tex(citation.headline or '(no title)')}}}",
        "journal": _tex(citation.outlet or ""),
        "year": f"{day.year}" if day else "",
        "month": _MONTHS[day.month - 1] if day else "",
        "day": f"{day.day}" if day else "",
        "url": _safe_url(citation.url) or "",
        "note": _tex(_note(citation)),
    }
    # a month is one of BibTeX's own words, so it stands without braces
    rows = [f"  {name} = {value if name == 'month' else '{' + value + '}'}" for name, value in fields.items() if value]
    return f"@article{{{key(citation)},\n" + ",\n".join(rows) + "\n}\n"


def key(citation: Citation) -> str:
    """`lee-2022-gas-k3tq7m2fpa`: ASCII letters, digits and hyphens."""
    who = (
        citation.authors[0].split()[-1]
        if citation.authors and citation.authors[0].split()
        else citation.outlet or "anon"
    )
    words = [_ascii(word) for word in (citation.headline or "").split()]
    telling = next((word for word in words if len(word) > 3), "")
    parts = (_ascii(who), (citation.date or "")[:4], telling, _ascii(citation.id))
    return "-".join(part for part in parts if part)


def _ascii(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).lower()
    return "".join(char for char in decomposed if char.isascii() and char.isalnum())


def _tex(text: str) -> str:
    return "".join(_TEX.get(char, char) for char in " ".join(text.split()))


def _bibtex_name(name: str) -> str:
    """In braces if BibTeX would take it apart."""
    shown = _tex(name)
    return f"{{{shown}}}" if "," in name or re.search(r"\band\b", name, re.IGNORECASE) else shown


def _note(citation: Citation) -> str:
    lines = _lines_of(citation)
    agency = f"{citation.agency}. " if citation.agency else ""
    member = f" ({citation.member})" if citation.member else ""
    return f"{agency}Saved page {citation.file}{member}{lines}; block {citation.id}; {citation.content_hash}"


# CSL-JSON

_CSL_TYPES = {"comment": "post", "live": "post-weblog"}


def csl_json(*citations: Citation) -> str:
    """A CSL-JSON array, for Zotero and pandoc."""
    return json.dumps([_csl(citation) for citation in citations], ensure_ascii=False, indent=2) + "\n"


def _csl(citation: Citation) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": key(citation),
        "type": _CSL_TYPES.get(citation.kind, "article-newspaper"),
        "title": citation.headline or "(no title)",
        "author": [_csl_name(name) for name in citation.authors],
        "container-title": citation.outlet,
        "source": citation.agency,
        "URL": _safe_url(citation.url),
        "issued": {"date-parts": [[int(part) for part in citation.date[:10].split("-")]]} if citation.date else None,
        "archive_location": citation.file,
        "note": _note(citation),
    }
    return {name: value for name, value in item.items() if value}


def _csl_name(name: str) -> dict[str, str]:
    """Given and family name where that is plain: two words. Anything else stays whole."""
    words = name.split()
    if len(words) == 2 and all(word[0].isupper() for word in words) and "," not in name:
        return {"given": words[0], "family": words[1]}
    return {"literal": name}


FORMATS: Mapping[str, Callable[[Citation], str]] = {
    "markdown": markdown,
    "plain": plain,
    "bibtex": bibtex,
    "csl-json": csl_json,
}
"""Name -> a citation as text of that format."""
