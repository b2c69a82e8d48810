"""Buttons, times of reading and headings above other stories, which are no text of a page."""

from __future__ import annotations

import pytest

from newsearch.pages.buttons import is_button, leads_elsewhere


@pytest.mark.parametrize(
    "text",
    ["Artikel drucken", "Partager", "Publicité", "Compartir nota", "©RIPRODUZIONE RISERVATA", "Saken fortsetter under annonsen.",
     "Temps de lecture : 2 min", "Lesezeit: 4 Minuten", "2 minuti di lettura", "5 min read", "Lectura 3 min", "6,124 visitas"],
)  # fmt: skip
def test_a_button_or_a_time_of_reading_is_no_text(text: str) -> None:
    assert is_button(text)


@pytest.mark.parametrize("text", ["Partager le pain", "Die Werbung endet.", "2 Minuten", "Lesezeit", "", "7"])
def test_what_only_begins_like_a_button_is_text(text: str) -> None:
    assert not is_button(text)


@pytest.mark.parametrize("text", ["Lire aussi", "À LIRE AUSSI", "Te puede interesar:", "Lee también...", "Czytaj też:"])
def test_a_heading_above_other_stories(text: str) -> None:
    assert leads_elsewhere(text)
    assert not leads_elsewhere(f"{text} un autre jour")
