"""What a page says of itself, and which of it is about its story: items of JSON-LD, its address, its language, its lines."""

from __future__ import annotations

import pytest
from made_pages import PARAGRAPH, ld, read, read_all, story

from newsearch.pages import crediting

DAY, OTHER_DAY = "2022-01-05", "2022-01-07"
FERRY = "Ferry crosses the bay before the storm"
URL = "https://www.lakeport-ledger.example/news/ferry"


def meta(name: str, value: str) -> str:
    return f"<meta name='{name}' content='{value}'>"


# ----------------------------------------------------------------------------------------- several stories stated


@pytest.mark.parametrize(
    "own",
    [
        {"headline": FERRY},
        {"headline": FERRY.upper() + "!"},
        {"headline": "Ferry crosses the bay"},
        {"name": FERRY},
        {"url": URL},
        {"url": URL + "/"},
        {"@id": URL + "#story"},
        {"url": URL, "headline": "Last boat beats the weather"},
    ],
)
def test_the_page_s_own_story_is_known_by_its_headline_or_its_address(own: dict[str, str]) -> None:
    other = ld(headline="Mayor opens a bridge", author="Otto Brandt", datePublished=OTHER_DAY, url=URL + "-2")
    page = ld(**own, datePublished=DAY)
    assert read(other + page, story()).date == read(page + other, story()).date == DAY


def test_of_stories_that_are_not_known_the_one_that_says_most_counts() -> None:
    other = ld(headline="Mayor opens a bridge", datePublished=OTHER_DAY)
    own = ld(headline="Last boat beats the weather", datePublished=DAY, author="Anna Weber")
    assert read(other + own, story()).date == DAY


@pytest.mark.parametrize("stated", [meta("og:title", FERRY), f"<title>{FERRY}</title>"])
def test_a_story_is_known_by_the_stated_title_where_no_heading_shows_it(stated: str) -> None:
    stories = ld(headline="Mayor opens a bridge", datePublished=OTHER_DAY, author="x") + ld(
        headline=FERRY, datePublished=DAY
    )
    assert read(stated + stories, PARAGRAPH).date == DAY


# ----------------------------------------------------------------------------------------------- address, language


@pytest.mark.parametrize(
    ("head", "url", "found"),
    [
        ("<link rel='canonical' href='https://paper.example/a'>", URL, "https://paper.example/a"),
        ("<link rel='canonical' href='http://paper.example/a'>", URL, "http://paper.example/a"),
        ("<link rel='canonical' href='/a'>", URL, "https://www.lakeport-ledger.example/a"),
        ("<link rel='canonical' href='/a'>", None, None),
        (meta("og:url", "https://paper.example/a"), URL, "https://paper.example/a"),
        (meta("twitter:url", "https://paper.example/a"), URL, "https://paper.example/a"),
        ("", URL, URL),
        ("<link rel='canonical' href='//['>", URL, URL),
    ],
)
def test_the_address_of_a_page_is_the_stated_one(head: str, url: str | None, found: str | None) -> None:
    assert read(head, story(), url=url).url == found


@pytest.mark.parametrize(
    ("opening", "url", "day"),
    [
        ("<html lang='en-US'><head>", None, "2022-04-05"),
        ("<html lang='en'><head>" + meta("og:locale", "en_GB"), None, "2022-05-04"),
        ("<html><head>" + meta("og:locale", "en_US"), None, "2022-04-05"),
        ("<html><head>" + meta("content-language", "en-US"), None, "2022-04-05"),
        ("<html><head>" + meta("language", "en-US"), None, "2022-04-05"),
        ("<html><head>" + meta("dc.language", "en-US"), None, "2022-04-05"),
        ("<html lang='en-US'><head>", "https://paper.co.uk/a", "2022-05-04"),
        ("<html lang='en-US'><head><link rel='canonical' href='https://paper.co.uk/a'>", None, "2022-05-04"),
    ],
)
def test_what_a_page_states_of_its_language_orders_day_and_month(opening: str, url: str | None, day: str) -> None:
    body = f"</head><body><h1>{FERRY}</h1><p class='date'>04/05/2022</p></body></html>"
    assert read_all(opening + body, url).date == day


