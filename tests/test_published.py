"""Dates of stories: where a page says when it was published, in whose words, and which of several days counts."""

from __future__ import annotations

import json

import pytest
from made_pages import PARAGRAPH, ld, read, read_all, story

from newsearch.pages import read_page

DAY, LATER = "2022-01-05", "2022-01-07"
FAR = "<p>Line.</p>" * 40
"""What stands between the headline and a line that is not beside it."""
REST = " the ferry crossed the bay before the storm, said the harbour master, and nobody was hurt on the way to the island."


def meta(name: str, value: str) -> str:
    return f"<meta name='{name}' content='{value}'>"


def item(**fields: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps(fields)}</script>"


def date(head: str = "", body: str = "", url: str | None = None, saved: str | None = None) -> str | None:
    return read(head, body or story(), url=url, saved=saved).date


# -------------------------------------------------------------------------------------------------------- stated


@pytest.mark.parametrize(
    "name",
    ["article:published_time", "dc.date.issued", "parsely-pub-date", "publish-day", "publication", "publikation", "pubdate.day", "press-release",
     "created", "create", "issued", "issue", "desk.date", "desk:time", "desk-datum", "fecha", "desk_date", "date.day", "creation_date", "creationdate",
     "mydatecreated", "article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "dc.date.modified", "last-modified", "lastmod",
     "revised"],
)  # fmt: skip
def test_a_date_that_only_a_meta_tag_states(name: str) -> None:
    assert date(meta(name, DAY)) == DAY


@pytest.mark.parametrize("name", ["x-publishtime", "x-published-date", "x-publicationdate", "x-pubtime", "x-publish_datetime", "pubdate", "dc.date.issued", "sailthru.date"])  # fmt: skip
def test_a_meta_tag_named_after_publication_outweighs_a_date_that_is_shown(name: str) -> None:
    assert date(meta(name, DAY), story("<p class='date'>January 7, 2022</p>")) == DAY


@pytest.mark.parametrize(
    "name",
    ["modification-date", "update-date", "expiry-date", "event-date", "start-date", "end-date", "birth-date", "last-date", "valid-date",
     "publisher", "published_by", "rundate", "sentiment"],
)  # fmt: skip
def test_a_meta_tag_of_another_day_dates_nothing(name: str) -> None:
    assert date(meta(name, DAY)) is None


def test_a_meta_tag_that_holds_a_sentence_dates_nothing() -> None:
    assert date(meta("press-release", f"On 5 January 2019{REST}")) is None


@pytest.mark.parametrize(
    "head",
    [
        ld(dateModified=DAY),
        item(**{"@type": "WebPage", "datePublished": DAY}),
        item(**{"@type": "VideoObject", "uploadDate": DAY}),
        item(**{"@type": "ImageObject", "dateCreated": DAY}),
        item(**{"@type": "WebPage", "dateModified": DAY}),
        ld(headline="Ferry crosses the bay before the storm", author="x")
        + ld(headline="Mayor opens a bridge", datePublished=DAY),
    ],
)
def test_a_date_that_json_ld_states_of_something_else_dates_a_page_without_another(head: str) -> None:
    assert date(head) == DAY
    assert date(head, story("<p>Lakeport, 7 January 2022</p>")) == LATER


@pytest.mark.parametrize(
    "page",
    [
        item(**{"@type": "WebPage", "datePublished": DAY}),
        item(**{"@type": "WebPage", "dateCreated": DAY}),
        ld(headline="Ferry crosses the bay before the storm", author="x") + ld(headline="x", datePublished=DAY),
    ],
)
def test_a_picture_in_json_ld_is_as_old_as_nothing_else(page: str) -> None:
    picture = item(**{"@type": "ImageObject", "uploadDate": "2019-03-03"})
    assert date(picture + page) == DAY
    assert date(picture + ld(dateModified=LATER)) == "2019-03-03"


def test_when_json_ld_says_that_a_story_was_made_outweighs_what_is_shown() -> None:
    assert date(ld(dateCreated=DAY), story("<p>Lakeport, 7 January 2022</p>")) == DAY


def test_a_story_that_shows_both_of_two_stated_days_is_of_the_first() -> None:
    head = ld(datePublished="2022-01-05T08:00:00Z") + meta("article:published_time", "2022-01-07T08:00:00Z")
    assert (date(head, story("<p>5 January 2022</p><p>7 January 2022</p>")) or "")[:10] == DAY


# ---------------------------------------------------------------------------------------------- by the headline


