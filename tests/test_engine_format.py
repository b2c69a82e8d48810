"""docs/segment-format.md is enough to write another reader: this is one, written from it alone."""

from __future__ import annotations

import json
import random
import re
import struct
import zlib
from dataclasses import replace
from hashlib import blake2b
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import pytest
import zstandard
from engine_model import postings, rich_story, story, write

from newsearch.engine import catalog, create_index, writing
from newsearch.engine.contract import FileState, Settings

DOCUMENTS = [
    rich_story(),
    *(story(number, f"talks {'strike ' * number} w{number} x{number % 7}") for number in range(70)),
]
WIDTH_OF_CODE = (1, 2, 4)
FREQ_BITS_OF_CODE = (0, 1, 2, 4, 8, 16, 32)


def manifest_of(folder: Path) -> dict[str, Any]:
    toc = max(folder.glob("_MAIN_*.toc"), key=lambda path: int(path.stem.rpartition("_")[2])).read_bytes()
    length, total, magic = struct.unpack("<QI8s", toc[-20:])
    text = toc[-20 - length : -20]
    assert (magic, zlib.crc32(text)) == (b"NEWSTOC\x01", total)
    manifest: dict[str, Any] = json.loads(text)
    assert manifest["whoosh_crc32"] == zlib.crc32(toc[: -20 - length])
    return manifest