# --------------------------------------------------------------------------------------------- lines by the headline


@pytest.mark.parametrize("tag", ["aside", "nav", "form"])
def test_lines_of_other_parts_by_the_headline_are_not_the_story_s(tag: str) -> None:
    assert read("", story(f"<{tag}><p>By Otto Brandt</p></{tag}>")).authors == ()


@pytest.mark.parametrize("tag", ["aside", "form", "figcaption"])
def test_lines_of_the_part_that_holds_the_headline_are_the_story_s(tag: str) -> None:
    inside = f"<{tag}><h1>{FERRY}</h1><p>By Anna Weber</p></{tag}>{PARAGRAPH}"
    assert read(meta("og:title", FERRY), inside).authors == ("Anna Weber",)


def test_lines_right_above_the_headline_are_the_story_s() -> None:
    above = f"<main><article><p>Lakeport, 5 January 2022</p><p>By Anna Weber</p><h1>{FERRY}</h1>{PARAGRAPH}</article></main>"
    facts = read("", above, url="https://www.lakeport-ledger.example/2022/01/07/ferry")
    assert (facts.date, facts.authors) == (DAY, ("Anna Weber",))


def test_lines_far_above_the_headline_are_not() -> None:
    above = f"<main><article><p>By Anna Weber</p>{'<p>Line.</p>' * 6}<h1>{FERRY}</h1>{PARAGRAPH}</article></main>"
    assert read("", above).authors == ()


def test_a_script_among_the_lines_names_nobody() -> None:
    assert read("", story("<p>By Anna Weber {var a = 1}</p>")).authors == ()


@pytest.mark.parametrize("around", ["<div class='author-box'>{}</div>", "<p class='byline'>{}</p>", "<p>{}</p>", "<aside><p>{}</p></aside>"])  # fmt: skip
def test_a_stated_writer_may_be_seen_anywhere(around: str) -> None:
    seen = around.format("Our reporter is Anna Weber of Lakeport")
    assert read(ld(author="Anna Weber"), story(more="<p>Line.</p>" * 40 + seen)).authors == ("Anna Weber",)


def test_soft_hyphens_hide_nobody() -> None:
    assert read(ld(author="Anna Weber"), story(more="<p>Our reporter is Anna We\u00adber</p>")).authors == ("Anna Weber",)  # fmt: skip
    assert read("", story("<p>By Anna We\u00adber</p>")).authors == ("Anna Weber",)


# ----------------------------------------------------------------------------------------------- broken statements

STATED = (
    '{"@type": "NewsArticle", "headline": "Ferry crosses the bay before the storm", "datePublished": "2022-01-05",\n'
    ' "author": {"@type": "Person", "name": "Anna Weber"},\n "publisher": {"@type": "Organization", "name": "Lakeport Ledger"}}'
)


@pytest.mark.parametrize(
    "script",
    [
        "\ufeff" + STATED,
        STATED.replace("\n ", "\n\xa0"),
        STATED.replace('"', "&quot;"),
        "var data = " + STATED + ";",
        "<br />\n<b>Notice</b>: Undefined index in /srv/page.php\n" + STATED,
        "<!--//--><![CDATA[//><!--\n" + STATED + "\n//--><!]]>",
        "/*<![CDATA[*/" + STATED + "/*]]>*/",
        STATED.replace("{", "{ // the story\n", 1),
        STATED.replace("{", "{ /* the story */", 1),
        '{"@type": "BreadcrumbList"}\n' + STATED,
        '{"@type": "BreadcrumbList"},' + STATED,
        STATED.replace('"headline"', '"description": "the "late" ferry", "headline"'),
    ],
)
def test_a_story_is_stated_however_its_script_is_broken(script: str) -> None:
    facts = read(f"<script type='application/ld+json'>{script}</script>", story("<p>By Anna Weber</p>"))
    assert (facts.date, facts.authors, facts.outlet) == (DAY, ("Anna Weber",), "Lakeport Ledger")


