"""Outlets by name and address, and wire agencies in datelines."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.pages import outlets


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("© dpa-infocom, dpa:220105-99-645/2", "dpa"),
        ("Quelle: AFP", "AFP"),
        ("(Source: Reuters)", "Reuters"),
        ("Source: the harbour master", None),
        ("© AFP", None),
        ("Quelle: AFP hatte das zuerst gemeldet, und viele haben es seitdem geschrieben.", None),
    ],
)
def test_the_agency_that_a_last_line_credits(line: str, agency: str | None) -> None:
    assert outlets.agency_closing(line) == agency


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("WASHINGTON (AP) — The ferry", "AP"),
        ("BERLIN, Jan 5 (Reuters) - The ferry", "Reuters"),
        ("МОСКВА, 5 янв - ТАСС. Паром", "TASS"),
        ("МОСКВА, 5 янв. /ТАСС/. Паром", "TASS"),
        ("Berlin (dpa/lnw) - Die Fähre", "dpa"),
        ("(Reuters)", "Reuters"),
        ("Varn, 5 ene (EFE).- El transbordador", "EFE"),
        ("NEW DELHI, Jan 5 (PTI) The ferry", "PTI"),
        ("Варн. 5 января. ИНТЕРФАКС - Паром", "Interfax"),
        ("The 5 papers of Reuters (Reuters) are", None),
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


@pytest.mark.parametrize("label", ["co", "com", "org", "net", "gov", "gob", "gouv", "ac", "edu", "or", "ne", "go", "in", "nom", "info", "mil", "sch", "ltd", "plc", "me", "web", "asso"])  # fmt: skip
def test_a_label_under_a_country_is_nobody_s_name(label: str) -> None:
    assert outlets.domain_of(f"https://news.lakeport.{label}.xx/x") == f"lakeport.{label}.xx"
    assert outlets.domain_of(f"https://news.{label}.example/x") == f"{label}.example"


def test_other_labels_under_a_country_are_names() -> None:
    assert outlets.domain_of("https://news.lakeport.xx/x") == "lakeport.xx"


@pytest.mark.parametrize("label", ["www", "www2", "m", "mobile", "amp", "edition", "web"])
def test_the_first_label_of_an_address_may_only_say_how_it_is_shown(label: str) -> None:
    for address in (f"https://{label}.lakeport.example/x", f"{label}.lakeport.example"):
        assert outlets.host_of(address) == "lakeport.example"


@pytest.mark.parametrize("word", ["the", "www", "online", "com", "net", "org", "inc", "ltd", "llc", "gmbh", "ag", "de", "la", "le", "el", "der", "die", "das"])  # fmt: skip
def test_an_article_or_an_ending_is_not_what_tells_outlets_apart(word: str) -> None:
    assert outlets.same(f"{word.capitalize()} Nordbote", "Nordbote")
    assert outlets.key(word) == word


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("https://nordbote.com", "Nordbote"),
        ("www.nordbote.com/", "Nordbote"),
        ("nordbote.com/", "Nordbote"),
        ("news.nordbote.com", "Nordbote"),
        ("Diário do Porto", "Diario do Porto"),
        ("Storm & Sea", "Storm and Sea"),
        ("El Puerto", "elpuerto.com"),
        ("朝日新聞", "The Asahi Shimbun"),
        ("asahi.com", "asahi shimbun"),
    ],
)
def test_two_spellings_of_one_outlet(a: str, b: str) -> None:
    assert outlets.same(a, b)
    assert not outlets.same(a, "Lakeport Ledger")


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("LAKEPORT (AP)", "AP"),
        ("LAKEPORT (staff and AP) - The ferry", "AP"),
        ("LAKEPORT (Redaktion und dpa) - Die Fähre", "dpa"),
        ("LAKEPORT (rédaction et AFP) - Le ferry", "AFP"),
        ("LAKEPORT, 5 janvier - AFP. Le ferry", "AFP"),
        ("（共同社1月5日）", "Kyodo"),
        ("共同社1月5日电", "Kyodo"),
        ("法新社1月5日电", "AFP"),
        ("路透社1月5日电", "Reuters"),
        ("新華社北京1月5日電", "Xinhua"),
        ("LAKEPORT (AP)" + " and so on" * 5, None),
        ("The ferry of the harbour of the bay of the island of the north was late, " * 3 + "said Jan (AP) - The", None),
    ],
)
def test_the_agency_that_opens_a_paragraph(text: str, agency: str | None) -> None:
    assert outlets.agency_in(text) == agency


@pytest.mark.parametrize(
    ("name", "url", "settled"),
    [
        ("The New York Times", "https://www.nytimes.com/x", "The New York Times"),
        ("nytimes.com", "https://www.nytimes.com/x", "The New York Times"),
        ("NEW YORK TIMES", "https://www.nytimes.com/x", "The New York Times"),
        ("新华网", "http://www.xinhuanet.com/x", "Xinhua"),
        ("Lakeport Ledger", "https://www.nytimes.com/x", "Lakeport Ledger"),
    ],
)
def test_the_usual_name_of_an_outlet(name: str, url: str, settled: str) -> None:
    assert outlets.settled_name(name, url) == settled
