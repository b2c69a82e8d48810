"""Buttons, times of reading and headings above other stories, which are no text of a page."""

from __future__ import annotations

import pytest

from newsearch.pages.buttons import (
    asks_for_consent,
    heads_author,
    invites,
    is_button,
    is_note,
    leads_elsewhere,
    offered_story,
)


@pytest.mark.parametrize(
    "text",
    ["Artikel drucken", "Partager", "Publicité", "Compartir nota", "©RIPRODUZIONE RISERVATA", "Saken fortsetter under annonsen.",
     "Temps de lecture : 2 min", "Lesezeit: 4 Minuten", "2 minuti di lettura", "5 min read", "Actualizado 18:07h.", "Aggiornato alle 11:52", "Lectura 3 min", "6,124 visitas"],
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


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Leia também: Estrada segue interditada", "Estrada segue interditada"),
        ("À LIRE AUSSI Aéroport : le chantier du terminal prend du retard", "Aéroport : le chantier du terminal prend du retard"),
        ("Lire aussi le dimanche est un plaisir", ""),
        ("Es reicht: Wirt wirft nach 30 Jahren hin", ""),
    ],
)  # fmt: skip
def test_the_headline_that_a_line_offers(text: str, headline: str) -> None:
    assert offered_story(text) == headline


@pytest.mark.parametrize(
    "text",
    [
        "Urmărește Gazeta Morii și pe Google News.",
        "Os comentários não representam a opinião do jornal; a responsabilidade é do autor da mensagem.",
        "Para comentar debes activar tu cuenta haciendo clic en el e-mail que te enviamos.",
    ],
)
def test_an_invitation_or_small_print_is_a_note(text: str) -> None:
    assert is_note(text)


@pytest.mark.parametrize(
    "text",
    [
        "Los comentarios del alcalde fueron criticados por la oposición, que pidió responsabilidades.",
        "Follow the road to the mill, and ask for the miller.",
    ],
)
def test_a_sentence_is_no_note(text: str) -> None:
    assert not is_note(text)


@pytest.mark.parametrize(
    "text",
    [
        "Mit meiner Anmeldung zum Newsletter stimme ich der Werbevereinbarung zu.",
        "Votre e-mail est collecté par la société éditrice de ce site.",
        "Acepto recibir la newsletter y las condiciones de uso.",
    ],
)
def test_what_one_agrees_to_by_subscribing_is_no_text(text: str) -> None:
    assert asks_for_consent(text)
    assert not asks_for_consent(text.replace("ewsletter", "achricht").replace("e-mail", "nom"))


@pytest.mark.parametrize("text", ["About the author", "Über die Autorin:", "À propos de l’auteur", "Sobre el autor", "Об авторе", "作者简介"])  # fmt: skip
def test_a_line_above_who_wrote_the_story_is_known(text: str) -> None:
    assert heads_author(text)
    assert not heads_author(f"{text} and her two cats")


def test_an_invitation_names_where_to_follow() -> None:
    assert invites("Sign up to our newsletter to get the best of the mill in your inbox.")
    assert not invites("Sign up to the choir of the mill, which sings on Sundays.")
