"""The bytes of a segment file that its readers and its writer must agree on. Standard library only, and little of it.

docs/segment-format.md is the specification; everything is little-endian and unaligned.
"""

from __future__ import annotations

import struct

MAGIC = b"NEWSCOL\x02"
"""Opens and closes a segment file; the last byte is the version of the format."""
CHUNK = 1 << 12
"""Bytes that share one CRC-32: small enough to check on first touch (2 microseconds; of 32 KB it was 15, as much as all
else that a rare word costs)."""
BLOCK_TERMS = 64
"""Terms that share one entry of the dictionary's index."""
TRAILER = struct.Struct("<QIIQ8s")
"""Offset of the directory, sections in it, CRC-32 of the directory and of the chunk sums, file length, magic."""
SECTION = struct.Struct("<24sQQ")
"""Name, offset, length."""
BLOCK_HEAD = struct.Struct("<BBBBI")
"""Terms of a dictionary block, width of its document frequencies, width of its further occurrences (0: none has any),
1 if the field has positions, bytes of text."""
FIELD_STAT = struct.Struct("<QQIIII")
"""Occurrences, documents with the field, terms, dictionary blocks, shortest and longest length that is not 0."""
WIDTHS = (1, 2, 4)

PIECES_APART = 8
"""Positions left empty between a title and its alternates, a body and its captions, two authors: no phrase crosses."""
MISSING_DAY = -(2**31)
NONE_LENGTH = 0xFFFFFFFF
"""Length of a cell of a stored record that is None."""
HEAD_SEPARATOR = b"\xff"
"""Between the cells of a head; neither this byte nor the next is ever part of UTF-8."""
HEAD_NONE = b"\xfe"
"""A cell of a head that is None."""

TEXT_FIELDS = ("title", "body")
NAME_FIELDS = ("author", "outlet", "agency", "file")
"""Fields of unstemmed words, with positions."""
KEYWORD_FIELDS = ("kind", "lang", "id", "path", "acronym")
"""Fields whose values are terms as they are; a document may have several acronyms."""
INDEXED_FIELDS = TEXT_FIELDS + NAME_FIELDS + KEYWORD_FIELDS

PLAIN_COLUMNS = ("number", "digest")
"""Columns of one number a document: place in the file, hash of the record."""
VALUE_COLUMNS = ("outlet", "kind", "language", "agency")
"""Columns of one ordinal a document into a sorted list of values; ordinal 0 is the missing value."""


def width_of(largest: int) -> int:
    """The narrowest of 1, 2, 4 and 8 bytes that holds `largest`."""
    return 1 if largest < 1 << 8 else 2 if largest < 1 << 16 else 4 if largest < 1 << 32 else 8


FORM_FIELD = "form"
"""A dictionary without postings: `form stem` for each word whose stem differs from it."""
