"""Pages with other marks than most: paragraphs and headings without their tags, layout by tables, scripts in the page."""

from __future__ import annotations

import pytest

from newsearch.model import Block
from newsearch.pages import read_page
from newsearch.pages.html.guard import DEEPEST, tamed

ONE = "The ferry to Little Orme ran for the last time on Sunday, with a brass band on its upper deck."
TWO = "Its captain, Ivor Penhale, had steered it across the sound for thirty-one years without an accident."
THREE = "A bridge will take its place next spring, paid for by the county and by a tax on visitors."
FOUR = "The harbour master expects that the old pier will then be given to the rowing club of the island."


def story(html: str) -> Block:
    return next(block for block in read_page(html.encode(), name="page.html").blocks if block.kind == "article")


def paragraphs(html: str) -> list[str]:
    return story(html).body.split("\n\n")


def test_a_short_paragraph_that_is_a_div_stands_among_others_that_are() -> None:
    html = (
        f"<h1>Last ferry</h1><div><div>{ONE}</div><div>Nobody spoke</div><div>{TWO}</div><div>It is over.</div></div>"
    )
    assert paragraphs(html) == [ONE, "Nobody spoke", TWO, "It is over."]


def test_a_short_paragraph_between_line_breaks_is_one() -> None:
    html = f"<h1>Last ferry</h1><div>{ONE}<br><br>Nobody spoke<br><br>{TWO}<br><br>Photo gallery</div>"
    assert paragraphs(html) == [ONE, "Nobody spoke", TWO]


def test_headings_and_lists_stand_beside_paragraphs_that_are_divs() -> None:
    html = f"<h1>Last ferry</h1><main><div>{ONE}</div><h2>A bridge</h2><div>{THREE}</div><ul><li>no toll</li></ul><div>{TWO}</div></main>"
    assert paragraphs(html) == [ONE, "A bridge", THREE, "no toll", TWO]


@pytest.mark.parametrize(
    "heading", ["<div class='hd'>%s</div>", "<div class='hd'><span>%s</span></div>", "<span class='x'>%s</span>"]
)
def test_lines_that_look_alike_before_paragraphs_are_headings(heading: str) -> None:
    html = f"<h1>Last ferry</h1><div><p>{ONE}</p>{heading % 'A bridge'}<p>{THREE}</p>{heading % 'The pier'}<p>{FOUR}</p></div>"
    assert paragraphs(html) == [ONE, "A bridge", THREE, "The pier", FOUR]


@pytest.mark.parametrize("labels", [("Anzeige", "Anzeige"), ("More pictures", "")])
def test_a_label_that_is_repeated_or_alone_is_no_heading(labels: tuple[str, str]) -> None:
    first, second = (f"<div class='k2'>{label}</div>" for label in labels)
    html = f"<h1>Last ferry</h1><div><p>{ONE}</p>{first}<p>{THREE}</p>{second}<p>{FOUR}</p></div>"
    assert paragraphs(html) == [ONE, THREE, FOUR]


def test_a_page_that_stands_in_a_table_in_the_middle_is_read_as_any_other() -> None:
    html = (
        f"<center><table><tr><td><div><h1>Last ferry</h1><div><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></div></div>"
        f"<div><b>Order the island's tide tables now</b></div><p>{FOUR[:60]}.</p></td></tr></table></center>"
    )
    assert paragraphs(html) == [ONE, TWO, THREE]


def test_comparisons_in_scripts_of_the_page_are_no_tags() -> None:
    script = "<script>" + "if(a<b&&c>d)e();" * 25_000 + "</script>"
    markup = tamed(f"<head>{script}</head><body><main><div><article><h1>Last ferry</h1><p>{ONE}</p>".encode())
    assert b"<main><div><article><h1>Last ferry</h1><p>" in markup


def test_what_only_looks_like_a_script_hides_no_depth() -> None:
    markup = b"<textarea><script></textarea>" + b"<div>" * 30_000
    assert tamed(markup).count(b"<div>") <= DEEPEST


@pytest.mark.parametrize("title", ["Last ferry to Orme - Sound Courier", "Last ferry to Orme"])
def test_the_line_that_says_what_the_title_states_is_the_headline(title: str) -> None:
    html = (
        f"<title>{title}</title><meta property='og:title' content='{title}'><div><a href='/1'>LAST FERRY TO ORME</a></div>"
        f"<div>Last Ferry to Orme<br><br>{ONE}<br><br>{TWO}</div>"
    )
    block = story(html)
    assert (block.title, block.body) == ("Last Ferry to Orme", f"{ONE}\n\n{TWO}")


def test_a_headline_without_spaces_between_its_words_is_one() -> None:
    title = "渡轮停运三日后恢复通航"
    html = f"<title>{title} - 海港晚报</title><div>{title}<br><br>{ONE}<br><br>{TWO}</div>"
    assert (story(html).title, story(html).body) == (title, f"{ONE}\n\n{TWO}")


def test_a_line_that_says_the_name_of_the_site_is_no_headline() -> None:
    html = f"<title>Last ferry | The Little Orme Courier</title><div>The Little Orme Courier</div><div><p>{ONE}</p><p>{TWO}</p></div>"
    assert story(html).title != "The Little Orme Courier"


@pytest.mark.parametrize(
    "label",
    ["Comments", "3 comments", "Kommentare (3)", "2 thoughts on “Last ferry”", "Leave a Reply", "Комментарии: 3"],
)
def test_a_line_above_comments_ends_a_story_whatever_its_element_is_called(label: str) -> None:
    html = f"<h1>Last ferry</h1><div><p>{ONE}</p><p>{TWO}</p><h3>{label}</h3><div><b>Sal</b><p>{THREE}</p></div><p>{FOUR}</p></div>"
    assert paragraphs(html) == [ONE, TWO]


@pytest.mark.parametrize(
    "said", ["<p><a href='#c'>3 comments</a></p>", "<p>Comments were few.</p>", "<p>3 comments too many</p>"]
)
def test_a_counter_of_comments_or_a_sentence_about_them_ends_no_story(said: str) -> None:
    html = f"<h1>Last ferry</h1><div><p>{ONE}</p>{said}<p>{TWO}</p></div>"
    assert TWO in paragraphs(html)