@pytest.mark.parametrize(
    "shown",
    [
        "<span itemprop='dateModified' content='2022-01-07'></span><span itemprop='datePublished' content='2022-01-05'></span>",
        *(
            f"<time class='{name}' datetime='2022-01-07'></time><time class='entry' datetime='2022-01-05'></time>"
            for name in ("updated", "last-modified", "edited", "aktualisiert")
        ),
        "<time datetime='2022-01-07'></time><time pubdate datetime='2022-01-05'></time>",
        "<time datetime='2022-01-07'></time><time class='published' datetime='2022-01-05'></time>",
        "<time datetime='yes'>January 5, 2022</time>",
        "<abbr class='date' title='2022-01-05'>two hours ago</abbr>",
        "<p class='date' data-at='1641376800000'>two hours ago</p>",
        "<p class='date' id='2022-01-07'>January 5, 2022</p>",
        "<p class='2022-01-07 date'>January 5, 2022</p>",
        "<a class='date' href='2022-01-07-ferry'>January 5, 2022</a>",
    ],
)
def test_of_what_elements_by_the_headline_say_the_publication_counts(shown: str) -> None:
    assert (date("", story(shown)) or "")[:10] == DAY


def test_of_two_times_the_one_nearest_to_the_headline_counts() -> None:
    assert date("", f"<div><time datetime='{LATER}'></time></div>{story(f'<time datetime={DAY}></time>')}") == DAY


def deep(text: str) -> str:
    """A story far inside its page, and something that stands outside of it."""
    return f"{'<div>' * 9}{story()}{'</div>' * 9}{FAR}{text}"


def test_a_date_far_from_the_headline_is_the_story_s_unless_there_is_another_of_its_kind() -> None:
    facts = read("", deep("<p class='date'>5 January 2022</p><p class='day'>Open on Monday</p>"), url=None)
    assert (facts.date, facts.provenance["date"]) == (DAY, "class")
    assert date("", deep("<p class='date'>5 January 2022</p><p class='date'>7 January 2022</p>")) is None


def test_the_date_in_a_link_to_another_story_does_not_date_this_one() -> None:
    card = "<a href='/2'><div>Bridge to the island opens</div><div class='box-date'>January 7, 2022</div></a>"
    link = "<a href='/day' class='head-date'>January 5, 2022</a>"
    assert date(body=f"<div><div>{link}</div><div>{story(card)}</div></div>") == DAY
    stamped = "<div><a href='/2'><span>Bridge to the island opens</span> <time>January 7, 2022</time></a></div>"
    assert date(body=f"<div><div>{link}</div><div>{story(stamped)}</div></div>") == DAY


def test_a_date_in_an_element_that_is_a_sentence_dates_nothing() -> None:
    assert date("", story(f"<div class='date'>All that we know of it is that on 5 January 2019{REST}</div>")) is None


# --------------------------------------------------------------------------------------------------------- lines


@pytest.mark.parametrize("mark", [" –", " —", " |", ":", ".", " (noon)", " /", ")", " -"])
def test_the_day_that_opens_a_story_dates_it(mark: str) -> None:
    assert date("", story(f"<p>Lakeport, 5 January 2022{mark}{REST}</p>")) == DAY


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (f"5 January 2022 {REST}", DAY),
        (f"The story of the ferry (published on 5 January 2022) begins when{REST}", DAY),
        (f"January 5, 2019 was the day on which{REST}", None),
        (f"Nobody in the harbour office knows why, but on 5 January 2019.{REST}", None),
        ("Ferries of the harbour on the days of the storm of January 5, 2019, in the words of those who were there", None),
    ],
)  # fmt: skip
def test_a_line_by_the_headline_that_holds_a_date(line: str, found: str | None) -> None:
    assert date("", story(f"<p>{line}</p>")) == found


def test_the_day_by_the_headline_outweighs_that_of_the_address() -> None:
    address = "https://www.lakeport-ledger.example/2022/01/07/ferry"
    assert date("", story("<p>Lakeport, 5 January 2022</p>"), url=address) == DAY
    assert date("", deep("<p class='date'>5 January 2022</p>"), url=address) == LATER


LABELS = """Published|Posted|Uploaded|Veröffentlicht|Erschienen|Erstellt|Eingestellt|Datum|Stand|Publié|Publiée|Mis en ligne|Publicado|Fecha|Pubblicato
|Data|Gepubliceerd|Geplaatst|Opublikowano|Dodano|Опубликовано|Дата|Опубліковано|Yayınlanma|Tarih|نشر|تاريخ|Publicerad|Publisert|Julkaistu|Publikováno
|Δημοσιεύτηκε|פורסם|प्रकाशित|Diterbitkan|Đăng|Date|Dated|Last revision|Zuletzt|Geändert|Artikel wurde|Beitrag wurde|Updated|Aktualisiert|Bearbeitet
|Modified|公開|発行|发布|发表|時間|时间|등록|입력"""


