"""How well the main story of a page is read: pages written for the project, with floors that hold.

The pages have the shapes that saved pages have: names of classes that mean and do not mean what they say, tables for
layout, text straight in `div`s, paragraphs hidden until a button is pressed, tags and links never closed.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from newsearch.model import Block
from newsearch.pages import read_page

PAGES = Path(__file__).parent / "pages"
LABELS: dict[str, dict[str, Any]] = json.loads((PAGES / "html.json").read_text(encoding="utf-8"))
FLOORS = {"precision": 1.0, "recall": 1.0, "paragraphs": 1.0, "title": 1.0, "captions": 1.0}
"""Means over the pages. Raise them when the reader gets better; lowering one needs a reason in the commit."""


def words(text: str) -> list[str]:
    return re.findall(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+", text.casefold())


def story(name: str) -> Block:
    blocks = read_page((PAGES / name).read_bytes(), name=name).blocks
    return max((block for block in blocks if block.kind == "article"), key=lambda block: len(block.body))


def test_the_scores_hold() -> None:
    sums: Counter[str] = Counter()
    for name, label in LABELS.items():
        block = story(name)
        wanted, got = Counter(words(" ".join(label["body"]))), Counter(words(block.body))
        common = sum((wanted & got).values())
        paragraphs = block.body.split("\n\n")
        sums["precision"] += common / sum(got.values())
        sums["recall"] += common / sum(wanted.values())
        sums["paragraphs"] += sum(text in paragraphs for text in label["body"]) / len(label["body"])
        sums["title"] += block.title == label["title"]
        sums["captions"] += all(caption in block.captions for caption in label["captions"])
    scores = {name: sums[name] / len(LABELS) for name in FLOORS}
    assert scores == {name: pytest.approx(max(scores[name], floor)) for name, floor in FLOORS.items()}


@pytest.mark.parametrize("name", LABELS)
def test_what_stands_around_a_story_is_not_in_it(name: str) -> None:
    body = story(name).body
    assert [text for text in LABELS[name]["without"] if text in body] == []


@pytest.mark.parametrize("name", LABELS)
def test_every_word_of_a_page_is_in_a_block(name: str) -> None:
    source = (PAGES / name).read_text(encoding="utf-8")
    blocks = read_page(source.encode(), name=name).blocks
    said = " ".join(
        f"{block.title or ''} {block.body} {' '.join(block.captions)} {block.standfirst or ''}" for block in blocks
    )
    for text in LABELS[name]["body"] + LABELS[name]["without"]:
        if text in source and text != "とうだい":
            assert words(text) == [word for word in words(text) if word in words(said)]
