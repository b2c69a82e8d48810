"""Titles: what of a heading and of a stated title is the headline, and what is the site, its sections and its furniture."""

from __future__ import annotations

import pytest
from made_pages import PARAGRAPH, ld, read

from newsearch.pages import read_page

FERRY = "Ferry crosses the bay before the storm"
SEEN = "Ferry crosses the bay, before the storm"
"""The same headline as a heading spells it: the comma shows which of the two is taken."""
OTHER = "Weather and tides for the week"
SITE = "<meta property='og:site_name' content='Harbour Life'>"


def og(title: str) -> str:
    return f"<meta property='og:title' content='{title}'>"


def twitter(title: str) -> str:
    return f"<meta name='twitter:title' content='{title}'>"


def element(title: str) -> str:
    return f"<title>{title}</title>"


def title(head: str, body: str = "", url: str | None = "https://paper.example/a") -> str | None:
    return read(head, f"<article>{body}{PARAGRAPH}</article>", url=url).title


# ---------------------------------------------------------------------------------------------- the site's name


@pytest.mark.parametrize(
    "stated",
    [
        f"{FERRY} - Harbour Life",
        f"{FERRY} :: Harbour Life",
        f"{FERRY}|Harbour Life",
        f"{FERRY}｜Harbour Life",
        f"{FERRY} @ Harbour Life",
        f"{FERRY} _ Harbour Life",
        f"{FERRY}_HarbourLife",
        f"{FERRY} - Life",
        f"{FERRY} - Harbour Life Online Magazine",
        f"{FERRY} | Sailing | Harbour Life",
        f"{FERRY} · Sailing · Harbour Life",
        f"Harbour Life - {FERRY}",
    ],
)
def test_a_site_s_name_is_no_part_of_a_title_however_it_is_set_off(stated: str) -> None:
    assert title(SITE + element(stated)) == FERRY


@pytest.mark.parametrize("stated", ["渡轮在暴风雨前驶过海湾：海港日报", "渡轮在暴风雨前驶过海湾-海港日报", "渡轮在暴风雨前驶过海湾_海港日报"])  # fmt: skip
def test_a_site_s_name_is_no_part_of_a_title_without_spaces(stated: str) -> None:
    assert title("<meta property='og:site_name' content='海港日报'>" + element(stated)) == "渡轮在暴风雨前驶过海湾"


@pytest.mark.parametrize("bar", list("|│»«｜_·•"))
def test_what_stands_behind_a_bar_in_a_title_element_is_the_site_s_name(bar: str) -> None:
    assert title(element(f"{FERRY} {bar} Xyz")) == FERRY


@pytest.mark.parametrize(
    ("head", "kept"),
    [
        (SITE + element(f"{FERRY} - Sailing today - Harbour Life"), f"{FERRY} - Sailing today"),
        (SITE + element(f"{FERRY} | Notes from the bay | Harbour Life"), f"{FERRY} | Notes from the bay"),
        (SITE + element(f"{FERRY} | Passengerships Harbourmasters | Harbour Life"), f"{FERRY} | Passengerships Harbourmasters"),
        (og(f"{FERRY} | Xyz"), f"{FERRY} | Xyz"),
        (element(f"{FERRY} - Xyz"), f"{FERRY} - Xyz"),
        (element("Ferry | The harbour paper of the bay"), "Ferry | The harbour paper of the bay"),
        (SITE + element(f"{FERRY} - What the readers of Harbour Life saw today"), f"{FERRY} - What the readers of Harbour Life saw today"),
        ("<meta property='og:site_name' content='Bayside Post'>" + element(f"{FERRY} - Bay"), f"{FERRY} - Bay"),
        ("<meta property='og:site_name' content='Bay'>" + element(f"{FERRY} - Baywatch"), f"{FERRY} - Baywatch"),
    ],
)  # fmt: skip
def test_what_is_not_surely_the_site_s_stays_in_a_title(head: str, kept: str) -> None:
    assert title(head, url="https://paper.example/a") == kept


def test_the_address_says_the_site_s_name() -> None:
    stated = element(f"{FERRY} - Skerrypost")
    assert title(stated, url="https://www.skerrypost.example/a") == FERRY
    canonical = "<link rel='canonical' href='https://www.skerrypost.example/a'>"
    assert title(canonical + stated, url=None) == FERRY
    well_known = "<link rel='canonical' href='http://www.xinhuanet.com/local/c_1.htm'>"
    assert title(well_known + element("渡轮在暴风雨前驶过海湾！-新华网"), url=None) == "渡轮在暴风雨前驶过海湾！"
    elsewhere = "<link rel='canonical' href='https://paper.example/a'>"
    assert title(elsewhere + SITE + stated, url="https://www.skerrypost.example/a") == FERRY


