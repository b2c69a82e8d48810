"""A block laid out for reading: lines break where Textual breaks them, and a block of megabytes comes to an end."""

from __future__ import annotations

from ending import ending
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content
from tui_pilot import Desk, tell

from newsearch.model import Block, Document, Span
from newsearch.tui.reading import Marks, Passage, lay_out, passages

WORDS = st.text("abc—“éж", min_size=1, max_size=9)
LONG_OR_WIDE = st.sampled_from(["a" * 30, "日本語", "e\u0301e\u0301", "x\xa0y", "👩"])
SPACES = st.sampled_from([" ", " ", "  ", "   "])


@given(
    st.lists(st.tuples(st.one_of(WORDS, WORDS, WORDS, LONG_OR_WIDE), SPACES, st.booleans()), max_size=20),
    st.integers(8, 30),
)
def test_lines_break_where_textual_breaks_them_and_keep_every_match(
    parts: list[tuple[str, str, bool]], width: int
) -> None:
    text, spans = "", []
    for word, space, is_match in parts:
        if is_match:
            spans.append(Span(len(text), len(text) + len(word)))
        text += word + space
    layout = lay_out([Passage("body", text, tuple(spans), 0)], width)
    expected = Content(text, strip_control_codes=False).wrap(width) if text else []
    assert [line.text for line in layout.lines] == [line.plain.rstrip() for line in expected]
    shown = "".join(
        line.text[start:end]
        for line in layout.lines
        for start, end, _ in sorted(line.matches, key=lambda each: each[2])
    )
    assert "".join(shown.split()) == "".join("".join(text[span.start : span.end] for span in spans).split())
    assert len(layout.match_lines) == len(spans)


def test_a_match_over_the_end_of_a_line_is_marked_on_both() -> None:
    layout = lay_out([Passage("body", "the harbour bridge", (Span(4, 18),), 0)], 12)
    assert [(line.text, line.matches) for line in layout.lines] == [
        ("the harbour", ((4, 11, 0),)),
        ("bridge", ((0, 6, 0),)),
    ]
    assert layout.match_lines == (0,)


def test_a_block_of_many_paragraphs_with_a_match_each_is_laid_out() -> None:
    line = "Of the bridges there is no end.\n\n"
    body = line * 40_000
    spans = tuple(Span(at + 7, at + 14) for at in range(0, len(body), len(line)))
    with ending():
        layout = lay_out(
            passages(Document("long", Block("article", "Long", body=body), "/a.html"), Marks((), spans)), 60
        )
    assert len(layout.match_lines) == 40_000


def test_a_preview_that_is_not_shown_is_not_laid_out_until_it_is() -> None:
    async def story(desk: Desk) -> None:
        await desk.press("escape", "p", "j")
        assert desk.preview.document == desk.results.document
        assert not desk.preview._layout.lines
        await desk.press("p")
        document = desk.results.document
        title = document.block.title if document else None
        assert title
        await desk.until(lambda: title in "\n".join(line.text for line in desk.preview._layout.lines))

    tell(story)
