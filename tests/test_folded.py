"""What a saver wrote where the parser does not look: shadow roots, and frames inside an attribute."""

from __future__ import annotations

from html import escape

from newsearch.pages import read_page
from newsearch.pages.html.folded import unfolded

_PARAGRAPHS = "".join(
    f"<p>{text}</p>"
    for text in (
        "The ferry from Varn was late again on Sunday after a storm had torn two of its mooring lines, the operator said.",
        "Some four hundred passengers spent the night in the school of Ostholm, where the town had set up beds for them.",
        "Repairs will last until Thursday; until then a smaller boat crosses twice a day, and freight goes by the bridge.",
    )
)
_STORY = f"<article><h1>Ferry late again after storm</h1>{_PARAGRAPHS}</article>"


def _page(body: str) -> bytes:
    return f"<!DOCTYPE html><html><head><title>Ferry late again after storm</title></head><body>{body}</body></html>".encode()


def test_a_story_in_a_shadow_root_is_read() -> None:
    for attribute in ("shadowrootmode=open", 'shadowrootmode="closed"', 'class="x" shadowroot="open"'):
        page = read_page(_page(f"<news-app><template {attribute}>{_STORY}</template></news-app>"), name="a.html")
        assert page.blocks[0].title == "Ferry late again after storm"
        assert "mooring lines" in page.blocks[0].body and "by the bridge" in page.blocks[0].body


def test_a_template_that_is_no_shadow_root_stays_undrawn() -> None:
    markup = _page(
        "<x-a><template shadowrootmode=open><p>Shown here.</p><template><p>Made later.</p></template></template></x-a>"
    )
    texts = " ".join(block.body for block in read_page(markup, name="a.html").blocks)
    assert "Shown here." in texts and "Made later." not in texts


def test_what_a_frame_in_an_attribute_shows_is_found_and_its_statements_are_not_the_pages() -> None:
    inside = (
        "<!DOCTYPE html><title>Talk box</title><meta property='og:title' content='Talk box'>"
        '<script type=\'application/ld+json\'>{"@type":"NewsArticle","headline":"Talk box"}</script>'
        "<p>The baker is the hero of this night, says a reader of the paper.</p></div></article>"
    )
    page = read_page(_page(_STORY + f'<iframe title="x" srcdoc="{escape(inside)}"></iframe><p>End.</p>'), name="a.html")
    assert page.blocks[0].title == "Ferry late again after storm"
    assert "hero of this night" not in page.blocks[0].body
    assert any("hero of this night" in block.body for block in page.blocks)
    assert not any("Talk box" in block.body or block.title == "Talk box" for block in page.blocks)


def test_a_page_without_either_is_left_as_it_is() -> None:
    markup = _page(_STORY + "<template><p>Made later.</p></template><iframe src=a.html></iframe>")
    assert unfolded(markup) is markup
