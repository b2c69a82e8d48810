"""The searcher: from a query text to results with snippets, over a fake engine and the real one."""

from __future__ import annotations

import datetime as dt
import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from fake_engine import FakeIndex, document

from newsearch import engine
from newsearch.engine.contract import FileState, Index
from newsearch.errors import IndexDamaged, IndexTrouble, NewsearchError, QueryError
from newsearch.model import Document, Span
from newsearch.query import Term
from newsearch.search import Searcher

PAGE = [
    document(
        block_id="crisis",
        title="Gas crisis at Lake Orsha",
        body="Prices doubled. The minister of energy, Nadia Fenn, resigned over gas.",
        date="2022-01-06",
        outlet="Harbour Standard",
        authors=["Per Aalto"],
        number=0,
    ),
    document(block_id="bridge", title="A bridge", body="Soldiers guard the bridge.", date="2022-02-01", number=1),
    document(block_id="teaser", kind="teaser", title="Gas crisis at Lake Orsha", body="", number=2),
    document(
        block_id="comment", kind="comment", title=None, body="I never liked gas.", number=3, outlet="Harbour Standard"
    ),
]
OTHERS = [
    document(
        block_id="copy",
        title="Gas crisis",
        body="Prices doubled.",
        path="/pages/copy.html",
        bands=[7, 8],
        date="2022-01-07",
    ),
    document(
        block_id="twin",
        title="Gas crisis!",
        body="Prices doubled.",
        path="/pages/twin.html",
        bands=[5, 8],
        date="2022-01-08",
    ),
    document(block_id="kin", title="Gas!", body="Prices doubled.", path="/pages/kin.html", bands=[7, 9]),
]


@pytest.fixture
def index() -> FakeIndex:
    return FakeIndex([*PAGE, *OTHERS])


