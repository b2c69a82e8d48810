"""The language of a page's texts: each its own, and a short one that leaves doubt that of the texts beside it."""

from __future__ import annotations

import pytest

from newsearch.engine.language import languages_of

GERMAN = "Der Rat der Stadt hat am Montag beschlossen, dass die Brücke für zwei Wochen gesperrt wird und nicht früher öffnet."
ENGLISH = (
    "The council of the town said on Monday that the bridge will be closed for two weeks and that it was not safe."
)


@pytest.mark.parametrize(
    ("headline", "beside", "language"),
    [
        ("Fähre in Moorhafen: Wer zahlt den Schaden?", GERMAN, "de"),
        ("Kestrels react to the Lockwood Array", ENGLISH, "en"),
        ("The mayor of the harbour has resigned, and nobody said why", GERMAN, "en"),
        ("Мэр города ушёл в отставку после спора о мосте", ENGLISH, "ru"),
    ],
)
def test_a_headline_is_in_the_language_of_its_page_unless_its_words_are_of_another(
    headline: str, beside: str, language: str
) -> None:
    assert languages_of([headline, beside])[0] == language


def test_a_headline_that_leaves_doubt_has_no_language_by_itself() -> None:
    assert languages_of(["Kestrels react to the Lockwood Array"]) == [None]


def test_a_page_of_two_languages_has_both() -> None:
    assert languages_of([ENGLISH, GERMAN], "de") == ["en", "de"]


def test_a_page_without_words_has_the_language_that_it_declares() -> None:
    assert languages_of(["", "12:30"], "sv") == ["sv", "sv"]
    assert languages_of([]) == []
