"""Dates as news pages write them, read in the languages of news."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.pages import dates
from newsearch.pages.dates import stamps
from newsearch.pages.dates.calendars import jalali
from newsearch.pages.dates.locales import locale_of
from newsearch.pages.dates.relative import is_relative
from newsearch.pages.dates.stamps import date_in_url

DAY = "2022-01-05"


@pytest.mark.parametrize(
    "text",
    [
        "January 5, 2022",
        "Jan. 5th, 2022",
        "Wednesday, January 5, 2022",
        "5 January 2022",
        "Published: 5 Jan 2022",
        "Posted on January 5, 2022 | 7 Comments »",
        "2022-01-05",
        "2022/01/05 10:30",
        "Mittwoch, 5. Januar 2022, 10:30 Uhr",
        "Stand: 05.01.2022",
        "Le 5 janvier 2022 à 10h30",
        "5 de enero de 2022 a las 10:30",
        "5 gennaio 2022 alle ore 10:30",
        "5 de janeiro de 2022 às 10h30",
        "Gepubliceerd op 5 januari 2022",
        "5 stycznia 2022 r.",
        "5 января 2022, 10:15",
        "5 січня 2022 року",
        "5 Ocak 2022 Çarşamba 10:30",
        "5 كانون الثاني 2022",
        "٥ يناير ٢٠٢٢",
        "2022年1月5日 10時30分",
        "令和4年1月5日",
        "입력 2022.01.05 오후 3:30",
        "Publicerad 5 januari 2022 kl 10.30",
        "5. ledna 2022",
        "Τετάρτη 5 Ιανουαρίου 2022, 10:30",
        "פורסם: 5 בינואר 2022",
        "5 जनवरी 2022",
        "5 มกราคม 2565",
        "ngày 5 tháng 1, 2022",
        "Thứ Tư, 5 tháng 1 2022",
        "2022. január 5.",
        "January 5, 2022 · 4 min read",
        "5 Jan '22",
        "Wed Jan 05 10:30:00 2022",
        "Jan 05 10:30 2022",
        "5 ม.ค. 2565",
        "05 ม.ค. 65 เวลา 08:30 น.",
        "৫ জানু\u09af\u09bcারি ২০২২",
        "৫ জানু\u09dfারি ২০২২",
        "5 ജനുവരി 2022",
        "5 ਜਨਵਰੀ 2022",
        "5 ဇန်နဝါရီ 2022",
        "២០២២-០១-០៥",
        "2022. gada 5. janvārī",
        "2022ko urtarrilaren 5a",
    ],
)
def test_a_line_that_is_only_a_date_is_its_day(text: str) -> None:
    assert dates.parse_date(text) == DAY


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2022-01-05T10:00:00+01:00", "2022-01-05T10:00:00+01:00"),
        ("Jan. 5, 2022 at 3:15 p.m. PST", "2022-01-05T15:15:00-08:00"),
        ("Updated 10:30 AM ET, Wed January 5, 2022", "2022-01-05T10:30:00-05:00"),
        ("July 5, 2022 10:30 AM ET", "2022-07-05T10:30:00-04:00"),
        ("5 января 2022, 10:15 МСК", "2022-01-05T10:15:00+03:00"),
        ("5 Jan 2022 10.30 GMT", "2022-01-05T10:30:00+00:00"),
        ("2022. 1. 5. 오후 3:30 KST", "2022-01-05T15:30:00+09:00"),
    ],
)
def test_a_time_with_its_zone_makes_a_moment(text: str, moment: str) -> None:
    assert dates.parse_date(text) == moment


@pytest.mark.parametrize(
    ("text", "language", "zone"),
    [
        ("9 January 2022 08:30 IST", "en-IN", "+05:30"),
        ("9 January 2022 08:30 IST", "en-IE", "+01:00"),
        ("9 January 2022 08:30 IST", "he", "+02:00"),
        ("2022-01-09 08:30 CST", "zh-CN", "+08:00"),
        ("9 January 2022 08:30 CST", "en-US", "-06:00"),
        ("9 January 2022 08:30 SAST", "en-ZA", "+02:00"),
    ],
)
def test_a_zone_is_that_of_the_page_s_country(text: str, language: str, zone: str) -> None:
    assert dates.parse_date(text, language=language) == f"2022-01-09T08:30:00{zone}"


def test_a_time_without_a_zone_says_no_more_than_the_day() -> None:
    assert dates.parse_date("January 5, 2022 10:30 AM") == DAY


@pytest.mark.parametrize(
    "text",
    [
        "The treaty of 5 January 2022 was signed in Lakeport",
        "Wednesday",
        "January 5",
        "9 hours ago",
        "30 February 2022",
        "13.13.2022",
        "5 January 2999",
        "1.2.22",
        "Room 12, 3rd floor",
        "",
    ],
)
def test_what_is_no_date_or_not_only_a_date_is_none(text: str) -> None:
    assert dates.parse_date(text) is None


def test_the_order_of_day_and_month_follows_the_locale() -> None:
    assert dates.parse_date("01/05/2022", language="en-US") == DAY
    assert dates.parse_date("05/01/2022", language="en-GB") == DAY
    assert dates.parse_date("05/01/2022", language=locale_of("en-US", "lakeport.co.uk")) == DAY
    assert dates.parse_date("13/02/2022", language="en-US") == "2022-02-13"


def test_the_first_date_that_is_not_an_update_is_the_story_s() -> None:
    assert dates.parse_date("Updated Jan 6, 2022 | Published Jan 5, 2022") == DAY
    assert dates.parse_date("Published Jan 5, 2022 Updated: Jan 6, 2022 10:00 am EST") == DAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("9 hours ago", "2022-01-10"),
        ("vor 3 Stunden", "2022-01-10"),
        ("il y a 2 jours", "2022-01-08"),
        ("hace 1 semana", "2022-01-03"),
        ("5 часов назад", "2022-01-10"),
        ("3日前", "2022-01-07"),
        ("2시간 전", "2022-01-10"),
        ("gestern", "2022-01-09"),
        ("vorgestern", "2022-01-08"),
        ("منذ يومين", "2022-01-08"),
        ("منذ ساعتين", "2022-01-10"),
        ("Today, 12:54 am", "2022-01-10"),
        ("January 5", DAY),
        ("December 30", "2021-12-30"),
    ],
)
def test_a_relative_date_counts_from_when_the_page_was_saved(text: str, day: str) -> None:
    assert dates.parse_date(text) is None
    assert dates.parse_date(text, saved="2022-01-10T12:00:00+00:00") == day


def test_a_date_after_the_page_was_saved_is_none() -> None:
    assert dates.parse_date("January 5, 2022", saved="2021-12-01") is None


def test_find_date_says_where_the_date_stands() -> None:
    line = "LAKEPORT, 5 January 2022 10:30 GMT - The ferry was late."
    found = dates.find_date(line)
    assert found is not None
    span, value = found
    assert line[span.start : span.end] == "5 January 2022 10:30 GMT"
    assert value == "2022-01-05T10:30:00+00:00"


def test_relative_dates_are_recognised() -> None:
    assert is_relative("9 hours ago")
    assert is_relative("Gestern")
    assert not is_relative("Nine lives")


@pytest.mark.parametrize(
    ("value", "meaning"),
    [
        ("2022-01-05T10:00:00.000Z", "2022-01-05T10:00:00+00:00"),
        ("2022-01-05T10:00:00+0100", "2022-01-05T10:00:00+01:00"),
        ("20220105", DAY),
        ("2022-01-05 10:00:00", DAY),
        ("1641376800", "2022-01-05T10:00:00+00:00"),
        ("1641376800000", "2022-01-05T10:00:00+00:00"),
        ("Wed, 05 Jan 2022 10:00:00 +0100", "2022-01-05T10:00:00+01:00"),
        ("2022-13-45", None),
        ("0000-00-00", None),
    ],
)
def test_machine_readable_dates(value: str, meaning: str | None) -> None:
    assert dates.read_stamp(value) == meaning


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://lakeport.example/2022/01/05/ferry", DAY),
        ("https://lakeport.example/world/2022/jan/05/ferry", DAY),
        ("https://lakeport.example/news/20220105-ferry.html", DAY),
        ("https://lakeport.example/article/123456789012", None),
        ("https://lakeport.example/2022/", None),
    ],
)
def test_the_day_in_an_address(url: str, day: str | None) -> None:
    assert date_in_url(url) == day


def test_the_locale_of_a_domain_outweighs_a_theme_s_default() -> None:
    assert locale_of("en_US").month_first
    assert not locale_of("en-US", "lakeport.co.uk").month_first
    assert not locale_of("de").month_first


@given(st.text(max_size=120))
def test_any_text_is_read_without_error_and_answers_are_iso(text: str) -> None:
    for answer in (dates.parse_date(text), dates.parse_date(text, saved="2022-01-10"), dates.read_stamp(text)):
        assert answer is None or dt.datetime.fromisoformat(answer)
    found = dates.find_date(text)
    assert found is None or 0 <= found[0].start < found[0].end <= len(text)


@given(
    st.dates(dt.date(1900, 1, 1), dt.date(2025, 12, 31)),
    st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%d.%m.%Y"]),
)
def test_every_day_survives_being_written_out(day: dt.date, form: str) -> None:
    assert dates.parse_date(day.strftime(form)) == day.isoformat()


@pytest.mark.parametrize(
    ("persian", "day"),
    [
        ((1400, 10, 15), DAY),
        ((1403, 1, 1), "2024-03-20"),
        ((1403, 12, 30), "2025-03-20"),
        ((1357, 11, 22), "1979-02-11"),
    ],
)
def test_the_persian_calendar(persian: tuple[int, int, int], day: str) -> None:
    assert jalali(*persian) == dt.date.fromisoformat(day)


def test_persian_dates_are_read_by_name_and_by_number() -> None:
    assert dates.parse_date("۱۵ دی ۱۴۰۰") == dates.parse_date("۱۴۰۰/۱۰/۱۵") == DAY


@given(
    moment=st.datetimes(dt.datetime(1700, 1, 1), dt.datetime(2100, 1, 1)),
    fraction=st.sampled_from(["", ".1", ".123", ".123456", ".123456789"]),
    zone=st.sampled_from(["Z", "+00:00", "-00:00", "+0530", "-08:00", "+13:45", "+14:00", "+10:75", "+24:00", ""]),
    hour=st.sampled_from([None, "24", "25"]),
)
def test_the_short_way_for_moments_reads_what_the_long_one_reads(
    moment: dt.datetime, fraction: str, zone: str, hour: str | None
) -> None:
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%S") + fraction + zone
    stamp = stamp[:11] + hour + stamp[13:] if hour else stamp
    found = dates.read_stamp(stamp)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stamps, "_moment", lambda _: None)
        assert found == dates.read_stamp.__wrapped__(stamp)


@pytest.mark.parametrize(
    "text", ["28-Apr-2022", "Posted 28-April-2022 10:30", "28-Abr-2022", "28-avr-2022", "28-APR-22"]
)
def test_a_hyphen_before_a_month_with_a_is_no_ordinal(text: str) -> None:
    found = dates.find_date(text)
    assert found is not None
    assert found[1][:10] == "2022-04-28"


@pytest.mark.parametrize(
    "text",
    [
        "Updated 8 January 2022 09:00 · Published 6 January 2022 14:40",
        "Last updated 8 January 2022 | First published 6 January 2022",
        "Aktualisiert am 8. Januar 2022, veröffentlicht am 6. Januar 2022",
        "Mis à jour le 8 janvier 2022, publié le 6 janvier 2022",
    ],
)
def test_the_day_of_publication_is_found_behind_that_of_an_update(text: str) -> None:
    found = dates.find_published(text)
    assert found is not None
    assert (found[1][:10], text[found[0].start]) == ("2022-01-06", "6")


@pytest.mark.parametrize("text", ["Updated 8 January 2022", "Published 6 January 2022", "Updated often. It was shut on 6 January 2022"])  # fmt: skip
def test_a_text_that_does_not_tell_both_days_is_asked_no_further(text: str) -> None:
    assert dates.find_published(text) is None
