"""How well pages that hold several things are read: pages written for the project, with floors that hold.

The pages have the shapes that saved pages have: a section of cards, a blog's front page, an article with teasers, a
dated list and comments, a live blog, one without headlines, a thread with replies, cards with kickers and short titles.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from newsearch.model import Block
from newsearch.pages import read_page

PAGES = Path(__file__).parent / "pages"
LABELS: dict[str, dict[str, Any]] = json.loads((PAGES / "entries.json").read_text(encoding="utf-8"))
FLOORS = {
    "recall": 1.0,
    "precision": 1.0,
    "kind": 1.0,
    "title": 1.0,
    "authors": 1.0,
    "date": 1.0,
    "url": 1.0,
    "body": 1.0,
}
"""Shares of the blocks, all pages together. Lowering one needs a reason in the commit."""


def entries(name: str) -> list[Block]:
    return [block for block in read_page((PAGES / name).read_bytes(), name=name).blocks if block.kind != "other"]


def paired(labels: list[dict[str, Any]], found: list[Block]) -> list[tuple[dict[str, Any], Block]]:
    """Labels and blocks of one title, or of one text where there is none."""
    blocks = {block.title or block.body: block for block in found}
    return [(label, blocks[key]) for label in labels if (key := label["title"] or "\n\n".join(label["body"])) in blocks]


def test_the_scores_hold() -> None:
    counts: Counter[str] = Counter()
    for name, label in LABELS.items():
        found = entries(name)
        pairs = paired(label["blocks"], found)
        counts["labelled"] += len(label["blocks"])
        counts["found"] += len(found)
        counts["pairs"] += len(pairs)
        for wanted, block in pairs:
            counts["kind"] += block.kind == wanted["kind"]
            counts["title"] += block.title == wanted["title"]
            counts["authors"] += wanted["authors"] is None or block.authors == tuple(wanted["authors"])
            counts["date"] += (block.date and block.date[:10]) == wanted["date"]
            counts["url"] += block.url == wanted["url"]
            counts["body"] += block.body == "\n\n".join(wanted["body"])
    scores = {name: counts[name] / counts["pairs"] for name in FLOORS}
    scores |= {"recall": counts["pairs"] / counts["labelled"], "precision": counts["pairs"] / counts["found"]}
    assert scores == {name: pytest.approx(max(scores[name], floor)) for name, floor in FLOORS.items()}


@pytest.mark.parametrize("name", LABELS)
def test_what_stands_around_is_in_no_entry_and_still_findable(name: str) -> None:
    blocks = read_page((PAGES / name).read_bytes(), name=name).blocks
    rest = "\n".join(block.body for block in blocks if block.kind == "other")
    for text in LABELS[name]["without"]:
        assert not any(text in block.body for block in blocks if block.kind != "other")
    assert [text for text in LABELS[name]["without"] if text not in rest] == []


@pytest.mark.parametrize("name", LABELS)
def test_entries_come_in_the_order_of_the_page(name: str) -> None:
    lines = [block.position.first_line for block in entries(name) if block.position]
    assert lines == sorted(lines)
    assert len(lines) == len(entries(name))
