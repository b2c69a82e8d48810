"""Made-up pages of one story, and what is read of their metadata."""

from __future__ import annotations

import json

from newsearch.pages import structured
from newsearch.pages.html import tree
from newsearch.pages.metadata import Metadata, read_metadata

PARAGRAPH = (
    "<p>" + "The ferry crossed the bay before the storm, said the harbour master, and nobody was hurt. " * 4 + "</p>"
)


def read(
    head: str, body: str, url: str | None = "https://www.lakeport-ledger.example/news/ferry", saved: str | None = None
) -> Metadata:
    return read_all(f"<html lang='en'><head>{head}</head><body>{body}</body></html>", url, saved)


def read_all(html: str, url: str | None = None, saved: str | None = None) -> Metadata:
    parsed = tree.parse(html.encode())
    assert parsed.root is not None
    outline = tree.outline(parsed.root)
    statements = structured.gather(parsed, outline.telling)
    return read_metadata(parsed, statements, url, outline=outline, saved=saved)


def ld(**fields: object) -> str:
    item = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f"<script type='application/ld+json'>{json.dumps(item)}</script>"


def story(byline: str = "", headline: str = "Ferry crosses the bay before the storm", more: str = "") -> str:
    return f"<main><article><h1>{headline}</h1>{byline}{PARAGRAPH}</article>{more}</main>"