def test_second_zero_is_no_date() -> None:
    assert read(ld(headline=FERRY, datePublished="1970-01-01T00:00:00Z"), story()).date is None


# ------------------------------------------------------------------------------------------------ microdata and RDFa


@pytest.mark.parametrize(
    "stated",
    [
        "<time property='datePublished' content='2022-01-05'>today</time><span property='author'>Anna Weber</span>",
        "<span property='schema:datePublished' content='2022-01-05'>today</span><i property='schema:author'>Anna Weber</i>",
        "<span property='dc:date dc:created' content='2022-01-05'>today</span><b property='dc:creator'>Anna Weber</b>",
        "<span property='author' typeof='Person'><i property='name'>Anna Weber</i></span>"
        "<i property='datePublished' content='2022-01-05'>today</i>",
    ],
)
def test_rdfa_states_author_and_date(stated: str) -> None:
    facts = read("", story(stated))
    assert (facts.authors, facts.date) == (("Anna Weber",), DAY)


def test_an_item_of_microdata_names_the_publisher_inside_it() -> None:
    item = "<div itemprop='publisher' itemscope><img itemprop='logo' src='x.png'><meta itemprop='name' content='Lakeport Ledger'></div>"
    assert read("", story(item)).outlet == "Lakeport Ledger"
    assert read(meta("og:site_name", "The Ledger"), story(item)).outlet == "The Ledger"
    assert (
        read("", story("<div itemprop='publisher'>All that the valley talks about</div>")).outlet
        == "lakeport-ledger.example"
    )


def test_parsely_s_older_tag_states_author_and_date() -> None:
    stated = '{"title": "Ferry", "authors": ["Anna Weber"], "pub_date": "2022-01-05T08:00:00Z"}'
    facts = read(meta("parsely-page", stated) + meta("og:type", "article"), story("<p>Anna Weber</p>"))
    assert (facts.authors, facts.date) == (("Anna Weber",), "2022-01-05T08:00:00+00:00")


@pytest.mark.parametrize(
    "stated",
    [
        meta("twitter:label1", "Written by") + meta("twitter:data1", "Anna Weber"),
        meta("twitter:label1", "Reading time") + meta("twitter:data1", "3 minutes")
        + meta("twitter:label2", "Verfasst von") + meta("twitter:data2", "Anna Weber"),
        meta("author", "Weber, Anna"),
        "<span itemprop='author' itemscope><meta itemprop='name' content='Anna Weber'></span>",
    ],
)  # fmt: skip
def test_an_author_is_stated_in_many_ways(stated: str) -> None:
    about = "<p>Anna Weber has been with the paper since 1990.</p>"
    assert read(meta("og:type", "article") + stated, story(more=about)).authors == ("Anna Weber",)


def test_the_author_and_the_date_of_a_comment_are_not_the_story_s() -> None:
    comment = (
        "<div itemprop='comment' itemscope><span itemprop='author'>Otto Brandt</span>"
        "<time itemprop='dateCreated' datetime='2022-01-09'>Sunday</time><p>I saw it.</p></div>"
    )
    facts = read("", story(more=comment))
    assert (facts.authors, facts.date) == ((), None)


@pytest.mark.parametrize(
    ("credit", "authors"),
    [
        ("Weber, Anna", ("Anna Weber",)),
        ("Anna Weber, Otto Brandt", ("Anna Weber", "Otto Brandt")),
        ("Reuters, Anna", ("Anna",)),
    ],
)
def test_a_name_may_be_written_as_in_a_catalogue(credit: str, authors: tuple[str, ...]) -> None:
    assert crediting.clean_authors(credit) == authors