@pytest.mark.parametrize("label", [label.strip() for label in LABELS.split("|")])
def test_a_date_behind_its_label_is_found_wherever_it_stands(label: str) -> None:
    assert date("", story(more=f"{FAR}<p>2022-01-07</p><p>{label}: 2022-01-05</p>")) == DAY


@pytest.mark.parametrize("written", ["5 January 2022", "5 Jan '22", "05.01.22", "5 de enero de 2022"])
def test_a_date_behind_its_label_is_found_however_it_is_written(written: str) -> None:
    assert date("", story(more=f"{FAR}<p>2022-01-07</p><p>Published: {written}</p>")) == DAY


@pytest.mark.parametrize("written", ["令和4年1月5日", "2022年1月5日"])
def test_a_japanese_date_behind_its_label_is_found(written: str) -> None:
    assert date("", story(more=f"{FAR}<p>2022-01-07</p><p>公開 {written}</p>")) == DAY


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("5 January 2022", DAY),
        ("Seen on 5 January 2022", DAY),
        ("5 January 2022</p><p>7 January 2022", None),
        ("The harbour master remembers 5 January 2019 as a calm day on the bay", None),
        (f"Weather report published by the harbour office of Lakeport, which is about 5 January 2019.{REST}", None),
        (f"{REST.strip()} This story was published on 5 January 2022.", DAY),
        (f"{REST * 3} This story was published on 5 January 2022.", None),
    ],
)
def test_a_date_far_from_the_headline_without_a_label_must_stand_alone(line: str, found: str | None) -> None:
    assert date("", story(more=f"{FAR}<p>{line}</p>")) == found


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Ferry crosses the bay - 5 January 2022", DAY),
        ("5 January 2022: Ferry crosses the bay", DAY),
        ("The storm of 5 January 2019 in pictures", None),
    ],
)
def test_a_date_at_either_end_of_the_title_dates_the_page(title: str, found: str | None) -> None:
    assert date(f"<title>{title}</title>", "<p>Nobody was hurt.</p>") == found


# ------------------------------------------------------------------------------------------------------- scripts

KEYS = """datePublished|date_published|publicationDate|publication_date|publishedAt|published_at|publishDate|publish_date|publishedDate|published_time
|firstPublishDate|firstPublished|pubDate|pubdate|article_date|contentCreated|datecreated|dateCreated|publish|published"""


@pytest.mark.parametrize("key", [key.strip() for key in KEYS.split("|")])
def test_a_script_says_when_the_page_was_published(key: str) -> None:
    assert date(f"<script>var page = {{'words': 400, '{key}': '2022-01-05'}}</script>") == DAY
    assert (date(f'<script>{{"a": "{{\\"{key}\\": 1641376800}}"}}</script>') or "")[:10] == DAY


@pytest.mark.parametrize(
    "script",
    ["var storm = {'day': '5 January 2019'}", f"// 5 January 2019:{REST}", "var datePublished = null", "var a = {'datePublished': '20'}", ""],
)  # fmt: skip
def test_other_dates_in_scripts_date_nothing(script: str) -> None:
    assert date(f"<script>{script}</script>") is None


# ---------------------------------------------------------------------------------------------------- local time


@pytest.mark.parametrize(
    ("head", "shown", "url", "moment"),
    [
        # stated for machines twice in UTC, and shown by the paper's own clock
        (meta("article:published_time", "2022-01-06T03:28:00+00:00"), "January 5, 2022 10:28 p.m.", "", "2022-01-05T22:28:00-05:00"),
        ("", "January 5, 2022 22:28", "", "2022-01-05T22:28:00-05:00"),
        ("", "January 6, 2022 11.28", "", "2022-01-06T11:28:00+08:00"),
        # another moment, or a clock that no zone has
        (meta("date", "2022-01-09T22:28:00-05:00"), "Nobody was hurt", "", "2022-01-06T03:28:00+00:00"),
        ("", "January 6, 2022 20:28", "", "2022-01-06T03:28:00+00:00"),
        ("", "At 22:28 nobody was hurt", "", "2022-01-06T03:28:00+00:00"),
        # the day of the address is that of the moment, the one before, or one that no zone has
        ("", "<i class='date'>January 5, 2022</i>", "/2022/01/06/ferry", "2022-01-06T03:28:00+00:00"),
        ("", "Nobody was hurt", "/2022/01/05/ferry", "2022-01-05T23:28:00-04:00"),
        ("", "Nobody was hurt", "/2022/01/07/ferry", "2022-01-06T03:28:00+00:00"),
        ("", "Nobody was hurt", "/2022/01/09/ferry", "2022-01-06T03:28:00+00:00"),
        ("", "<i class='date'>January 5, 2022</i>", "", "2022-01-05T23:28:00-04:00"),
    ],
)  # fmt: skip
def test_the_same_moment_in_the_zone_of_its_page(head: str, shown: str, url: str, moment: str) -> None:
    stated = ld(datePublished="2022-01-06T03:28:00Z") + head
    assert date(stated, story(f"<p>{shown}</p>"), url=url and f"https://paper.example{url}") == moment


