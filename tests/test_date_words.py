"""The words around dates in the languages of news: updates, zones, clocks, regions, and how long ago something was."""

from __future__ import annotations

import pytest

from newsearch.pages import dates
from newsearch.pages.dates.locales import Locale, locale_of
from newsearch.pages.dates.relative import is_relative
from newsearch.pages.dates.stamps import date_in_url
from newsearch.pages.dates.vocabulary import is_weekday

DAY = "2022-01-05"
SAVED = "2022-01-10T12:00:00+00:00"


def words(text: str) -> list[str]:
    return [word.strip() for word in text.split("|")]


# ----------------------------------------------------------------------------------------- published and updated

UPDATES = """updated|modified|edited|aktualisiert|geändert|bearbeitet|mis à jour|mise à jour|actualizado|aggiornato|atualizado|bijgewerkt|gewijzigd
|обновлено|оновлено|güncelleme|تحديث|uppdaterad|oppdatert|opdateret|päivitetty|ενημέρωση|עודכן|अपडेट|diperbarui|cập nhật|更新|수정|업데이트"""
PUBLICATIONS = """published|posted|created|first seen|erstellt|erschienen|veröffentlicht|gepubliceerd|geplaatst|opublikowano|опубликовано|опубліковано
|yayınlanma|نشر|julkaistu|δημοσίευση|פורסם|प्रकाशित|diterbitkan|公開|発行|配信|发布|发表|發布|등록|입력"""


@pytest.mark.parametrize("word", words(UPDATES))
def test_an_update_is_known_in_the_words_of_its_language(word: str) -> None:
    assert dates.is_update(f"{word}: 7.1.2022")
    assert dates.is_update(f"{word.upper()} 7.1.2022")
    assert not dates.is_update(f"{word}: 7.1.2022, published: 5.1.2022")


@pytest.mark.parametrize(
    "word", words("updated|aktualisiert|mis à jour|actualizado|aggiornato|bijgewerkt|обновлено|更新")
)
def test_of_an_update_and_another_day_the_other_one_counts(word: str) -> None:
    assert dates.parse_date(f"{word} 2022-01-07, 2022-01-05") == DAY


@pytest.mark.parametrize("word", words(PUBLICATIONS))
def test_what_speaks_of_publication_is_no_update(word: str) -> None:
    assert not dates.is_update(f"{word} 5.1.2022, updated 7.1.2022")
    assert not dates.is_update(f"{word} 5.1.2022")


@pytest.mark.parametrize(
    "beside",
    words("4 min read|3 minutes read|2 min. read|4 min de lecture|4 min lesezeit|4 min lectura|4 min di lettura|4 min leestijd|Lesezeit: ca. 4 Minuten"
          "|12 comments|1 comment|3 Kommentare|2 commentaires|5 comentarios|400 views|7 shares"),
)  # fmt: skip
def test_what_counts_minutes_and_readers_stands_beside_a_date(beside: str) -> None:
    assert dates.parse_date(f"5 January 2022 · {beside}") == DAY


# --------------------------------------------------------------------------------------------------------- zones

ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 60, "WEST": 60, "CET": 60, "MEZ": 60, "CEST": 120, "MESZ": 120, "EET": 120, "EEST": 180, "MSK": 180,
    "TRT": 180, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420, "AKST": -540, "HST": -600,
    "IST": 330, "PKT": 300, "WIB": 420, "ICT": 420, "HKT": 480, "SGT": 480, "MYT": 480, "AWST": 480, "JST": 540, "KST": 540, "WIT": 540, "WITA": 480,
    "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780, "ET": -300, "CT": -360, "MT": -420, "PT": -480, "+05:30": 330, "-0330": -210, "+2": 120,
    "UTC+3": 180, "GMT -5": -300, "z+1": 60,
}  # fmt: skip


