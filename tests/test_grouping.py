"""Near-identical blocks share a band; different ones do not."""

from __future__ import annotations

import random
from pathlib import Path

from fake_engine import FakeIndex, document

from newsearch import engine
from newsearch.grouping import BANDS, bands_of
from newsearch.model import Block, Document
from newsearch.search import Searcher

TEXT = """
lake ferry minister gas price border soldier treaty bridge town market winter harvest union council river harbour
strike school doctor engine signal tower island valley mountain forest road train station letter paper radio voice crowd
street window garden summer autumn spring history science museum library hospital island captain sailor pilot farmer
"""
WORDS = TEXT.split()


def story(seed: int, length: int = 150) -> str:
    dice = random.Random(seed)
    return " ".join(dice.choice(WORDS) for _ in range(length))


def alike(left: str, right: str) -> bool:
    one, other = bands_of(Block("article", body=left)), bands_of(Block("article", body=right))
    return any(a == b for a, b in zip(one, other, strict=True))


def test_one_story_saved_with_other_surroundings_is_one_group() -> None:
    text = story(1)
    assert alike(text, text.upper())
    assert alike(text, "NORTHPORT (Wire) — " + text + "\n\nReporting by A. Lee; editing by B. Aalto")
    assert alike(text, text.replace(" ", ", "))
    assert alike(text, text[: len(text) * 9 // 10])


def test_a_corrected_word_or_two_changes_no_group() -> None:
    for seed in range(20):
        words = story(seed).split()
        words[seed * 3] = "corrected"
        assert alike(story(seed), " ".join(words))


def test_a_wire_story_that_was_cut_is_still_the_same_story() -> None:
    text = story(7, 1200)
    assert alike(text, text[: len(text) // 2])


def test_different_stories_are_different_groups() -> None:
    texts = [story(seed) for seed in range(60)]
    assert not any(alike(texts[i], texts[j]) for i in range(60) for j in range(i))


def test_bands_are_as_many_numbers_of_32_bits_or_none() -> None:
    for text in ("gas", "two words", story(3), "谁是总统？" * 30):
        bands = bands_of(Block("article", body=text))
        assert len(bands) == BANDS
        assert all(0 < band < 2**32 for band in bands)
    assert bands_of(Block("article", body=" – … ")) == ()


def test_a_teaser_without_text_is_told_by_its_title() -> None:
    assert bands_of(Block("teaser", title="Gas crisis at Lake Orsha")) == bands_of(
        Block("teaser", title="GAS CRISIS at Lake Orsha")
    )
    assert bands_of(Block("teaser", title="Gas crisis")) != bands_of(Block("teaser", title="Gas price"))


def test_text_without_spaces_is_compared_by_characters() -> None:
    text = (
        "北京大学的研究人员周三表示湖边的天然气价格在一周内翻了一番部长随后辞职市民在渡口排队抗议价格上涨警察封锁了桥梁"
    )
    assert alike(text * 2, "据报道" + text * 2)
    assert not alike(text, "".join(reversed(text)))


def copies() -> list[Document]:
    dice = random.Random(5)
    return [
        document(
            block_id=f"b{number}",
            title="Gas",
            body="gas " * dice.randint(1, 9) + "word " * dice.randint(1, 3),
            number=number,
            bands=[dice.randint(1, 60) for _ in range(3)] if number % 5 else [],
        )
        for number in range(120)
    ]


def pairwise(ranked: list[Document]) -> list[tuple[str, tuple[str, ...]]]:
    """Groups by comparing each block with all before it: it joins the row of its first band that one of them has."""
    rows: list[list[Document]] = []
    for number, each in enumerate(ranked):
        kin = [
            next((other for other in ranked[:number] if band and band == (*other.bands, 0, 0, 0)[place]), None)
            for place, band in enumerate(each.bands)
        ]
        first = next((other for other in kin if other is not None), None)
        row = next((row for row in rows if first in row), None) if first else None
        if row is None:
            rows.append([each])
        else:
            row.append(each)
    return [(row[0].id, tuple(other.id for other in row[1:])) for row in rows]


def test_the_engine_groups_as_comparing_all_pairs_would_on_every_page(tmp_path: Path) -> None:
    index = engine.create_index(tmp_path / "index")
    with index.writer() as writer:
        for each in copies():
            writer.add(each)
        writer.commit()
    for searcher in (Searcher(index), Searcher(FakeIndex(copies()))):
        expected = pairwise([hit.document for hit in searcher.search("gas", limit=200, group=False).hits])
        assert 10 < len(expected) < 100
        for offset in range(0, len(expected), 7):
            page = searcher.search("gas", limit=7, offset=offset)
            assert [(hit.document.id, hit.more) for hit in page.hits] == expected[offset : offset + 7]
            assert page.total == 120