@pytest.fixture(scope="module")
def on_disk(tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = engine.create_index(tmp_path_factory.mktemp("engine") / "index")
    with index.writer() as writer:
        for each in [*PAGE, *OTHERS]:
            writer.add(each)
        writer.commit()
    return index


@pytest.fixture(params=["a fake engine", "the engine"])
def searcher(request: pytest.FixtureRequest, index: FakeIndex, on_disk: Index) -> Searcher:
    """One suite for every engine."""
    return Searcher(index if request.param == "a fake engine" else on_disk)


def ids(searcher: Searcher, query: str, **options: object) -> list[str]:
    return [hit.document.id for hit in searcher.search(query, **options).hits]  # type: ignore[arg-type]


def notes(searcher: Searcher, query: str) -> str:
    results = searcher.search(query)
    assert results.total == 0
    return "\n".join(results.notes)


def test_results_say_what_was_searched_and_how_it_was_read(searcher: Searcher) -> None:
    results = searcher.search("title:gas  AND after:2022-01-05", facets=("outlet", "kind", "month"))
    assert results.query == "title:gas date:2022-01-06.."
    assert (results.total, results.searched, results.generation) == (3, 7, 1)
    assert results.fingerprint and results.seconds > 0
    assert results.facets["month"] == (("2022-01", 3),)
    assert results.facets["outlet"] == (("Harbour Standard", 1),)


def test_hits_carry_marked_titles_and_snippets(searcher: Searcher) -> None:
    hit = next(hit for hit in searcher.search("gas minister").hits if hit.document.id == "crisis")
    assert hit.title_spans == (Span(0, 3),)
    assert [hit.snippet.text[span.start : span.end] for span in hit.snippet.spans] == ["minister", "gas"]


def test_blocks_alone_come_without_snippets(searcher: Searcher) -> None:
    results = searcher.search("gas", size=0, limit=99)
    assert {hit.snippet.text for hit in results.hits} == {""}
    assert [hit.document.id for hit in results.hits] == ids(searcher, "gas", limit=99)


def test_excluded_words_are_not_marked(searcher: Searcher) -> None:
    hit = searcher.search("gas -liked kind:article lake").hits[0]
    assert hit.document.id == "crisis"
    assert len(hit.snippet.spans) == 1


def test_words_of_other_fields_are_not_marked_in_the_text(searcher: Searcher) -> None:
    hit = searcher.search("outlet:standard minister").hits[0]
    assert [hit.snippet.text[span.start : span.end] for span in hit.snippet.spans] == ["minister"]


def test_near_identical_blocks_are_one_hit_unless_asked_apart(searcher: Searcher) -> None:
    together = searcher.search("prices doubled", sort="oldest")
    assert [(hit.document.id, hit.more) for hit in together.hits] == [("crisis", ()), ("copy", ("twin", "kin"))]
    assert together.total == 4
    assert ids(searcher, "prices doubled", sort="oldest", group=False) == ["crisis", "copy", "twin", "kin"]


def test_pages_of_results_follow_each_other(searcher: Searcher) -> None:
    everything = ids(searcher, "gas", group=False)
    assert (
        ids(searcher, "gas", limit=2, group=False) + ids(searcher, "gas", limit=9, offset=2, group=False) == everything
    )


def test_any_of_needs_one_word_only(searcher: Searcher) -> None:
    assert ids(searcher, "bridge liked") == []
    assert set(ids(searcher, "bridge liked", any_of=True)) == {"bridge", "comment"}
    assert searcher.search("bridge liked", any_of=True).query == "bridge OR liked"


def test_typing_reads_half_a_query(searcher: Searcher) -> None:
    assert ids(searcher, "sold", typing=True) == ["bridge"]
    assert ids(searcher, 'title:"a bri', typing=True) == ["bridge"]
    assert ids(searcher, "bridge OR", typing=True) == ["bridge"]
    assert ids(searcher, "bridge date:20", typing=True) == ["bridge"]
    with pytest.raises(QueryError):
        searcher.search("bridge OR")


def test_a_tree_can_be_searched_as_it_is(searcher: Searcher) -> None:
    assert searcher.search(Term("bridge")).hits[0].document.id == "bridge"


@pytest.mark.parametrize("query", ["&", '"—" -…', "file:🚢", "-&", "(& OR …)^2", "🚢*", "🚢~"])
def test_a_query_that_holds_nothing_to_search_for_is_no_query_for_everything(searcher: Searcher, query: str) -> None:
    for ask in (
        searcher.search,
        partial(searcher.search, typing=True),
        searcher.ids,
        searcher.timeline,
        searcher.explain,
    ):
        with pytest.raises(QueryError, match="nothing to search for"):
            ask(query)
    assert searcher.marks(searcher.show("bridge")[0], query) == ()


def test_words_without_letters_are_left_out_and_named(searcher: Searcher) -> None:
    results = searcher.search("soldiers & bridge")
    assert results.total == 1
    assert results.notes == ('"&" holds nothing to search for, and was left out',)


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("gas or bridge", "OR in capitals means either"),
        ("what is gas?", "one character in place of each ?"),
        ("'soldiers guard'", "double quotes do"),
    ],
)
def test_what_may_have_been_meant_otherwise_is_said(searcher: Searcher, query: str, note: str) -> None:
    assert note in "\n".join(searcher.search(query).notes)


@pytest.mark.parametrize("query", ["gas OR bridge", "or gas", "g?s bridge", "soldiers' guard", "'tis gas"])
def test_what_is_plain_needs_no_remark(searcher: Searcher, query: str) -> None:
    said = "\n".join(searcher.search(query).notes)
    assert not any(word in said for word in ("capitals", "in place of", "double quotes"))


@pytest.mark.parametrize(
    "query", ["gas &", "gas -&", "gas (& OR –)", "gas (&^2 OR –)", "(& –) gas", "gas NOT (& –)", "gas 🚢*"]
)
def test_what_holds_nothing_to_search_for_is_left_out_wherever_it_stands(searcher: Searcher, query: str) -> None:
    assert ids(searcher, query) == ids(searcher, "gas")
    assert ids(searcher, query, typing=True) == ids(searcher, "gas")
    assert "holds nothing to search for, and was left out" in "\n".join(searcher.search(query).notes)
    assert searcher.explain(query).searched_as == "gas"