@pytest.mark.parametrize("name", ["Harbour Life", "Lakeport homepage", "Home Lakeport", "LAKEPORT logo"])
def test_a_heading_that_only_names_the_site_gives_way_to_the_next(name: str) -> None:
    site = f"<meta property='og:site_name' content='{'Harbour Life' if 'Life' in name else 'Lakeport'}'>"
    assert title(site, f"<h1>{name}</h1><h1>{SEEN}</h1>") == SEEN
    assert title(site, f"<h1></h1><h1>{SEEN}</h1>") == SEEN


def test_a_heading_that_names_the_site_does_not_cut_a_title_that_begins_with_it() -> None:
    assert title(SITE + element(f"Harbour Life - {FERRY}"), "<h1>Harbour Life</h1>") == FERRY


def test_what_a_heading_says_cuts_the_sections_from_what_is_stated() -> None:
    for head in (element(f"{FERRY} - Sailing - Bay"), ld(headline=FERRY) + og(f"{FERRY} - Sailing - Bay")):
        facts = read(head, f"<article>{f'<h1>{FERRY}</h1>' if 'title>' in head else ''}{PARAGRAPH}</article>")
        assert facts.title == FERRY
        assert [found.value for found in facts.alternates if found.field == "title"] == []


# -------------------------------------------------------------------------------------------------------- stated


