"""What a saved page holds that is no page: pictures, fonts and sounds that the saver put into the file itself."""

from __future__ import annotations

import re

_LONG_PAGE = 300_000
"""Bytes. In a shorter page, looking for pictures takes longer than parsing them."""
_EMBEDDED = re.compile(rb"data:[\w/+.-]+(?:;[\w=.-]+)*;base64,[A-Za-z0-9+/=\s]{200,}")


def without_embedded(data: bytes) -> bytes:
    """The file without what its `data:` addresses hold, which is most of some files and read by nobody here."""
    return _EMBEDDED.sub(b"data:,", data) if len(data) > _LONG_PAGE and b";base64," in data else data
