"""Parts of a page that the parser of its file passes over and a browser draws: shadow roots, and frames inside an attribute.

SingleFile and other savers write both. A shadow root becomes an element where it stands; frames come after the page.
"""

from __future__ import annotations

import re

from newsearch.pages.entities import unescape

_TEMPLATE = re.compile(rb"<(/?)template\b([^<>]*)>", re.IGNORECASE)
_DECLARED = re.compile(rb"\sshadowroot(?:mode)?\s*=", re.IGNORECASE)
_FRAME = re.compile(rb"<iframe\s[^<>]*?\bsrcdoc\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_STATEMENT = re.compile(
    r"<title\b[^<]*+|<(?:meta|link|base)\b[^<>]*+>?|<script\b[^<]*+(?:<(?!/script)[^<]*+)*+(?:</script\s*>)?",
    re.IGNORECASE,
)
_MOST_FRAMES = 100


def is_folded(attributes: dict[str, str | None]) -> bool:
    """Whether a template or frame with these attributes is drawn though its content is not in the tree."""
    return "srcdoc" in attributes or "shadowrootmode" in attributes or "shadowroot" in attributes


def unfolded(markup: bytes) -> bytes:
    """The markup with what shadow roots and frames hold as elements of the page; most pages have neither.

    Asking for both words takes 0.2 ms a page; the walk through the tree sees whether there is one (`is_folded`).
    """
    if b"shadowroot" in markup:
        markup = _with_shadow_roots(markup)
    if b"srcdoc" in markup:
        frames = [_inside(match) for match, _ in zip(_FRAME.finditer(markup), range(_MOST_FRAMES), strict=False)]
        markup += b"".join([b"<aside>" + frame + b"</aside>" for frame in frames])
    return markup


def _with_shadow_roots(markup: bytes) -> bytes:
    opened: list[bool] = []
    """Of the templates that are open, whether they are shadow roots."""

    def drawn(match: re.Match[bytes]) -> bytes:
        slash, attributes = match.groups()
        if slash:
            return b"</div>" if opened and opened.pop() else match[0]
        opened.append(_DECLARED.search(attributes) is not None)
        return b"<div" + attributes + b">" if opened[-1] else match[0]

    return _TEMPLATE.sub(drawn, markup)


def _inside(match: re.Match[bytes]) -> bytes:
    """What a frame shows: its title and its statements for machines are not the page's."""
    text = unescape((match[1] or match[2] or b"").decode(errors="replace"))
    return _STATEMENT.sub("", text).encode(errors="replace")