@pytest.mark.parametrize(("zone", "minutes"), ZONES.items())
def test_a_zone_is_so_many_minutes_east_of_greenwich(zone: str, minutes: int) -> None:
    hours, rest = divmod(abs(minutes), 60)
    offset = f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"
    assert dates.parse_date(f"5 January 2022, 10:30 {zone}") == f"2022-01-05T10:30:00{offset}"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("July 5, 2022 10:30 CT", "2022-07-05T10:30:00-05:00"),
        ("March 12, 2022 10:30 PT", "2022-03-12T10:30:00-08:00"),
        ("March 13, 2022 10:30 PT", "2022-03-13T10:30:00-07:00"),
        ("November 5, 2022 10:30 MT", "2022-11-05T10:30:00-06:00"),
        ("November 6, 2022 10:30 MT", "2022-11-06T10:30:00-07:00"),
        ("5 January 2022, 10:30 +15:00", DAY),
        ("5 January 2022, 10:30:45 GMT", "2022-01-05T10:30:45+00:00"),
        ("5 January 2022 (10:30 GMT)", "2022-01-05T10:30:00+00:00"),
        ("5 January 2022, 24:00 GMT", "2022-01-05T00:00:00+00:00"),
    ],
)
def test_a_clock_with_a_zone_makes_a_moment(text: str, moment: str) -> None:
    assert dates.parse_date(text) == moment


# -------------------------------------------------------------------------------------------------------- clocks


@pytest.mark.parametrize(
    ("clock", "hour"),
    [
        ("10 am", 10), ("10 pm", 22), ("10 p.m.", 22), ("12 am", 0), ("12 pm", 12), ("8:00 pm", 20), ("8:00 μ.μ.", 20), ("12:00 π.μ.", 0),
        ("am 12:00", 0), ("pm 8:00", 20), ("오전 12:00", 0), ("오후 8:00", 20), ("午前12時", 0), ("午後8時", 20), ("上午12点", 0), ("下午8點", 20),
        ("20 Uhr", 20), ("kl 20:00", 20), ("kl. 20.00", 20), ("klo 20.00", 20), ("klockan 20.00", 20), ("saat 20:00", 20), ("um 20:00", 20),
        ("20:00 Uhr", 20), ("20:00 hs", 20), ("20:00 hrs", 20), ("20:00 ч", 20), ("20:00 น.", 20), ("20h00", 20), ("20 giờ", 20), ("20시 00분", 20),
        ("20時00分", 20), ("23:00", 23),
    ],
)  # fmt: skip
def test_the_hour_of_a_clock_beside_a_date(clock: str, hour: int) -> None:
    assert dates.parse_date(f"2022-01-05 {clock} GMT") == f"2022-01-05T{hour:02}:00:00+00:00"


BETWEEN = """at|um|à|a las|a la|alle|alle ore|ore|às|as|kl|klo|klockan|om|o|godz|saat|στις|в|о|lúc|pukul|jam|v|u|den|time|الساعة|ساعت|בשעה|г|г.|р.|года
|року|roku|r.|от|, at|| - |(| |"""


@pytest.mark.parametrize("word", words(BETWEEN))
def test_a_word_may_stand_between_a_date_and_its_clock(word: str) -> None:
    line = f"Zorvin, 5.1.2022 {word} 20:00 GMT zorvin"
    found = dates.find_date(line, language="de")
    assert found is not None
    assert (line[: found[0].end][-3:], found[1]) == ("GMT", "2022-01-05T20:00:00+00:00")


# ------------------------------------------------------------------------------------------------- how it is written