def test_an_answer_without_hits_says_why_unless_nobody_asks(searcher: Searcher) -> None:
    assert searcher.search("zeppelin").notes == ("zeppelin matches no block",)
    assert searcher.search("zeppelin", why=False).notes == ()
    assert searcher.search("zeppelin", typing=True).notes == ()
    assert searcher.explain("zeppelin").notes == ("zeppelin matches no block",)
    assert searcher.explain("gas").notes == searcher.search("gas").notes == ()


@pytest.mark.parametrize("asked", [{"limit": -1}, {"offset": -1}, {"sort": "newest"}, {"recent": 0}, {"recent": -1.0}])
def test_what_makes_no_page_of_answers_is_explained(searcher: Searcher, asked: dict[str, Any]) -> None:
    with pytest.raises(NewsearchError, match=r"from 0|no order|greater than 0"):
        searcher.search("gas", **asked)


def test_one_facet_may_be_named_alone(searcher: Searcher) -> None:
    assert searcher.search("gas", facets="kind").facets == searcher.search("gas", facets=["kind"]).facets


def test_unknown_facets_and_ids_are_explained(searcher: Searcher) -> None:
    with pytest.raises(NewsearchError, match=r"no facet 'colour'\. Facets: outlet"):
        searcher.search("gas", facets=("colour",))
    with pytest.raises(NewsearchError, match="no block 'nobody'"):
        searcher.show("nobody")


def test_a_block_is_shown_with_its_neighbours_on_the_page(searcher: Searcher) -> None:
    block, neighbours = searcher.show("bridge")
    assert block.id == "bridge"
    assert [each.id for each in neighbours] == ["crisis", "teaser", "comment"]


def test_similar_blocks_do_not_include_the_block_itself(searcher: Searcher) -> None:
    results = searcher.similar("crisis")
    assert results.hits[0].document.id == "teaser"
    assert "crisis" not in [hit.document.id for hit in results.hits]
    assert "twin" not in [hit.document.id for hit in searcher.similar("twin").hits]
    first = searcher.similar("crisis", limit=1)
    assert first.hits == results.hits[:1]
    assert (first.total, first.rows) == (results.total, results.rows)
    alike = [hit.document.id for hit in results.hits] + [each for hit in results.hits for each in hit.more]
    assert results.total == len(alike) and results.rows == len(results.hits) < results.total


def test_marks_cover_a_whole_block(searcher: Searcher) -> None:
    block = PAGE[0]
    assert [block.block.body[span.start : span.end] for span in searcher.marks(block, "gas OR prices")] == [
        "Prices",
        "gas",
    ]
    assert searcher.marks(block, "gas", field="title") == (Span(0, 3),)
    assert searcher.marks(block, "titel:x") == ()
    assert searcher.marks(block, "gas", text="no gas") == (Span(3, 6),)


def test_an_explanation_says_what_words_became_and_what_made_the_score(searcher: Searcher) -> None:
    explanation = searcher.explain("soldiers -liked")
    assert explanation.query == "soldiers -liked"
    soldiers, liked = explanation.parts
    assert ("soldier" in soldiers.terms[0], soldiers.matches, soldiers.excluded) == (True, 1, False)
    assert (liked.text, liked.matches, liked.excluded) == ("liked", 1, True)
    hit = explanation.hits[0]
    assert sum(amount for _, amount in hit.amounts) == pytest.approx(hit.score)


def test_status_counts_what_is_in_the_index(index: FakeIndex) -> None:
    with index.writer() as writer:
        writer.put_file(FileState("/pages/broken.html", 1, 1, "d", 0, "no text in it"))
        writer.commit()
    status = Searcher(index).status()
    assert (status.blocks, status.files, status.undated, status.years) == (7, 5, 3, (("2022", 4),))
    text = "\n".join(status.lines())
    assert "/pages/broken.html: no text in it" in text
    assert status.record()["outlets"] == (("Harbour Standard", 2),)