@pytest.mark.parametrize(
    "name",
    ["og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "parsely-title", "sailthru.title", "headline", "title"],
)  # fmt: skip
def test_a_title_that_only_a_meta_tag_states(name: str) -> None:
    assert title(f"<meta name='{name}' content='{FERRY}'>") == FERRY


@pytest.mark.parametrize(
    ("head", "body", "wanted"),
    [
        ("", f"<p itemprop='headline'>{FERRY}</p>", FERRY),
        ("", f"<meta itemprop='headline' content='{FERRY}'>", FERRY),
        ("", f"<p itemprop='description'>{OTHER}</p><p itemprop='headline'>{FERRY}</p>", FERRY),
        (element(FERRY), f"<p itemprop='headline'>{SEEN}</p>", SEEN),
        (element(FERRY), "<p itemprop='headline'>Harbour Life</p>", FERRY),
        (element(FERRY), "<p itemprop='headline'></p>", FERRY),
    ],
)
def test_a_headline_in_microdata_is_the_title_unless_a_theme_calls_the_site_so(
    head: str, body: str, wanted: str
) -> None:
    assert title(head, body) == wanted


# -------------------------------------------------------------------------------------------------------- chosen


@pytest.mark.parametrize(
    ("head", "body", "wanted"),
    [
        # a heading says a word more, or is spelled otherwise, than two statements that agree
        (ld(headline=FERRY) + og(FERRY), f"<h1>{FERRY} today</h1>", f"{FERRY} today"),
        # two networks are told different titles, or one of them none
        (og(FERRY) + twitter("Last boat beats the weather"), f"<h1>{FERRY} with all aboard</h1>", f"{FERRY} with all aboard"),
        (twitter(FERRY), f"<h1>{FERRY} with all aboard</h1>", f"{FERRY} with all aboard"),
        (ld(headline="Last boat beats the weather") + og(FERRY) + twitter(FERRY), f"<h1>{FERRY} with all aboard</h1>", FERRY),
        # the only heading, whoever states another wording
        (ld(headline="Last boat beats the weather"), f"<h1>{SEEN}</h1>", SEEN),
        (og("Last boat beats the weather"), "<h1>Weather</h1>", "Last boat beats the weather"),
        (og("Last boat beats the weather"), "<h1>Storm closes pier</h1>", "Storm closes pier"),
        (og("Last boat beats the weather"), f"<h1>{' '.join([FERRY] * 4)}</h1>", " ".join([FERRY] * 4)),
        (og("Last boat beats the weather"), f"<h1>{'so it is ' * 20}</h1>", "Last boat beats the weather"),
        (og("Last boat beats the weather"), f"<aside><h1>{OTHER}</h1></aside>", "Last boat beats the weather"),
        # of two headings one that shares a few words with what networks are told is not surely the headline
        (og("Last boat beats weather in the bay"), f"<h1>{SEEN}</h1><h1>{OTHER}</h1>", "Last boat beats weather in the bay"),
        (element("Last boat beats weather in the bay"), f"<h1>{SEEN}</h1><h1>Opening hours</h1>", SEEN),
        # a stated title of one word does not make the headline a name of the site
        (element(f"{FERRY} | Live") + og("Live"), f"<h1>{SEEN}</h1><h1>Opening hours</h1>", SEEN),
        (element("Harbour | Ferry crosses the bay"), "<h1>Ferry crosses the bay!</h1><h1>Opening hours</h1>", "Ferry crosses the bay!"),
        (element(f"{FERRY} | Harbour Life"), f"<h1>{SEEN}</h1>", SEEN),
        (element(f"{FERRY} - Harbour Life"), "<h1>Harbour Life</h1>", f"{FERRY} - Harbour Life"),
        # wherever the headline stands among the headings
        (og(FERRY), f"<h1>Opening hours</h1><h1>{SEEN}</h1>", SEEN),
        (element("Harbour ferries") + ld(headline=FERRY), f"<h1>Harbour ferries</h1><h2>{SEEN}</h2>", "Harbour ferries"),
        # the heading of a teaser is not the story's
        ("", f"<aside><h1>{OTHER}</h1></aside><h1>{SEEN}</h1>", SEEN),
        # a heading of the section is a word of the title
        (og(FERRY), "<h1>Ferry</h1>", FERRY),
        # one of a few words is what the stated title begins with, or goes on from
        (og(f"{FERRY} with all of its passengers and the cook, nobody hurt"), "<h1>Ferry crosses</h1>", "Ferry crosses"),
        (og("Ferry crosses"), f"<h1>{SEEN} with all of its passengers and the cook, nobody hurt</h1><h1>{OTHER}</h1>",
         f"{SEEN} with all of its passengers and the cook, nobody hurt"),
    ],
)  # fmt: skip
def test_of_a_heading_and_what_is_stated_the_headline_is_taken(head: str, body: str, wanted: str) -> None:
    assert title(head, body) == wanted


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        (f"<h2>{SEEN}</h2>", SEEN),
        (f"<h3>{SEEN}</h3>", SEEN),
        (f"<div class='Headline'>{SEEN}</div>", SEEN),
        (f"<p class='page-title'>{SEEN}</p>", SEEN),
        (f"<p class='heading'>{SEEN}</p>", SEEN),
        (f"<a class='title' href='/b'>{SEEN}</a>", FERRY),
        ("<h2>Ferry crosses the river in the flood</h2>", FERRY),
    ],
)
def test_a_heading_of_another_kind_is_the_title_where_it_says_what_is_stated(heading: str, wanted: str) -> None:
    assert title(og(FERRY), heading) == wanted


@pytest.mark.parametrize("trail", ["<nav>{}</nav>", "<div class='crumbs'>{}</div>", "<ul id='breadcrumb'><li><a href='/s'>{}</a></li></ul>"])  # fmt: skip
@pytest.mark.parametrize("stated", [ld(headline=FERRY), og(FERRY)])
def test_a_heading_that_ends_a_trail_gives_way_to_the_story_s(trail: str, stated: str) -> None:
    head = element("Harbour ferries of the bay") + stated
    body = trail.format("<h1>Harbour ferries of the bay</h1>") + f"<h2>{OTHER}</h2><h2>{SEEN}</h2>"
    assert title(head, body) == SEEN


# ------------------------------------------------------------------------------------------------------- kickers


@pytest.mark.parametrize(
    "name",
    [
        "kicker", "overline", "over-title", "overtitle", "dachzeile", "pre-title", "prehead", "topline", "super-title", "rubrik", "roofline",
        "spitzmarke", "eyebrow", "topic", "category", "section", "label", "flag", "badge", "hidden", "sr-only", "subtitle", "sub-line",
        "sub-head", "date", "timestamp",
    ],
)  # fmt: skip
def test_an_element_beside_the_headline_in_its_heading_is_known_by_its_class(name: str) -> None:
    assert title("", f"<h1><span class='a-{name}'>Harbour news</span> {FERRY}</h1>") == FERRY