class Segment:
    """Reads one segment file the slow and plain way."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        directory, count, total, length, magic = struct.unpack("<QIIQ8s", data[-32:])
        assert data[:8] == magic == b"NEWSCOL\x03"
        assert length == len(data)
        assert zlib.crc32(data[directory:-32], count) == total
        self.sections = {}
        for at in range(directory, directory + 40 * count, 40):
            name, start, size = struct.unpack_from("<24sQQ", data, at)
            self.sections[name.rstrip(b"\0").decode()] = data[start : start + size]
        sums = struct.iter_unpack("<I", data[directory + 40 * count : -32])
        for chunk, (expected,) in enumerate(sums):
            assert zlib.crc32(data[chunk * 4096 : min((chunk + 1) * 4096, directory)]) == expected

    def number(self, at: int, width: int) -> int:
        return int.from_bytes(self.data[at : at + width], "little")

    def field(self, name: str) -> dict[str, dict[int, list[int]]]:
        """term -> document -> positions."""
        blocks = struct.unpack("<QQIIII", self.sections[f"{name}.stat"])[3]
        index = self.sections[f"{name}.index"]
        starts = struct.unpack_from(f"<{blocks}Q", index)
        places = struct.unpack_from(f"<{blocks}Q", index, 8 * blocks)
        ends = struct.unpack_from(f"<{blocks}I", index, 16 * blocks)
        firsts = [index[20 * blocks :][a:b].decode() for a, b in pairwise((0, *ends))]
        frames = [self.sections[f"{name}.terms"][a:b] for a, b in pairwise((0, *self.numbers(f"{name}.frames")))]
        assert len(frames) == (blocks + 7) // 8
        dictionary = b"".join(map(zstandard.ZstdDecompressor().decompress, frames))
        found = {}
        for start, place, first in zip(starts, places, firsts, strict=True):
            block = self.block(dictionary, start, place)
            assert next(iter(block)) == first
            found.update(block)
        return found

    def numbers(self, section: str) -> list[int]:
        data = self.sections[section]
        width = data[0]
        return [int.from_bytes(data[at : at + width], "little") for at in range(1, len(data), width)]

    def column(self, section: str) -> list[int]:
        data = self.sections[section]
        if not data[0] & 128:
            return self.numbers(section)
        width = data[0] - 128
        (count,) = struct.unpack_from("<I", data, 1 + width)
        found = [int.from_bytes(data[1 : 1 + width], "little")] * len(DOCUMENTS)
        others = struct.unpack_from(f"<{count}I", data, 5 + width)
        rest = data[5 + width + 4 * count :]
        assert len(rest) == width * count
        for number, document in enumerate(others):
            found[document] = int.from_bytes(rest[number * width : (number + 1) * width], "little")
        return found

    def values(self, section: str) -> list[str]:
        data = self.sections[section]
        (count,) = struct.unpack_from("<I", data)
        ends = struct.unpack_from(f"<{count}I", data, 4)
        return [data[4 + 4 * count :][a:b].decode() for a, b in pairwise((0, *ends))]

    def block(self, data: bytes, at: int, place: int) -> dict[str, dict[int, list[int]]]:
        n, w, v, positions, size = struct.unpack_from("<BBBBI", data, at)
        at += 8
        classes, at = data[at : at + n], at + n
        bits = data[at : at + n] if positions else bytes(n)
        at += n * positions
        frequencies = [int.from_bytes(data[at + w * i : at + w * i + w], "little") for i in range(n)]
        at += w * n
        occurrences = [
            f + int.from_bytes(data[at + v * i : at + v * i + v], "little") for i, f in enumerate(frequencies)
        ]
        at += v * n
        terms = data[at : at + size].decode().split("\0")
        docs: list[list[int]] = [[] for _ in terms]
        freqs: list[list[int]] = []
        for code, width in enumerate(WIDTH_OF_CODE):
            for i in range(n):
                if classes[i] & 3 == 3:
                    docs[i] = list(range(frequencies[i]))
                elif classes[i] & 3 == code:
                    docs[i] = list(accumulate(self.number(place + width * j, width) for j in range(frequencies[i])))
                    place += width * frequencies[i]
        for i in range(n):
            width = FREQ_BITS_OF_CODE[classes[i] >> 2]
            size = (frequencies[i] * width + 7) // 8
            freqs.append([1 + more for more in packed_numbers(self.number(place, size), width, frequencies[i])])
            place += size
        found = {}
        for i, term in enumerate(terms):
            size = (occurrences[i] * bits[i] + 7) // 8
            steps = iter(packed_numbers(self.number(place, size), bits[i], occurrences[i] if positions else 0))
            place += size
            found[term] = {
                doc: list(accumulate(next(steps) for _ in range(freq if positions else 0)))
                for doc, freq in zip(docs[i], freqs[i], strict=True)
            }
        return found

    def heads(self) -> list[bytes]:
        frames = [self.sections["head.data"][a:b] for a, b in pairwise((0, *self.numbers("head.ends")))]
        if "head.dictionary" not in self.sections:
            return frames
        dictionary = zstandard.ZstdCompressionDict(self.sections["head.dictionary"])
        reader = zstandard.ZstdDecompressor(dict_data=dictionary)
        groups = [reader.decompress(frame).split(b"\xfc") for frame in frames]
        assert all(len(group) == 4 for group in groups[:-1])
        return [head for group in groups for head in group]

    def records(self) -> list[bytes]:
        numbers = [number for (number,) in struct.iter_unpack("<Q", self.sections["store.index"])]
        blocks = len(numbers) // 2
        found: list[bytes] = []
        for first, start in zip(numbers[:blocks], numbers[blocks:], strict=True):
            assert first == len(found)
            length = self.number(start, 4)
            raw = zstandard.ZstdDecompressor().decompress(self.data[start + 4 : start + 4 + length])
            found += raw.split(b"\xfc")
        return found


def packed_numbers(packed: int, bits: int, count: int) -> list[int]:
    return [packed >> bits * number & (1 << bits) - 1 for number in range(count)]


def cells(data: bytes) -> list[str | None]:
    return [None if cell == b"\xfe" else cell.replace(b"\xfd", b"|").decode() for cell in data.split(b"\xff")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    index = create_index(tmp_path_factory.mktemp("format") / "index", Settings(stemming=False))
    write(index, DOCUMENTS, deleted=[DOCUMENTS[3]])
    return index.path


@pytest.fixture(scope="module")
def segment(folder: Path) -> Segment:
    (info,) = manifest_of(folder)["segments"]
    assert re.fullmatch("[a-z0-9]{16}", info["name"])
    data = (folder / f"MAIN_{info['name']}.cols").read_bytes()
    assert (info["documents"], info["deleted"], info["size"]) == (len(DOCUMENTS), 1, len(data))
    return Segment(data)


@pytest.mark.parametrize("field", ["title", "body"])
def test_another_reader_finds_the_same_postings(segment: Segment, field: str) -> None:
    read = {
        term: {DOCUMENTS[doc].id: places for doc, places in docs.items()} for term, docs in segment.field(field).items()
    }
    assert read == postings(DOCUMENTS, field, stemming=False)
    occurrences = [0] * len(DOCUMENTS)
    for docs in segment.field(field).values():
        for doc, places in docs.items():
            occurrences[doc] += len(places)
    there = [count for count in occurrences if count]
    stat = struct.unpack("<QQIIII", segment.sections[f"{field}.stat"])
    assert stat == (sum(there), len(there), len(read), (len(read) + 63) // 64, min(there), max(there))
    assert segment.column(f"{field}.lengths") == occurrences


def test_pieces_of_a_field_stand_eight_positions_apart(segment: Segment) -> None:
    assert segment.field("author")["ruiz"][0] == [1]
    assert segment.field("author")["bo"][0] == [2 + 8]
    assert segment.field("title")["over"][0] == [3 + 8 + 1]
    assert segment.field("body")["after"][0] == [7 + 8]


def test_another_reader_finds_the_same_columns(folder: Path, segment: Segment) -> None:
    blocks = [document.block for document in DOCUMENTS]
    assert segment.sections["docs"] == struct.pack("<Q", len(DOCUMENTS))
    assert segment.column("number.numbers") == [document.number for document in DOCUMENTS]
    assert segment.column("id.numbers") == [zlib.crc32(document.id.encode()) & 0xFFFF for document in DOCUMENTS]
    assert segment.column("path.numbers") == [zlib.crc32(document.path.encode()) for document in DOCUMENTS]
    for name, held in {
        "outlet": [block.outlet for block in blocks],
        "kind": [block.kind for block in blocks],
        "language": [document.language for document in DOCUMENTS],
        "agency": [block.agency for block in blocks],
    }.items():
        values = segment.values(f"{name}.values")
        assert values == ["", *sorted({value for value in held if value})]
        assert [values[ordinal] or None for ordinal in segment.column(f"{name}.ordinals")] == held
    names = [segment.values("author.values")[ordinal] for ordinal in segment.numbers("author.ordinals")]
    ends: list[int] = list(accumulate(segment.column("author.counts")))
    assert [tuple(names[a:b]) for a, b in pairwise((0, *ends))] == [block.authors for block in blocks]
    digests = [
        int.from_bytes(blake2b(head + b"\xff" + record, digest_size=4).digest(), "little")
        for head, record in zip(segment.heads(), segment.records(), strict=True)
    ]
    assert segment.column("digest.numbers") == digests
    (info,) = manifest_of(folder)["segments"]
    assert info["digest"] == (sum(digests) - digests[3]) % 2**64


def test_another_reader_finds_the_same_records_and_deletions(folder: Path, segment: Segment) -> None:
    assert segment.field("kind")["article"] == {n: [] for n, d in enumerate(DOCUMENTS) if d.block.kind == "article"}
    assert segment.field("acronym").keys() == {"qna=Quay News Agency", "quay news agency=QNA"}
    assert struct.unpack("<QQIIII", segment.sections["acronym.stat"]) == (2, 0, 2, 1, 0, 0)
    heads = list(map(cells, segment.heads()))
    records = list(map(cells, segment.records()))
    assert [head[0] for head in heads] == [document.id for document in DOCUMENTS]
    assert [record[0] for record in records] == [document.path for document in DOCUMENTS]
    assert heads[0][1] == "Ferry strike ends"
    assert heads[1][1] is None
    assert [head[2] for head in heads] == [document.block.date for document in DOCUMENTS]
    assert [len((cell or "").split("|")) for cell in (records[0][5], *records[0][12:])] == [2, 2, 4, 6, 2]
    assert records[0][-1] == "QNA|Quay News Agency"
    assert records[1][5] is None
    assert struct.unpack_from("<2i", segment.sections["day"]) == (19452, -(2**31))
    assert segment.sections["bands"][:32] == struct.pack("<8I", *range(1, 9))
    (info,) = manifest_of(folder)["segments"]
    deletions = (folder / info["deletions"]).read_bytes()
    assert struct.unpack_from("<II", deletions) == (len(DOCUMENTS), zlib.crc32(deletions[8:]))
    assert [n for n in range(len(DOCUMENTS)) if deletions[8 + n // 8] >> n % 8 & 1] == [3]


def test_another_reader_finds_the_same_catalog(tmp_path: Path) -> None:
    index = create_index(tmp_path / "index")
    states = [
        FileState("/saved/caf\udce9.html", 12, 1_650_000_000_000_000_001, "ab", 3, "", 1_660_000_000_000_000_001),
        FileState("/b", 0, 1, "", 0, "why"),
    ]
    with index.writer() as writer:
        for state in states:
            writer.put_file(state)
        writer.commit()
    data = (index.path / manifest_of(index.path)["catalog"]).read_bytes()
    magic, files, total = struct.unpack_from("<8sII", data)
    assert (magic, files, total) == (b"NEWSCAT\x02", 2, zlib.crc32(data[16:], 2))
    *values, rest = zlib.decompress(data[16:]).decode("utf-8", "surrogatepass").split("\0")
    assert rest == ""
    columns = [values[at : at + files] for at in range(0, len(values), files)]
    for number in (1, 2, 4, 6):
        columns[number] = [int(value) for value in columns[number]]
    assert {FileState(*row) for row in zip(*columns, strict=True)} == set(states)


def test_a_catalog_of_the_first_version_is_read(tmp_path: Path) -> None:
    columns = (["/a", "/b"], ["12", "0"], ["7", "8"], ["ab", ""], ["3", "0"], ["", "why"])
    packed = zlib.compress("".join(f"{value}\0" for column in columns for value in column).encode())
    head = struct.pack("<8sII", b"NEWSCAT\x01", 2, zlib.crc32(packed, 2))
    assert catalog.decode(head + packed, tmp_path) == [
        FileState("/a", 12, 7, "ab", 3),
        FileState("/b", 0, 8, "", 0, "why"),
    ]


def test_batches_with_more_and_with_fewer_hashes_share_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_BATCH", 1)  # a document a batch
    index = create_index(tmp_path / "index")
    rows = [(), (1, 2), (3, 4, 5, 6), (7,)]
    write(index, [replace(story(number, "talks"), bands=row) for number, row in enumerate(rows)])
    (path,) = index.path.glob("*.cols")
    assert struct.unpack("<16I", Segment(path.read_bytes()).sections["bands"]) == (
        *(0, 0, 0, 0),
        *(1, 2, 0, 0),
        *(3, 4, 5, 6),
        *(7, 0, 0, 0),
    )


def test_many_heads_are_compressed_with_a_dictionary(tmp_path: Path) -> None:
    index = create_index(tmp_path / "index")
    stories = [story(number, "talks", title=f"Ferry strike in week {number} ends") for number in range(1100)]
    write(index, stories)
    (path,) = index.path.glob("*.cols")
    segment = Segment(path.read_bytes())
    assert segment.field("kind")["article"] == {number: [] for number in range(1100)}
    assert not segment.sections["kind.postings"]
    assert segment.sections["head.dictionary"]
    assert [cells(head) for head in segment.heads()] == [[each.id, each.block.title, None] for each in stories]
    reader = index.reader()
    assert [reader.head(number).title for number in range(1100)] == [each.block.title for each in stories]


def test_heads_that_are_little_beside_the_texts_are_kept_as_they_are(tmp_path: Path) -> None:
    index = create_index(tmp_path / "index")
    dice = random.Random(1)
    stories = [story(n, f"talks {dice.randbytes(2000).hex()}", title=f"Ferry {n}") for n in range(12)]
    write(index, stories)
    (path,) = index.path.glob("*.cols")
    segment = Segment(path.read_bytes())
    assert "head.dictionary" not in segment.sections
    assert [cells(head) for head in segment.heads()] == [[each.id, each.block.title, None] for each in stories]
    reader = index.reader()
    assert [reader.head(number).title for number in range(12)] == [each.block.title for each in stories]
    write(index, [], deleted=stories[:8])  # most are gone: the rest is written anew
    reader = index.reader()
    assert [reader.head(number).id for number in range(4)] == [each.id for each in stories[8:]]