def test_a_searcher_follows_the_newest_commit_and_opens_no_other(index: FakeIndex) -> None:
    searcher = Searcher(index)
    assert searcher.search("submarine").total == 0
    searcher.search("gas")
    assert index.readers == 1
    with index.writer() as writer:
        writer.add(document(title="A submarine"))
        writer.commit()
    assert searcher.search("submarine").total == 1
    assert index.readers == 2


def test_a_searcher_of_a_snapshot_stays_with_it(index: FakeIndex) -> None:
    searcher = Searcher(index.reader())
    with index.writer() as writer:
        writer.add(document(title="A submarine"))
        writer.commit()
    assert searcher.search("submarine").total == 0


def test_an_index_damaged_while_open_is_trouble_with_a_message(index: FakeIndex) -> None:
    searcher = Searcher(index)
    searcher.search("gas")
    index.break_down()
    for ask in (
        lambda: searcher.search("gas"),
        lambda: searcher.show("crisis"),
        lambda: searcher.similar("crisis"),
        lambda: searcher.status(),
        lambda: searcher.explain("gas"),
        lambda: searcher.marks(PAGE[0], "gas"),
    ):
        with pytest.raises(IndexTrouble, match="rebuild"):
            ask()


def test_paths_are_the_files_of_all_hits_in_their_order_each_as_it_is_known(index: FakeIndex) -> None:
    searcher = Searcher(index)
    for query, options in (("gas", {}), ("gas OR bridge", {"sort": "oldest"}), ("gas minister", {"any_of": True})):
        hits = searcher.search(query, limit=99, group=False, **options).hits  # type: ignore[arg-type]
        assert list(searcher.paths(query, **options)) == list(dict.fromkeys(hit.document.path for hit in hits))  # type: ignore[arg-type]
    read: list[int] = []
    document_of = searcher.reader().document
    searcher.reader().document = lambda number: (read.append(number), document_of(number))[1]  # type: ignore[method-assign,func-returns-value]
    next(searcher.paths("gas"))
    assert len(read) == 1
    with pytest.raises(QueryError):
        next(searcher.paths('"gas'))


def test_an_index_removed_or_replaced_while_open_is_noticed(tmp_path: Path) -> None:
    place = tmp_path / "index"
    for number in range(2):
        index = engine.create_index(place)
        for block in range(2 - number):  # the second index is at an earlier commit than the first was
            with index.writer() as writer:
                writer.add(document(title=f"Gas {block}", number=block))
                writer.commit()
        if not number:
            searcher = Searcher(index)
        assert searcher.search("gas").total == 2 - number
        shutil.rmtree(place)
        with pytest.raises(IndexTrouble, match="newsearch"):
            searcher.search("gas")


def test_an_index_that_takes_the_place_of_one_that_was_gone_is_searched_whatever_its_commit_is_called(
    tmp_path: Path,
) -> None:
    place = tmp_path / "index"
    for title in ("Gas", "Oil"):
        index = engine.create_index(place)
        with index.writer() as writer:
            writer.add(document(title=title))
            writer.commit()
        if title == "Gas":
            searcher = Searcher(index)
        assert searcher.search(title).total == 1
        shutil.rmtree(place)
        with pytest.raises(IndexTrouble):
            searcher.reader()


