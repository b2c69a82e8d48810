"""What a page holds beside its main story, or instead of one: teasers, stories, live entries, comments."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.model import Block
from newsearch.pages import read_document, read_page

STORY = """<h1>Quarry bells ring again</h1>
<p>The bells of the slate quarry rang on Monday for the first time since the strike of 1974, the foreman said.</p>
<p>Forty men and eleven women walked up the incline in the rain, and a brass band waited for them under the crane.</p>
<p>Work on the lower gallery is to begin in May, when the pumps have run for ninety days without a stop.</p>"""
OPENING = "Drivers waited nine hours at the southern ramp after the toll doubled without notice."
OTHER = "Surveyors measured forty centimetres at the narrowest point, enough for sledges only."


def blocks(body: str, head: str = "<title>Quarry bells ring again</title>") -> tuple[Block, ...]:
    html = f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{body}</body></html>"
    return read_page(html.encode(), name="page.html").blocks


def of_kind(kind: str, body: str, head: str = "<title>Quarry bells ring again</title>") -> list[Block]:
    return [block for block in blocks(body, head) if block.kind == kind]


def card(title: str, text: str = "", more: str = "") -> str:
    return f"<div class='card'><h3><a href='/{len(title)}'>{title}</a></h3>{more}{text and f'<p>{text}</p>'}</div>"


TWO_CARDS = card("Bridge toll doubles overnight again", OPENING) + card("Ice road opens three weeks early", OTHER)


def test_a_card_beside_the_story_is_a_teaser_with_its_headline_text_and_link() -> None:
    teasers = of_kind("teaser", STORY + f"<div class='more'><h2>More</h2>{TWO_CARDS}</div>")
    assert [(block.title, block.body, block.url) for block in teasers] == [
        ("Bridge toll doubles overnight again", OPENING, "/35"),
        ("Ice road opens three weeks early", OTHER, "/32"),
    ]


def test_a_linked_heading_below_a_headline_sums_up() -> None:
    cards = "".join(
        f"<div><a href='/{n}'><h2>{title}</h2><div><h3>{text}</h3></div></a><p>Mar {n}, 2022</p></div>"
        for n, (title, text) in enumerate(
            (("Bridge toll doubles overnight", OPENING), ("Ice road opens early again", OTHER)), 1
        )
    )
    assert [(block.title, block.body, block.date) for block in of_kind("teaser", STORY + f"<div>{cards}</div>")] == [
        ("Bridge toll doubles overnight", OPENING, "2022-03-01"),
        ("Ice road opens early again", OTHER, "2022-03-02"),
    ]


@pytest.mark.parametrize("link", ["https://quarry.example/bells", "https://quarry.example/bells/", "/bells"])
def test_a_heading_that_leads_to_its_own_page_is_no_teaser(link: str) -> None:
    own = f"<h4><a href='{link}'>Tuesday with four comments so far</a></h4>"
    html = f"<html><head><title>Quarry bells ring again</title></head><body>{own}{STORY}</body></html>"
    found = read_page(html.encode(), "https://quarry.example/bells", "page.html").blocks
    assert [block.kind for block in found if block.kind != "other"] == ["article"]


def test_a_kicker_in_a_headline_is_no_part_of_it() -> None:
    titles = (
        "Bridge toll doubles overnight again",
        "Ice road opens three weeks early",
        "Islanders keep the harbour light",
    )
    cards = "".join(
        f"<li><h3><a href='/{at}'><span class='card-kicker'>Transport</span> <span>{title}</span></a></h3><p>{OPENING}</p></li>"
        for at, title in enumerate(titles)
    )
    assert [block.title for block in of_kind("teaser", f"{STORY}<ul>{cards}</ul>")] == list(titles)


def test_the_title_of_a_section_is_no_headline() -> None:
    titles = [block.title for block in blocks(STORY + f"<section><h2>More stories from here</h2>{TWO_CARDS}</section>")]
    assert "More stories from here" not in titles


def test_a_bare_linked_heading_before_cards_of_another_look_names_their_section() -> None:
    sections = "".join(
        f"<section><h2 class='name'><a href='/{name}'>{name} and all around it</a></h2>{TWO_CARDS}</section>"
        for name in ("Harbour", "Island")
    )
    titles = [block.title for block in blocks(STORY + sections)]
    assert not any(title and "around" in title for title in titles)
    assert "Ice road opens three weeks early" in titles


def test_a_headline_of_another_look_that_leads_a_box_is_no_title_of_a_section() -> None:
    leads = ("Ferry captain hands the wheel to his daughter", "Islanders vote to keep the old harbour light burning")
    boxes = "".join(f"<section><h2 class='lead'><a href='/l'>{lead}</a></h2>{TWO_CARDS}</section>" for lead in leads)
    assert {*leads} <= {block.title for block in blocks(STORY + boxes)}


def pictured(titles: list[str], picture: str) -> list[str | None]:
    cards = "".join(
        f"<div class='card'>{picture}<h3><a href='/{number}'>{title}</a></h3></div>"
        for number, title in enumerate(titles)
    )
    return [block.title for block in of_kind("teaser", STORY + f"<div class='more'>{cards}</div>")]


def test_short_titles_with_a_picture_each_are_teasers() -> None:
    titles = ["Slackwater", "Kell and Sons", "Eelpout"]
    assert pictured(titles, "<img src='p.jpg'>") == titles
    assert pictured(titles, "") == []
    assert pictured(["Local", "Local", "Local"], "<img src='p.jpg'>") == []


def test_a_heading_beside_the_headline_with_its_link_is_a_kicker() -> None:
    series = "".join(
        f"<div class='card'><h3><a href='/{n}'>{title}</a></h3><h4><a href='/{n}'>{kicker}</a></h4></div>"
        for n, kicker, title in [
            (1, "Notes from the tidal flats", "The bells that nobody on the island had ordered"),
            (2, "Harbour life", "Nineteen sleepers and one cook crossed in February"),
        ]
    )
    assert [block.title for block in of_kind("teaser", STORY + series)] == [
        "The bells that nobody on the island had ordered",
        "Nineteen sleepers and one cook crossed in February",
    ]


def test_a_kicker_inside_a_headline_is_told_beside_it() -> None:
    kicker = "<div class='kicker'>Harbour life</div><div>{}</div>"
    cards = card(kicker.format("Bridge toll doubles overnight again"), OPENING) + card(kicker.format(OTHER))
    assert [(block.title, block.body) for block in of_kind("teaser", f"{STORY}<div class='more'>{cards}</div>")] == [
        ("Bridge toll doubles overnight again", f"Harbour life\n\n{OPENING}"),
        (OTHER, "Harbour life"),
    ]


def test_a_headline_that_begins_twice_alike_is_kept_whole() -> None:
    twice = "The men of the harbour band: The men of the harbour band are paid for all of it"
    teasers = of_kind("teaser", f"{STORY}<div class='more'>{card(twice, OPENING)}{card(OTHER)}</div>")
    assert [block.title for block in teasers] == [twice, OTHER]


def test_a_headline_in_several_lengths_is_read_once() -> None:
    lengths = "<span>Bridge toll doubles overnight again</span> <span>Bridge toll doubles overn</span>"
    teasers = of_kind("teaser", f"{STORY}<div class='more'>{card(lengths, OPENING)}{card(OTHER)}</div>")
    assert [block.title for block in teasers] == ["Bridge toll doubles overnight again", OTHER]


def test_what_is_styled_as_a_heading_is_a_headline() -> None:
    cards = "".join(
        f"<div class='card'><a href='/{n}'><span>Harbour life</span> <span class='h4'>{title}</span></a></div>"
        for n, title in enumerate(["Bridge toll doubles overnight again", "Ice road opens three weeks early"])
    )
    assert [(block.title, block.body) for block in of_kind("teaser", STORY + cards)] == [
        ("Bridge toll doubles overnight again", "Harbour life"),
        ("Ice road opens three weeks early", "Harbour life"),
    ]


def test_links_between_paragraphs_styled_as_sub_headings_are_no_teasers() -> None:
    parts = STORY.split("\n")
    body = (
        f"{parts[0]}<div>{parts[1]}<h2><a href='/band'>What the men of the band say</a></h2>{parts[2]}{parts[3]}</div>"
    )
    assert of_kind("teaser", body) == []


def test_what_asks_to_sign_in_is_no_teaser() -> None:
    asks = "".join(
        f"<div class='modal login-box'><h4>{title}</h4><p>{OPENING}</p><a href='/in'>Sign in</a></div>"
        for title in ("Sign in to save your stories", "Sign up to get our letters")
    )
    assert of_kind("teaser", STORY + asks) == []


def test_short_links_of_a_footer_are_no_teasers_unless_dated() -> None:
    labels = ["Meet the editors", "Work with us", "Apply for the tower keeper's post"]
    links = "".join(f"<li><h5><a href='/{n}'>{label}</a></h5></li>" for n, label in enumerate(labels))
    dated = links.replace("</h5>", "</h5><time datetime='2022-01-15'>15 Jan 2022</time>")
    assert of_kind("teaser", STORY + f"<footer><ul>{links}</ul></footer>") == []
    assert len(of_kind("teaser", STORY + f"<footer><ul>{dated}</ul></footer>")) == len(labels)


def test_a_wrapper_named_after_advertising_is_not_believed() -> None:
    page = f"<div class='advertisement-pusher'>{STORY}<div class='more'>{TWO_CARDS}</div></div>"
    assert len(of_kind("teaser", page)) == 2


def test_sub_headings_of_the_story_are_no_headlines() -> None:
    parts = STORY.split("\n")
    first, second = "<h2>What the men of the band say</h2>", "<h2>When the pumps are to run</h2>"
    body = f"{parts[0]}{parts[1]}{first}{parts[2]}{second}{parts[3]}"
    assert of_kind("teaser", body) == []


def test_a_teaser_says_who_and_when_apart_from_its_text() -> None:
    signed = (
        "<p class='meta'><span class='author'>Nadia Fenn</span> · <time datetime='2022-01-15'>15 Jan 2022</time></p>"
    )
    teaser, _ = of_kind(
        "teaser",
        STORY + card("Bridge toll doubles overnight", OPENING, signed) + card("Ice road opens early on", OTHER),
    )
    assert (teaser.authors, teaser.date, teaser.body) == (("Nadia Fenn",), "2022-01-15", OPENING)
    assert teaser.provenance["date"] == "time element"


def test_buttons_sections_and_counts_of_a_card_are_no_text_of_it() -> None:
    body = STORY + TWO_CARDS.replace("</div>", "<p><a href='/m'>Read more</a></p><p>Politics</p><p>12</p></div>")
    assert [block.body for block in of_kind("teaser", body)] == [OPENING, OTHER]


def test_a_card_that_is_one_link_is_a_teaser() -> None:
    cards = "".join(f"<a class='c' href='/{n}'><div><h4>{title}</h4><p>{text}</p></div></a>" for n, title, text in [
        (1, "Bridge toll doubles overnight again", OPENING),
        (2, "Ice road opens three weeks early", OTHER),
    ])  # fmt: skip
    assert [(block.title, block.url) for block in of_kind("teaser", STORY + f"<div>{cards}</div>")] == [
        ("Bridge toll doubles overnight again", "/1"),
        ("Ice road opens three weeks early", "/2"),
    ]


def test_headlines_without_containers_share_their_parent_up_to_the_next() -> None:
    flat = "".join(f"<h3><a href='/{n}'>{title}</a></h3><p>{text}</p>" for n, title, text in [
        (1, "Bridge toll doubles overnight again", OPENING),
        (2, "Ice road opens three weeks early", OTHER),
    ])  # fmt: skip
    assert [block.body for block in of_kind("teaser", STORY + f"<div>{flat}</div>")] == [OPENING, OTHER]


def test_a_list_of_links_with_dates_is_teasers() -> None:
    rows = "".join(
        f"<li><a href='/{n}'>{title}</a> <time>1{n} January 2022</time></li>"
        for n, title in enumerate(
            ["Gas price frozen for ninety days", "In the ferry towns all is quiet", "Who pays for winter, five answers"]
        )
    )
    found = of_kind("teaser", STORY + f"<aside><h3>Also</h3><ul>{rows}</ul></aside>")
    assert [(block.title, block.date, block.url) for block in found] == [
        ("Gas price frozen for ninety days", "2022-01-10", "/0"),
        ("In the ferry towns all is quiet", "2022-01-11", "/1"),
        ("Who pays for winter, five answers", "2022-01-12", "/2"),
    ]


ROW_TITLES = (
    "Gas price frozen for ninety days",
    "In the ferry towns all is quiet",
    "Who pays for winter, five answers",
)


@pytest.mark.parametrize(
    "signature", ["vor {n} Stunden Von Ann Lee", "Ann Lee · vor {n} Stunden", "By Ann Lee | {n} hours ago"]
)
def test_links_with_summaries_and_how_long_ago_are_teasers(signature: str) -> None:
    rows = "".join(
        f"<li><a href='/{n}'>{title}</a><p>{OPENING} {n}.</p><span>{signature.format(n=n + 2)}</span></li>"
        for n, title in enumerate(ROW_TITLES)
    )
    found = of_kind("teaser", f"<h1>Nachrichten</h1><ul>{rows}</ul>", "<title>Nachrichten</title>")
    assert [(block.title, block.authors, block.date, block.body) for block in found] == [
        (title, ("Ann Lee",), None, f"{OPENING} {n}.") for n, title in enumerate(ROW_TITLES)
    ]


def test_linked_bylines_that_say_how_long_ago_are_no_headlines() -> None:
    rows = "".join(
        f"<div><h4><a href='/{n}'>{title}</a></h4><p><a href='/ann'>by Ann Lee {n + 2} hours ago</a></p></div>"
        for n, title in enumerate(ROW_TITLES)
    )
    found = of_kind("teaser", STORY + f"<aside>{rows}</aside>")
    assert [(block.title, block.authors, block.body) for block in found] == [
        (title, ("Ann Lee",), "") for title in ROW_TITLES
    ]


def test_a_sentence_that_ends_with_how_long_ago_is_text_of_its_card() -> None:
    cards = "".join(card(title, "The pit closed 9 years ago") for title in ROW_TITLES)
    assert {block.body for block in of_kind("teaser", STORY + cards)} == {"The pit closed 9 years ago"}


def stamped_rows(row: str) -> list[tuple[str | None, str | None]]:
    """Teasers of a list whose rows state a moment that they show in no way that is read as a date."""
    rows = "".join(row.format(n, title, f"2022-01-1{n}T08:00:00") for n, title in enumerate(ROW_TITLES))
    return [(block.title, block.date) for block in of_kind("teaser", STORY + f"<aside><ul>{rows}</ul></aside>")]


def test_a_list_of_links_with_stated_moments_is_teasers() -> None:
    assert stamped_rows("<li><a href='/{0}'>{1}</a><p><time datetime='{2}'>this week</time></p></li>") == [
        (title, f"2022-01-1{n}") for n, title in enumerate(ROW_TITLES)
    ]
    assert stamped_rows("<li><a href='/{0}'>{1}</a></li>") == []


def test_linked_bylines_with_stated_moments_are_no_headlines() -> None:
    byline = "<li class='meta'><a href='/{0}'>by somebody of the {1} <time datetime='{2}'>this week</time></a></li>"
    assert stamped_rows(byline) == []


def test_a_story_does_not_hold_the_texts_of_listed_links_beside_it() -> None:
    text = f"{OPENING} {OTHER} " * 4
    rows = "".join(
        f"<div class='item'><a href='/{n}'>{title}</a> <time>1{n} January 2022</time><p>{text}</p></div>"
        for n, title in enumerate(ROW_TITLES)
    )
    long = STORY + "<p>Nobody minded the rain, and the keeper sold stamps on the quay until it was dark.</p>" * 50
    found = blocks(f"<div>{long}<div class='list'>{rows}</div></div>")
    assert OPENING not in next(block.body for block in found if block.kind == "article")
    assert [block.body for block in found if block.kind == "teaser"] == [text.strip()] * 3


def summed_up(rows: list[tuple[str, str, str]]) -> list[tuple[str | None, str]]:
    cards = "".join(
        f"<div><a href='/{n}'><div class='a'>{above}</div></a><div class='b'><a href='/{n}'>{title}</a></div>"
        f"<div class='c'><a href='/{n}'>{below}</a></div></div>"
        for n, (above, title, below) in enumerate(rows)
    )
    return [(block.title, block.body) for block in of_kind("teaser", STORY + f"<div class='more'>{cards}</div>")]


def test_a_linked_line_above_a_summary_with_its_link_is_a_headline() -> None:
    last = "Nobody on the island remembers a summer in which the ferry left twice a day and came back."
    assert summed_up(
        [
            ("Roads", "Bridge toll doubles overnight again", OPENING),
            ("", "Ice road opens three weeks early", OTHER),
            ("Sea", "In the ferry towns all is quiet", last),
        ]
    ) == [
        ("Bridge toll doubles overnight again", OPENING),
        ("Ice road opens three weeks early", OTHER),
        ("In the ferry towns all is quiet", last),
    ]


def test_a_linked_line_below_a_title_or_above_another_is_no_headline() -> None:
    prices = [("Sailing to the skerries by night", f"Paperback with {n} maps", OPENING) for n in range(3)]
    authors = [("", "Mira Colm commented on", "Ice road opens three weeks early") for _ in range(3)]
    assert summed_up(prices) == summed_up(authors) == []


def test_a_link_styled_inside_an_element_named_as_title_is_a_headline() -> None:
    titles = ["Gas price frozen for ninety days", "In the ferry towns all is quiet"]
    row = "<li><div class='title'><a href='/{0}'><span class='cta'>{0}</span></a></div></li>"
    rows = "".join(row.format(title) for title in titles)
    assert [block.title for block in of_kind("teaser", STORY + f"<div><ul>{rows}</ul></div>")] == titles


def test_a_menu_is_no_teaser() -> None:
    menu = "".join(
        f"<li><h4><a href='/{name}'>{name}</a></h4></li>" for name in ("Politics", "Money", "Sport", "Weather")
    )
    assert of_kind("teaser", f"<nav><ul>{menu}</ul></nav>{STORY}") == []
    assert of_kind("teaser", f"<div><ul>{menu}</ul></div>{STORY}") == []


def test_headlines_that_a_menu_shows_are_teasers() -> None:
    labels = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("Politics", "Money", "Sport", "Weather"))
    titles = ["Ferry rammed the pier at Lake Orsha", "Quarry bells fall silent", "Nobody wants the old lighthouse"]
    heads = "".join(f"<li><h3><a href='/{n}'>{title}</a></h3></li>" for n, title in enumerate(titles))
    found = of_kind("teaser", f"<nav><ul>{labels}</ul><ul>{heads}</ul></nav>{STORY}")
    assert [(block.title, block.url) for block in found] == [(title, f"/{n}") for n, title in enumerate(titles)]


def test_the_link_of_a_teaser_is_a_full_address_where_the_page_knows_its_own() -> None:
    html = f"<html><body>{STORY}{TWO_CARDS}</body></html>".encode()
    found = read_page(html, url="https://slate.example/north/quarry.html").blocks
    assert [block.url for block in found if block.kind == "teaser"] == [
        "https://slate.example/35",
        "https://slate.example/32",
    ]


@pytest.mark.parametrize(("base", "place"), [("/", "/35"), ("https://ropes.example/a/", "https://ropes.example/a/35")])
def test_the_link_of_a_teaser_is_read_from_the_base_that_the_page_states(base: str, place: str) -> None:
    cards = TWO_CARDS.replace("href='/", "href='")
    html = f"<html><head><base href='{base}'></head><body>{STORY}{cards}</body></html>".encode()
    found = read_page(html, url="https://slate.example/north/quarry.html").blocks
    links = [block.url or "" for block in found if block.kind == "teaser"]
    assert links[0] == (place if "://" in place else f"https://slate.example{place}")
    assert len(links) == 2


def test_a_heading_that_links_to_a_front_page_or_to_this_page_is_no_headline() -> None:
    head = "<title>Quarry bells ring again</title><link rel='canonical' href='https://bells.example/news/ring/'>"

    def titles(link: str) -> list[str | None]:
        other = f"<div class='box'><h4><a href='{link}'>All that the bells have told us</a></h4></div>"
        return [block.title for block in of_kind("teaser", f"{STORY}<div class='more'>{TWO_CARDS}</div>{other}", head)]

    assert len(titles("/news/ferry/")) == 3
    for link in ("/", "https://bells.example", "//ropes.example/#shop", "/news/ring/#respond"):
        assert len(titles(link)) == 2
    assert len(titles("https://bells.example/news/ring#respond")) == 2


def test_a_heading_that_links_to_itself_is_no_headline() -> None:
    sections = "".join(
        f"<div><h3><a href='#s{n}'>Section number {n} of the manual</a></h3><p>{OTHER}</p></div>" for n in range(3)
    )
    assert of_kind("teaser", STORY + sections) == []


def test_what_is_sponsored_is_no_teaser() -> None:
    assert of_kind("teaser", STORY + f"<div class='sponsored-links'>{TWO_CARDS}</div>") == []
    assert len(of_kind("teaser", STORY + f"<div class='loads of-shadows'>{TWO_CARDS}</div>")) == 2


def test_among_advertisements_what_stays_on_the_site_is_a_teaser() -> None:
    paid = TWO_CARDS.replace("href='/", "href='https://shop.example/")
    assert of_kind("teaser", STORY + f"<aside class='ads-no-shrink'>{paid}</aside>") == []
    assert len(of_kind("teaser", STORY + f"<aside class='ads-no-shrink'>{TWO_CARDS}</aside>")) == 2


def test_cards_whose_names_hold_their_numbers_are_of_one_look() -> None:
    cards = "".join(
        f"<li><div class='group wp-container-{number}'><h2 class='title'><a href='/{number}'>{title}</a></h2></div></li>"
        for number, title in [
            ("61fd27b282642", "Ice road opens early"),
            ("61fd27b2820aa", "Bridge toll doubles overnight again"),
        ]
    )
    assert len(of_kind("teaser", f"{STORY}<ul>{cards}</ul>")) == 2


def box(title: str, text: str, more: str = "") -> str:
    return f"<div class='teaser'><h3>{title}</h3><p>{text}</p>{more}</div>"


BOXES = ["Bridge toll doubles overnight again", "Ice road opens three weeks early", "Ferry sails again in spring"]
LINK = "<a href='/more'>Read on</a>"


def test_a_card_without_a_link_among_cards_with_links_is_a_teaser_where_it_says_something() -> None:
    cards = "".join(box(title, "Nine hours.", LINK) for title in BOXES)
    bare = box("How to cross the ice", OPENING) + box("Where to write to us", "By post.")
    titles = [block.title for block in of_kind("teaser", f"{STORY}<div class='more'>{cards}{bare}</div>")]
    assert titles == [*BOXES, "How to cross the ice"]


def test_two_boxes_with_unlinked_headings_are_teasers_only_where_they_are_dated() -> None:
    def of_two(more: str) -> list[Block]:
        return of_kind("teaser", f"{STORY}<div class='more'>{''.join(box(t, 'Nine.', more) for t in BOXES[:2])}</div>")

    assert of_two(LINK) == []
    assert len(of_two(f"<time datetime='2022-01-15'>15 Jan 2022</time>{LINK}")) == 2


def test_a_heading_named_as_an_authors_is_who_wrote_the_card() -> None:
    name = "<div class='who'><h4 class='author-name'><a href='/staff/{0}'>{0}</a></h4></div>"
    first, second = (name.format(who) for who in ("Sunniva Dahl", "Orla Brennan Fell"))
    cards = (
        f"<div class='card'>{first}<h3><a href='/1'>Bridge toll doubles overnight again</a></h3><p>{OPENING}</p></div>"
        f"<div class='card'>{second}<h3><a href='/2'>Ice road opens three weeks early</a></h3><p>{OTHER}</p></div>"
    )
    found = of_kind("teaser", STORY + f"<div class='more'>{cards}</div>")
    assert [(block.title, block.authors, block.body) for block in found] == [
        ("Bridge toll doubles overnight again", ("Sunniva Dahl",), OPENING),
        ("Ice road opens three weeks early", ("Orla Brennan Fell",), OTHER),
    ]


def test_a_heading_named_after_an_authority_is_a_headline() -> None:
    cards = TWO_CARDS.replace("<h3>", "<h3 class='authority-news'>")
    assert len(of_kind("teaser", STORY + f"<div class='more'>{cards}</div>")) == 2


def test_a_story_teased_twice_is_one_block_with_all_that_is_known() -> None:
    again = card("Bridge toll doubles overnight again", "", "<time datetime='2022-01-15'>15 Jan</time>")
    found = of_kind("teaser", STORY + f"<div>{TWO_CARDS}</div><section>{again}</section>")
    assert [(block.body, block.date) for block in found] == [(OPENING, "2022-01-15"), (OTHER, None)]


def test_the_page_does_not_tease_its_own_story() -> None:
    found = of_kind("teaser", STORY + TWO_CARDS + card("Quarry bells ring again", "The bells rang on Monday."))
    assert "Quarry bells ring again" not in [block.title for block in found]


def test_relative_dates_count_from_when_the_page_was_saved() -> None:
    html = f"<html><body>{STORY}{TWO_CARDS.replace('</h3>', '</h3><span>3 days ago</span>')}</body></html>".encode()
    assert {block.date for block in read_document(html).blocks if block.kind == "teaser"} == {None}
    saved = read_document(html, saved="2022-03-10T12:00:00+00:00").blocks
    assert {block.date for block in saved if block.kind == "teaser"} == {"2022-03-07"}


def test_every_block_has_the_outlet_of_its_page() -> None:
    head = "<title>Quarry bells ring again</title><meta property='og:site_name' content='Slate Observer'>"
    found = blocks(STORY + TWO_CARDS + "<footer>Printed in Harrow</footer>", head)
    assert {block.outlet for block in found} == {"Slate Observer"}
    assert {block.provenance["outlet"] for block in found if block.kind != "article"} == {"page"}


def test_a_hub_has_no_main_story() -> None:
    cards = TWO_CARDS + card(
        "Schools share stoves as heating fails", "Four schools on the eastern shore have moved into one hall."
    )
    found = blocks(f"<h1>Lake Orsha</h1><div>{cards}</div>", "<title>Lake Orsha: all stories</title>")
    assert [block.kind for block in found] == ["teaser"] * 3 + ["other"]
    assert not any(OPENING in block.body and OTHER in block.body for block in found)


def stories(byline: str) -> str:
    told = "".join(
        f"<section><h2>{title}</h2>{byline}<p>{OPENING} {number}.</p><p>{OTHER} {number}.</p></section>"
        for number, title in enumerate(
            ["Pact votes to send keepers", "Central bank holds its rates", "Lighthouse keeper retires at last"]
        )
    )
    return f"<h1>Evening Briefing</h1>{told}"


def test_stories_that_are_signed_each_are_articles_each() -> None:
    found = of_kind(
        "article",
        stories("<p>By Sunniva Dahl</p>"),
        "<title>Evening Briefing</title><meta name='date' content='2022-01-18'>",
    )
    assert [block.title for block in found] == [
        "Pact votes to send keepers",
        "Central bank holds its rates",
        "Lighthouse keeper retires at last",
    ]
    assert [block.authors for block in found] == [("Sunniva Dahl",)] * 3
    assert [block.body for block in found] == [f"{OPENING} {number}.\n\n{OTHER} {number}." for number in range(3)]


def blog(title: str, day: int, paragraphs: int = 3) -> str:
    told = "".join(f"<p>{OPENING} {title} {number}.</p>" for number in range(paragraphs))
    return f"<article><h2><a href='/{day}'>{title}</a></h2><p>By Ann Lee, {day} January 2022</p>{told}</article>"


def test_two_stories_that_a_front_page_tells_whole_are_articles_each() -> None:
    longer, shorter = blog("Pact votes to send keepers", 9, 9), blog("Central bank holds its rates", 8)
    cut = blog("Lighthouse keeper retires at last", 7, 1)
    found = blocks(f"<main>{longer}{shorter}{cut}</main>", "<title>The Harbour Post</title>")
    assert [(block.kind, block.title, block.date) for block in found] == [
        ("article", "Pact votes to send keepers", "2022-01-09"),
        ("article", "Central bank holds its rates", "2022-01-08"),
        ("teaser", "Lighthouse keeper retires at last", "2022-01-07"),
    ]


def test_a_whole_story_with_a_linked_headline_below_the_main_one_is_an_article() -> None:
    found = blocks(f"<article>{STORY}</article>{blog('Central bank holds its rates', 8)}")
    assert [(block.kind, block.title, block.date) for block in found][:2] == [
        ("article", "Quarry bells ring again", None),
        ("article", "Central bank holds its rates", "2022-01-08"),
    ]


def test_stories_without_a_date_have_that_of_the_page_they_are_told_on() -> None:
    head = "<title>Evening Briefing</title><meta name='date' content='2022-01-18'>"
    found = of_kind("article", stories("<p>By Sunniva Dahl</p>"), head)
    assert {(block.date, block.provenance["date"]) for block in found} == {("2022-01-18", "page")}


def told_whole(paragraphs: int) -> list[str]:
    """The kinds of three linked stories, each of which ends with a teaser that is cut."""
    text = f"<p>{OPENING} {OTHER}</p>" * paragraphs + f"<p>{OPENING} Of the rest we …</p>"
    parts = "".join(
        f"<section><h2><a href='/{n}'>{title}</a></h2><p>By Sunniva Dahl</p>{text}</section>"
        for n, title in enumerate(ROW_TITLES)
    )
    found = blocks(f"<h1>Evening Briefing</h1>{parts}", "<title>Evening Briefing</title>")
    return [block.kind for block in found if block.title in ROW_TITLES]


def test_a_long_story_with_a_cut_teaser_at_its_end_is_told_whole() -> None:
    assert told_whole(6) == ["article"] * 3
    assert told_whole(2) == ["teaser"] * 3


def test_forms_and_buttons_in_a_story_are_no_text_of_it() -> None:
    asks = "Write to us where the bells should ring next, and we will read it aloud on Monday."
    form = f"<form><p>{asks}</p><label>Where do you live and for how long?</label></form><button>{asks}</button>"
    found = blocks(stories(f"<p>By Sunniva Dahl</p>{form}"), "<title>Evening Briefing</title>")
    assert [block.body for block in found if block.kind == "article"] == [
        f"{OPENING} {number}.\n\n{OTHER} {number}." for number in range(3)
    ]
    assert asks in next(block.body for block in found if block.kind == "other")


def test_sections_of_one_story_are_not_stories() -> None:
    found = of_kind("article", stories(""), "<title>Evening Briefing</title>")
    assert [block.title for block in found] == ["Evening Briefing"]


def test_a_story_with_boxes_that_are_signed_stays_one_story() -> None:
    long = f"<p>{OPENING} {OTHER}</p>" * 12
    boxes = "".join(
        f"<section><h2>{title}</h2><p>By Sunniva Dahl</p><p>{text}</p></section>"
        for title, text in (("Bridge toll doubles overnight", OPENING), ("Ice road opens weeks early", OTHER))
    )
    main = f"<section><h2>Pact votes to send keepers</h2><p>By Sunniva Dahl</p>{long}</section>"
    found = of_kind("article", f"<h1>Evening Briefing</h1>{main}{boxes}", "<title>Evening Briefing</title>")
    assert found[0].title == "Evening Briefing" and found[0].body.count(OPENING) >= 12


def test_boxes_with_linked_headlines_between_paragraphs_split_no_story() -> None:
    parts = "".join(
        f"<div class='box'><ul><li><h3><a href='/{n}'>{title}</a></h3></li></ul></div><p>{OPENING} {n}</p><p>{OTHER} {n}</p>"
        for n, title in enumerate(ROW_TITLES)
    )
    story = f"<div class='text'><p>{OPENING}</p>{parts}</div>"
    found = blocks(f"<h1>Quarry bells ring again</h1>{story}")
    assert [block.kind for block in found] == ["article", "teaser", "teaser", "teaser"]
    assert found[0].body.count(OPENING) == 4 and [block.body for block in found[1:]] == [""] * 3


def test_sub_headings_of_a_story_that_link_are_no_cards() -> None:
    sections = "".join(
        f"<h3><a href='/{number}'>What the tolls mean for drivers of part {number}</a></h3>"
        + f"<p>{OPENING} {OTHER}</p>" * 4
        for number in range(3)
    )
    (found,) = of_kind(
        "article", f"<article><h1>Tolls double</h1><p>{OTHER}</p>{sections}</article>", "<title>Tolls double</title>"
    )
    assert found.body.count(OPENING) == 12


def test_few_times_of_day_make_no_live_blog() -> None:
    times = "".join(
        f"<div class='post'><div class='clock'>{hour}:40</div><p>{text} It is {hour} now.</p></div>"
        for hour, text in ((21, OPENING), (20, OTHER), (19, OPENING))
    )
    body = f"<h1>Tariff vote live</h1><div class='live-feed'>{times}</div>"
    assert of_kind("live", body, "<title>Tariff vote live</title>") == []


def test_entries_of_a_live_blog_are_live_and_keep_their_times() -> None:
    entries = "".join(
        f"<article class='live-entry'><time datetime='2022-03-28T2{n}:15:00+02:00'>2{n}:15</time>"
        f"<h3>{title}</h3><p>{text}</p></article>"
        for n, title, text in [
            (3, "Tariff passes by 61 votes", OPENING),
            (2, "Doors locked for the count", OTHER),
            (1, "Session opens late", OPENING + OTHER),
        ]
    )  # fmt: skip
    found = blocks(
        f"<h1>Live: the tariff vote</h1><div class='live-feed'>{entries}</div>", "<title>Live: the tariff vote</title>"
    )
    assert [(block.kind, block.date) for block in found if block.kind != "other"] == [
        ("live", "2022-03-28T23:15:00+02:00"),
        ("live", "2022-03-28T22:15:00+02:00"),
        ("live", "2022-03-28T21:15:00+02:00"),
    ]


def test_entries_that_have_a_time_and_no_headline_are_live_too() -> None:
    times = "".join(
        f"<div class='post'><div class='clock'>{hour}:40 (CET), Mar 28</div><p>{text} It is {hour} now.</p></div>"
        for hour, text in ((21, OPENING), (20, OTHER), (19, OPENING), (18, OTHER))
    )
    head = "<title>Tariff vote live</title><meta property='article:published_time' content='2022-03-28T18:00:00+01:00'>"
    found = blocks(f"<h1>Tariff vote live</h1><div class='live-feed'>{times}</div>", head)
    assert [(block.title, block.date, block.body) for block in found if block.kind == "live"] == [
        (None, "2022-03-28", f"{OPENING} It is 21 now."),
        (None, "2022-03-28", f"{OTHER} It is 20 now."),
        (None, "2022-03-28", f"{OPENING} It is 19 now."),
        (None, "2022-03-28", f"{OTHER} It is 18 now."),
    ]


QUESTIONS = [("Who pays the toll?", OPENING), ("When does the road close?", OTHER), ("Are dogs free?", OPENING + OTHER)]


def answered(name: str, questions: int = 3) -> list[str | None]:
    items = "".join(
        f"<div class='item'><h3>{asked}</h3><p>{answer}</p></div>" for asked, answer in QUESTIONS[:questions]
    )
    body = f"<h1>The ice road</h1><p>{OPENING} {OTHER}</p><div class='{name}'>{items}</div>"
    return [block.title for block in of_kind("article", body, "<title>The ice road</title>")]


def test_questions_that_a_page_answers_are_entries() -> None:
    assert answered("faq") == ["The ice road", *(question for question, _ in QUESTIONS)]


def test_questions_of_an_interview_are_part_of_it() -> None:
    assert answered("interview") == ["The ice road"]


def test_two_questions_make_no_list_of_questions() -> None:
    assert answered("faq", 2) == ["The ice road"]


SAID = ("I walked there as a child.", "It rained then as well, as I remember.", "Who pays for the pumps, I ask?")


@pytest.mark.parametrize(
    ("region", "single"),
    [
        ("<div>{}</div>", "<div><b>{who}</b> <span>{when}</span><p>{said}</p></div>"),
        ("<table>{}</table>", "<tr><td><b>{who}</b><br>{when}</td><td>{said}</td></tr>"),
        ("{}", "<div><p>{who}, {when}</p><p>{said}</p></div>"),
        ("<dl>{}</dl>", "<dt>{who} on {when}</dt><dd><p>{said}</p></dd>"),
    ],
)
def test_a_heading_says_that_what_follows_is_comments(region: str, single: str) -> None:
    singles = "".join(
        single.format(who=f"hillman{n}", when=f"{n + 1} January 2022, 10:05", said=said) for n, said in enumerate(SAID)
    )
    page = f"<article>{STORY}</article><section><h3>Comments (3)</h3>{region.format(singles)}<h3>Also</h3><p>{OTHER}</p></section>"
    assert [(block.authors, block.date, block.body) for block in of_kind("comment", page)] == [
        ((f"hillman{n}",), f"2022-01-0{n + 1}", said) for n, said in enumerate(SAID)
    ]
    assert not of_kind("comment", page.replace("Comments (3)", "Comment").replace(", 10:05", ""))


@pytest.mark.parametrize(
    "single",
    [
        "<dt>{who} on {when}</dt><dd><p>{said}</p></dd>",
        "<dt class='comment-author'>{who} said...</dt><dd class='comment-body'><p>{said}</p></dd>"
        "<dd class='comment-footer'><span class='comment-timestamp'>{when}</span></dd>",
    ],
)
def test_comments_of_a_list_of_terms_are_each_what_follows_a_name(single: str) -> None:
    singles = "".join(
        single.format(who=f"hillman{n}", when=f"{n + 1} January 2022, 10:05", said=f"<p>{said}</p><p>Well.</p>")
        for n, said in enumerate(SAID)
    )
    page = f"<article>{STORY}</article><dl id='comments'>{singles}</dl>"
    assert [(block.authors, block.date, block.body) for block in of_kind("comment", page)] == [
        ((f"hillman{n}",), f"2022-01-0{n + 1}", f"{said}\n\nWell.") for n, said in enumerate(SAID)
    ]


def test_a_comment_says_who_when_and_what() -> None:
    comments = "".join(
        f"<li class='comment'><cite class='fn'>{who}</cite> <span class='says'>says:</span>"
        f"<div class='comment-meta'><a href='#c'>January 2{n}, 2022 at 10:12 am</a></div>"
        f"<p>{text}</p><a href='#r'>Reply</a></li>"
        for n, who, text in [
            (1, "Gudrun K.", "Tea on the quay. That is the whole country."),
            (2, "old_ferryman", "The hut sold stamps."),
        ]
    )
    found = of_kind(
        "comment", STORY + f"<div id='comments'><h3>2 Comments</h3><ol class='commentlist'>{comments}</ol></div>"
    )
    assert [(block.authors, block.date, block.body) for block in found] == [
        (("Gudrun K.",), "2022-01-21", "Tea on the quay. That is the whole country."),
        (("old_ferryman",), "2022-01-22", "The hut sold stamps."),
    ]


def test_a_lone_comment_is_one_where_somebody_wrote_it() -> None:
    def found(*lines: str) -> list[tuple[tuple[str, ...], str]]:
        told = "".join(f"<div>{line}</div>" for line in lines)
        region = f"<div class='comments'><section class='comment'>{told}</section></div>"
        return [(block.authors, block.body) for block in of_kind("comment", STORY + region)]

    said, day = "The hut sold stamps, and nobody minded.", "<time>January 21, 2022</time>"
    assert found("Comments", "old_ferryman", day, said) == [(("old_ferryman",), said)]
    assert found("Kommentar von Gudrun", day, said) == [(("Gudrun",), said)]
    assert found(day, "Take part in the discussion. For that you need an account of this site.") == []


def test_a_reply_is_a_comment_of_its_own() -> None:
    def comment(who: str, text: str, replies: str = "") -> str:
        return f"<div class='comment'><b class='author'>{who}</b><time>2 May 2021</time><p>{text}</p>{replies}</div>"

    thread = comment("Renske", "The tea was cold.", comment("Ottilie", "It was not.", comment("Renske", "It was.")))
    found = of_kind("comment", STORY + f"<section class='comments'>{thread}{comment('Ada', 'Who pays?')}</section>")
    assert [block.body for block in found] == ["The tea was cold.", "It was not.", "It was.", "Who pays?"]
    assert [block.authors for block in found] == [("Renske",), ("Ottilie",), ("Renske",), ("Ada",)]


def folded(comments: list[tuple[str, str]]) -> list[tuple[str, ...]]:
    listed = "".join(
        f"<li class='comment'><cite class='fn'>{who}</cite><time>{when}</time><p>{OTHER} {number}</p></li>"
        for number, (who, when) in enumerate(comments)
    )
    page = f"{STORY}<div class='comments' style='display:none'><ol>{listed}</ol></div>"
    return [block.authors for block in of_kind("comment", page)]


def test_comments_that_show_when_asked_for_are_comments() -> None:
    assert folded([("Orla", "2 May 2021"), ("Renske", "3 May 2021"), ("Ada", "4 May 2021")]) == [
        ("Orla",),
        ("Renske",),
        ("Ada",),
    ]


def test_a_hidden_template_of_a_comment_is_none() -> None:
    assert folded([("Orla", "2 May 2021")]) == []
    assert folded([("Name", ""), ("Name", ""), ("Name", "")]) == []


def test_the_form_for_a_comment_is_no_comment() -> None:
    asked = "<h3>Leave a Reply</h3><p>Your email address will not be published.</p><p>Posted 3 May 2021</p>"
    form = f"<div id='respond' class='comment-respond'>{asked}</div>"
    assert of_kind("comment", STORY + f"<div class='comments'>{form}</div>") == []


def test_the_newest_comments_on_other_pages_are_none_of_this_one() -> None:
    newest = "".join(f"<li><cite class='fn'>Orla</cite><p>on {OTHER} ({n})</p></li>" for n in range(3))
    assert of_kind("comment", STORY + f"<div class='recent-comments'><ul>{newest}</ul></div>") == []


def test_a_region_named_after_the_forms_in_it_holds_comments() -> None:
    one = f"<div class='comment'><b class='author'>Orla</b><p>3 May 2021</p><p>{OTHER}</p></div>"
    assert len(of_kind("comment", STORY + f"<div class='comment-forms'>{one}{one}</div>")) == 2


def unsigned(
    *said: str, first: str = "# 4 juillet, par Orla", names: str = "comment"
) -> list[tuple[tuple[str, ...], str]]:
    told = "".join(f"<div class='{names}'><p>{first}</p><p>{text}</p></div>" for text in said)
    return [(block.authors, block.body) for block in of_kind("comment", STORY + f"<div class='comments'>{told}</div>")]


def test_elements_named_as_comments_are_comments_that_name_nobody() -> None:
    said = (OPENING, OTHER, "The hut sold stamps on the quay, and nobody minded.")
    assert unsigned(*said) == [((), f"# 4 juillet, par Orla\n\n{text}") for text in said]
    assert unsigned(*said[:2]) == unsigned(*said, names="x") == unsigned(*said, names="comment hidden") == []


def test_what_says_the_same_again_and_again_is_no_comment() -> None:
    assert unsigned(*[OTHER] * 4) == unsigned("Thanks", "Thank you", "Good") == []
    assert unsigned(OPENING, OTHER, f"{OTHER} {OTHER}", first=f"{OPENING} {OTHER}") == []


def test_a_button_in_a_comment_is_no_part_of_it_whatever_it_says() -> None:
    lines = f"<b class='author'>Orla</b><p>3 May 2021</p><p>{OTHER}</p><button>Melde dies der Redaktion</button>"
    found = blocks(STORY + f"<ol class='comments'>{f'<li class=comment>{lines}</li>' * 2}</ol>")
    assert [block.body for block in found if block.kind == "comment"] == [OTHER] * 2
    assert "Melde dies der Redaktion" in next(block.body for block in found if block.kind == "other")


def test_a_reply_that_begins_like_another_stands_where_it_is_read() -> None:
    comment = "<li class='comment'><cite class='fn'>Orla</cite><time>2 May 2021</time>\n<p>Thanks to all who wrote</p><p>{}</p></li>\n"
    two = "".join(comment.format(text) for text in ("Noon it is.", "No dogs."))
    lines = [
        block.position.first_line
        for block in of_kind("comment", f"{STORY}<ol class='comments'>{two}</ol>")
        if block.position
    ]
    assert lines == sorted(set(lines))
    assert len(lines) == 2


def test_the_rest_repeats_neither_the_story_nor_its_byline_nor_a_teaser() -> None:
    signed = STORY.replace("</h1>", "</h1><p class='byline'>By Hedda Lorne</p><p>30 March 2022</p>")
    rest = blocks(signed + TWO_CARDS + "<footer>Printed in Harrow</footer>")[-1]
    assert (rest.kind, rest.body) == ("other", "Printed in Harrow")


def test_what_a_card_leaves_out_stays_findable() -> None:
    rest = blocks(STORY + TWO_CARDS.replace("</div>", "<p>Sledging desk</p></div>"))[-1]
    assert rest.kind == "other" and "Sledging desk" in rest.body


def test_teasers_know_where_they_stand() -> None:
    head = "<meta name='description' content='Ice road opens three weeks early'>"
    cards = TWO_CARDS.replace("</div>", "</div>\n")
    html = f"<html><head>\n{head}</head>\n<body>{STORY}\n{cards}</body></html>"
    found = [block.position for block in read_page(html.encode(), name="p.html").blocks if block.kind == "teaser"]
    assert [(at.first_line, at.last_line) for at in found if at] == [(7, 7), (8, 8)]


@pytest.mark.parametrize("tag", ["article", "div", "li"])
@given(
    titles=st.lists(
        st.sampled_from(
            ["Bridge toll doubles", "Ice road opens early", "Schools share one stove", "Ferry stays in port again"]
        ),
        unique=True,
        max_size=4,
    )
)
def test_blocks_are_never_glued_together(tag: str, titles: list[str]) -> None:
    cards = "".join(
        f"<{tag}><h2><a href='/x'>{title} this winter</a></h2><p>{title}: {OTHER}</p></{tag}>" for title in titles
    )
    for block in blocks(f"<ul>{cards}</ul>", "<title>All</title>"):
        if block.kind != "other":
            assert sum(f"{title}: " in block.body for title in titles) <= 1


COMMENTERS = ("Renske", "Ottilie Brandt", "Ada")
SAID = (
    "The tea was cold, as it has been since May.",
    "It was not when I had mine!",
    "Who pays for the new kettle then?",
)
SAVED = "<!--\n Page saved with SingleFile\n url: https://quarry.example/bells\n saved date: Sat Mar 05 2022 10:00:00 GMT+0000\n-->"


def comments_under(heads: tuple[str, ...], wrap: str, saved: bool = False) -> list[tuple[tuple[str, ...], str | None]]:
    """Authors and dates of the comments of a page whose comments begin with a line each; their words are kept."""
    items = "".join(
        f"<li class='comment'>{wrap.format(head)}<p>{text}</p></li>" for head, text in zip(heads, SAID, strict=True)
    )
    body = f"{STORY}<section class='comments'><ul>{items}</ul></section>"
    html = f"<!DOCTYPE html>{SAVED if saved else ''}<html><body>{body}</body></html>"
    found = [block for block in read_page(html.encode(), name="page.html").blocks if block.kind == "comment"]
    assert [block.body for block in found] == list(SAID)
    return [(block.authors, block.date) for block in found]


@pytest.mark.parametrize("wrap", ["<div>{}</div>", "<div class='meta'>{}</div>", "<p>{}</p>", "{}<br>"])
@pytest.mark.parametrize(
    "when",
    [
        (" 3 hours ago", " 2 days ago", " · yesterday"),
        (", vor 3 Stunden", ", vor 2 Tagen", ", gestern"),
        (" · 3 hr. ago · edited", " | il y a 2 jours | Lyon", " • 1 day ago"),
    ],
)
def test_who_comments_and_when_may_share_a_line_without_a_name(wrap: str, when: tuple[str, ...]) -> None:
    heads = tuple(who + ago for who, ago in zip(COMMENTERS, when, strict=True))
    assert comments_under(heads, wrap) == [((who,), None) for who in COMMENTERS]
    days = ("2022-03-05", "2022-03-03", "2022-03-04")
    assert comments_under(heads, wrap, saved=True) == [((who,), day) for who, day in zip(COMMENTERS, days, strict=True)]


def test_when_a_comment_was_written_is_no_part_of_it_where_the_day_is_not_known() -> None:
    wrap = "<div><a class='author'>{}</a></div><div>3 hours ago</div>"
    assert comments_under(COMMENTERS, wrap) == [((who,), None) for who in COMMENTERS]


def test_a_comment_that_ends_with_how_long_ago_is_no_signature() -> None:
    texts = ("Corran 3 years ago", "We had tea a week ago.", "Not yesterday")
    items = "".join(
        f"<li class='comment'><div class='author'>{who}</div><p>{text}</p></li>"
        for who, text in zip(COMMENTERS, texts, strict=True)
    )
    found = of_kind("comment", f"{STORY}<section class='comments'><ul>{items}</ul></section>")
    assert [(block.authors, block.body) for block in found] == [
        ((who,), text) for who, text in zip(COMMENTERS, texts, strict=True)
    ]


def test_a_sentence_that_ends_with_how_long_ago_begins_no_comment() -> None:
    lists = "".join(
        f"<li><div>It closed {number} years ago</div><p>{text}</p></li>" for number, text in enumerate(SAID, 3)
    )
    assert of_kind("comment", f"{STORY}<section class='comments'><ul>{lists}</ul></section>") == []


def test_who_comments_may_write_their_name_small_before_a_sign() -> None:
    heads = ("anna de vries · 3 hours ago", "bo 2 days ago", "van dyke | 1 day ago")
    found = [authors for authors, _ in comments_under(heads, "<div>{}</div>")]
    assert found == [("anna de vries",), ("bo",), ("van dyke",)]


def test_counts_above_a_comment_name_nobody() -> None:
    wrap = "<span>Level 2</span><div>{}</div><div>39 points · 6 years ago</div>"
    assert comments_under(COMMENTERS, wrap) == [((who,), None) for who in COMMENTERS]
    unnamed = ("level 1", "level 2", "level 2")
    assert comments_under(unnamed, "<span>{}</span><div>39 points · 6 years ago</div>") == [((), None)] * 3


def second(headline: str, byline: str, paragraphs: str) -> str:
    return f"<article><h2>{headline}</h2>{byline}{paragraphs}</article>"


def test_a_second_article_that_is_signed_and_told_whole_is_a_story() -> None:
    text = "".join(f"<p>{OPENING} Line {number} says how the toll came about, and who pays it.</p>" for number in "abc")
    byline = "<p class='byline'>By Anna Weber</p><time datetime='2022-01-08'>8 Jan</time>"
    found = of_kind(
        "article", f"<article>{STORY}</article>" + second("Bridge toll doubles overnight again", byline, text)
    )
    assert [(block.title, block.authors, block.date) for block in found] == [
        ("Quarry bells ring again", (), None),
        ("Bridge toll doubles overnight again", ("Anna Weber",), "2022-01-08"),
    ]
    assert found[1].body.count(OPENING) == 3
    assert "authors" not in found[0].provenance


@pytest.mark.parametrize(
    "beside",
    [
        second("Bridge toll doubles overnight again", "", f"<p>{OPENING * 4}</p>"),
        second("Bridge toll doubles overnight again", "<p>By Anna Weber</p>", f"<p>{OPENING}</p>"),
        f"<div class='comments'>{second('I paid the bridge toll myself', '<p>By Anna Weber</p>', f'<p>{OPENING * 4}</p>')}</div>",
    ],
)
def test_an_article_without_a_sign_a_text_or_in_comments_is_no_story(beside: str) -> None:
    assert len(of_kind("article", f"<article>{STORY}</article>{beside}")) == 1


def test_a_date_that_one_of_several_stories_shows_is_not_the_others() -> None:
    text = f"<p>{OPENING} {OTHER}</p>" * 3
    stories = "".join(
        f"<h2>{headline}</h2><p>By {who}</p><time datetime='{day}'>{day[-1]} Jan</time>{text}<hr>"
        for headline, who, day in (
            ("Bridge toll doubles overnight again", "Anna Weber", "2022-01-09"),
            ("Ice road opens three weeks early", "Otto Brandt", "2022-01-08"),
        )
    )
    found = of_kind("article", f"<main>{stories}</main>", "<title>Lakeport Ledger</title>")
    assert [(block.authors, block.date) for block in found] == [(("Anna Weber",), None), (("Otto Brandt",), None)]


def thread(*comments: str) -> list[tuple[tuple[str, ...], str | None, str]]:
    """Who, when and what of the comments of a page."""
    items = "".join(f"<li class='comment'>{told}</li>" for told in comments)
    found = of_kind("comment", f"{STORY}<section class='comments'><ol>{items}</ol></section>")
    return [(block.authors, block.date, block.body) for block in found]


@pytest.mark.parametrize(
    "wrap",
    [
        "<div>{said}</div><p class='author'>{who}</p><p>2 May 2021</p>",
        "<p class='who'><b class='fn'>{who}</b> said...</p><p>{said}</p><p>2 May 2021</p>",
        "<b>#1</b> <small>2 May 2021, by <span>{who}</span></small><p>{said}</p>",
        "<div>{said}</div><p class='comment-footer'>Posted by: <a href='/x'>{who}</a> | 2 May 2021 at 03:51 PM</p>",
        "<div class='author-name'>{who}</div><div>2 May 2021</div><div class='author-rank'>Senior member</div><p>{said}</p>",
        "<div><a href='/x'>{who}</a><a href='/y'><i title='May 2, 2021, 3:51 PM'>May 2</i></a></div><p>{said}</p>",
        "<div class='author'>{who}</div><div title='May 2, 2021 3:51 pm'><i></i> 2 years ago</div><p>{said}</p>",
        "<div class='x'><div class='x'><div class='date'>2 May 2021</div><div class='author-name'>{who}</div></div><p>{said}</p></div>",
        "<div><b>2 May 2021 10:15</b><span class='name'>by: <strong>{who}</strong></span></div><p>{said}</p>",
        "<header><span class='username'>{who}</span><time>2 May 2021</time></header><p>{said}</p>",
        "<header><a class='username' href='/x'>{who}</a> <span class='user-title'>Senior member</span> <time>2 May 2021</time></header><p>{said}</p>",
        "<p class='user-info'><a href='/x'>{who}</a>, <span>Harbour Town, Lakeland, 2 May 2021</span></p><p>{said}</p>",
    ],
)
def test_who_comments_and_when_are_read_wherever_they_stand(wrap: str) -> None:
    told = [wrap.format(who=who, said=text) for who, text in zip(COMMENTERS, SAID, strict=True)]
    assert thread(*told) == [((who,), "2021-05-02", text) for who, text in zip(COMMENTERS, SAID, strict=True)]


@pytest.mark.parametrize(
    "buttons",
    [
        "<div><a>Like (3)</a><a>Reply</a> <a>Share</a></div>",
        "<p><a>Répondre à ce message</a></p>",
        "<ul><li><a>Log in</a> or <a>register</a> to post comments</li></ul>",
        "<p><a>Reply</a> · <a>Thread</a></p><p>2 Reactions 3 Reactions</p>",
    ],
)
def test_buttons_below_a_comment_are_no_part_of_it(buttons: str) -> None:
    told = [f"<p class='author'>{who}</p><p>{said}</p>{buttons}" for who, said in zip(COMMENTERS, SAID, strict=True)]
    assert thread(*told) == [((who,), None, said) for who, said in zip(COMMENTERS, SAID, strict=True)]


def test_the_region_of_comments_is_none_of_them() -> None:
    told = "".join(
        f"<li><div id='c{n}'><p class='fn'>{who}</p><p>2 May 2021</p><p>{said}</p></div></li>"
        for n, (who, said) in enumerate(zip(COMMENTERS, SAID, strict=True))
    )
    region = (
        f"<div id='comments'><h3>3 Responses</h3><ol>{told}<li>Pingback: Links of the week about bells</li></ol></div>"
    )
    found = of_kind("comment", STORY + region)
    assert [(*block.authors, block.body) for block in found] == list(zip(COMMENTERS, SAID, strict=True))


def test_a_comment_may_talk_of_likes_and_of_who_wrote() -> None:
    said = ("Like a wet Monday, then.", "By noon it was sold.", "Share the kettle? Never.")
    told = [
        f"<p class='author'>{who}</p><p>2 May 2021</p><p>{text}</p>" for who, text in zip(COMMENTERS, said, strict=True)
    ]
    assert [text for _, _, text in thread(*told)] == list(said)


def test_how_long_ago_a_comment_was_written_may_be_said_by_a_letter() -> None:
    told = [f"<p class='author'>{who}</p><p>3d</p><p>{said}</p>" for who, said in zip(COMMENTERS, SAID, strict=True)]
    assert thread(*told) == [((who,), None, said) for who, said in zip(COMMENTERS, SAID, strict=True)]


@pytest.mark.parametrize(
    ("around", "who", "what"),
    [
        ("<dl class=comments>{}</dl>", "<dt>{} said...</dt>", "<dd>{}</dd>"),
        ("<h2>Comments (3)</h2>{}", "<div>{} 3 hours ago</div>", "<div>{}</div>"),
        (
            "<div id=comments><h3>3 comments</h3>{}<h3>Leave a reply</h3><p>Name</p></div>",
            "<p><b>{}</b> says:</p>",
            "<p>{}</p>",
        ),
        ("<h2>3 Kommentare</h2>{}", "<p>{}, 3. Mai 2022, 10:12 Uhr</p>", "<p>{}</p>"),
    ],
)
def test_comments_may_be_rows_of_who_and_what_without_an_element_of_their_own(around: str, who: str, what: str) -> None:
    told = "".join(who.format(name) + what.format(said) for name, said in zip(COMMENTERS, SAID, strict=True))
    found = blocks(STORY + around.format(told))
    said = [(block.authors, block.body) for block in found if block.kind == "comment"]
    assert said == [((name,), text) for name, text in zip(COMMENTERS, SAID, strict=True)]
    assert (found[0].kind, found[0].authors, found[0].date) == ("article", (), None)


def test_who_comments_and_when_is_not_who_wrote_the_story() -> None:
    rows = "".join(
        f"<tr><td>{name}, 3 May 2022</td><td>{said}</td></tr>"
        for name, said in zip(("Mira Okafor", "Jon Ruud"), SAID, strict=False)
    )
    (story, *_) = blocks(f"{STORY}<h2>2 comments</h2><table>{rows}</table>")
    assert (story.kind, story.authors, story.date) == ("article", (), None)
