"""Near-identical blocks share a band; different ones do not."""

from __future__ import annotations

import random
from pathlib import Path

from fake_engine import FakeIndex, document
from hypothesis import given
from hypothesis import strategies as st

from newsearch import engine
from newsearch.engine.columns.bands import BANDS, bands_of
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
    one, other = bands_of([left, right])
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
    for bands in bands_of(["gas", "two words", story(3), "谁是总统？" * 30]):
        assert len(bands) == BANDS
        assert all(0 < band < 2**32 for band in bands)
    assert bands_of(["", " – … ", "。 ★"]) == [(), (), ()]
    assert bands_of([]) == []


@given(
    st.lists(
        st.text(max_size=60) | st.sampled_from(["gas", "two words", "three small words", "港口今天重新开放", story(3)])
    )
)
def test_the_bands_of_a_text_do_not_depend_on_those_beside_it(texts: list[str]) -> None:
    assert bands_of(texts) == [bands for text in texts for bands in bands_of([text])]


@given(
    st.lists(st.text("abcdeéñßøшіงά０", min_size=1, max_size=12), min_size=1, max_size=8),
    st.sampled_from([" ", "\n\n", ", ", " – ", "\xa0", "…", "。", "” “", "،", " 😀 ", "!"]),
)
def test_signs_and_white_space_part_words_and_count_for_nothing(words: list[str], sign: str) -> None:
    assert bands_of([sign.join(words)]) == bands_of([f"({' '.join(words)}) "])


def test_each_word_of_a_run_counts_and_so_does_its_place() -> None:
    texts = [
        "gas price doubled",
        "gas price halved",
        "gas costs doubled",
        "oil price doubled",
        "price gas doubled",
        "gas price",
    ]
    texts += ["gas", "gas gas", "gas gas gas", "internationalisation", "internationalization", "internation"]
    assert len(set(bands_of(texts))) == len(texts)


def test_a_teaser_without_text_is_told_by_its_title(tmp_path: Path) -> None:
    blocks = [
        Block("teaser", title=title) for title in ("Gas crisis at Lake Orsha", "GAS CRISIS at Lake Orsha", "Gas price")
    ]
    blocks.append(Block("teaser", title="Ferries", standfirst="Gas crisis at Lake Orsha"))
    blocks.append(Block("teaser", title="Gas crisis at Lake Orsha", body="The price has doubled."))
    with engine.create_index(tmp_path / "index").writer() as writer:
        for number, block in enumerate(blocks):
            writer.add(Document(f"b{number}", block, f"/saved/{number}.html", bands=None))
        writer.commit()
    reader = engine.open_index(tmp_path / "index").reader()
    first, second, price, standfirst, body = (reader.document(number).bands for number in range(len(blocks)))
    assert first == second == standfirst
    assert len({first, price, body}) == 3


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
