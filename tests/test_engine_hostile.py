"""An index from a stranger runs no code and reads no file but its own."""

from __future__ import annotations

import json
import os
import pickle
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from engine_model import story

from newsearch.engine import catalog, commit, create_index, open_index, rebuild_index
from newsearch.engine.columns.file import SectionFile
from newsearch.engine.columns.layout import BLOCK_HEAD, EVERY, FIELD_STAT, SECTION, TRAILER
from newsearch.engine.columns.reader import SegmentReader
from newsearch.engine.columns.slices import read_blocks
from newsearch.engine.columns.store import SegmentFile
from newsearch.engine.contract import FileState
from newsearch.engine.index import DiskIndex, Snapshot
from newsearch.errors import IndexDamaged, IndexTrouble
from newsearch.search import Searcher


class Payload:
    """What unpickles to a call of the stranger's choice."""

    def __init__(self, touched: Path) -> None:
        self.touched = touched

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.touched),)


@pytest.fixture
def index(tmp_path: Path) -> DiskIndex:
    made = create_index(tmp_path / "index")
    with made.writer() as writer:
        writer.add(story(1, "strike"))
        writer.commit()
    return made


def test_a_hostile_table_of_contents_is_never_unpickled(index: DiskIndex, tmp_path: Path) -> None:
    touched = tmp_path / "touched"
    path = index.path / commit.toc_name(index.generation())
    manifest = commit.encode(commit.read_commit(index.path))
    path.write_bytes(pickle.dumps(Payload(touched)) + manifest)
    opened = open_index(index.path)
    assert opened.reader().document(0).block.body == "strike"
    assert opened.verify() == ()
    with opened.writer() as writer:
        writer.add(story(2, "talks"))
        writer.commit()
    with rebuild_index(index.path) as writer:
        writer.commit()
    assert not touched.exists()
    pickle.loads(pickle.dumps(Payload(touched)))
    assert touched.exists(), "the payload itself works"


def with_manifest(index: DiskIndex, change: dict[str, object]) -> None:
    """Give the index a manifest with a valid checksum and other content."""
    path = index.path / commit.toc_name(index.generation())
    data = path.read_bytes()
    length, _, magic = commit._TRAILER.unpack(data[-commit._TRAILER.size :])
    end = len(data) - commit._TRAILER.size
    raw = json.loads(data[end - length : end]) | change
    manifest = json.dumps(raw).encode()
    path.write_bytes(manifest + commit._TRAILER.pack(len(manifest), zlib.crc32(manifest), magic))


@pytest.mark.parametrize(
    "change",
    [
        {"catalog": "../../secret"},
        {"catalog": "/etc/passwd"},
        {"segments": [{"name": "../x", "documents": 1}]},
        {"segments": [{"name": "x", "documents": 1, "deletions": "../../x"}]},
        {"segments": [{"name": "x", "surprise": 1}]},
        {"segments": 7},
        {"settings": {"stemming": True, "surprise": 1}},
        {"generation": 99},
        {"segments": [{"name": "x", "documents": "1"}]},
        {"segments": [{"name": "x", "documents": -1}]},
        {"segments": [{"name": "x", "documents": 1, "deleted": 2}]},
        {"segments": [{"name": "x", "documents": 1, "deletions": 7}]},
        {"segments": [{"name": "x", "documents": 1}] * 2},
        {"catalog": 7},
        {"settings": {"k1": "1.8"}},
        {"settings": {"k1": float("nan")}},
        {"settings": {"field_weights": {"body": None}}},
        {"settings": {"field_b": [0.7]}},
        {"settings": {"stemming": "yes"}},
    ],
)
def test_a_manifest_that_reaches_outside_or_makes_no_sense_is_refused(
    index: DiskIndex, change: dict[str, object]
) -> None:
    with_manifest(index, change)
    with pytest.raises(IndexDamaged, match="newsearch rebuild"):
        open_index(index.path)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"documents": 2}, "1 documents, 1 stored, commit says 2"),
        ({"digest": 7}, "the documents are not those of the commit"),
        ({"deletions": "MAIN_x.1.del"}, "MAIN_x.1.del is missing"),
        ({"name": "gone"}, "MAIN_gone.cols is missing"),
    ],
)
def test_verify_sees_a_manifest_that_tells_of_other_segments(
    index: DiskIndex, change: dict[str, object], said: str
) -> None:
    (info,) = commit.read_commit(index.path).segments
    with_manifest(index, {"segments": [info._asdict() | change], "whoosh_crc32": zlib.crc32(b"")})
    (problem,) = index.verify()
    assert problem.endswith(f"{said}. {commit.REPAIR}")


