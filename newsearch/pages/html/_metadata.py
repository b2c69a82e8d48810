"""A stand-in until metadata.py is there."""

from __future__ import annotations
from dataclasses import dataclass, field
from newsearch.pages.html.tree import stated_titles


@dataclass(frozen=True)
class Metadata:
    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    outlet: str | None = None
    agency: str | None = None
    standfirst: str | None = None
    language: str | None = None
    provenance: dict = field(default_factory=dict)
    alternates: tuple = ()


def read_metadata(tree, url, main):
    h = tree.css_first("h1")
    t = " ".join(h.text().split()) if h else ""
    return Metadata(title=t or next(iter(stated_titles(tree)), None))
