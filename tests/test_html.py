"""The main story of an HTML page, and where its text comes from."""

from __future__ import annotations

import gc
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.model import Block, Page, Position
from newsearch.pages import read_page
from newsearch.pages.html.guard import DEEP_TAGS, DEEPEST, MANY_TAGS, tamed
from newsearch.pages.html.judging import COMMENT, JUNK, judge
from newsearch.pages.html.tree import outline, parse
from newsearch.pages.html.weights import weigh
from newsearch.pages.structured import AUTHORED, CLUES, DATED, gather

ONE = "The mill at Corran Bridge ground its last sack of barley on Friday, to the sound of one accordion."
TWO = "Its owner, Hester Quill, said that she would keep the wheel turning for as long as the river let her."
THREE = "The building is listed, and a buyer would have to leave the stones where they have lain since 1790."


def page(html: str) -> Page:
    return read_page(html.encode(), name="page.html")


def story(html: str) -> Block:
    return next(block for block in page(html).blocks if block.kind == "article")


def paragraphs(html: str) -> list[str]:
    return story(html).body.split("\n\n")


def test_paragraphs_are_separated_by_a_blank_line_and_the_title_is_not_one_of_them() -> None:
    block = story(f"<h1>A mill closes</h1><div><p>{ONE}</p><p>{TWO}</p></div>")
    assert block.title == "A mill closes"
    assert block.body == f"{ONE}\n\n{TWO}"


def test_inline_tags_do_not_break_words_or_sentences() -> None:
    marked = ONE.replace("Corran", "<b>Cor</b>ran").replace("barley", "<a href='/b'><i>barley</i></a>")
    assert paragraphs(f"<h1>Mill</h1><p>{marked}</p><p>{TWO}</p>")[0] == ONE


def test_first_words_that_are_set_off_belong_to_their_paragraph() -> None:
    led = ONE.replace("The mill at", "<span class='lead-in callout'>The mill at</span>")
    small = TWO.replace("Its owner", "<span class='promo'>Its owner</span>").replace(
        "owner</span>, H", "owner</span> h"
    )
    found = paragraphs(f"<h1>Mill</h1><p>{led.replace('Corran', 'corran')}</p><p>{small}</p>")
    assert found[0] == ONE.replace("Corran", "corran")
    assert found[1].startswith("Its owner hester Quill")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("The big picture: The mill, announced the county, will grind again from the first Monday in May.", True),
        ("Zoom in, in pictures: The mill, which has ground since 1790, has stood still since Friday.", True),
        ("The mill on Friday. Photo: Hester Quill for the Corran Bridge Advertiser and its sister papers.", False),
        ("The mill, in a picture: Hester Quill/Corran Bridge", False),
    ],
)
def test_a_label_that_leads_a_sentence_names_no_photographer(said: str, told: bool) -> None:
    found = story(f"<h1>Mill</h1><div><p>{ONE}</p><p>{said}</p><p>{TWO}</p><p>{THREE}</p></div>")
    assert (said in found.body, said in found.captions) == (told, not told)


def test_labels_in_a_row_are_words_of_their_own_and_a_link_in_two_parts_is_one() -> None:
    row = "<div><a href=/menu>Menu</a><a href=/all>Sections</a> <a href=/ferry>Fer</a><a href=/ferry>ries</a></div>"
    rest = [block.body for block in page(f"<h1>Mill closes</h1><p>{ONE}<p>{TWO}{row}").blocks if block.kind == "other"]
    assert rest == ["Menu Sections Ferries"]


def test_words_that_only_a_style_sheet_keeps_apart_are_two_words() -> None:
    def said(markup: str) -> str:
        return page(f"<p>{markup}</p>").blocks[0].body

    assert said("<span>Winter</span>Harbour freezes over") == "Winter Harbour freezes over"
    assert said("Seen by <b>Ann Lee</b>Yesterday at noon") == "Seen by Ann Lee Yesterday at noon"
    assert said("<b>1</b>Ferry late again <i>12 May 2021</i>Harbour, H<sub>2</sub>O and 3<b>D</b>") == (
        "1 Ferry late again 12 May 2021 Harbour, H2O and 3D"
    )
    assert said("The new i<b>Kettle</b> of E<i>Bean</i> is un<b>believ</b>able, <b>W</b>inters") == (
        "The new iKettle of EBean is unbelievable, Winters"
    )


