"""Bylines: who is credited, and who is not a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.pages import crediting, names


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("By Laura-Whitney Bennett", ("Laura-Whitney Bennett",)),
        ("BY MARÍA BARRÓN-LÓPEZ AND MARK O'SULLIVAN", ("María Barrón-López", "Mark O'Sullivan")),
        ("Von Anna Weber, Berlin", ("Anna Weber",)),
        ("Anna Weber und Jan Krüger", ("Anna Weber", "Jan Krüger")),
        ("Anna Weber, Political Correspondent", ("Anna Weber",)),
        ("Political Correspondent Anna Weber", ("Anna Weber",)),
        ("Anna Weber Leitende Wirtschaftsredakteurin", ("Anna Weber",)),
        ("Senior Editor Anna Weber for The Ledger", ("Anna Weber",)),
        ("Posted on January 5, 2022 by John McDonald", ("John McDonald",)),
        ("By ANNA WEBER\n   March 11, 2015 3:46 PM", ("Anna Weber",)),
        ("Mike Carson | mcarson@lakeport.example", ("Mike Carson",)),
        ("Mike Carson (@mcarson)", ("Mike Carson",)),
        ("Michelle de Oliveira", ("Michelle de Oliveira",)),
        ("Luca Monaco e Paolo Rossi", ("Luca Monaco", "Paolo Rossi")),
        ("María R. Sahagún", ("María R. Sahagún",)),
        ("ANNA VAN DER BERG", ("Anna van der Berg",)),
        ("Martin Luther Jr.", ("Martin Luther Jr.",)),
        ("R.C. BAKER", ("R.C. Baker",)),
        ("Автор: Иван Петров, Киев", ("Иван Петров",)),
        ("記者 山田太郎", ("山田太郎",)),
        ("大野 美咲", ("大野 美咲",)),
        ("김민준 기자", ("김민준",)),
        ("happyfox77", ("happyfox77",)),
        ("von Anna Weber, LKP KÜSTE", ("Anna Weber",)),
        ("ANNA WEBER, Jan Krüger", ("Anna Weber", "Jan Krüger")),
        ("Text von Anna Weber Illustration von Jan Krüger", ("Anna Weber",)),
        ("von Anna Weber in Rubrik: Harbour Tests", ("Anna Weber",)),
    ],
)
def test_the_people_of_a_byline(text: str, people: tuple[str, ...]) -> None:
    assert crediting.clean_authors(text) == people


@pytest.mark.parametrize(
    "text",
    ["AP", "The Associated Press", "dpa", "Staff", "Redaktion", "Admin", "Newsroom", "Lakeport Ledger Staff Writers", "",
     "https://www.facebook.com/lakeport", "Ferry Lines GmbH, Lakeport, Germany", "12:20pm", "mst", "Donnerstag"],
)  # fmt: skip
def test_what_is_no_person_is_left_out(text: str) -> None:
    assert crediting.clean_authors(text) == ()


def test_the_outlet_is_not_its_own_author() -> None:
    assert crediting.clean_authors("Lakeport Ledger", outlet="The Lakeport Ledger") == ()
    assert crediting.clean_authors(["Anna Weber", "Nordbote Online"], outlet="Nordbote") == ("Anna Weber",)
    assert crediting.clean_authors("Nordbote D", outlet="Nordbote News") == ()


@pytest.mark.parametrize("text", ["Kundin A.K.", "Ferry-", "Zzyzx. Brr"])
def test_punctuation_is_no_first_name(text: str) -> None:
    assert not names.has_given_name(text)


def test_one_word_counts_where_nobody_is_named_in_full() -> None:
    assert crediting.clean_authors("Prince") == ("Prince",)
    assert crediting.clean_authors("Prince", single=False) == ()
    assert crediting.clean_authors("Anna Weber, Lakeport") == ("Anna Weber",)


def test_organisations_are_credited_apart() -> None:
    assert crediting.organisations("Anna Weber, dpa") == ("dpa",)
    assert crediting.agencies("Von dpa") == ("dpa",)


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("By Anna Weber and Jan Krüger", ("Anna Weber", "Jan Krüger")),
        ("Von Anna Weber", ("Anna Weber",)),
        ("Par Anna Weber", ("Anna Weber",)),
        ("By the time the ferry came, nobody was left", None),
        ("Von der Fähre war nichts zu sehen", None),
        ("By Monday", None),
        ("Anna Weber", None),
    ],
)
def test_a_whole_line_that_is_a_byline(line: str, people: tuple[str, ...] | None) -> None:
    assert crediting.byline(line) == people


@pytest.mark.parametrize("text", ["Anna Weber", "Jean-Pierre Dupont", "John F. Smith", "Олена Коваль"])
def test_a_bare_name(text: str) -> None:
    assert names.looks_like_name(text)


@pytest.mark.parametrize(
    "text",
    ["Weiterführende Informationen", "Open Future", "Politics & Policy", "Read more", "Anna", "Ferry Sinks, Anna Weber Says", "5 January", "Sports Desk", "Town Hall"],
)  # fmt: skip
def test_no_bare_name(text: str) -> None:
    assert not names.looks_like_name(text)


@given(st.text(max_size=200))
def test_any_text_is_read_without_error(text: str) -> None:
    for name in crediting.clean_authors(text):
        assert name.strip() == name != ""
    crediting.byline(text)
    names.looks_like_name(text)
    crediting.organisations(text)


@given(st.sampled_from(["Anna", "Jan", "María"]), st.sampled_from(["Weber", "O'Brien", "de la Cruz", "McDonald"]))
def test_capitals_and_a_lead_do_not_change_who_it_is(first: str, last: str) -> None:
    name = f"{first} {last}"
    assert crediting.clean_authors(f"BY {name.upper()}") == (name,)


@pytest.mark.parametrize("name", ["Sana Idris", "Per Aalto", "Will Hobson"])
def test_a_first_name_may_be_a_word_or_an_agency_elsewhere(name: str) -> None:
    assert crediting.clean_authors(f"By {name}") == (name,)


def test_an_agency_before_a_name_makes_it_no_person() -> None:
    assert crediting.clean_authors("AP Auto Writer") == ()


_FIRST_WORDS = sorted(names.given_names())[::97]
_WORDS = sorted(names.ORGANISATION | names.STOP_WORDS | names.JOB | names.PARTICLES)
_OTHERS = [word for word in _WORDS if word.isascii() and word.isalpha() and len(word) > 1]
_ENDINGS = [
    "lee",
    "weber",
    "photo",
    "fotos",
    "ltd",
    "inc",
    "oy",
    "profile",
    "bio",
    "updated",
    "sportreporter",
    "onlineredakteur",
]


@pytest.mark.parametrize("outlet", [None, "Lakeport Ledger"])
@given(
    first=st.sampled_from([*_FIRST_WORDS, "will", "per", "may", "by", "von", "text"]),
    last=st.sampled_from([*_OTHERS, *_ENDINGS, *_FIRST_WORDS]),
)
def test_the_short_way_for_plain_names_finds_what_the_long_one_finds(outlet: str | None, first: str, last: str) -> None:
    text = f"{first.capitalize()} {last.capitalize()}"
    found = crediting.clean_authors(text, outlet)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crediting, "_is_plain", lambda _: False)
        assert found == crediting._clean.__wrapped__((text,), outlet, True)
