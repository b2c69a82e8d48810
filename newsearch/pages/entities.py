"""HTML's character references in a text that is no HTML any more: a field of JSON, an attribute written twice."""

from __future__ import annotations

import html
import re

_ENDLESS = re.compile(r"&#(?:\d{8,}|[xX][\da-fA-F]{7,});?")


def unescape(text: str) -> str:
    """The text with its characters. A number that Python refuses to read, of thousands of digits, is no character."""
    try:
        return html.unescape(text)
    except ValueError:
        return html.unescape(_ENDLESS.sub("\ufffd", text))
