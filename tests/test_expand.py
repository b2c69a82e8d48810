"""Acronyms, spellings and names: what is added to a query is found, said, and left out with `exact`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fake_engine import FakeIndex, document

from newsearch import engine
from newsearch.acronyms import acronyms_of
from newsearch.model import Document
from newsearch.search import Searcher
from newsearch.spelling import other_spelling, skeleton, sounding_alike

CSTO = "Collective Security Treaty Organization"


def story(body: str, *, title: str = "A story", **more: object) -> Document:
    return document(title=title, body=body, acronyms=acronyms_of(body), **more)  # type: ignore[arg-type]


Archive = Callable[..., Searcher]


def stories(*bodies: str) -> list[Document]:
    return [story(body, block_id=str(number), number=number) for number, body in enumerate(bodies)]


def on_disk(folder: Path, *bodies: str) -> Searcher:
    index = engine.create_index(folder / "index")
    with index.writer() as writer:
        for each in stories(*bodies):
            writer.add(each)
        writer.commit()
    return Searcher(index)


@pytest.fixture(params=["a fake engine", "the engine"])
def searcher(request: pytest.FixtureRequest, tmp_path: Path) -> Archive:
    """Makes a searcher of stories with these bodies, in either engine."""
    if request.param == "the engine":
        return lambda *bodies: on_disk(tmp_path, *bodies)
    return lambda *bodies: Searcher(FakeIndex(stories(*bodies)))


def found(searcher: Searcher, query: str, **options: object) -> set[str]:
    return {hit.document.id for hit in searcher.search(query, **options).hits}  # type: ignore[arg-type]


@pytest.fixture
def archive(searcher: Archive) -> Searcher:
    return searcher(
        f"Ministers of the {CSTO} (CSTO) met.",
        f"The {CSTO} sent troops.",
        "CSTO troops left.",
        "A treaty on security was signed by a collective of organizations.",
    )


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (f"the {CSTO} (CSTO) met", [("CSTO", CSTO)]),
        (f"the CSTO ({CSTO}) met", [("CSTO", CSTO)]),
        (
            "Организация Договора о коллективной безопасности (ОДКБ)",
            [("ОДКБ", "Организация Договора о коллективной безопасности")],
        ),
        ("the Office of Lake Affairs (OLA)", [("OLA", "Office of Lake Affairs")]),
        ("non-governmental organizations (NGOs) say", [("NGO", "non-governmental organizations")]),
        ("the Lake Board (LB), the Ferry Union (FU)", [("LB", "Lake Board"), ("FU", "Ferry Union")]),
        ("the Lake Board (LB, or just the board)", [("LB", "Lake Board")]),
        ("personal protective equipment (PPE)", [("PPE", "personal protective equipment")]),
        ("Rain. The U.S. Lake Agency (USLA) spoke", [("USLA", "U.S. Lake Agency")]),
        ("one kilowatt hour (KWH) more", [("KWH", "kilowatt hour")]),
        ("(Lake Board) opened", []),
        ("the Lake Board, (LB)", []),
        ("wet evening (We) left", []),
        ("Middle class Data (McDa)", []),
        ("the minister (Ann Lee) spoke", []),
        ("Orla Senn (D-MA) spoke", []),
        ("the report (2021)", []),
        ("a long day. (AP)", []),
        ("It rained (IR", []),
        ("It was the worst (WW) of days", []),
        ("Security Treaty. The council (STC)", []),
    ],
)
def test_acronyms_are_learned_from_their_explanation(text: str, pairs: list[tuple[str, str]]) -> None:
    assert list(acronyms_of(text)) == pairs


def test_a_glossary_gives_so_many_acronyms_and_no_more() -> None:
    text = " ".join(f"the Lake {letter}abble Board (L{letter}B);" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert [short for short, _ in acronyms_of(text)] == [f"L{letter}B" for letter in "ABCDEFGHIJKLMNOPQRST"]


def test_an_acronym_finds_blocks_that_only_spell_it_out(archive: Searcher) -> None:
    assert found(archive, "CSTO") == {"0", "1", "2"}
    assert found(archive, "csto") == {"0", "1", "2"}
    assert found(archive, "C.S.T.O. troops") == {"1", "2"}


@pytest.mark.parametrize("query", ["CSTO", "troops CSTO", "troops OR csto"])
def test_a_last_word_that_is_being_typed_is_widened_as_behind_a_space(archive: Searcher, query: str) -> None:
    typed = archive.search(query, typing=True)
    assert typed.notes == archive.search(query).notes != ()
    assert {hit.document.id for hit in typed.hits} == found(archive, query)
    assert found(archive, query[:-1], typing=True) <= found(archive, query)


def test_title_and_body_are_widened_and_other_fields_are_taken_as_they_are(tmp_path: Path) -> None:
    place = engine.create_index(tmp_path / "index")
    with place.writer() as writer:
        writer.add(story(f"The {CSTO} (CSTO) met.", title="Night", block_id="body", number=0))
        writer.add(story("Nothing.", title=f"The {CSTO} meets", block_id="title", number=1, outlet=CSTO))
        writer.commit()
    searcher = Searcher(place)
    assert found(searcher, "title:CSTO") == {"title"}
    assert found(searcher, "body:CSTO") == {"body"}
    assert found(searcher, "outlet:CSTO") == set()
    assert found(searcher, "-CSTO") == {"title"}


def test_a_spelled_out_name_finds_the_acronym_quoted_or_not(archive: Searcher) -> None:
    assert found(archive, f'"{CSTO}"') == {"0", "1", "2"}
    assert found(archive, f"troops {CSTO.lower()}") == {"1", "2"}
    assert found(archive, "collective security treaty organisation") == {"0", "1", "2", "3"}
    assert found(archive, f'"{CSTO.replace("z", "s")}"') == {"0", "1", "2"}


def test_what_was_added_is_said_marked_and_explained(archive: Searcher) -> None:
    results = archive.search("CSTO")
    assert results.query == "CSTO"
    assert results.notes == (f"CSTO was also searched as {CSTO}",)
    shown = {hit.document.id: [hit.snippet.text[s.start : s.end] for s in hit.snippet.spans] for hit in results.hits}
    assert shown["1"] == [CSTO]
    explained = archive.explain("CSTO")
    assert explained.searched_as.startswith(f'{{CSTO | "{CSTO}"^0.')
    assert [(part.text, part.matches) for part in explained.parts] == [("CSTO", 2), (f'"{CSTO}"', 2)]


def test_blocks_that_say_what_was_typed_come_before_equal_ones_that_spell_it_out(tmp_path: Path) -> None:
    said = [f"The CSTO met once more at the lake, say {n} people." for n in range(8)]
    others = [f"Gas prices rose on day {n} of the year." for n in range(40)]
    index = on_disk(tmp_path, f"The {CSTO} (CSTO) is", f"The {CSTO} met once more at the lake.", *said, *others)
    hits = index.search("CSTO", limit=20).hits
    assert len(hits) == 10
    assert hits[-1].document.id == "1"


def test_exact_searches_the_words_alone(archive: Searcher) -> None:
    assert found(archive, "CSTO", exact=True) == {"0", "2"}
    assert archive.search("CSTO", exact=True).notes == ()
    assert found(archive, "collective security treaty organisation", exact=True) == set()


def test_excluded_parts_patterns_and_names_of_people_stay_as_typed(archive: Searcher) -> None:
    assert found(archive, "troops -CSTO") == {"1"}
    assert found(archive, "cst*") == {"0", "2"}
    assert found(archive, "author:CSTO") == set()


def test_a_common_word_is_no_acronym(searcher: Archive) -> None:
    index = searcher("The World Health Organization (WHO) met.", *(f"The man who sold lake {n}." for n in range(30)))
    assert index.search("who").notes == ()
    assert index.search("WHO").notes == ("WHO was also searched as World Health Organization",)
    assert index.search('"world health organization"').total == 1


def test_british_and_american_spellings_find_each_other(searcher: Archive) -> None:
    index = searcher(
        "The organisation of labour.", "An organization of labor.", "The defence minister.", "A defense pact."
    )
    assert found(index, "organization") == {"0", "1"}
    assert found(index, "organisation") == {"0", "1"}
    assert found(index, '"organisation of labour"') == {"0", "1"}
    assert found(index, "defense") == {"2", "3"}
    assert found(index, "defense", exact=True) == {"3"}


def test_a_spelling_that_the_index_lacks_is_not_mentioned(searcher: Archive) -> None:
    assert searcher("The organisation met.").search("organisation").notes == ()


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("organisation", "organization"),
        ("Organizations", "organisations"),
        ("realised", "realized"),
        ("colour", "color"),
        ("neighboring", "neighbouring"),
        ("centres", "centers"),
        ("four", None),
        ("rise", None),
        ("hour", None),
        ("prize", None),
    ],
)
def test_only_words_with_two_spellings_have_another(word: str, other: str | None) -> None:
    assert other_spelling(word) == other


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zelensky", "Zelenskyy"),
        ("Zelensky", "Zelenskiy"),
        ("Zelensky", "Зеленский"),
        ("Putin", "Путин"),
        ("Erdogan", "Erdoğan"),
        ("Tchaikovsky", "Chaikovskiy"),
        ("Romanov", "Romanoff"),
        ("Aleksei", "Alexey"),
        ("Odesa", "Odessa"),
    ],
)
def test_spellings_of_a_name_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)
    assert sounding_alike(one, [other.lower()]) == [other.lower()]


@pytest.mark.parametrize(
    ("one", "other"), [("Marina", "Martina"), ("Orlov", "Orlova"), ("Senn", "Sean"), ("Benin", "Bein")]
)
def test_different_names_have_different_skeletons(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@pytest.fixture
def names(searcher: Archive) -> Searcher:
    return searcher(
        "Zelenskyy spoke.", "Zelenskyy left.", "Zelensky spoke.", "Зеленский говорил.", "Selensky is a lake.", "Kiev."
    )


def test_other_spellings_of_a_name_are_offered_not_searched(names: Searcher) -> None:
    results = names.search("Zelensky")
    assert {hit.document.id for hit in results.hits} == {"2"}
    assert results.notes == ("Zelensky is also spelled Zelenskyy (2 blocks), Зеленский (1 block)",)
    assert names.search("Zelensky OR Zelenskyy OR Зеленский").notes == ()
    assert "Kiev (1 block)" in names.search("Kyiv").notes[0]


def test_other_spellings_of_a_name_are_searched_when_wanted_and_said(names: Searcher) -> None:
    results = names.search("Zelensky", variants=True)
    assert {hit.document.id for hit in results.hits} == {"0", "1", "2", "3"}
    assert results.notes[0].startswith("Zelensky was also searched as Zelenskyy")
    assert found(names, "Зеленский", variants=True) == {"0", "1", "2", "3"}
    assert names.search("Zelensky", exact=True).notes == ()


def test_most_words_of_a_dictionary_are_left_out_before_skeletons_are_made() -> None:
    others = ["mohamed", "mohhamedddd", "damohem", "mohamel", "mo", "mohammmmmmedd", "mohammedanismus", "бридж"]
    assert sounding_alike("Mohammed", others) == ["mohamed", "mohhamedddd", "бридж"]
    assert sounding_alike("Мохаммед", others) == others
