"""Pages are hostile: markup, escape sequences and bidirectional tricks in every field stay plain text in the UI."""

from __future__ import annotations

import asyncio
import os
import random
import time

import pytest
from fake_archive import FakeArchive, made_up, renamed
from rich.cells import cell_len
from tui_pilot import Desk, tell

from newsearch.model import Block, Document, Span
from newsearch.tui import paint
from newsearch.tui.keys import ACTIONS
from newsearch.tui.reading import Marks, lay_out, passages

HOSTILE = (
    "[/foo] [bold]not bold[/bold] [@click=app.quit]quit[/]",
    "\x1b[31mred\x1b[0m and \x1b]8;;http://evil.example\x07a link\x1b]8;;\x07",
    "\u202egnihtyreve sesrever\u202c \u2066isolated\u2069",
    "\x9b2J \x07 \x08 \x00 \r back \x0b\x0c",
    "$primary $text [$error]boo[/]",
    "日本語の見出し、全角文字が並ぶ長い題名です" * 3,
    "عنوان باللغة العربية وكلمات أخرى كثيرة",
    "a\u0301\u0302\u0303 \U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1eb\U0001f1ee z",
    "x" * 5000,
    "",
)
CONTROLS = set(map(chr, [*range(32), *range(127, 160)])) | set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def hostile_document(number: int) -> Document:
    text = HOSTILE[number % len(HOSTILE)]
    block = Block(
        kind="article",
        title=text,
        authors=(text,),
        date="2022-01-05",
        outlet=text,
        body=f"{text}\n\n{text} csto",
        provenance={"date": text},
        url=text,
        standfirst=text,
        captions=(text,),
    )
    return Document(f"h{number}", block, f"/archive/{text[:20]}.html".replace("\x00", ""), language="en")


def test_nothing_of_a_page_reaches_the_terminal_as_control_or_markup() -> None:
    async def story(desk: Desk) -> None:
        def clean() -> None:
            shown = desk.screen()
            assert not CONTROLS & set(shown.replace("\n", ""))

        clean()
        assert "[/foo] [bold]not bold" in desk.screen()
        await desk.type("csto")
        await desk.press("escape", "f", "j", "enter", "escape", "t", "enter")
        clean()
        await desk.press("X", "escape", "G", "m", "g")
        clean()
        await desk.pilot.press("enter")
        await desk.until(lambda: desk.app.screen is not desk.main and desk.reader.document)
        await desk.pilot.press("p")
        for _ in HOSTILE:
            clean()
            await desk.pilot.press("tab", "tab", "right")
            await desk.pilot.pause(0.05)

    tell(story, FakeArchive(documents=[hostile_document(n) for n in range(30)], group_every=4), size=(100, 30))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("width", [1, 2, 7, 40])
def test_every_line_is_exactly_as_wide_as_it_should_be(text: str, width: int) -> None:
    from rich.style import Style

    strip = paint.strip(paint.marked(text, [Span(1, 3)], Style(), Style(bold=True)), width, Style())
    assert cell_len(strip.text) == width
    assert cell_len(paint.clip(paint.plain(text), width)) <= width
    shown, spans = paint.window(text, [Span(min(30, len(text)), min(33, len(text)))], width)
    assert all(0 <= span.start <= span.end <= len(shown) for span in spans)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_layout_keeps_every_match_inside_its_line(text: str) -> None:
    document = renamed(made_up(1), title=text, body=f"{text}\n\n{text}")
    spans = tuple(Span(at, at + 2) for at in range(0, max(0, len(text) - 2), 5))
    for width in (8, 30, 90):
        layout = lay_out(passages(document, Marks(spans, spans)), width)
        for line in layout.lines:
            assert cell_len(line.text) + line.indent <= max(width, 8) + 1
            assert all(0 <= start < end for start, end, _ in line.matches)


def test_right_to_left_paragraphs_stand_at_the_right() -> None:
    document = renamed(made_up(1), title="عنوان", body="Latin text.\n\nنص عربي")
    layout = lay_out(passages(document, Marks()), 40)
    indents = {line.text: line.indent for line in layout.lines if line.text}
    assert indents["عنوان"] == 40 - cell_len("عنوان")
    assert indents["Latin text."] == 0


SECONDS = float(os.environ.get("NEWSEARCH_FUZZ_SECONDS", "2"))
"""A minute is a fair trial: NEWSEARCH_FUZZ_SECONDS=60 pytest tests/test_tui_hostile.py -k random"""


def test_random_keys_never_raise() -> None:
    seed = int(os.environ.get("NEWSEARCH_FUZZ_SEED", "0")) or random.randrange(1, 10**6)
    random_ = random.Random(seed)
    keys = sorted({key for action in ACTIONS for key in action.keys.split(",")})
    keys += [
        "tab",
        "shift+tab",
        "backspace",
        "delete",
        "space",
        "enter",
        "escape",
        '"',
        "(",
        ":",
        "c",
        "s",
        "t",
        "o",
        "ctrl+p",
    ]
    sizes = [(80, 24), (120, 36), (40, 10), (200, 60), (20, 5)]

    async def stay() -> None:
        """Quitting is a key, a click and a command away."""

    async def story(desk: Desk) -> None:
        desk.app.action_quit = stay  # type: ignore[method-assign]
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            if random_.random() < 0.03:
                await desk.pilot.resize_terminal(*random_.choice(sizes))
            if random_.random() < 0.1:
                width, height = desk.app.size
                at = (random_.randrange(width), random_.randrange(height))
                await desk.pilot.click(offset=at, times=random_.choice((1, 1, 2)))
            await desk.pilot.press(*random_.choices(keys, k=5))
            if not desk.app.is_running:
                raise AssertionError(f"the app has ended; NEWSEARCH_FUZZ_SEED={seed}")
            await asyncio.sleep(0)

    documents = [hostile_document(n) if n % 3 else made_up(n) for n in range(400)]
    try:
        tell(story, FakeArchive(documents=documents, group_every=3))
    except BaseException as error:
        error.add_note(f"NEWSEARCH_FUZZ_SEED={seed}")
        raise