def test_two_line_breaks_begin_a_paragraph_and_one_does_not() -> None:
    assert paragraphs(f"<h1>Mill</h1><div>{ONE}<br><br>{TWO}<br>{THREE}</div>") == [ONE, f"{TWO} {THREE}"]


def test_a_story_is_read_in_a_script_without_stops() -> None:
    one = "น้ำท่วมในเขตท่าเรือทำให้เรือข้ามฟากต้องหยุดเดินเป็นเวลาสามวัน เจ้าหน้าที่กล่าวเมื่อวันอังคาร"
    two = "ผู้ว่าราชการจังหวัดสั่งให้เปิดศูนย์พักพิงชั่วคราวในโรงเรียนสองแห่ง และขอให้ติดตามข่าวสาร"
    head = "<h1>น้ำท่วมท่าเรือ</h1><p class=byline>โดย สมชาย ใจดี</p>"
    block = story(f"<nav><a href=/>หน้าแรก</a></nav><article>{head}<p>{one}</p><p>{two}</p></article>")
    assert block.body == f"{one}\n\n{two}"
    assert block.authors == ("สมชาย ใจดี",)


@pytest.mark.parametrize(
    "said",
    [
        "By Hester Quill", "Written by Hester Quill", "Von Hester Quill", "Por Hester Quill", "Par Hester Quill", "di Hester Quill",
        "Автор: Hester Quill", "By Hester Quill, 9 January 2022",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "wrap", ["<p>{}</p>", "<p class='firma'>{}</p>", "<p><strong>{}</strong></p>", "<div>{}</div>"]
)
def test_who_wrote_a_story_is_no_part_of_it(said: str, wrap: str) -> None:
    for above in ("", f"<p>{THREE}</p>"):
        block = story(f"<article><h1>A mill closes</h1>{above}{wrap.format(said)}<p>{ONE}</p><p>{TWO}</p></article>")
        assert block.authors == ("Hester Quill",)
        assert block.body == "\n\n".join(filter(None, (above and THREE, ONE, TWO)))


@pytest.mark.parametrize(
    "said",
    [
        "By Hester Quill<br>Advertiser Staff Writer",
        "<b>HESTER QUILL</b><br>Staff Reporter",
        "By Hester Quill, Political Correspondent",
    ],
)
def test_the_job_of_who_wrote_a_story_is_no_part_of_it(said: str) -> None:
    head = "<meta property='og:type' content='article'><meta name='author' content='Hester Quill'>"
    block = story(f"{head}<div><h1>A mill closes</h1><p>{said}</p><p>{ONE}</p><p>{TWO}</p></div>")
    assert (block.authors, block.body) == (("Hester Quill",), f"{ONE}\n\n{TWO}")


@pytest.mark.parametrize("said", ["Hester Quill, the editor, sold her paper", "Hester Quill Is the New Editor."])
def test_a_sentence_about_the_job_of_who_wrote_a_story_stays_in_it(said: str) -> None:
    head = "<meta property='og:type' content='article'><meta name='author' content='Hester Quill'>"
    assert said in story(f"{head}<div><h1>A mill closes</h1><p>{said}<p>{ONE}</p><p>{TWO}</p></div>").body


@pytest.mark.parametrize(
    "said", ["By Hester Quill in the valley of Corran", "By Nan Ashby", "By the river stands Hester Quill."]
)
def test_what_says_more_than_who_wrote_a_story_stays_in_it(said: str) -> None:
    head = "<meta name='author' content='Hester Quill'>"
    assert said in story(f"{head}<article><h1>A mill closes</h1><p>{said}</p><p>{ONE}</p><p>{TWO}</p></article>").body


@pytest.mark.parametrize(
    "said",
    ["9 January 2022", "Published: Sunday 9 January 2022, 10:05", "Stand: 09.01.2022, 10:05 Uhr", "Le 9 janvier 2022"],
)
def test_when_a_story_was_published_is_no_part_of_it(said: str) -> None:
    block = story(f"<h1>Mill</h1><div>{said}</div><p>{ONE}</p><p>{TWO}</p>")
    assert (block.date or "")[:10] == "2022-01-09"
    assert block.body == f"{ONE}\n\n{TWO}"


def test_when_a_story_was_updated_is_no_part_of_it_and_a_day_it_tells_of_is() -> None:
    head = "<h1>Mill</h1><time datetime='2022-01-09T10:05:00Z'>9 January 2022</time>"
    assert paragraphs(f"{head}<p>Updated: 11 January 2022<p>{ONE}<p>{TWO}") == [ONE, TWO]
    assert paragraphs(f"{head}<p>12 March 1790<p>{ONE}<p>{TWO}") == ["12 March 1790", ONE, TWO]


def test_text_before_between_and_after_paragraphs_of_a_container_is_kept_in_order() -> None:
    assert paragraphs(f"<h1>Mill</h1><div>{ONE}<p>{TWO}</p>{THREE}</div>") == [ONE, TWO, THREE]


def test_a_link_to_another_story_under_its_picture_is_no_caption() -> None:
    def captions(caption: str) -> tuple[str, ...]:
        shown = f"<figure><img src=/p.jpg><figcaption>{caption}</figcaption></figure>"
        return page(f"<h1>Mill closes</h1><article><p>{ONE}</p>{shown}<p>{TWO}</p></article>").blocks[0].captions

    assert captions("The mill in the winter of 1974") == ("The mill in the winter of 1974",)
    assert captions("<a href=/large/mill.jpg>The mill in the winter of 1974</a>") == ("The mill in the winter of 1974",)
    assert captions("<a href=/ferry>Ferry towns wait for the last boat of winter</a>") == ()


def test_sub_headings_lists_and_quotations_belong_to_the_story() -> None:
    html = (
        f"<h1>Mill</h1><article><p>{ONE}</p><h2>The wheel</h2><ul><li>Oak, twelve spokes</li><li>Iron rim</li></ul>"
        f"<blockquote><p>It never stopped on a Sunday.</p></blockquote><p>{TWO}</p></article>"
    )
    assert paragraphs(html) == [
        ONE,
        "The wheel",
        "Oak, twelve spokes",
        "Iron rim",
        "It never stopped on a Sunday.",
        TWO,
    ]


def test_each_entry_of_a_list_keeps_its_heading() -> None:
    def entry(heading: str, text: str) -> str:
        return f"<div class='entry'><h3>{heading}</h3><img src=x.jpg><div class='words'><p>{text}</p></div></div>"

    things = ("1. A sack that never tears", "2. The softest rope", "3. Stones from 1790")
    told = "".join(map(entry, things, (ONE, TWO, THREE)))
    found = paragraphs(f"<h1>Three things of the mill</h1><article>{told}</article>")
    assert found == [things[0], ONE, things[1], TWO, things[2], THREE]


def test_one_heading_in_a_part_of_its_own_may_be_a_note() -> None:
    note = f"<div class='note'><h3>What we know</h3><div class='words'><p>{THREE}</p></div></div>"
    assert "What we know" not in paragraphs(f"<h1>Mill</h1><article><p>{ONE}</p>{note}<p>{TWO}</p></article>")


def test_captions_belong_to_the_story_but_not_to_its_text() -> None:
    html = (
        f"<h1>Mill</h1><article><p>{ONE}</p><figure><img src=m.jpg><figcaption>The wheel in spate</figcaption></figure>"
        f"<p>{TWO}</p></article>"
    )
    block = story(html)
    assert block.captions == ("The wheel in spate",)
    assert "spate" not in block.body


@pytest.mark.parametrize(
    "around",
    [
        '<div class="share-buttons"><p>Tell your friends about it on Chirper, on Facebook, or by carrier pigeon.</p></div>',
        '<div id="newsletterSignup"><p>Our letter comes on Mondays and holds everything that happened by the river.</p></div>',
        "<aside><p>The weather in the valley will be wet until Thursday, and after that it will be very wet.</p></aside>",
        '<section class="c-related-articles"><p>Last year the sawmill closed too, after a fire in the drying shed.</p></section>',
        "<div hidden><p>You have reached the end of your free stories for this month, dear reader of ours.</p></div>",
        "<form><p>Please sign in to leave a word about the mill, the miller or the river that moved it.</p></form>",
        '<div style="color:red; display: none"><p>This text is shown when your browser is older than the mill is.</p></div>',
    ],
)
def test_what_is_offered_beside_a_story_is_left_out_but_still_in_a_block(around: str) -> None:
    html = f"<h1>Mill</h1><div class=text><p>{ONE}</p>{around}<p>{TWO}</p><p>{THREE}</p></div>"
    assert paragraphs(html) == [ONE, TWO, THREE]
    offered = re.sub(r"<[^>]+>", "", around)
    assert any(offered in block.body for block in page(html).blocks)


def test_a_name_that_wraps_most_of_the_text_is_not_believed() -> None:
    assert paragraphs(f'<h1>Mill</h1><div class="sidebar-layout"><p>{ONE}</p><p>{TWO}</p></div>') == [ONE, TWO]
    hidden = "".join(f'<p style="display:none">{text}</p>' for text in (TWO, THREE))
    assert paragraphs(f"<h1>Mill</h1><div><p>{ONE}</p>{hidden}</div>") == [ONE, TWO, THREE]


def test_comments_are_not_the_story_however_long_they_are() -> None:
    said = "".join(
        f'<div class="comment"><p>{i}: I walked past it every day and it never once stopped.</p></div>'
        for i in range(20)
    )
    html = f'<article><h1>Mill</h1><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></article><div id="comments">{said}</div>'
    assert paragraphs(html) == [ONE, TWO, THREE]


def test_a_story_split_over_containers_is_read_whole() -> None:
    html = (
        f'<h1>Mill</h1><div><div class="part part-1"><p>{ONE}</p></div><div class="advert">Buy flour</div>'
        f'<div class="part part-2"><p>{TWO}</p><p>{THREE}</p><p>{ONE}</p></div></div>'
    )
    assert paragraphs(html) == [ONE, TWO, THREE, ONE]


def test_cards_of_other_stories_are_not_the_story() -> None:
    cards = "".join(
        f'<div><h3><a href="/{i}">Story number {i}</a></h3><p>The river rose by {i} inches, and nobody at the mill minded.</p></div>'
        for i in range(9)
    )
    html = f"<div><div><h1>Mill</h1><p>{ONE}</p><p>{TWO}</p></div><div>{cards}</div></div>"
    assert paragraphs(html) == [ONE, TWO]


def test_a_linked_line_in_italics_at_the_end_is_a_sign_off() -> None:
    html = f'<h1>Mill</h1><div><p>{ONE}</p><p>{TWO}</p><p><em>Write to us at <a href="#">the Corran Post</a> about your mill.</em></p></div>'
    assert paragraphs(html) == [ONE, TWO]


def test_a_link_that_is_never_closed_does_not_swallow_the_story() -> None:
    html = f'<ul><li><a href="/n">News</ul><h1>Mill</h1><div><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p><p>{ONE}</p></div>'
    assert paragraphs(html) == [ONE, TWO, THREE, ONE]


def test_readings_above_characters_are_not_read_twice() -> None:
    body = "<p>鳴海町の<ruby>灯台<rt>とうだい</rt></ruby>が十日、三十年ぶりに公開され、朝から大勢の人が訪れた。</p>"
    assert "灯台が十日" in story(f"<h1>公開</h1>{body}").body


def test_characters_that_references_bring_back_are_removed() -> None:
    block = story(f"<h1>Mill</h1><p>{ONE} &#8238;evil&#x1b;[31m&#0;</p><p>{TWO}</p>")
    assert "evil" in block.body
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e]", block.body)


