"""What a saved page holds that is no page: pictures, fonts and sounds that the saver put into the file itself."""

from __future__ import annotations

import re

_LONG_PAGE = 300_000
"""Bytes. In a shorter page, looking for pictures takes longer than parsing them."""
_HUGE_PAGE = 4_000_000
_LONG_VALUE = 8192
"""Bytes. What is shorter is parsed in less time than it takes to look for it: 400 kB in values of 10 kB took .8 ms, taking
them out 1.2; in one value 4 ms, and 1.1."""
_EMBEDDED = re.compile(rb"data:[\w/+.-]+(?:;[\w=.-]+)*;base64,[A-Za-z0-9+/=\s]{200,}")


def without_embedded(data: bytes) -> bytes:
    """The file without what its `data:` addresses hold, which is most of some files and read by nobody here."""
    if len(data) <= _LONG_PAGE or (len(data) <= _HUGE_PAGE and not _holds_long_value(data)) or b";base64," not in data:
        return data
    return _EMBEDDED.sub(b"data:,", data)


def _holds_long_value(data: bytes) -> bool:
    """Whether there may be a value of twice `_LONG_VALUE`: it has no blank, as other scripts of this length have, and no
    quotation mark, as their data has."""
    for start in range(0, len(data) - _LONG_VALUE, _LONG_VALUE):
        end = start + _LONG_VALUE
        if data.find(b" ", start, end) < 0 and data.find(b'"', start, end) < 0:
            return True
    return False