@pytest.mark.parametrize(
    ("name", "data"),
    [("body.stat", bytes(31)), ("store.index", bytes(15)), ("digest.numbers", b"\x02abc")],
)
def test_verify_names_a_segment_that_makes_no_sense_although_its_checksums_hold(
    index: DiskIndex, name: str, data: bytes
) -> None:
    path = with_section(index, name, data)
    (problem,) = index.verify()
    assert path.name in problem and problem.endswith(commit.REPAIR)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("kind.ordinals", "the kind of a document is not among the values"),
        ("author.ordinals", "an author of a document is not among the values"),
        ("body.lengths", "the lengths of body are not those of 1 occurrences"),
    ],
)
def test_verify_names_a_column_that_does_not_fit_the_others(index: DiskIndex, name: str, said: str) -> None:
    with index.writer() as writer:
        writer.delete_file("/saved/page1.html")
        writer.add(story(2, "strike", authors=("Ana Ruiz",)))
        writer.commit()
    (segment,) = index.reader().stores
    section = bytes(segment.section(name))
    assert with_section(index, name, section[:1] + bytes([99]) + section[2:])
    assert said in " ".join(index.verify())


def test_a_dictionary_of_more_terms_than_its_blocks_can_hold_is_not_made(index: DiskIndex) -> None:
    (stat,) = (segment.stat("body") for segment in index.reader().stores)
    with_section(index, "body.stat", FIELD_STAT.pack(*stat._replace(terms=1 << 31)))
    with pytest.raises(IndexDamaged, match="2147483648 terms"):
        index.reader().segments[0].places("body")


def test_documents_of_a_term_are_not_made_when_the_segment_does_not_hold_them(index: DiskIndex) -> None:
    """Of a term that all documents have only the count is stored."""
    words = b"strike"
    block = BLOCK_HEAD.pack(1, 4, 0, 1, len(words)) + bytes([EVERY, 1]) + struct.pack("<I", 1 << 31) + words
    frame = zstandard.ZstdCompressor().compress(block)
    path = segment_of(
        index,
        1,
        body_terms=frame,
        body_frames=bytes((1, len(frame))),
        body_index=struct.pack("<QQI6s", 0, 8, 6, words),
        body_stat=struct.pack("<QQIIII", 1, 1, 1, 1, 1, 1),
    )
    with pytest.raises(IndexDamaged, match="a term of 2147483648 documents"):
        SegmentFile(path).term("body", "strike")
    with pytest.raises(IndexDamaged, match="of more documents than it holds"):
        SegmentReader(path).places("body")
    with pytest.raises(IndexDamaged, match="postings of body that make no sense"):
        read_blocks(SegmentReader(path), "body", 0, 1)


def test_a_search_that_an_index_breaks_is_told_as_damage(index: DiskIndex) -> None:
    with_section(index, "body.stat", bytes(31))
    with pytest.raises(IndexDamaged, match=r"\.cols cannot be read.*newsearch rebuild"):
        Searcher(open_index(index.path)).search("strike")


def test_a_timeline_of_days_that_no_calendar_has_is_told_as_damage(index: DiskIndex) -> None:
    with_section(index, "day", struct.pack("<i", 1 << 24))
    assert "a day that no calendar has" in " ".join(index.verify())
    with pytest.raises(IndexDamaged, match="a day that no calendar has"):
        Searcher(open_index(index.path)).timeline("strike")


def test_a_search_that_breaks_over_a_sound_index_stays_a_fault_of_ours(
    index: DiskIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Snapshot, "search", broken)
    with pytest.raises(ZeroDivisionError):
        Searcher(open_index(index.path)).search("strike")


@pytest.mark.parametrize(
    ("name", "start"), [("form.stat", b""), ("body.index", struct.pack("<Q", 9)), ("number.numbers", b"\x02")]
)
def test_verify_reads_what_a_merge_would(index: DiskIndex, name: str, start: bytes) -> None:
    (segment,) = index.reader().stores
    section = bytes(segment.section(name))
    path = with_section(index, name, start + (section[len(start) :] if start else b"\xff" * len(section)))
    (problem,) = index.verify()
    assert path.name in problem and problem.endswith(commit.REPAIR)