def test_a_text_that_breaks_lines_without_spaces_is_placed_by_its_longest_word() -> None:
    said = "晚安：<br> 毋影啦只是有感而發的抒發一點所見所聞而已，雨天過後的楓葉蕭瑟感變厚重了，也顯得很鮮明色澤而已！"
    html = f"<html><body>\n<nav>紅葉</nav>\n<article>\n<h1>楓葉</h1>\n<p>{said}</p>\n</article></body></html>"
    assert story(html).position == Position(4, 5)


def test_the_position_is_in_lines_of_the_source() -> None:
    html = f"<html>\n<title>Mill</title>\n<body>\n<h1>A mill closes</h1>\n<p>{ONE}</p>\n\n<p>{TWO}</p>\n</body>"
    assert story(html).position == Position(4, 7)


def test_every_block_says_where_its_body_was_found() -> None:
    assert all(
        "body" in block.provenance for block in page(f"<h1>Mill</h1><p>{ONE}</p>").blocks if block.kind == "article"
    )


@pytest.mark.parametrize(
    "html", ["", "<", "<html>", "<p>", "\0", "<h1>", "<body><div><div>", "&", "<h1>Mill</h1>", "<!--"]
)
def test_a_page_of_nearly_nothing_is_read(html: str) -> None:
    assert page(html).name == "page.html"