def test_a_file_that_vanishes_under_a_snapshot_is_trouble_too(
    index: FakeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    searcher = Searcher(index)

    def gone(number: int) -> Document:
        raise FileNotFoundError(2, "No such file", "seg")

    monkeypatch.setattr(searcher.reader(), "document", gone)
    with pytest.raises(IndexDamaged, match="rebuild"):
        searcher.search("gas")


def test_no_hits_name_the_word_that_nothing_matches_and_a_near_one(searcher: Searcher) -> None:
    said = notes(searcher, "gas ministre")
    assert "ministre matches no block; did you mean minister (1 block)?" in said
    assert "without it: 6 blocks (gas)" in said


def test_a_suggested_word_is_one_of_the_index_as_people_write_it(searcher: Searcher) -> None:
    assert "soldiers (1 block)" in notes(searcher, "solders")
    assert "did you mean" not in notes(searcher, "zzzzzz")


def test_a_near_word_may_be_short_or_two_slips_away_but_not_both(searcher: Searcher) -> None:
    assert "did you mean gas (6 blocks)" in notes(searcher, "gaz")
    assert "did you mean resigned (1 block)" in notes(searcher, "rezignet")
    assert "did you mean gas" not in notes(searcher, "gzz")
    assert "did you mean" not in notes(searcher, "gz")


@pytest.mark.parametrize("field", ["title", "body"])
def test_of_many_near_words_those_of_most_blocks_are_offered(field: str) -> None:
    words = [f"harbo{letter}" for letter in "abcdghjklmnpqtvwxz"] * 2 + ["harbot"] * 3
    stories = [document(number=n, **{"title": "", "body": "", field: word}) for n, word in enumerate(words)]
    said = notes(Searcher(FakeIndex(stories)), f"{field}:harbor")
    assert "did you mean harbot (5 blocks)" in said


def test_no_hits_say_which_part_to_drop_when_each_matches_alone(searcher: Searcher) -> None:
    said = notes(searcher, "gas bridge")
    assert "Each part matches" in said
    assert "without bridge: 6 blocks (gas)" in said
    assert "any of the words: 7 blocks (gas OR bridge)" in said


def test_no_hits_take_filters_for_filters_however_they_are_grouped(searcher: Searcher) -> None:
    said = notes(searcher, "(gas bridge) (kind:article date:2022)")
    assert "any of the words: 4 blocks ((gas OR bridge) kind:article date:2022)" in said
    assert "without bridge: 3 blocks (gas kind:article date:2022)" in said


def test_no_hits_in_a_range_name_the_nearest_days(searcher: Searcher) -> None:
    assert "the nearest days with blocks: 2022-01-08" in notes(searcher, "gas date:2022-01-09..2022-03")
    assert "2022-01-08 and 2022-02-01" in notes(searcher, "date:2022-01-20")


def test_no_hits_of_a_phrase_offer_its_words(searcher: Searcher) -> None:
    assert '"crisis gas"~4' in notes(searcher, '"crisis gas"')
    assert "plain characters" in notes(searcher, '"gas cris*"')


def test_no_hits_in_a_field_offer_another_or_what_the_index_has(searcher: Searcher) -> None:
    assert "author:aalto" in notes(searcher, "outlet:aalto")
    assert "author:aalto" in notes(searcher, "author:alto")
    assert "article (5), comment (1), teaser (1)" in notes(searcher, "kind:live")
    assert "title or body: resigned" in notes(searcher, "title:resigned")


def test_no_hits_for_a_whole_value_offer_values_with_its_words(searcher: Searcher) -> None:
    assert "values with its words: outlet:Standard (" in notes(searcher, "outlet:=Standard")
    assert 'outlet:"harbour standard" (' in notes(searcher, 'outlet:="harbour standard"')
    assert "did you mean author:aalto" in notes(searcher, "author:=Alto")


def test_an_empty_index_says_so() -> None:
    assert "The index is empty" in notes(Searcher(FakeIndex()), "gas")


def test_recent_blocks_can_count_more() -> None:
    today = dt.date.today().isoformat()
    searcher = Searcher(
        FakeIndex(
            [
                document(block_id="old", body="gas", date="2001-01-01"),
                document(block_id="new", body="gas", date=today),
            ]
        )
    )
    assert ids(searcher, "gas") == ["old", "new"]
    assert ids(searcher, "gas", recent=30.0) == ["new", "old"]


def test_without_a_word_of_the_text_the_newest_come_first(searcher: Searcher) -> None:
    dates = [hit.document.block.date or "" for hit in searcher.search("kind:article date:*", limit=99).hits]
    assert len(dates) > 2 and dates == sorted(dates, reverse=True)
    assert ids(searcher, "gas kind:article") == ids(searcher, "kind:article gas")
    assert ids(searcher, "date:*", sort="oldest") != ids(searcher, "date:*")
