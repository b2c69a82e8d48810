"""How well text dumps are read: pages written for the project, labelled line by line, with floors that hold.

A block is found where a predicted one has its words (F1 of at least 0.9; its title's, where it has no text). What is
neither a labelled block nor an optional line is spurious. The floors hold with and without blank lines, and indented.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsearch.model import Block
from newsearch.pages.text import read_text

PAGES = Path(__file__).parent / "pages"
FLOORS = {
    "recall": 1.0,
    "precision": 1.0,
    "kind": 1.0,
    "title": 1.0,
    "authors": 1.0,
    "date": 1.0,
    "outlet": 1.0,
    "words": 0.985,
}
"""Shares over all pages. Lowering one needs a reason in the commit."""


Shape = Callable[[list[str]], list[str]]
"""The same lines as another program would save them."""


def words(text: str | None) -> list[str]:
    return re.findall(r"\w+", (text or "").casefold())


def norm(text: str | None) -> str:
    return " ".join(words(text))


def f1(a: list[str], b: list[str]) -> float:
    common = sum((Counter(a) & Counter(b)).values())
    return 2 * common / (len(a) + len(b)) if common else 0.0


def block_words(block: Block) -> list[str]:
    return words(block.body) or words(block.title)


def judge(name: str, label: dict[str, Any], sums: Counter[str], shape: Shape = list) -> None:
    lines = (PAGES / name).read_text(encoding="utf-8").split("\n")
    free = list(read_text("\n".join(shape(lines)), None, name).blocks)
    said = Counter(words(" ".join(f"{b.title or ''} {b.body}" for b in free)))
    for block in label["blocks"]:
        body = "\n".join(lines[block["body"][0] - 1 : block["body"][1]]) if block["body"] else block["title"]
        wanted = words(body)
        sums["gold"] += 1
        sums["gold words"] += len(wanted)
        sums["kept words"] += sum((Counter(wanted) & said).values())
        best = max(free, key=lambda b: f1(wanted, block_words(b)), default=None)
        if best is None or f1(wanted, block_words(best)) < 0.9:
            continue
        free.remove(best)
        sums["found"] += 1
        sums["kind"] += best.kind == block["kind"]
        sums["title"] += norm(best.title) == norm(block["title"])
        sums["authors"] += {norm(a) for a in best.authors} == {norm(a) for a in block["authors"]}
        sums["date"] += ((best.date or "")[:10] or None) == block["date"]
        if block["outlet"]:
            sums["outlets"] += 1
            sums["outlet"] += norm(best.outlet) in {norm(o) for o in block["outlet"]}
    optional = Counter(words("\n".join("\n".join(lines[a - 1 : b]) for a, b in label["optional"])))
    for block_left in free:
        these = block_words(block_left)
        covered = sum((Counter(these) & optional).values())
        sums["spurious"] += bool(these) and covered < 0.8 * len(these)


def without_blank_lines(lines: list[str]) -> list[str]:
    return [line for line in lines if line.strip()]


def with_blank_lines(lines: list[str]) -> list[str]:
    return [part for line in lines if line.strip() for part in (line, "")]


def indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]


SHAPES: tuple[Shape, ...] = (list, without_blank_lines, with_blank_lines, indented)


@pytest.fixture(scope="module", params=SHAPES, ids=lambda shape: shape.__name__)
def scores(request: pytest.FixtureRequest) -> dict[str, float]:
    labels = json.loads((PAGES / "text.json").read_text(encoding="utf-8"))
    sums: Counter[str] = Counter()
    for name, label in labels.items():
        judge(name, label, sums, request.param)
    found = sums["found"]
    assert len(labels) >= 45
    return {
        "recall": found / sums["gold"],
        "precision": found / (found + sums["spurious"]),
        **{key: sums[key] / found for key in ("kind", "title", "authors", "date")},
        "outlet": sums["outlet"] / sums["outlets"],
        "words": sums["kept words"] / sums["gold words"],
    }


@pytest.mark.parametrize("measure", FLOORS)
def test_reading_of_text_dumps_keeps_its_quality(scores: dict[str, float], measure: str) -> None:
    assert scores[measure] >= FLOORS[measure]
