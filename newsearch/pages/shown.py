"""Plain text as browsers save what they showed of it: a page of HTML that is one `<pre>` and nothing else."""

from __future__ import annotations

import re

from newsearch.pages.entities import unescape

_LONGEST_HEAD = 4096
"""Characters before the text."""
_BEFORE = re.compile(
    r"\s*(?:<!doctype[^>]*>\s*)?(?:<!--[^>]*-->\s*)*(?:</?(?:html|head|body|meta|link|base)\b[^>]*>\s*|<title>[^<]*</title>\s*|<style\b[^>]*>[^<]*</style>\s*)*"
    r"<pre\b[^>]*>",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"</pre>\s*(?:<div class=\"json-formatter-container\">\s*</div>\s*)?(?:</(?:body|html)>\s*)*", re.IGNORECASE
)


def text_shown(page: str) -> str | None:
    """The text of a page that shows nothing but it, with as many lines before it as the page has; None for any other page."""
    if page.find("<pre", 0, _LONGEST_HEAD) < 0 and page.find("<PRE", 0, _LONGEST_HEAD) < 0:
        return None
    before = _BEFORE.match(page, 0, _LONGEST_HEAD)
    if before is None:
        return None
    end = page.find("<", before.end())
    if end < 0 or _AFTER.fullmatch(page, end) is None:
        return None
    return "\n" * page.count("\n", 0, before.end()) + unescape(page[before.end() : end])
