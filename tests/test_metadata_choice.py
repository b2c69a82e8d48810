"""Which of several readings is taken for title, date and author: what a page states, what it shows, and what is neither."""

from __future__ import annotations

import pytest
from made_pages import PARAGRAPH, ld, read, story

FERRY = "Ferry crosses the bay before the storm"


def og(title: str) -> str:
    return f"<meta property='og:title' content='{title}'>"


def twitter(title: str) -> str:
    return f"<meta name='twitter:title' content='{title}'>"


# --------------------------------------------------------------------------------------------------------- title


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        # a heading that nothing speaks for is not the headline
        (f"<title>{FERRY}</title>", "<h1>Weather and tides</h1>", FERRY),
        (og(FERRY), "<h2>Mayor opens a bridge</h2>", FERRY),
        # the site's name at either end of the title element
        (f"<title>{FERRY} | Harbour Life</title>", "<h1>Harbour Life</h1>", FERRY),
        (f"<title>Harbour Life – {FERRY}</title>" + og(FERRY), "<h1>Harbour Life</h1>", FERRY),
        (f"<title>{FERRY} | Xyz</title>", "", FERRY),
        # the only heading of a story whose stated title is worded otherwise
        (og("Last boat beats the weather"), f"<h1>{FERRY}</h1>", FERRY),
        # or whose title element is no headline; of two headings neither need be it
        ("<title>T</title>", f"<h1>{FERRY}</h1>", FERRY),
        ("<title>Untitled Document</title>", f"<h1>{FERRY}</h1>", FERRY),
        ("<title>Storm news</title>", f"<h1>{FERRY}</h1><h1>Mayor opens a bridge</h1>", "Storm news"),
        ("<title>渡船在风暴前穿越海湾</title>", f"<h1>{FERRY}</h1>", "渡船在风暴前穿越海湾"),
        # a short title for two networks is not the headline's beginning, nor is another
        (og("Ferry") + twitter("Ferry"), f"<h1>{FERRY}</h1>", FERRY),
        (og("Storm over the bay stops ferry") + twitter("Storm over the bay stops ferry"), f"<h1>{FERRY}</h1>", FERRY),
        # what is left without its kicker must be a headline
        ("", "<h1><span class='kicker'>Harbour</span> Shut</h1>", "Harbour Shut"),
        ("", f"<h1>{FERRY} <small>Live</small></h1>", FERRY),
        # an element in a headline is no kicker by itself
        ("", "<h1><em>Ferry</em> crosses the bay before the storm</h1>", FERRY),
        # a kicker that is stated as part of the headline is
        (og(f"Harbour: {FERRY}"), f"<h1>{FERRY}</h1>", f"Harbour: {FERRY}"),
        # nobody's headline is as long as a story
        (f"<title>{FERRY}</title>", f"<h1>{FERRY} {'and the wind was strong ' * 20}</h1>", FERRY),
    ],
)
def test_the_title_is_what_is_stated_and_shown(head: str, body: str, title: str) -> None:
    assert read(head, f"<article>{body}{PARAGRAPH}</article>", url="https://paper.example/a").title == title


# ---------------------------------------------------------------------------------------------------------- date


@pytest.mark.parametrize(
    ("shown", "date"),
    [
        ("<p class='date'>Updated January 7, 2022</p><p class='date'>January 5, 2022</p>", "2022-01-05"),
        ("<p class='date'>Updated January 7, 2022</p>", "2022-01-07"),
        ("<p class='date'>Lakeport, on Wednesday, January 5, 2022, from our own reporter</p>", "2022-01-05"),
    ],
)
def test_of_what_elements_of_dates_say_a_date_alone_comes_first_and_an_update_last(
    shown: str, date: str | None
) -> None:
    assert read("", story(shown)).date == date


def test_a_meta_tag_of_another_date_does_not_date_the_story() -> None:
    for name in ("date-modified", "expires-date", "event-date"):
        assert read(
            f"<meta name='{name}' content='2023-03-03'><meta name='date' content='2022-01-05'>", story()
        ).date == ("2022-01-05")


def test_a_script_may_speak_of_the_date_before_it_says_it() -> None:
    script = "<script>var keys = ['datePublished']; var page = {'datePublished': '2022-01-05T10:00:00Z'}</script>"
    assert read(script, story()).date == "2022-01-05T10:00:00+00:00"


def test_a_moment_stated_in_two_zones_is_in_the_page_s_own() -> None:
    head = ld(datePublished="2022-01-06T03:28:00Z") + (
        "<meta property='article:published_time' content='2022-01-05T22:28:00-05:00'>"
    )
    assert read(head, story()).date == "2022-01-05T22:28:00-05:00"


@pytest.mark.parametrize(
    ("clock", "moment"),
    [
        ("12:28 a.m.", "2022-01-06T00:28:00-05:00"),
        ("12:28 p.m.", "2022-01-06T12:28:00+07:00"),
        ("5:28 a.m.", "2022-01-06T05:28:00+00:00"),
        ("10:58 a.m.", "2022-01-06T10:58:00+05:30"),
        ("6:35 a.m.", "2022-01-06T05:28:00+00:00"),  # no zone: another moment
    ],
)
def test_the_clock_beside_the_headline_tells_the_zone(clock: str, moment: str) -> None:
    head = ld(datePublished="2022-01-06T05:28:00Z")
    assert read(head, story(f"<div class='dateline'>January 6, 2022 {clock}</div>")).date == moment


# ------------------------------------------------------------------------------------------------------- authors


def test_creators_are_stated_authors() -> None:
    assert read(ld(creator="Anna Weber"), story("<p>Anna Weber</p>")).authors == ("Anna Weber",)


def test_an_address_in_a_page_may_hold_a_byline_or_a_place() -> None:
    assert read("", story("<address>By Anna Weber</address>")).authors == ("Anna Weber",)
    assert read("", story("<address>Anna Weber, Harbour Street 5, 12345 Lakeport</address>")).authors == ()


def test_of_two_bylines_far_apart_the_one_at_the_headline_counts() -> None:
    far = "<p>Line.</p>" * 60 + "<div class='byline'>By Otto Brandt</div>"
    assert read("", story("<div class='byline'>By Anna Weber</div>", more=far)).authors == ("Anna Weber",)
