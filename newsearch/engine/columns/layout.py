"""The bytes of a segment file that its readers and its writer must agree on. Standard library only, and little of it.

docs/segment-format.md is the specification; everything is little-endian and unaligned.
"""

from __future__ import annotations

import struct

MAGIC = b"NEWSCOL\x03"
"""Opens and closes a segment file; the last byte is the version of the format."""
CHUNK = 1 << 12
"""Bytes that share one CRC-32: small enough to check on first touch (2 microseconds; of 32 KB it was 15, as much as all
else that a rare word costs)."""
BLOCK_TERMS = 64
"""Terms that share one entry of the dictionary's index."""
DICTIONARY_GROUP = 8
"""Dictionary blocks compressed together: to some 2 KB, a quarter to a half of what they are, read in 10 microseconds."""
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
"""Bytes of a gap from document to document, by bits 0 and 1 of a term's class."""
EVERY = 3
"""In these bits, of a whole value: its documents are 0, 1, 2 and so on, and none is stored."""
FREQ_BITS = (0, 1, 2, 4, 8, 16, 32)
"""Bits of how often more than once a term occurs in a document, by the bits of its class from 2 on. They divide a word: what is
less than a byte is read with a table."""

PIECES_APART = 8
"""Positions left empty between a title and its alternates, a body and its captions, two authors: no phrase crosses."""
MISSING_DAY = -(2**31)
CELL_END = b"\xff"
"""Between the cells of a head and of a record; neither this byte nor the next ones are ever part of UTF-8."""
NONE = b"\xfe"
"""A cell that is None, or no list."""
ITEM_END = b"\xfd"
"""Between the items of a cell that is a list."""
DOCUMENT_END = b"\xfc"
"""Between heads, and between records, that are compressed together."""
HEAD_GROUP_BITS = 2
HEAD_GROUP = 1 << HEAD_GROUP_BITS
"""Heads compressed together: with a dictionary, one of four is read in 4 microseconds, and takes half of what it takes as it is.
Of eight, a tenth less for a microsecond more; as it is, it is read in 2."""

TEXT_FIELDS = ("title", "body")
NAME_FIELDS = ("author", "outlet", "agency", "file")
"""Fields of unstemmed words, with positions."""
KEYWORD_FIELDS = ("kind", "lang", "acronym")
"""Fields whose values are terms as they are; a document may have several acronyms."""
SUM_FIELDS = ("id", "path")
"""What a document is looked up by, through a column of CRC-32 sums."""
SUM_MASKS = {"id": 0xFFFF, "path": 0xFFFFFFFF}
"""What of a sum is kept. Of 65,536 documents one has an id's by chance, and its head is read soon; reading a path takes longer."""
INDEXED_FIELDS = TEXT_FIELDS + NAME_FIELDS + KEYWORD_FIELDS

PLAIN_COLUMNS = ("number", "digest", *SUM_FIELDS)
"""Columns of one number a document: place in the file, hash of the record, CRC-32 of id and of path."""
VALUE_COLUMNS = ("outlet", "kind", "language", "agency")
"""Columns of one ordinal a document into a sorted list of values; ordinal 0 is the missing value."""


SPARSE = 0x80
"""Added to the width of a column that says what most documents have, and which ones have something else."""


def width_of(largest: int) -> int:
    """The narrowest of 1, 2, 4 and 8 bytes that holds `largest`."""
    return 1 if largest < 1 << 8 else 2 if largest < 1 << 16 else 4 if largest < 1 << 32 else 8


FORM_FIELD = "form"
"""A dictionary without postings: `form stem` for each word whose stem differs from it."""