def test_text_of_a_page_without_a_story_is_in_a_remainder() -> None:
    blocks = page("<html><ul><li>Closed<li>Open again</ul>").blocks
    assert [block.kind for block in blocks] == ["other"]
    assert blocks[0].body == "Closed\nOpen again"


@given(
    st.lists(
        st.sampled_from(
            [
                "<div>",
                "</div>",
                "<p>",
                "<b>",
                "</i>",
                "<a href=x>",
                "<td>",
                "<ul><li>",
                ONE,
                "&#27;",
                "<br>",
                "<!--",
                "<h2>",
            ]
        ),
        max_size=60,
    )
)
def test_any_markup_is_read_without_controls(parts: list[str]) -> None:
    for block in page("".join(["<html>", *parts])).blocks:
        assert "\x1b" not in block.body + (block.title or "")


@given(
    st.lists(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=8), min_size=1, max_size=30)
)
def test_no_word_of_a_page_is_lost(said: list[str]) -> None:
    html = "<html><body>" + "".join(f"<div>{word}</div>" for word in said)
    found = " ".join(f"{block.title or ''} {block.body}" for block in page(html).blocks)
    assert all(word in found for word in said)


def test_deep_nesting_keeps_its_text_and_loses_the_depth() -> None:
    deep = "<div>" * 20_000 + ONE + "</div>" * 20_000
    assert tamed(deep.encode()).count(b"<div>") == DEEPEST
    assert ONE in " ".join(block.body for block in page(deep).blocks)