@pytest.mark.parametrize("tag", ["small", "time", "sup", "button"])
def test_an_element_beside_the_headline_in_its_heading_is_known_by_its_tag(tag: str) -> None:
    assert title("", f"<h1>{FERRY} <{tag}>5 January</{tag}></h1>") == FERRY


@pytest.mark.parametrize(
    ("head", "heading", "wanted"),
    [
        ("", f"<b class='kicker'>Harbour</b>: {FERRY}", FERRY),
        ("", f"<b class='kicker'>Harbour</b> – {FERRY}", FERRY),
        ("", "<b class='kicker'>Harbour</b> Ferry sinks", "Ferry sinks"),
        ("", f"<b class='kicker'>Harbour</b> <em>Ferry <i>crosses</i></em>{FERRY[13:]}", FERRY),
        # the title element tells where the kicker ends
        (element(FERRY), f"Harbour {FERRY}", FERRY),
        (og("the storm"), FERRY, FERRY),
        # what is stated with the kicker is kept with it, if it is one
        (og(f"Live: {FERRY}"), f"<b class='label'>Live</b> {FERRY}", f"Live {FERRY}"),
        (og("Harbour: Ferry"), "Ferry", "Ferry"),
        (og(f"All that our reporters at the harbour have seen today: {FERRY}"), FERRY, FERRY),
        (og(f"Skerries | {FERRY}"), FERRY, FERRY),
    ],
)
def test_a_kicker_ends_where_the_headline_begins(head: str, heading: str, wanted: str) -> None:
    assert title(head, f"<h1>{heading}</h1>") == wanted


TOLD = "<p>The boat between the two islands will stop at midnight, the company said on Monday, because too few people use it.</p>"


def page_without_h1(title: str, story: str) -> str:
    links = "<h3>Other news</h3><ul><li><a href='/b'>Bus drivers want more pay next year</a></li></ul>"
    return f"<title>{title}</title><div><a href='/'>Home</a></div><div>{story}</div>{links}"


@pytest.mark.parametrize(
    "title", ["The Little Orme Courier", "Home", "News from the islands", "Company in trouble over money"]
)
@pytest.mark.parametrize("signed", ["By Mira Okafor", "6 January 2022"])
@pytest.mark.parametrize("tag", ["h2", "h3"])
def test_the_only_signed_heading_is_the_headline_where_the_title_element_says_something_else(
    title: str, signed: str, tag: str
) -> None:
    html = page_without_h1(title, f"<{tag}>Night ferry to end in May</{tag}><p>{signed}</p>{TOLD * 3}")
    block = read_page(html.encode()).blocks[0]
    assert block.title == "Night ferry to end in May"
    assert title in [alternate.value for alternate in block.alternates]


def test_a_heading_without_words_at_the_end_of_a_page_is_none() -> None:
    assert read_page(b"<title>Harbour</title><p>A ferry</p><h2></h2>").blocks[0].body


@pytest.mark.parametrize(
    "story",
    [
        f"<p><b>Night ferry to end in May</b></p><p>By Mira Okafor</p>{TOLD * 3}",
        f"<div class=big>Night ferry to end in May</div><div class=small>6 January 2022 | Mira Okafor</div>{TOLD * 3}",
        f"<hgroup><h2>Night ferry to end in May</h2><h3>Two islands are left with one bus</h3></hgroup><p>By Mira Okafor</p>{TOLD * 3}",
    ],
)
def test_so_is_the_only_signed_line_where_no_heading_is(story: str) -> None:
    assert (
        read_page(page_without_h1("The Little Orme Courier", story).encode()).blocks[0].title
        == "Night ferry to end in May"
    )


@pytest.mark.parametrize(
    "story",
    [
        f"<p>Photo of a night ferry</p><p>6 January 2022</p>{TOLD * 3}",
        f"<h2>Night ferry to end in May</h2>{TOLD * 3}",
        f"{TOLD * 3}<div class=comments><h3>Ten thoughts on this story</h3><p>Mira Okafor, 6 January 2022</p>{TOLD}</div>",
        f"<h2>Thursday, January 6, 2022</h2><p>By Mira Okafor</p>{TOLD * 3}",
        f"<h2><a href='/x'>Night ferry to end in May</a></h2><p>6 January 2022</p>{TOLD * 3}",
    ],
)
def test_a_heading_that_is_not_signed_or_of_something_else_is_not(story: str) -> None:
    html = page_without_h1("Company in trouble over money", story)
    assert read_page(html.encode()).blocks[0].title == "Company in trouble over money"