@pytest.mark.parametrize(
    ("stream", "place", "told", "instead"),
    [("docs", 0, 1, 200), ("docs", 1, 1, 0), ("freqs", 0, 0b10, 0b11)],
    ids=["a document that there is not", "a document twice", "more occurrences than positions"],
)
def test_verify_sees_postings_that_make_no_sense(
    index: DiskIndex, stream: str, place: int, told: int, instead: int
) -> None:
    with index.writer() as writer:
        writer.delete_file("/saved/page1.html")
        for number, body in enumerate(("talks", "ferry talks", "ferry ferry"), 2):
            writer.add(story(number, body))
        writer.commit()
    (segment,) = index.reader().stores
    ferry = segment.term("body", "ferri")
    assert ferry is not None
    postings = bytearray(segment.section("body.postings"))
    at = getattr(ferry, f"{stream}_at") - segment._sections["body.postings"][0] + place
    assert postings[at] == told
    postings[at] = instead
    with_section(index, "body.postings", bytes(postings))
    assert "the postings of body" in " ".join(index.verify())


def test_verify_reads_each_document(index: DiskIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    with index.writer() as writer:
        writer.delete_file("/saved/page1.html")
        for number in range(2, 12):
            writer.add(story(number, "talks"))
        writer.commit()
    monkeypatch.setattr("newsearch.engine.verify._SAMPLE", 0)
    assert index.verify() == ()
    (segment,) = index.reader().stores
    with_section(index, "head.data", b"\0" + bytes(segment.section("head.data"))[1:])
    (problem,) = index.verify()
    assert "is altered near byte" in problem


def test_nothing_is_read_past_the_sections(index: DiskIndex) -> None:
    (segment,) = index.reader().stores
    with pytest.raises(IndexDamaged, match="has no bytes 8 to"):
        segment.read(8, 1 << 40)


def test_a_directory_without_a_sum_for_each_chunk_is_refused(index: DiskIndex) -> None:
    (segment,) = index.reader().stores
    raw = segment.path.read_bytes()
    at, count, *_ = TRAILER.unpack(raw[-TRAILER.size :])
    tables = raw[at : -TRAILER.size - 4]
    trailer = TRAILER.pack(at, count, zlib.crc32(tables, count), len(raw) - 4, raw[-8:])
    segment.path.write_bytes(raw[:at] + tables + trailer)
    with pytest.raises(IndexDamaged, match="directory that makes no sense"):
        index.reader()


def test_a_merge_that_an_index_breaks_is_told_as_damage(index: DiskIndex) -> None:
    with index.writer() as writer:
        for number in range(2, 6):
            writer.add(story(number, "talks"))
        writer.commit()
    path = max(index.path.glob("*.cols"), key=lambda path: path.stat().st_size)
    before = index.generation()
    broken = with_section(index, "number.numbers", b"\x02" + bytes(5), path)
    with (
        pytest.raises(IndexDamaged, match=rf"{broken.name} cannot be read.*newsearch rebuild"),
        index.writer() as writer,
    ):
        for number in range(2, 5):
            writer.delete_file(f"/saved/page{number}.html")
        writer.commit()
    assert index.generation() == before


def test_a_section_that_reaches_past_its_file_is_refused(index: DiskIndex) -> None:
    (segment,) = index.reader().stores
    raw = segment.path.read_bytes()
    at, count, *_ = TRAILER.unpack(raw[-TRAILER.size :])
    tables = bytearray(raw[at : -TRAILER.size])
    name, start, _ = SECTION.unpack_from(tables)
    SECTION.pack_into(tables, 0, name, start, at)
    trailer = TRAILER.pack(at, count, zlib.crc32(tables, count), len(raw), raw[-8:])
    segment.path.write_bytes(raw[:at] + tables + trailer)
    with pytest.raises(IndexDamaged, match="directory that makes no sense"):
        index.reader()


def with_section(index: DiskIndex, name: str, data: bytes, path: Path | None = None) -> Path:
    """Give a section of the index's only segment, or of the one at `path`, another content, and valid checksums."""
    (segment,) = (store for store in index.reader().stores if path in (None, store.path))
    sections = {known: bytes(segment.section(known)) for known in sections_of(segment.path)}
    assert name in sections
    segment.path.unlink()
    rewritten = SectionFile(segment.path)
    for known, kept in sections.items():
        rewritten.put(known, data if known == name else kept)
    rewritten.finish()
    return segment.path


def sections_of(path: Path) -> list[str]:
    raw = path.read_bytes()
    at, count, *_ = TRAILER.unpack(raw[-TRAILER.size :])
    names = (SECTION.unpack_from(raw, at + number * SECTION.size)[0] for number in range(count))
    return [name.rstrip(b"\0").decode() for name in names]


def test_verify_sees_a_catalog_that_is_gone_or_altered(index: DiskIndex) -> None:
    with index.writer() as writer:
        writer.put_file(FileState("/saved/page1.html", 1, 2, "d", 1))
        writer.commit()
    path = index.path / commit.read_commit(index.path).catalog
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert "altered" in " ".join(index.verify())
    path.unlink()
    assert index.verify() == (f"{path} is missing. {commit.REPAIR}",)


def test_a_manifest_of_brackets_is_refused(index: DiskIndex) -> None:
    path = index.path / commit.toc_name(index.generation())
    manifest = b"[" * 100_000
    path.write_bytes(manifest + commit._TRAILER.pack(len(manifest), zlib.crc32(manifest), commit._MAGIC))
    with pytest.raises(IndexDamaged, match="newsearch rebuild"):
        open_index(index.path)


@pytest.mark.parametrize(
    ("count", "packed"),
    [
        (1, b"no zlib"),
        (1, zlib.compress(b"a\0")),
        (1 << 31, zlib.compress(b"a\0" * 6)),
        (1, zlib.compress(b"a\0b\0c\0d\0e\0f\0")),
        (1, zlib.compress(b"\xff\0" * 6)),
        (1, zlib.compress(bytes(5000))),
    ],
)
def test_a_catalog_that_makes_no_sense_or_claims_to_be_enormous_is_refused(
    tmp_path: Path, count: int, packed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog, "_MOST", 4000)
    path = tmp_path / "MAIN_catalog.1.files"
    path.write_bytes(catalog._HEAD.pack(catalog._MAGIC, count, zlib.crc32(packed, count)) + packed)
    with pytest.raises(IndexDamaged, match=r"MAIN_catalog.*newsearch rebuild"):
        catalog.read(path)


def test_deletions_of_more_documents_than_the_file_has_bits_are_not_made(tmp_path: Path) -> None:
    path = tmp_path / "MAIN_x.1.del"
    path.write_bytes(struct.pack("<II", (1 << 32) - 1, 0))
    with pytest.raises(IndexDamaged, match="MAIN_x"):
        commit.read_deletions(path, (1 << 32) - 1)


def test_a_record_that_claims_to_be_enormous_is_refused(index: DiskIndex) -> None:
    """A small frame may promise terabytes; nothing is allocated for it."""
    frame = b"\x28\xb5\x2f\xfd\xe0" + struct.pack("<Q", 1 << 45) + b"\x01\x00\x00"
    path = index.path / "bomb.cols"
    file = SectionFile(path)
    file.start("store.data")
    at = file.tell()
    file.write(struct.pack("<I", len(frame)) + frame)
    file.put("store.index", struct.pack("<QQ", 0, at))
    file.put("docs", struct.pack("<Q", 1))
    file.finish()
    with pytest.raises(IndexDamaged, match="near byte"):
        SegmentFile(path).stored_bytes(0)


def segment_of(index: DiskIndex, documents: int, **sections: bytes) -> Path:
    """A segment file whose checksums hold."""
    path = index.path / "hostile.cols"
    file = SectionFile(path)
    for name, data in sections.items():
        file.put(name.replace("_", "."), data)
    file.put("docs", struct.pack("<Q", documents))
    file.finish()
    return path


def test_a_group_of_heads_that_claims_to_be_enormous_is_refused(index: DiskIndex) -> None:
    frame = b"\x28\xb5\x2f\xfd\xe0" + struct.pack("<Q", 1 << 45) + b"\x01\x00\x00"
    ends = bytes((1, len(frame)))
    path = segment_of(index, 1, head_dictionary=b"", head_data=frame, head_ends=ends)
    with pytest.raises(IndexDamaged, match="near byte"):
        SegmentFile(path).head(0)


def test_a_dictionary_that_claims_to_be_enormous_is_refused(index: DiskIndex) -> None:
    frame = b"\x28\xb5\x2f\xfd\xe0" + struct.pack("<Q", 1 << 45) + b"\x01\x00\x00"
    path = segment_of(
        index,
        1,
        body_terms=frame,
        body_frames=bytes((1, len(frame))),
        body_index=struct.pack("<QQI4s", 0, 8, 4, b"news"),
        body_stat=struct.pack("<QQIIII", 1, 1, 1, 1, 1, 1),
    )
    with pytest.raises(IndexDamaged, match="near byte"):
        SegmentFile(path).term("body", "news")


def test_a_column_of_more_documents_than_the_file_can_hold_is_not_made(index: DiskIndex) -> None:
    usual = b"\x81\x07" + bytes(4)
    assert list(SegmentFile(segment_of(index, 3, number_numbers=usual)).column_view("number")) == [7, 7, 7]
    (index.path / "hostile.cols").unlink()
    path = segment_of(index, 1 << 50, number_numbers=usual)
    with pytest.raises(IndexDamaged, match="says that it holds"):
        SegmentFile(path)
    path.unlink()
    path = segment_of(index, 3, number_numbers=b"\xff" + bytes(200))
    with pytest.raises(IndexDamaged, match="127 bytes"):
        SegmentFile(path).column_view("number")


@pytest.fixture
def changed(index: DiskIndex) -> DiskIndex:
    """An index with a file of every sort."""
    with index.writer() as writer:
        for number in (2, 3, 4):
            writer.add(story(number, "talks"))
        writer.put_file(FileState("/saved/page2.html", 1, 2, "d", 1))
        writer.commit()
    with index.writer() as writer:
        writer.delete_file("/saved/page3.html")
        writer.commit()
    return index


def pipe(path: Path) -> None:
    os.mkfifo(path)


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
@pytest.mark.parametrize("put", [pipe, loop, device, Path.mkdir])
@pytest.mark.parametrize("suffix", [".toc", ".cols", ".files", ".del"])
def test_what_is_no_file_is_named_and_not_waited_for(
    changed: DiskIndex, suffix: str, put: Callable[[Path], None]
) -> None:
    path = max(each for each in changed.path.iterdir() if each.suffix == suffix)
    path.unlink()
    put(path)
    (problem,) = changed.verify()
    assert problem == f"{path} is not a file. {commit.REPAIR}"
    with pytest.raises(IndexDamaged, match=rf"{path.name} is not a file"), changed.writer() as writer:
        writer.files()
    with rebuild_index(changed.path) as writer:
        writer.commit()
    assert changed.verify() == ()


def test_a_commit_that_is_a_link_to_nowhere_is_damage_and_no_missing_index(index: DiskIndex) -> None:
    path = index.path / commit.toc_name(index.generation())
    path.unlink()
    path.symlink_to("nowhere")
    with pytest.raises(IndexDamaged, match=r"leads nowhere.*newsearch rebuild"):
        open_index(index.path)


def test_a_writer_does_not_write_through_links(changed: DiskIndex, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Ana")
    lock = changed.path / "MAIN_WRITELOCK"
    lock.unlink()
    lock.symlink_to(letter)
    with pytest.raises(IndexTrouble, match=r"MAIN_WRITELOCK.* is not a file\. Delete it"):
        changed.writer()
    lock.unlink()
    # The name that the next catalog gets; a commit that names it keeps it from being cleared away.
    following = f"MAIN_catalog.{changed.generation() + 1}.files"
    kept = changed.path / commit.read_commit(changed.path).catalog
    (changed.path / following).symlink_to(letter)
    with_manifest(changed, {"catalog": following, "whoosh_crc32": None})
    letter.write_bytes(kept.read_bytes())
    with changed.writer() as writer:
        writer.put_file(FileState("/saved/page9.html", 1, 2, "d", 0))
        writer.commit()
    assert catalog.read(letter) == [FileState("/saved/page2.html", 1, 2, "d", 1)]


@pytest.mark.parametrize(
    ("version", "advice"),
    [(4, r"reads 3\. Use a newer newsearch, or build the index anew"), (2, r"reads 3\. Build the index anew")],
)
def test_a_segment_of_another_version_says_what_reads_it(index: DiskIndex, version: int, advice: str) -> None:
    (segment,) = index.reader().stores
    segment.path.write_bytes(segment.path.read_bytes()[:-1] + bytes([version]))
    with pytest.raises(IndexDamaged, match=rf"has format version {version}, this newsearch {advice}"):
        index.reader()


def test_a_catalog_of_another_version_says_what_reads_it(changed: DiskIndex) -> None:
    path = changed.path / commit.read_commit(changed.path).catalog
    data = bytearray(path.read_bytes())
    data[len(catalog._MAGIC) - 1] = 3
    path.write_bytes(data)
    with pytest.raises(IndexDamaged, match="has format version 3, this newsearch reads 2"):
        list(changed.reader().files())
