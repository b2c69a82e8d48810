"""Title, authors, date and outlet of a page, and where each was found. All pages and people here are invented."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_pages import PARAGRAPH, ld, read, read_all, story

from newsearch.pages import read_page, structured

# ---------------------------------------------------------------------------------------------------- statements


def test_json_ld_with_graph_and_ids_is_followed() -> None:
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "Person", "@id": "#p1", "name": "Anna Weber"},
            {"@type": "Organization", "@id": "#o1", "name": "Lakeport Ledger"},
            {
                "@type": "NewsArticle",
                "headline": "Ferry crosses the bay before the storm",
                "datePublished": "2022-01-05T10:00:00+01:00",
                "author": {"@id": "#p1"},
                "publisher": {"@id": "#o1"},
            },
        ],
    }
    facts = read(f"<script type='application/ld+json'>{json.dumps(graph)}</script>", story("<p>Anna Weber</p>"))
    assert facts.authors == ("Anna Weber",)
    assert facts.date == "2022-01-05T10:00:00+01:00"
    assert facts.outlet == "Lakeport Ledger"
    assert facts.provenance == {"title": "heading", "authors": "json-ld", "date": "json-ld", "outlet": "json-ld"}


@pytest.mark.parametrize(
    "script",
    [
        '{"@type":"NewsArticle","datePublished":"2022-01-05",}',
        '<!-- {"@type":"NewsArticle","datePublished":"2022-01-05"} -->',
        '{"@type":"NewsArticle","headline":"A\tB\nC","datePublished":"2022-01-05"}',
        '{"@type":"NewsArticle","datePublished":"2022-01-05"};',
        '{"@type":"NewsArticle","description":"the "big" ferry","datePublished":"2022-01-05"}',
        '[{"@type":"WebSite","name":"x"},{"@type":"NewsArticle","datePublished":"2022-01-05"}]',
        r'{"@type":"NewsArticle","headline":"a \x b","datePublished":"2022-01-05"}',
    ],
)
def test_json_ld_with_common_faults_is_read(script: str) -> None:
    assert read(f"<script type='application/ld+json'>{script}</script>", story()).date == "2022-01-05"


def test_of_several_stories_in_json_ld_the_page_s_own_is_taken() -> None:
    other = ld(
        headline="Mayor opens a bridge in the north",
        datePublished="2021-01-01",
        url="https://www.lakeport-ledger.example/news/bridge",
    )
    own = ld(headline="Ferry crosses the bay before the storm", datePublished="2022-01-05")
    assert read(other + own, story()).date == "2022-01-05"


# --------------------------------------------------------------------------------------------------------- title


def test_the_headline_that_the_page_shows_is_its_title_and_others_are_kept() -> None:
    facts = read(
        "<meta property='og:title' content='Ferry beats the storm across the bay'><title>Ferry crosses the bay - Lakeport Ledger</title>",
        story(),
    )
    assert facts.title == "Ferry crosses the bay before the storm"
    assert "Ferry beats the storm across the bay" in [c.value for c in facts.alternates if c.field == "title"]


def test_the_site_s_name_is_no_part_of_a_title() -> None:
    for title in (
        "Ferry crosses the bay | Lakeport Ledger",
        "Ferry crosses the bay - News | Lakeport Ledger",
        "Lakeport Ledger: Ferry crosses the bay",
    ):
        head = f"<meta property='og:site_name' content='Lakeport Ledger'><title>{title.replace(':', ' :')}</title>"
        assert read(head, PARAGRAPH).title in ("Ferry crosses the bay", "Ferry crosses the bay - News")


def test_the_name_of_a_well_known_outlet_in_its_own_script_is_no_part_of_a_title() -> None:
    facts = read("<title>渡轮在暴风雨前驶过海湾！-新华网</title>", "<p>x</p>", "http://www.xinhuanet.com/local/c_1.htm")
    assert facts.title == "渡轮在暴风雨前驶过海湾！"


def test_a_heading_that_is_the_site_s_name_is_no_title() -> None:
    facts = read("<meta property='og:site_name' content='Lakeport Ledger'><meta property='og:title' content='Ferry crosses the bay'>",
                 f"<h1>Lakeport Ledger</h1><h2>Ferry crosses the bay</h2>{PARAGRAPH}")  # fmt: skip
    assert facts.title == "Ferry crosses the bay"


def test_a_heading_that_describes_the_site_s_logo_is_no_title() -> None:
    head = (
        "<title>Ferry crosses the bay before the storm</title><meta property='og:site_name' content='Lakeport'>"
        "<meta property='og:title' content='Ferry crosses the bay before the storm'>"
    )
    assert read(head, "<h1>LAKEPORT <span>Lakeport Logo</span></h1><p>The last ferry left.</p>").title == (
        "Ferry crosses the bay before the storm"
    )


def test_a_kicker_inside_the_heading_is_no_part_of_the_title() -> None:
    facts = read(
        "", "<article><h1><span class='kicker'>Harbour</span> Ferry crosses the bay before the storm</h1></article>"
    )
    assert facts.title == "Ferry crosses the bay before the storm"
    assert (
        read(ld(headline="Ferry crosses the bay"), "<h1>Harbour Ferry crosses the bay</h1>").title
        == "Ferry crosses the bay"
    )


def test_what_json_ld_and_meta_agree_on_outweighs_another_heading() -> None:
    head = ld(headline="Ferry crosses the bay") + "<meta property='og:title' content='Ferry crosses the bay'>"
    assert read(head, story(headline="Harbour news of the week in pictures and words")).title == "Ferry crosses the bay"


def test_the_last_step_of_a_breadcrumb_trail_is_no_title_where_the_story_has_another_heading() -> None:
    trail = "<nav class='breadcrumb'><a href='/'>Home</a> <h1>Harbour ferry, bay, storm: all news</h1></nav>"
    head = ld(headline="Ferry crosses the bay") + (
        "<meta property='og:title' content='Harbour ferry, bay, storm: all news'>"
        "<title>Harbour ferry, bay, storm: all news</title>"
    )
    facts = read(head, f"{trail}<article><h2>Ferry crosses the bay</h2>{PARAGRAPH}</article>")
    assert facts.title == "Ferry crosses the bay"
    assert read(head, f"{trail}<article>{PARAGRAPH}</article>").title == "Harbour ferry, bay, storm: all news"


def test_a_heading_that_goes_on_after_what_is_stated_for_two_networks_is_an_alternate() -> None:
    short = "Ferry crosses the bay before the storm"
    shared = f"<meta property='og:title' content='{short}'>"
    page = story(headline=f"{short} with all of its passengers safe")
    facts = read(f"{shared}<meta name='twitter:title' content='{short}'>", page)
    assert facts.title == short
    assert f"{short} with all of its passengers safe" in [c.value for c in facts.alternates]
    assert read(shared, page).title == f"{short} with all of its passengers safe"


# ------------------------------------------------------------------------------------------------------- authors


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("<div class='byline'>By <a rel='author' href='/a'>Anna Weber</a> and <a rel='author' href='/j'>Jan Krüger</a></div>", ("Anna Weber", "Jan Krüger")),
        ("<p class='author-name'>Anna Weber</p><time datetime='2022-01-05'>5 Jan</time>", ("Anna Weber",)),
        ("<span itemprop='author'><span itemprop='name'>Anna Weber</span></span>", ("Anna Weber",)),
        ("<div class='meta'>05.01.2022 | 13:10 Uhr | Anna Weber</div>", ("Anna Weber",)),
        ("<p>By Anna Weber</p>", ("Anna Weber",)),
        ("<p><b>Anna Weber</b></p><p>January 5, 2022</p>", ("Anna Weber",)),
        ("<a href='/author/anna-weber/'>Anna Weber</a>", ("Anna Weber",)),
        ("<div class='entry-meta'><span class='author vcard'><a class='url fn' href='/'>happyfox</a></span></div>", ("happyfox",)),
    ],
)  # fmt: skip
def test_a_credit_beside_the_headline(byline: str, people: tuple[str, ...]) -> None:
    assert read("", story(byline)).authors == people


@pytest.mark.parametrize(
    "more",
    [
        "<div class='comments'><span class='author'>Otto Brandt</span> wrote</div>",
        "<aside><div class='byline'>By Otto Brandt</div></aside>",
        "<div class='related'><article><h3>Another</h3><span class='author'>Otto Brandt</span></article></div>",
        "<footer><address>Otto Brandt, Harbour Street 5, 12345 Lakeport</address></footer>",
        "<figure><figcaption class='photo-author'>Otto Brandt</figcaption></figure>",
        "<blockquote class='pull-quote'>Fast!<span class='quote__author'>Otto Brandt</span></blockquote>",
        "<ul class='topics'><li>Storm at sea</li></ul>" + "<p>Line.</p>" * 40 + "<p>By</p><p>Otto Brandt</p>",
        "<ul><li>Author:</li><li>Otto Brandt</li><li>Publisher:</li><li>Harbour Press</li><li>Pages: 200</li></ul>",
        "<p>Line.</p>" * 40 + "<div class='related-stories'><p>Storm at sea</p><p>Author: Otto Brandt</p></div>",
    ],
)
def test_a_credit_elsewhere_is_not_the_story_s(more: str) -> None:
    assert read("", story(more=more)).authors == ()


@pytest.mark.parametrize(
    "label",
    [
        "<p>Autorin: <b>Anna Weber</b></p>",
        "<p><span>Autorin/Autor</span> <span>Anna Weber</span></p>",
        "<p>Autorin: Anna Weber Tags: ferries, storms, harbours</p>",
        "<p>Autorin: Rechtsanwältin Anna Weber</p>",
        "<p>---- by Anna Weber</p>",
        "<figure><figcaption><address>By Anna Weber</address></figcaption></figure>",
    ],
)
def test_a_name_behind_its_label_is_a_credit_wherever_it_stands_below_the_story(label: str) -> None:
    assert read("", story(more=label)).authors == ("Anna Weber",)


def test_a_name_that_no_list_of_names_knows_stands_behind_its_label() -> None:
    assert read("", story(more="<p>Auteur : Zorvin Quelt</p>")).authors == ("Zorvin Quelt",)


@pytest.mark.parametrize(
    "more",
    ["<p>Eine Kolumne von Anna Weber</p>", "<p>MEHR VON ANNA WEBER</p>", "<p>Anna Weber ist Reporterin.</p>"],
)
def test_a_writer_called_by_the_first_name_is_named_in_full_where_the_page_does(more: str) -> None:
    byline = "<p class='author-name'>Anna</p>"
    assert read("", story(byline, more=more)).authors == ("Anna Weber",)
    assert read("", story(byline, more=more + "<p>Anna Krüger ist Köchin.</p>")).authors == ("Anna",)


def test_both_who_talk_in_an_interview_are_its_authors() -> None:
    byline = "<p class='author'>Otto Brandt im Gespräch mit Anna Weber</p>"
    assert read("", story(byline)).authors == ("Otto Brandt", "Anna Weber")


def test_the_last_step_of_a_trail_is_nobody() -> None:
    trail = "<p><b>News</b> &gt; <b>Harbour Plans</b></p><p>January 5, 2022</p>"
    assert read("", story(trail)).authors == ()


def test_writers_listed_above_the_headline_confirm_nothing() -> None:
    head = "<meta name='author' content='Otto Brandt'>"
    listed = "<h1>Ferry crosses the bay</h1>"
    assert (
        read_all(
            f"<html><head>{head}</head><body><div><p>Otto Brandt</p>{listed}{PARAGRAPH}</div></body></html>"
        ).authors
        == ()
    )
    assert read_all(
        f"<html><head>{head}</head><body><div>{listed}<p>Otto Brandt</p>{PARAGRAPH}</div></body></html>"
    ).authors == ("Otto Brandt",)


def test_a_stated_author_whom_nobody_sees_is_left_out() -> None:
    assert read(ld(author={"@type": "Person", "name": "Otto Brandt"}), story()).authors == ()
    assert read(ld(author={"@type": "Person", "name": "Otto Brandt"}), story("<p>Otto Brandt</p>")).authors == (
        "Otto Brandt",
    )


def test_the_owner_of_a_site_is_not_the_author_of_its_pages() -> None:
    footer = "<footer>Otto Brandt</footer>"
    assert (
        read(
            "<meta name='author' content='Otto Brandt'>", f"<h1>Opening hours of the harbour</h1>{PARAGRAPH}{footer}"
        ).authors
        == ()
    )


def test_a_byline_that_names_more_people_completes_the_stated_one() -> None:
    facts = read(ld(author="Anna Weber"), story("<div class='byline'>By Anna Weber and Jan Krüger</div>"))
    assert facts.authors == ("Anna Weber", "Jan Krüger")


def test_an_agency_that_is_stated_as_one_of_the_authors_is_one() -> None:
    authors = [{"@type": "Person", "name": "Anna Weber"}, {"@type": "Organization", "name": "dpa"}]
    facts = read(ld(author=authors), story("<p>Von Anna Weber, dpa</p>"))
    assert facts.authors == ("Anna Weber", "dpa")


def test_who_comments_on_a_page_without_a_story_wrote_and_dated_nothing_else() -> None:
    comment = "<li><article><b class='fn'>Otto Brandt</b><time datetime='2022-01-05'>5 January</time><p>Nice!</p></article></li>"
    for around in ("<ol class='replies'>{}</ol>", "<div id='comments'>{}</div>"):
        facts = read("<title>Picture of the day</title>", around.format(comment * 2))
        assert (facts.authors, facts.date) == ((), None)


def test_an_agency_is_kept_beside_the_outlet() -> None:
    facts = read(ld(author={"name": "dpa"}, publisher={"name": "Nordbote"}), story())
    assert facts.agency == "dpa"
    assert facts.outlet == "Nordbote"
    assert read("", story("<p>LAKEPORT (AP) — The ferry crossed the bay.</p>")).agency == "AP"


@pytest.mark.parametrize(
    ("byline", "agency"),
    [
        ("<p class='byline'>By Mara Lindqvist, Associated Press</p>", "AP"),
        ("<p class='byline'><a>Mara Lindqvist</a> <span>Reuters</span></p>", "Reuters"),
        ("<p class='autor'>Von Mara Lindqvist, dpa</p>", "dpa"),
        ("<p class='byline'>Mara Lindqvist <i>AA</i></p>", None),
        ("<p class='byline'>By Mara Lindqvist, photos by AP</p>", None),
        (
            "<p class='byline'>By Mara Lindqvist, who wrote for the Island Courier, the Associated Press and many other papers before</p>",
            None,
        ),
    ],
)
def test_the_agency_of_the_writer_is_kept_beside_him(byline: str, agency: str | None) -> None:
    facts = read("", story(byline))
    assert (facts.authors, facts.agency) == (("Mara Lindqvist",), agency)


def test_the_agency_that_the_last_line_credits_is_kept() -> None:
    markup = story().replace("</article>", "<p>Quelle: dpa</p></article>")
    assert read_page(markup.encode(), name="a.html").blocks[0].agency == "dpa"


# ---------------------------------------------------------------------------------------------------------- date


@pytest.mark.parametrize(
    ("head", "byline", "date", "source"),
    [
        (
            "<meta property='article:published_time' content='2022-01-05T10:00:00+01:00'>",
            "",
            "2022-01-05T10:00:00+01:00",
            "meta",
        ),
        ("", "<span itemprop='datePublished' content='2022-01-05'></span>", "2022-01-05", "microdata"),
        ("", "<time datetime='2022-01-05T10:00:00+01:00'>today</time>", "2022-01-05T10:00:00+01:00", "time element"),
        ("", "<p class='published'>Published on January 5, 2022</p>", "2022-01-05", "class"),
        ("", "<div class='timestamp' data-time='1641376800'>two hours ago</div>", "2022-01-05T10:00:00+00:00", "class"),
        ("", "<p>Lakeport, 5 January 2022</p>", "2022-01-05", "text"),
        (
            "<script>var page = {'datePublished': '2022-01-05T10:00:00Z'}</script>",
            "",
            "2022-01-05T10:00:00+00:00",
            "script",
        ),
        ("", "<script>showDate('2022/01/05 10:00')</script>", "2022-01-05", "script"),
        ("<meta name='description' content='Ferry news of 5 January 2022'>", "", "2022-01-05", "meta"),
        (
            "<meta name='description' content='Ferries from 5 January 2022 to 9 January 2022'>",
            "<p>Published 3 March 2022</p>",
            "2022-03-03",
            "text",
        ),
    ],
)
def test_the_date_of_a_story(head: str, byline: str, date: str, source: str) -> None:
    facts = read(head, story(byline))
    assert (facts.date, facts.provenance["date"]) == (date, source)


def test_the_day_in_the_address_dates_a_story_without_another_date() -> None:
    facts = read("", story(), url="https://www.lakeport-ledger.example/2022/01/05/ferry")
    assert (facts.date, facts.provenance["date"]) == ("2022-01-05", "url")


def test_the_dates_of_comments_and_teasers_are_not_the_story_s() -> None:
    more = "<div class='comments'><time datetime='2021-03-03'>3 March</time></div><aside><time datetime='2021-04-04'></time></aside>"
    assert read("", story(more=more)).date is None


def test_a_sentence_with_a_date_does_not_date_the_story() -> None:
    assert (
        read(
            "",
            story(
                "<p>The treaty of 5 January 2019 was still in force when the ferry left the harbour for the last time.</p>"
            ),
        ).date
        is None
    )


def test_of_publication_and_update_the_publication_counts() -> None:
    times = "<time class='updated' datetime='2022-01-07'></time><time class='published' datetime='2022-01-05'></time>"
    assert read("", story(times)).date == "2022-01-05"


def test_the_date_that_a_reader_sees_outweighs_a_meta_tag_that_only_speaks_of_a_date() -> None:
    head = "<meta name='date' content='2022-01-12'><meta name='Desk.articleFirstDate' content='2019-02-05 16:07'>"
    facts = read(head, story("<span class='story-date'>05.01.2022 - Desk: Ann Lee</span>"))
    assert (facts.date, facts.provenance["date"]) == ("2022-01-05", "class")


def test_a_meta_tag_that_only_speaks_of_a_date_tells_the_time_of_the_day_that_is_seen() -> None:
    head = "<meta name='date' content='2022-01-05T08:30:00+01:00'>"
    assert read(head, story("<span class='story-date'>05.01.2022</span>")).date == "2022-01-05T08:30:00+01:00"
    assert read(head, story()).date == "2022-01-05T08:30:00+01:00"


def test_a_date_beside_a_headline_that_stands_in_its_picture_s_caption() -> None:
    opening = "<figure><img src='/ferry.jpg'><figcaption><small>05.01.2022</small>"
    page = f"{opening}<h1>Ferry crosses the bay before the storm</h1></figcaption></figure>"
    head = "<meta property='og:title' content='Ferry crosses the bay before the storm'>"
    text = "<p>The last ferry of the day left the pier at noon.</p>" * 20
    other = "<ul><li><small>07.01.2022</small> Storm closes the pier</li></ul>"
    assert read(head, f"<article>{page}{text}</article>{other}").date == "2022-01-05"


def test_of_two_stated_days_the_one_that_a_reader_sees_counts() -> None:
    head = ld(datePublished="2022-01-03T08:00:00Z") + (
        "<meta property='article:published_time' content='2022-01-05T08:00:00Z'>"
    )
    assert (read(head, story("<p>5 January 2022</p>")).date or "").startswith("2022-01-05")
    assert (read(head, story("<p>3 January 2022</p>")).date or "").startswith("2022-01-03")
    assert (read(head, story()).date or "").startswith("2022-01-03")


def test_the_days_that_a_headline_speaks_of_do_not_date_it() -> None:
    opening = "<p>Races won by horses of our region (2022/1/3-4, eighteen of them)</p><p>2022-01-05</p>"
    assert read("", story(opening)).date == "2022-01-05"


def test_a_moment_in_utc_is_given_in_the_page_s_own_time() -> None:
    head = ld(datePublished="2022-01-06T03:28:00Z")
    shown = story("<div class='dateline'>January 5, 2022 10:28 p.m.</div>")
    assert read(head, shown).date == "2022-01-05T22:28:00-05:00"
    unmarked = story("<p><b>January 5, 2022</b> at <b>10:28 p.m.</b></p>")
    assert read(head, unmarked).date == "2022-01-05T22:28:00-05:00"
    by_address = read(head, story(), url="https://www.lakeport-ledger.example/2022/01/05/ferry").date
    assert by_address is not None
    assert by_address.startswith("2022-01-05")
    assert dt.datetime.fromisoformat(by_address) == dt.datetime(2022, 1, 6, 3, 28, tzinfo=dt.UTC)


def test_day_and_month_follow_the_page_s_language() -> None:
    page = "<html lang='{}'><body><h1>Ferry crosses the bay</h1><p class='date'>04/05/2022</p></body></html>"
    assert read_all(page.format("en-US")).date == "2022-04-05"
    assert read_all(page.format("fr")).date == "2022-05-04"


def test_a_relative_date_needs_the_moment_the_page_was_saved() -> None:
    body = story("<p class='date'>9 hours ago</p>")
    assert read("", body).date is None
    assert read("", body, saved="2022-01-05T20:00:00+00:00").date == "2022-01-05"


# -------------------------------------------------------------------------------------------------------- outlet


def test_the_outlet_is_what_the_site_calls_itself() -> None:
    assert read("<meta property='og:site_name' content='Lakeport Ledger'>", story()).outlet == "Lakeport Ledger"
    assert read(ld(publisher={"name": "Lakeport Ledger"}), story()).outlet == "Lakeport Ledger"
    assert read("<title>Ferry crosses the bay | Lakeport Ledger</title>", story()).outlet == "Lakeport Ledger"


@pytest.mark.parametrize(
    ("title", "top", "wanted"),
    [
        ("Wharf Notes: Ferry crosses the bay before the storm", "<h1><a href='/'>Wharf Notes</a></h1>", "Wharf Notes"),
        (
            "Ferry crosses the bay | Ministry of Sea",
            "<p><a href='https://hosted.example'>Ministry of Sea</a></p>",
            "Ministry of Sea",
        ),
        (
            "Ferry crosses the bay - Wharf Notes",
            "<h1><a href='https://hosted.example/wharf/'>Wharf Notes</a></h1>",
            "Wharf Notes",
        ),
        (
            "Ferry crosses the bay - Politics",
            "<p><a href='https://hosted.example/wharf/'>Politics</a></p>",
            "hosted.example",
        ),
        (
            "Ferry crosses the bay - Tide Times",
            "<p><a href='https://tides.example/'>Tide Times</a></p>",
            "hosted.example",
        ),
        ("Ferry crosses the bay in Lakeport", "<p><a href='/'>Lakeport</a></p>", "hosted.example"),
    ],
)
def test_the_outlet_is_what_the_title_and_the_link_home_call_it(title: str, top: str, wanted: str) -> None:
    facts = read(f"<title>{title}</title>", top + story(), url="https://hosted.example/wharf/2022/ferry.html")
    assert facts.outlet == wanted


def test_the_domain_is_the_outlet_of_a_page_that_says_nothing() -> None:
    facts = read("", story())
    assert (facts.outlet, facts.provenance["outlet"]) == ("lakeport-ledger.example", "url")
    assert read("", story(), url=None).outlet is None


@pytest.mark.parametrize(
    ("title", "beside", "outlet"),
    [
        ("Ferry crosses the bay before the storm - Lakeport Ledger", "<p>Copyright 2016 Lakeport Ledger</p>", "Lakeport Ledger"),
        ("Ferry crosses the bay before the storm - Lakeport Ledger", "<p>© 2016 Lakeport Ledger Publishing Co.</p>", "Lakeport Ledger"),
        ("Lakeport Ledger: Ferry crosses the bay before the storm", "<p>© Lakeport Ledger</p>", "Lakeport Ledger"),
        ("LAKEPORT | Bay | Ferry crosses the bay before the storm", "", "LAKEPORT"),
        ("Ferry crosses the bay before the storm | Harbour | Lakeport Ledger", "", "Lakeport Ledger"),
        ("Ferry crosses the bay before the storm | Lakeport Ledger", "<a href='/'>Lakeport Ledger</a>", "Lakeport Ledger"),
        ("Ferry crosses the bay before the storm | Harbour", "<p><a href='/harbour'>Harbour</a></p>", None),
        ("Ferry: at last it crosses the bay", "", None),
        ("Ferry - at last it crosses the bay", "", None),
        ("Ferry crosses the bay before the storm", "<p>© Lakeport Ledger</p>", None),
    ],
)  # fmt: skip
def test_without_an_address_the_title_element_may_name_the_outlet(title: str, beside: str, outlet: str | None) -> None:
    facts = read(f"<title>{title}</title>", story(more=beside), url=None)
    assert (facts.outlet, facts.title) == (outlet, "Ferry crosses the bay before the storm")


@pytest.mark.parametrize(
    "title", ["Lakeport Ledger: Ferry crosses the bay", "LAKEPORT LEDGER | Isles | Ferry crosses the bay"]
)
def test_a_headline_that_nothing_marks_is_known_behind_the_name_of_the_site(title: str) -> None:
    said = "<table><tr><td><font size=5><b>Ferry crosses the bay</b></font><p>© Lakeport Ledger</table>"
    facts = read(f"<title>{title}</title>", said + PARAGRAPH, url=None)
    assert (facts.title, facts.outlet) == ("Ferry crosses the bay", title[:15])


@pytest.mark.parametrize(
    "byline",
    [
        "<div class='story-byline-x'>By <a href='/1'>Zwrta Quillon</a> and <a href='/2'>Anna Weber</a></div>",
        "<div class='story-byline-x'><a href='/1'>Anna Weber</a> in Lakeport and <a href='/2'>Zwrta Quillon</a> in Riga</div>",
        "<div class='byline'><a href='/1'>Zwrta Quillon</a> in Lakeport and <a href='/2'>Anna Weber</a> in Riga</div>",
        "<p class='byline'>By <a href='/1'>Zwrta Quillon</a> and Anna Weber, LKP</p>",
    ],
)
def test_who_is_joined_with_a_known_name_by_and_is_an_author_too(byline: str) -> None:
    assert set(read("", story(byline)).authors) == {"Anna Weber", "Zwrta Quillon"}


def test_a_place_beside_a_known_name_is_no_author() -> None:
    assert read("", story("<div class='byline'><a>Anna Weber</a> <span>Port Zwrta</span></div>")).authors == (
        "Anna Weber",
    )


@pytest.mark.parametrize("sign", [" - ", " | ", ": ", " » "])
def test_a_tagline_is_no_part_of_the_outlet(sign: str) -> None:
    stated = f"<meta property='og:site_name' content='Lakeport Ledger{sign}News, Sport and Weather from the Bay'>"
    assert read(stated, story()).outlet == "Lakeport Ledger"


def test_language_address_and_standfirst() -> None:
    facts = read(
        "<link rel='canonical' href='/news/ferry-2'><meta name='description' content='The ferry was in time.'>", story()
    )
    assert (facts.language, facts.url, facts.standfirst) == (
        "en",
        "https://www.lakeport-ledger.example/news/ferry-2",
        "The ferry was in time.",
    )


# ----------------------------------------------------------------------------------------------------- hostility


@given(st.text(max_size=300))
def test_any_page_is_read_without_error(text: str) -> None:
    facts = read("", text)
    assert facts.date is None or dt.datetime.fromisoformat(facts.date)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=8), lambda v: st.lists(v, max_size=3) | st.dictionaries(
    st.sampled_from(["@type", "@graph", "@id", "author", "name", "headline", "datePublished", "publisher", "mainEntity"]), v | st.just("NewsArticle"), max_size=5)))  # fmt: skip
def test_any_json_ld_is_read_without_error(value: object) -> None:
    read(f"<script type='application/ld+json'>{json.dumps(value)}</script>", story())


def test_deep_json_ld_is_not_followed_for_ever() -> None:
    script = '{"@graph":' * 50_000 + "1" + "}" * 50_000
    assert structured.parse_json(script) is None
    assert read(f"<script type='application/ld+json'>{script}</script>", story()).title


def test_an_id_that_refers_to_itself_is_followed_once() -> None:
    facts = read(
        '<script type="application/ld+json">{"@type":"NewsArticle","@id":"a","author":{"@id":"a"},"headline":"Ferry crosses the bay"}</script>',
        "",
    )
    assert facts.title == "Ferry crosses the bay"


@pytest.mark.parametrize(
    ("lines", "people"),
    [
        ("<div>Ingvild Sandmo</div><div>Journalist</div><div>Even Hagalid</div><div>Fotojournalist</div>", ("Ingvild Sandmo",)),
        ("<p>Von</p><p>Henrike Brandau</p><p>und</p><p>Jorid Siewert</p>", ("Henrike Brandau", "Jorid Siewert")),
        ("<p>4. Oktober 2021, 8:47</p><p>Radim Holoubek, ČTK</p>", ("Radim Holoubek",)),
        ("<p>Der Hafen am Morgen</p><p>Anna Weber, AP</p>", ()),
    ],
)  # fmt: skip
def test_names_stand_beside_jobs_agencies_and_each_other(lines: str, people: tuple[str, ...]) -> None:
    dated = "<p>Publisert: 08.10.2021 14:22</p>"
    page = f"<html lang='no'><body><div><h1>Ferry crosses the bay before the storm</h1>{lines}{dated}{PARAGRAPH}</div></body></html>"
    assert read_all(page).authors == people


def test_a_headline_that_stands_in_nothing_but_the_page_has_its_byline_below() -> None:
    page = f"<html><body><h1>Ferry crosses the bay</h1><p>Otto Brandt</p><p>9 January 2022</p>{PARAGRAPH}</body></html>"
    assert read_all(page).authors == ("Otto Brandt",)


@pytest.mark.parametrize(
    ("language", "line", "agency"),
    [
        ("pt", "Lusa", "Lusa"),
        ("sv", "TT</p><p>Text", "TT"),
        ("tr", "Haber: Nurhan Aydın</p><p>AA</p><p>Paylaş", "Anadolu Agency"),
        (
            "pt",
            "Lusa</p><p>17 de Julho de 2022, 16:48 actualizado a 17 de Julho de 2022, 19:20</p><p>Partilhar",
            "Lusa",
        ),
        ("sv", "TT", "TT"),
        ("tr", "AA", "Anadolu Agency"),
        ("en", "AA", None),
        ("da", "Af: /ritzau/", "Ritzau"),
        ("fr", "Par Le Courrier du Sud avec AFP", "AFP"),
        ("cs", "Radim Holoubek, ČTK", "ČTK"),
    ],
)
def test_an_agency_by_the_headline_is_credited(language: str, line: str, agency: str | None) -> None:
    lines = f"<h1>Ferry crosses the bay before the storm</h1><p>{line}</p><p>2022-03-15 21:40</p>"
    page = f"<html lang='{language}'><body><div>{lines}{PARAGRAPH}</div></body></html>"
    assert read_all(page).agency == agency
