"""Outlets by name and address, and wire agencies in datelines."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.pages import outlets


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("WASHINGTON (AP) — The ferry", "AP"),
        ("BERLIN, Jan 5 (Reuters) - The ferry", "Reuters"),
        ("МОСКВА, 5 янв - ТАСС. Паром", "TASS"),
        ("МОСКВА, 5 янв. /ТАСС/. Паром", "TASS"),
        ("Berlin (dpa/lnw) - Die Fähre", "dpa"),
        ("(Reuters)", "Reuters"),
        ("The Associated Press", "AP"),
        ("新华社北京1月5日电", "Xinhua"),
        ("Shares of Lakeport (LKPT) - up again", None),
        ("The ferry was late (again) - nobody minded", None),
    ],
)
def test_the_agency_of_a_dateline(text: str, agency: str | None) -> None:
    assert outlets.agency_in(text) == agency


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.news.lakeport.co.uk/x?y=1", "lakeport.co.uk"),
        ("http://m.nordbote.de/", "nordbote.de"),
        ("nordbote.de", "nordbote.de"),
        ("https://127.0.0.1/x", None),
        ("not an address", None),
        (None, None),
    ],
)
def test_the_registered_domain(url: str | None, domain: str | None) -> None:
    assert outlets.domain_of(url) == domain


def test_an_address_speaks_for_its_outlet() -> None:
    assert outlets.outlet_of_url("https://www.lakeport-ledger.example/x") == "lakeport-ledger.example"
    assert outlets.outlet_of_url("https://www.nytimes.com/x") == "The New York Times"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The Lakeport Ledger", "lakeportledger.com"),
        ("Lakeport-Ledger", "Lakeport Ledger"),
        ("NORDBOTE", "nordbote.de"),
        ("Süddeutsche Zeitung", "sueddeutsche.de"),
        ("朝日新聞デジタル", "asahi.com"),
    ],
)
def test_two_names_of_one_outlet(a: str, b: str) -> None:
    assert outlets.same(a, b)


def test_names_of_two_outlets() -> None:
    assert not outlets.same("Lakeport Ledger", "Nordbote")
    assert not outlets.same("Lakeport Ledger", None)


def test_a_well_known_outlet_goes_by_one_name() -> None:
    assert outlets.settled_name("StZ", "https://www.stuttgarter-zeitung.de/x") == "Stuttgarter Zeitung"
    assert outlets.settled_name("Коммерсантъ", "https://www.kommersant.ru/x") == "Kommersant"
    assert outlets.settled_name("Lakeport Ledger", "https://lakeport.example") == "Lakeport Ledger"


@given(st.text(max_size=80))
def test_any_text_can_be_asked(text: str) -> None:
    outlets.agency_in(text)
    outlets.outlet_of_url(text)
    assert outlets.same(text, text) or not text


@given(
    scheme=st.sampled_from(["http://", "https://", "//", "HTTPS://", "ftp://", ""]),
    host=st.from_regex(r"(?:www\.|m\.|user@)?[a-zA-Z0-9-]{1,8}(?:\.[a-z]{2,3}){0,2}\.?(?::\d{2})?", fullmatch=True),
    rest=st.sampled_from(["", "/", "/a/b?c=//d", "?q=a.example", "#top", "\\x", "/\n", "\n", " x"]),
)
def test_the_short_way_to_a_host_finds_what_the_long_one_finds(scheme: str, host: str, rest: str) -> None:
    address = scheme + host + rest
    found = outlets.host_of(address)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outlets, "_PLAIN_ADDRESS", re.compile(r"(?!)"))
        assert found == outlets.host_of.__wrapped__(address)