@pytest.mark.parametrize(
    "text",
    [
        "5st January 2022", "5nd January 2022", "5rd January 2022", "5th January 2022", "5er janvier 2022", "5e januari 2022", "5ère janvier 2022",
        "5ης Ιανουαρίου 2022", "5η Ιανουαρίου 2022", "5-го января 2022", "5 января 2022-го", "5-a januari 2022", "5º enero 2022", "5ª janeiro 2022",
        "5° gennaio 2022", "5.º janeiro 2022", "5 of January 2022", "5 de enero del 2022", "5 d'enero 2022", "5 di gennaio 2022", "5 da gennaio 2022",
        "5 du janvier 2022", "5 του Ιανουαρίου 2022", "5 January of 2022", "5 Ocak 2022'ta", "den 5 januari 2022", "January the 5th 2022", "January 5nd, 2022",
        "January 5rd, 2022", "January 5st, 2022", "Jan 5 10:30 am 2022", "Wed Jan 05 10:30:00 CET 2022", "2022, January 5", "2022 m. sausio 5", "5-Jan-22",
        "5/Jan/2022", "05-01-2022", "5. 1. 2022", "2022.01.05", "2022/1/5", "2022年1月5日", "2022년 1월 5일", "令和4年1月5日", "民國111年1月5日", "民国111年1月5日",
        "5 thg 1 2022", "5 tháng 1 năm 2022", "５／１／２０２２", "2022．01．05", "5 Jan ’22", "5 Jan ʼ22", "5 January、2022", "5 January，2022", "١٤٠٠/١٠/١٥",
    ],
)  # fmt: skip
def test_a_day_however_it_is_written(text: str) -> None:
    found = dates.find_date(text)
    assert found is not None
    assert found[1][:10] == DAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("平成元年1月5日", "1989-01-05"),
        ("平成30年1月5日", "2018-01-05"),
        ("昭和60年1月5日", "1985-01-05"),
        ("5 January 99 AD", None),
        ("5 Jan '99", "1999-01-05"),
        ("2022-13-05", "2022-05-13"),
        ("2022-13-15", None),
        ("2022-30-14", None),
        ("5.1.22 and 5.1.2022", DAY),
        ("05.1.22", DAY),
        ("1/2/22", "2022-02-01"),
        ("5 January 1700", None),
        ("5 January 2565", DAY),
        ("10.01.2022%", None),
        ("01.05.2022.07", None),
        ("5-11 January 2022", "2022-01-11"),
    ],
)
def test_what_a_rare_date_means(text: str, day: str | None) -> None:
    found = dates.find_date(text, language="de")
    assert (found and found[1]) == day


@pytest.mark.parametrize("persian", ["۱۴۰۰/۱۳/۱۵", "۱۴۰۰/۱۰/۳۲", "۱۵ دی ۱۴۴۹"])
def test_a_day_that_the_persian_calendar_does_not_have_or_that_is_to_come_is_none(persian: str) -> None:
    assert dates.find_date(persian) is None


# ------------------------------------------------------------------------------------------------------- regions


@pytest.mark.parametrize("region", words("us|ph|fm|pw"))
def test_where_the_month_comes_first(region: str) -> None:
    assert dates.parse_date("01/05/2022", language=f"es-{region.upper()}") == DAY
    assert dates.parse_date("01.05.2022", language=f"es-{region.upper()}") == "2022-05-01"


@pytest.mark.parametrize("region", words("gb|uk|ie|au|nz|in|za|ng|ke|gh|pk|bd|sg|my|hk|ca|mt|tz|ug|na|bw|zm|zw|jm|tt"))
def test_a_domain_where_the_day_comes_first_outweighs_a_theme_s_default(region: str) -> None:
    for tag in ("en-US", "en"):
        assert not locale_of(tag, f"lakeport.{region}").month_first
    assert locale_of("en-AU", f"lakeport.{region}").region == "au"


@pytest.mark.parametrize(
    ("tag", "language", "region"),
    [
        ("en", "en", None),
        ("fil", "fil", None),
        ("en-GB", "en", "gb"),
        ("zh-Hant-TW", "zh", "tw"),
        ("de_AT.UTF-8", "de", "at"),
        ("english", None, None),
        ("e1", None, None),
        ("es-419", "es", None),
        ("en-12", "en", None),
    ],
)
def test_what_a_language_tag_says(tag: str, language: str | None, region: str | None) -> None:
    assert locale_of(tag, "lakeport.de") == Locale(language, region)


def test_languages_whose_month_comes_first() -> None:
    assert [locale_of(tag).month_first for tag in ("en", "fil", "de")] == [True, True, False]