def test_formatting_that_is_never_closed_is_dropped() -> None:
    sloppy = "".join(f"<font color={i}><p>word{i}" for i in range(3000))
    assert b"<font" not in tamed(sloppy.encode())
    assert "word2999" in " ".join(block.body for block in page(sloppy).blocks)


def test_ordinary_markup_is_left_as_it_is() -> None:
    ordinary = f"<div><p><b>{ONE}</b></p></div>".encode() * 3000
    assert tamed(ordinary) is ordinary


def test_formatting_left_open_before_many_paragraphs_is_dropped_and_their_text_kept() -> None:
    """The parser makes it anew in each: 42 elements a paragraph, 1 GB of memory for 1 MB of page."""
    left_open = "<p>" + "<b><i><u><s><em><tt><code><small><strong>" * 3 + "</p>"
    assert tamed((left_open + "<p>Ferry" * DEEP_TAGS * 2).encode()) == b"<p></p>" + b"<p>Ferry" * DEEP_TAGS * 2
    closed = ("<p><b>Ferry <i>late</i></b></p>" * DEEP_TAGS).encode()
    assert tamed(closed) is closed


def test_markup_that_a_page_shows_to_nobody_is_no_text() -> None:
    counter = '<noscript>\n&lt;img src="/count.gif"&gt;</noscript><p><noscript> &lt;b&gt;Counted</noscript></p>'
    told = page(f"<html><body><h1>Ferry late</h1><p>{ONE}</p>{counter}<p>5 &lt; 6</p></body>").blocks
    text = " ".join(block.body for block in told)
    assert "count.gif" not in text and "Counted" not in text and "5 < 6" in text


def test_names_are_judged_by_their_words() -> None:
    assert judge("c-share-buttons") & JUNK
    assert judge("relatedSidebar") & JUNK
    assert judge("comments-list") & COMMENT
    assert not judge("shareholder-report tag-comments has-sidebar site-not-footer main--no-sidebar")
    assert judge("navigation-not-searchable") == judge("navigation")


