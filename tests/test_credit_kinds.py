"""Bylines that say what kind of text somebody wrote, and what stands behind a name."""

from __future__ import annotations

import pytest

from newsearch.model import Block
from newsearch.pages import read_page
from newsearch.pages.credit_kinds import credits_others
from newsearch.pages.crediting import byline

TEXTS = [
    "All but two of the flock were found behind the wall when the keepers went up with lamps, they said.",
    "The gate that the wind had torn out hangs again, and the road over the pass is open to carts only.",
    "A second ewe was dug out of the drift near the spring, alive, and with her the dog that had stayed.",
]
TITLE = "Keepers count the sheep after the storm"
ANN, BOTH = ("Anna Weber",), ("Anna Weber", "Jonas Berg")
KINDS = [
    "Interview: Anna Weber",
    "Interview by Anna Weber",
    "Words: Anna Weber",
    "Report by Anna Weber",
    "Column by Anna Weber",
    "Guest post by Anna Weber",
    "Contributed by Anna Weber",
    "Opinion | Anna Weber",
    "Text und Fotos: Anna Weber",
    "Kommentar: Anna Weber",
    "Aufgezeichnet von Anna Weber",
    "Das Gespräch führte Anna Weber",
    "Texte : Anna Weber",
    "Enquête de Anna Weber",
    "Texto: Anna Weber",
    "Entrevista de Anna Weber",
    "Una nota de Anna Weber",
    "Redacción: Anna Weber",
    "Intervista di Anna Weber",
    "Cronaca di Anna Weber",
    "Scritto da Anna Weber",
    "Intervju: Anna Weber",
    "Tekst: Anna Weber",
    "Tekst og foto: Anna Weber",
    "Kirjoittaja: Anna Weber",
    "Rozmawiała Anna Weber",
    "Röportaj: Anna Weber",
    "Scris de Anna Weber",
    "Door onze correspondent Anna Weber",
    "By our correspondent Anna Weber",
    "From Anna Weber in London",
    "Photographs by Ann Lee · Text by Anna Weber",
    "By Anna Weber, with reporting by Jonas Berg",
]


@pytest.mark.parametrize("line", KINDS)
def test_who_wrote_stands_behind_the_kind_of_text(line: str) -> None:
    assert byline(line) == ANN


@pytest.mark.parametrize(("line", "people"), [("Interview: Anna Weber und Jonas Berg", BOTH), ("Text: Anna Weber, Jonas Berg", BOTH), ("Автор текста: Анна Вебер", ("Анна Вебер",))])  # fmt: skip
def test_the_kind_of_text_credits_several_and_in_other_scripts(line: str, people: tuple[str, ...]) -> None:
    assert byline(line) == people


@pytest.mark.parametrize(
    "line",
    [
        "Report: Anna Weber resigns as mayor",
        "Interview with Anna Weber",
        "Texto de Apoyo Social",
        "Analyse de Marché Financier",
        "Opinion | The boat must stay",
        "Column of smoke seen over the ridge",
        "Words fail the keepers of the mill",
        "From the mill to the sea",
    ],
)
def test_other_lines_that_begin_with_a_kind_of_text_credit_nobody(line: str) -> None:
    assert byline(line) is None


@pytest.mark.parametrize("line", ["Edited by Anna Weber", "Photos: Anna Weber", "Translated by Anna Weber", "Fotos: Anna Weber"])  # fmt: skip
def test_who_edited_photographed_or_translated_did_not_write(line: str) -> None:
    assert credits_others(line)
    assert [block.authors for block in blocks_of_dump(line)] == [()]


def test_who_did_both_wrote() -> None:
    assert not credits_others("Photos by Ann Lee · Text by Anna Weber")


def blocks_of_dump(line: str) -> list[Block]:
    text = "\n\n".join([TITLE, line, "28 March 2022", *TEXTS])
    return list(read_page(text.encode(), "https://slate.example/x", "page.txt").blocks)


def story_of_page(line: str) -> Block:
    told = "".join(f"<p>{text}</p>" for text in TEXTS)
    page = f"<html lang='en'><head><title>{TITLE}</title><meta property='og:site_name' content='Slate Observer'></head><body><h1>{TITLE}</h1><div>{line}</div><div>28 March 2022</div><div>{told}</div></body></html>"
    return read_page(page.encode(), "https://slate.example/x", "page.html").blocks[0]


@pytest.mark.parametrize("line", KINDS)
def test_bylines_of_pages_and_dumps_are_read_alike(line: str) -> None:
    (dumped,), story = blocks_of_dump(line), story_of_page(line)
    assert (dumped.title, dumped.authors, dumped.body) == (TITLE, ANN, "\n\n".join(TEXTS))
    assert (story.title, story.authors, story.body) == (TITLE, ANN, "\n\n".join(TEXTS))


@pytest.mark.parametrize(
    "line",
    [
        "Anna Weber @annaweber",
        "Anna Weber, Slate Observer",
        "Anna Weber | Slate Observer Staff",
        "Anna Weber — Slate Observer",
        "Anna Weber in London",
    ],
)
def test_address_outlet_and_city_behind_a_name_are_no_part_of_it(line: str) -> None:
    assert story_of_page(line).authors == ANN


def test_two_names_beside_a_date_are_two_authors() -> None:
    assert story_of_page("Anna Weber and Jonas Berg").authors == BOTH


def test_who_is_interviewed_by_the_headline_is_not_the_author() -> None:
    story = story_of_page("Interview: Anna Weber")
    assert story.authors == ANN
    page = f"<h1>Anna Weber on what is left of the flock</h1><div>Interview: Anna Weber</div><div>28 March 2022</div><div>{''.join(f'<p>{text}</p>' for text in TEXTS)}</div>"
    assert read_page(page.encode(), name="page.html").blocks[0].authors == ()