def test_a_day_that_begins_earlier_in_the_east_is_the_next_one() -> None:
    found = date(ld(datePublished="2022-01-05T20:10:00Z"), url="https://paper.example/2022/01/06/ferry")
    assert found == "2022-01-06T00:10:00+04:00"


@pytest.mark.parametrize("names", ["class='comment'", "class='comments-list'", "id='kommentare'"])
def test_what_readers_say_and_when_is_no_date_of_the_story(names: str) -> None:
    comment = f"<div {names}><p>I read this elsewhere:</p><p>January 7, 2022</p><p>Published January 6, 2022</p><p>So there.</p></div>"
    assert date(body=story() + FAR + comment) is None
    assert date(body=story() + FAR + comment.replace(names, "class='notes'")) is not None


def test_a_relative_date_may_be_as_short_as_three_characters() -> None:
    shown = story("<div class='date'>2天前</div>")
    assert date(body=shown, saved="2022-01-07T09:00:00+00:00") == DAY
    assert date(body=shown) is None


# ------------------------------------------------------------------------------------------------- order and labels


@pytest.mark.parametrize(
    ("shown", "other", "found"),
    [("05/01/2022", "14/01/2022", DAY), ("01/05/2022", "01/14/2022", DAY), ("01/05/2022", "", DAY)],
)
def test_another_date_on_a_page_shows_whether_the_day_comes_first(shown: str, other: str, found: str) -> None:
    assert date(body=story(f"<p class='date'>{shown}</p>", more=f"<p>More on {other}</p>")) == found


@pytest.mark.parametrize(("first", "found"), [("05/01/2022", DAY), ("01/14/2022", "2022-01-14")])
def test_dates_of_a_dump_are_in_the_order_that_one_of_them_shows(first: str, found: str) -> None:
    rest = "\n\n".join(["The" + REST] * 3)
    dump = f"Ferry crosses the bay before the storm\n{first}\n\n{rest}\n\nMore on 14/01/2022"
    blocks = read_page(dump.encode(), None, "a.txt").blocks
    assert blocks[0].date == found


@pytest.mark.parametrize(
    "labelled",
    [
        "<p>Updated <time datetime='2022-01-07'>7 Jan</time></p><p>Published <time datetime='2022-01-05'>5 Jan</time></p>",
        "<p><b>Last updated:</b> <time datetime='2022-01-07'>7 Jan</time> | <time datetime='2022-01-05'>5 Jan</time></p>",
        "<p class='date'>Stand: 07.01.2022, 10:00 Uhr | Veröffentlicht am 05.01.2022</p>",
    ],
)
def test_a_date_behind_a_word_for_updates_comes_after_others(labelled: str) -> None:
    assert date(body=story(labelled)) == DAY


def test_the_only_date_counts_whatever_word_stands_before_it() -> None:
    assert date(body=story("<p>Updated <time datetime='2022-01-07'>7 Jan</time></p>")) == LATER


@pytest.mark.parametrize(
    "lines",
    [
        ("Aktualisiert: 14.03.2023, 08:12 Uhr", "Veröffentlicht: 13.03.2023, 17:45 Uhr"),
        ("Actualizado a las 20:15 del 14.03.2023", "Creado: 13.03.2023 | 12:40"),
        ("Güncelleme: 14.03.2023 13:45", "Giriş: 13.03.2023 09:14"),
    ],
)
def test_the_publication_below_an_update_dates_the_story(lines: tuple[str, str]) -> None:
    shown = "".join(f"<p>{line}</p>" for line in lines)
    page = f"<html lang='de'><body><div><h1>Ferry crosses the bay before the storm</h1>{shown}{PARAGRAPH}</div></body></html>"
    assert (read_all(page).date or "")[:10] == "2023-03-13"


def test_a_line_that_tells_of_an_update_first_dates_the_story_by_its_publication() -> None:
    line = "<p>Updated 7 January 2022 09:00 · Published 5 January 2022 14:40</p>"
    assert date(body=f"<h1>Ferry stays in harbour</h1>{line}{PARAGRAPH * 3}") == DAY