def test_a_long_tag_loses_its_attributes_only_where_it_has_too_many() -> None:
    filler = f"<p>{ONE}</p>" * 6000
    picture = f'<img alt="{"x" * 30_000}">{filler}'.encode()
    assert tamed(picture) is picture
    overloaded = f"<p {'a=b ' * 8000}>{filler}".encode()
    assert tamed(overloaded).startswith(b"<p>") and tamed(overloaded).endswith(filler.encode())


@pytest.mark.parametrize(
    ("names", "says"),
    [
        ("article-date", DATED),
        ("userName", AUTHORED),
        ("fn", AUTHORED),
        ("fnord", 0),
        ("time republic", 0),
        ("update-box date", 0),
        ("tag-author", AUTHORED),
    ],
)
def test_clues_to_author_and_date_lie_in_all_names_of_a_class(names: str, says: int) -> None:
    parsed = parse(f'<body><div class="{names}">Ann Lee</div></body>'.encode())
    assert parsed.root is not None
    assert [clues & CLUES for _, _, _, clues in outline(parsed.root).telling] == ([says] if says else [])


def test_what_a_page_states_is_found_in_head_body_and_menus() -> None:
    parsed = parse(
        b"<head><title>Ferry</title><meta name='author' content='Ann Lee'></head><body><svg><title>Logo</title></svg>"
        b"<nav><ul><li>Home</li><li><h1>Ferry late</h1></li></ul></nav><div><meta itemprop='datePublished' content='2022-01-09'>"
        b"<link rel='Canonical' href='/ferry'><h1>Ferry late again</h1></div>"
        b'<script type=\'Application/LD+JSON\'>{"@type": "NewsArticle"}</script><script>var x = 1</script></body>'
    )
    assert parsed.root is not None
    stated = gather(parsed, outline(parsed.root).telling)
    assert (stated.title, stated.canonical) == ("Ferry", "/ferry")
    assert stated.meta == {"author": ["Ann Lee"], "datepublished": ["2022-01-09"]}
    assert [heading.text() for heading in stated.headings] == ["Ferry late", "Ferry late again"]
    assert [name for name, _ in stated.microdata] == ["datePublished"]
    assert stated.items == [{"@type": "NewsArticle"}]


def test_a_long_text_about_cookies_asks_for_no_consent() -> None:
    told = "".join(
        f"<p>{'The ferry to the islands was late again, said the harbour master. ' * 30}</p>" for _ in range(8)
    )
    recipe = f"<p>Cookies come first. {'The baker weighs flour, sugar and butter. ' * 150}They accept visitors.</p>"
    notice = "<p>This page bakes cookies, which you accept by reading on through all of it.</p>"
    parsed = parse(f"<body>{told}{recipe}{notice}</body>".encode())
    assert parsed.root is not None
    assert [weight > 0 for weight in weigh(outline(parsed.root))] == [True] * 9 + [False]


def test_a_heading_in_a_long_menu_is_no_headline() -> None:
    labels = "".join(f"<li>Section {number}</li>" for number in range(30))
    parsed = parse(f"<body><nav><h1>Harbour Post</h1><ul>{labels}</ul></nav><h1>Ferry late</h1></body>".encode())
    assert parsed.root is not None
    stated = gather(parsed, outline(parsed.root).telling)
    assert [heading.text() for heading in stated.headings] == ["Ferry late"]


def test_end_tags_without_a_start_do_not_hide_the_depth() -> None:
    assert tamed(b"<i></b>" * 20_000).count(b"<i>") == DEEPEST


@pytest.mark.parametrize("tag", ["<option>", "<OPTION>", "<oPtIoN>", "<b x>", "<FONT x>", "<StrOng x>"])
def test_tags_that_are_too_many_are_thinned_out_in_any_case_of_letters(tag: str) -> None:
    assert b"<" not in tamed(f"{tag}Ferry ".encode() * (MANY_TAGS + 1))


def test_reading_leaves_no_cycles_for_the_garbage_collector_which_it_holds_back() -> None:
    saved = [path.read_bytes() for path in sorted(Path(__file__).with_name("pages").glob("*.html"))]
    assert saved
    for data in saved:
        read_page(data, name="page.html")  # fills caches and loads modules
    gc.collect()
    gc.disable()
    try:
        for data in saved:
            read_page(data, name="page.html")
        assert not gc.isenabled()
        assert gc.collect() == 0
    finally:
        gc.enable()
    read_page(saved[0], name="page.html")
    assert gc.isenabled()