# ------------------------------------------------------------------------------------------------------ long ago


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20 minutes ago", "2022-01-10"),
        ("13 hours ago", "2022-01-09"),
        ("2 days ago", "2022-01-08"),
        ("1 week ago", "2022-01-03"),
        ("2 months ago", "2021-11-10"),
        ("1 year ago", "2021-01-10"),
        *((f"{one} day ago", "2022-01-09") for one in words("a|an|one")),
        *((f"vor {one} Tag", "2022-01-09") for one in words("einer|einem")),
        ("il y a un jour", "2022-01-09"),
        ("il y a une semaine", "2022-01-03"),
        ("hace una semana", "2022-01-03"),
        ("há um dia", "2022-01-09"),
        ("há uma semana", "2022-01-03"),
        ("een week geleden", "2022-01-03"),
        ("för en vecka sedan", "2022-01-03"),
        ("för ett dygn sedan", None),
        ("for 3 dager siden", "2022-01-07"),
        ("3日前", "2022-01-07"),
        ("3天之前", "2022-01-07"),
        ("3일 전", "2022-01-07"),
        ("3일전", "2022-01-07"),
        *((f"{label} 3 days ago", "2022-01-07") for label in words("Published|Updated|Posted|About|etwa|ca.|Note:")),
        *((f"{label} vor 3 Tagen", "2022-01-07") for label in words("veröffentlicht|etwa")),
        ("publié il y a 3 jours", "2022-01-07"),
        ("Yesterday at 12:30", "2022-01-09"),
        ("Gestern um 12:30", "2022-01-09"),
        ("Hier à 12:30", "2022-01-09"),
        ("Igår kl 12:30", "2022-01-09"),
        ("· 3 days ago ·", "2022-01-07"),
        ("3 days ago today", None),
        ("3 days", None),
        ("in 3 days ago", None),
        ("3 ferries ago", None),
    ],
)
def test_how_long_before_the_page_was_saved(text: str, day: str | None) -> None:
    assert dates.parse_date(text, saved=SAVED) == day


@pytest.mark.parametrize("text", ["January 5", "January 5th", "January 5nd", "January 5rd", "January 5st", "5th of January", "5 de enero", "5. Januar", "5er janvier", "5nd January", "5rd January", "5st January", "5º enero"])  # fmt: skip
def test_a_day_without_a_year_is_the_last_one_before_the_page_was_saved(text: str) -> None:
    assert dates.parse_date(text, saved=SAVED) == DAY
    assert dates.parse_date(f"{text} ferry", saved=SAVED) is None


def test_a_long_text_is_not_relative() -> None:
    assert is_relative("3 days ago")
    assert not is_relative(" " * 60 + "3 days ago")


def test_a_weekday_is_known_by_its_whole_name() -> None:
    assert [is_weekday(word) for word in ("Monday", "Montag", "Mon", "Weber")] == [True, True, False, False]


# ------------------------------------------------------------------------------------------------------ machines


@pytest.mark.parametrize(
    ("value", "meaning"),
    [
        ("2022-01-05T10:00:00", DAY),
        ("2022-01-05 10:00 UTC", "2022-01-05T10:00:00+00:00"),
        ("2022-01-05T10:00Z", "2022-01-05T10:00:00+00:00"),
        ("2022-01-05T10:00 GMT", "2022-01-05T10:00:00+00:00"),
        ("2022-01-05T20:45:50.5 +01:00", "2022-01-05T20:45:50+01:00"),
        ("2022-01-05T10:00:00+14:00", "2022-01-05T10:00:00+14:00"),
        ("2022-01-05 24:00:00 +01:00", DAY),
        ("2022-01-05 10:60:00 +01:00", DAY),
        ("2022-01-05 10:00:60 +01:00", DAY),
        ("2022-01-05 10:00:00 +15:00", DAY),
        ("2922-01-05T10:00:00Z", None),
        ("1722-01-05T10:00:00Z", None),
        ("9999999999", None),
        ("2022-01-05" + " " * 500 + "x", None),
        ("nothing", None),
    ],
)
def test_what_a_stamp_means(value: str, meaning: str | None) -> None:
    assert dates.read_stamp(value) == meaning


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("1999/12/31", "1999-12-31"),
        ("2021/11/20", "2021-11-20"),
        ("2021-10-30", "2021-10-30"),
        ("20211231", "2021-12-31"),
        ("20211030", "2021-10-30"),
        ("20211120", "2021-11-20"),
        ("1999/dec/31", "1999-12-31"),
        ("2021/zorvin/31", None),
        ("1989/12/31", None),
        ("2021/02/31", None),
        ("a?day=2021/12/31", None),
        ("a#2021/12/31", None),
    ],
)
def test_the_day_of_an_address(path: str, day: str | None) -> None:
    assert date_in_url(f"https://lakeport.example/{path}") == day
