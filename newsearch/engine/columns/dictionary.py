"""The dictionary of a field, some terms a block: where the numbers of a block lie, and its terms as entries that say where their
postings do. Standard library only, for a one-shot query; `places` does the same for whole dictionaries by arrays."""

from __future__ import annotations

from collections.abc import Iterator
from operator import add, mul
from typing import Any, NamedTuple

from newsearch.engine.columns.layout import BLOCK_HEAD, BLOCK_TERMS, FREQ_BITS, WIDTHS
from newsearch.engine.columns.sections import cast


class TermEntry(NamedTuple):
    """Where the postings of a term lie. `*_at` are offsets into the segment file, `*_width` bytes a number."""

    field: str
    term: str
    ordinal: int
    """The term's place in the order of its field."""
    doc_frequency: int
    collection_frequency: int
    docs_at: int
    docs_width: int
    """0 when they are 0, 1, 2 and so on, and nothing is stored."""
    freqs_at: int
    freqs_bits: int
    """Bits of how often more than once; 0 when every frequency is 1 and nothing is stored."""
    positions_at: int
    positions_bits: int
    """Bits of a step from position to position; 0 when the field keeps no positions."""


class BlockLayout:
    """Where the parts of a dictionary block begin; each ends where the next does."""

    __slots__ = ("bits", "classes", "count", "end", "frequencies", "frequency_width", "more", "more_width", "text")

    def __init__(self, data: Any, at: int = 0) -> None:
        """`at`: where in `data` the block begins."""
        self.count, self.frequency_width, self.more_width, with_positions, length = BLOCK_HEAD.unpack_from(data, at)
        self.classes: int = at + BLOCK_HEAD.size
        self.bits: int = self.classes + self.count
        self.frequencies: int = self.bits + self.count * with_positions
        self.more: int = self.frequencies + self.count * self.frequency_width
        self.text: int = self.more + self.count * self.more_width
        self.end: int = self.text + length


class Block(NamedTuple):
    """A dictionary block, decoded; all but the last have `BLOCK_TERMS` terms."""

    field: str
    number: int
    terms: list[str]
    classes: bytes
    bits: bytes
    frequencies: list[int]
    occurrences: list[int]
    postings_at: int


def decoded(field: str, number: int, data: memoryview, postings_at: int) -> Block:
    """A dictionary block, which `data` begins with."""
    at = BlockLayout(data)
    frequencies = cast(data[at.frequencies : at.more], at.frequency_width).tolist()
    occurrences = frequencies
    if at.more_width:
        occurrences = list(map(add, frequencies, cast(data[at.more : at.text], at.more_width).tolist()))
    return Block(
        field,
        number,
        bytes(data[at.text : at.end]).decode("utf-8", "surrogatepass").split("\0"),
        bytes(data[at.classes : at.bits]),
        bytes(data[at.bits : at.frequencies]) or bytes(at.count),
        frequencies,
        occurrences,
        postings_at,
    )


def _widths(shift: int, codes: tuple[int, ...]) -> list[bytes]:
    """For each width, the table that turns a class into that width if it is of it, else into 0."""
    return [
        bytes(width if kind >> shift & 3 == code else 0 for kind in range(256))
        for code, width in zip(codes, WIDTHS, strict=True)
    ]


_DOC_WIDTH = (*WIDTHS, 0)
_DOC_WIDTHS = _widths(0, (0, 1, 2))
_BITS_OF_FREQS = bytes(FREQ_BITS[kind >> 2] if kind >> 2 < len(FREQ_BITS) else 0 for kind in range(256))


def entry_of(block: Block, place: int) -> TermEntry:
    """The entry of one term of a block.

    Five streams follow each other, each term after term: documents of 1, 2 and 4 bytes, packed frequencies, packed
    positions. Written with `map`, because every new word of a query comes through here.
    """
    _, _, terms, classes, bits, frequencies, occurrences, at = block
    docs = classes[place] & 3
    docs_at = at
    for code, table in enumerate(_DOC_WIDTHS):
        widths = classes.translate(table)
        if not any(widths):
            continue
        if code == docs:
            docs_at = at + sum(map(mul, frequencies[:place], widths))
        at += sum(map(mul, frequencies, widths))
    freqs_at = at
    freq_bits = classes.translate(_BITS_OF_FREQS)
    if any(freq_bits):
        sizes = [(count * width + 7) >> 3 for count, width in zip(frequencies, freq_bits, strict=True)]
        freqs_at += sum(sizes[:place])
        at += sum(sizes)
    if bits[place]:
        at += sum([(count * width + 7) >> 3 for count, width in zip(occurrences[:place], bits, strict=False)])
    return TermEntry(
        block.field,
        terms[place],
        block.number * BLOCK_TERMS + place,
        frequencies[place],
        occurrences[place],
        docs_at,
        _DOC_WIDTH[docs],
        freqs_at,
        freq_bits[place],
        at,
        bits[place],
    )


def entries_of(block: Block) -> Iterator[TermEntry]:
    """The entries of a block's terms, in order."""
    field, number, terms, classes, bits, frequencies, occurrences, at = block
    freq_bits = classes.translate(_BITS_OF_FREQS)
    places = [at]
    for table in _DOC_WIDTHS:
        places.append(places[-1] + sum(map(mul, frequencies, classes.translate(table))))
    freqs_at = places[-1]
    positions_at = freqs_at + sum([(f * width + 7) >> 3 for f, width in zip(frequencies, freq_bits, strict=True)])
    for place, term in enumerate(terms):
        docs = classes[place] & 3
        frequency, count, wide = frequencies[place], occurrences[place], bits[place]
        docs_width, freqs_wide = _DOC_WIDTH[docs], freq_bits[place]
        yield TermEntry(
            field,
            term,
            number * BLOCK_TERMS + place,
            frequency,
            count,
            places[docs],
            docs_width,
            freqs_at,
            freqs_wide,
            positions_at,
            wide,
        )
        places[docs] += frequency * docs_width
        freqs_at += (frequency * freqs_wide + 7) >> 3
        positions_at += (count * wide + 7) >> 3