@pytest.mark.parametrize(
    "between", ["Partager", "Publicité", "Temps de lecture : 2 min", "Saken fortsetter under annonsen.", "Lire aussi :"]
)
def test_a_button_between_paragraphs_is_no_part_of_the_story(between: str) -> None:
    told = paragraphs(f"<h1>A mill closes</h1><div><p>{ONE}</p><p>{between}</p><p>{TWO}</p><p>{THREE}</p></div>")
    assert told == [ONE, TWO, THREE]


def test_the_number_of_comments_between_standfirst_and_story_ends_nothing() -> None:
    head = "<h1>A mill closes</h1><div>It ground barley for two hundred years, and nobody wants to buy it now.</div>"
    told = paragraphs(f"<article>{head}<div>163 Kommentare</div><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></article>")
    assert told[-3:] == [ONE, TWO, THREE]


@pytest.mark.parametrize(
    "end",
    [
        "Urmărește Gazeta Morii și pe Google News.",
        "Receba as notícias da Gazeta no seu WhatsApp. Clique aqui.",
        "Os comentários não representam a opinião do jornal; a responsabilidade é do autor da mensagem.",
        "Queda prohibida la reproducción total o parcial del contenido de esta página, que es propiedad de El Molino Hoy.",
    ],
)
def test_an_invitation_and_small_print_end_no_story(end: str) -> None:
    told = paragraphs(f"<h1>A mill closes</h1><div><p>{ONE}</p><p>{TWO}</p><p>{end}</p></div>")
    assert told == [ONE, TWO]


@pytest.mark.parametrize(
    "credit",
    ["Fot. Straż Pożarna w Młynie", "Imagem: Divulgação/Prefeitura", "Le moulin hier. PHOTO AFP / LIONEL VAST"],
)
def test_the_credit_of_a_picture_is_a_caption(credit: str) -> None:
    block = story(f"<h1>A mill closes</h1><div><p>{credit}</p><p>{ONE}</p><p>{TWO}</p></div>")
    assert block.captions == (credit,)
    assert block.body == f"{ONE}\n\n{TWO}"


def test_the_names_of_its_authors_below_a_story_are_no_part_of_it() -> None:
    head = "<h1>A mill closes</h1><p>By Ann Lee and Bo Ray</p>"
    told = paragraphs(f"<div>{head}<p>{ONE}</p><p>{TWO}</p><p>{THREE}</p><p>Ann Lee and Bo Ray</p></div>")
    assert told == [ONE, TWO, THREE]


def test_a_name_that_ends_the_title_and_begins_the_page_is_the_outlet_s() -> None:
    head = "<head><title>A mill closes, and nobody wants to buy it | Corran</title></head>"
    body = f"<div>Corran</div><div><h1>A mill closes after two hundred years</h1><p>{ONE}</p><p>{TWO}</p></div>"
    assert story(f"<html>{head}<body>{body}</body></html>").outlet == "Corran"
    led = body.replace("<h1>", "<a href='/corran/'>Corran</a><h1>")
    assert story(f"<html>{head}<body>{led}</body></html>").outlet is None


def test_what_one_agrees_to_by_subscribing_is_no_part_of_the_story() -> None:
    box = "<div><p>Mit meiner Anmeldung zum Newsletter stimme ich der Werbevereinbarung zu.</p></div>"
    told = paragraphs(f"<h1>A mill closes</h1><div><p>{ONE}</p>{box}<p>{TWO}</p><p>{THREE}</p></div>")
    assert told == [ONE, TWO, THREE]


def test_a_last_line_that_offers_other_stories_is_no_part_of_the_story() -> None:
    offer = "<p>Je kunt deze onderwerpen volgen: <a href='/t/1'>Molens</a> <a href='/t/2'>Corran</a></p>"
    told = paragraphs(f"<h1>A mill closes</h1><div><p>{ONE}</p><p>{TWO}</p>{offer}</div>")
    assert told == [ONE, TWO]


def test_who_is_shown_on_a_page_that_tells_no_story_is_not_its_author() -> None:
    rows = "".join(
        f"<tr><td class=author>{name}</td><td>{word}</td></tr>"
        for name, word in (("Mira Okafor", "Yes"), ("Jon Ruud", "No"))
    )
    (block,) = read_page(f"<title>Ferries</title><h1>Ferries</h1><table>{rows}</table>".encode()).blocks
    assert (block.kind, block.authors) == ("other", ())


def test_a_first_line_with_its_author_in_capitals_is_no_text_of_the_story() -> None:
    told = "<p>The boat between the two islands will stop at midnight, the company said, because too few people use it.</p>"
    html = f"<title>Ferries to rest at night</title><h1>Ferries to rest at night</h1><p>By MIRA OKAFOR</p>{told * 3}"
    (block,) = read_page(html.encode()).blocks
    assert (block.authors, block.body.startswith("The boat")) == (("Mira Okafor",), True)


@pytest.mark.parametrize(
    "signed",
    [
        "<p>Last updated: 8 January 2022</p><p>First published: 6 January 2022</p><p>Mira Okafor</p>",
        "<p>MIRA OKAFOR<br>Jan. 6, 2022 5:00 am</p>",
        "<p>By Mira Okafor | mokafor@post.example</p><p>January 6, 2022</p>",
        "<p>Mira Okafor, Staff Writer</p><p>Jan 6, 2022</p>",
    ],
)
def test_lines_that_sign_a_story_are_read_and_are_no_text_of_it(signed: str) -> None:
    told = "<p>The boat between the two islands will stop at midnight, the company said, because too few people use it.</p>"
    html = f"<title>Ferries to rest at night</title><h1>Ferries to rest at night</h1>{signed}{told * 3}"
    block = read_page(html.encode()).blocks[0]
    assert (block.authors, (block.date or "")[:10]) == (("Mira Okafor",), "2022-01-06")
    assert "okafor" not in block.body.casefold()


@pytest.mark.parametrize(
    ("footer", "outlet"),
    [
        ("© 2022 The Little Orme Courier. All rights reserved.", "The Little Orme Courier"),
        ("© 2022 Someone else", "4711.example"),
    ],
)
def test_what_ends_the_title_and_has_the_rights_is_the_outlet_also_of_an_address(footer: str, outlet: str) -> None:
    told = "<p>The boat between the two islands will stop at midnight, the company said, because too few people use it.</p>"
    html = f"<title>Ferries to rest at night | The Little Orme Courier</title><h1>Ferries to rest at night</h1>{told * 3}<footer>{footer}</footer>"
    assert read_page(html.encode(), url="https://4711.example/a/1.html").blocks[0].outlet == outlet


@pytest.mark.parametrize(
    "box",
    [
        "<p>Sign up to our newsletter to have the best of the mill in your inbox.</p>",
        "<div><h4>Letters from the mill</h4><p>Have what the miller thinks sent to you on Fridays, for nothing.</p><form><button>Go</button></form></div>",
        "<div><p>For as little as two sacks you can help us to keep the wheel turning.</p><form><input type='submit'></form></div>",
    ],
)  # fmt: skip
def test_what_asks_something_of_its_reader_inside_a_story_is_no_part_of_it(box: str) -> None:
    told = paragraphs(f"<h1>A mill closes</h1><div><p>{ONE}</p>{box}<p>{TWO}</p><p>{THREE}</p></div>")
    assert told == [ONE, TWO, THREE]


def test_a_form_around_a_whole_page_takes_nothing_out() -> None:
    assert paragraphs(
        f"<form><h1>A mill closes</h1><div><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p><input></div></form>"
    ) == [ONE, TWO, THREE]


@pytest.mark.parametrize("heading", ["<h3>About the author</h3>", "<p><b>Über die Autorin</b></p>"])
def test_what_is_told_of_its_author_below_a_story_is_no_part_of_it(heading: str) -> None:
    about = (
        f"<div>{heading}<p>Hester Quill writes of mills. She lives beside one, and bakes with what it grinds.</p></div>"
    )
    assert paragraphs(f"<h1>A mill closes</h1><div><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p>{about}</div>") == [ONE, TWO, THREE]  # fmt: skip
