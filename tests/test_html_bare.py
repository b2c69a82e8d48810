"""Lists of stories on pages that write their headlines without headings."""

from __future__ import annotations

import pytest

from newsearch.model import Block
from newsearch.pages import read_page

TITLES = [
    "Keepers count the sheep after the storm",
    "Gate on the ridge is mended at last",
    "Second ewe found alive in the drift",
    "Carts may cross the pass again on Friday",
]
TEXTS = [
    "All but two of the flock were found behind the wall.",
    "The wind had torn it out in the night to Tuesday.",
    "With her was the dog that had stayed for nine days.",
    "Only those with chains, the road office said.",
]
DAYS = ["28 March 2022", "27 March 2022", "26 March 2022", "26 March 2022"]
LABELS = ["Village", "Roads", "Village", "Roads"]
MENU = "<div><a href='/'>Home</a> <a href='/village'>Village</a> <a href='/roads'>Roads</a></div>"
FOOT = "<div>© 2022 Slate Observer <a href='/about'>About us</a></div>"


def blocks(body: str, head: str = "") -> list[Block]:
    page = f"<html lang='en'><head><title>Slate Observer</title>{head}</head><body>{MENU}<div>{body}</div>{FOOT}</body></html>"
    return list(read_page(page.encode(), "https://slate.example/", "page.html").blocks)


def rows(shape: str) -> str:
    return "".join(
        shape.format(n=number, title=title, text=text, day=day, label=label)
        for number, (title, text, day, label) in enumerate(zip(TITLES, TEXTS, DAYS, LABELS, strict=True))
    )


def teasers(shape: str, around: str = "{}") -> list[Block]:
    return [block for block in blocks(around.format(rows(shape))) if block.kind == "teaser"]


@pytest.mark.parametrize(
    ("shape", "around"),
    [
        ("<div><a href='/n/{n}'><div><img src='x.png'></div><div><div>{title}</div><div>{text}</div></div></a></div>", "{}"),
        ("<div><div><a href='/n/{n}'>{title}</a></div><div>{text}</div></div>", "{}"),
        ("<div class='c-{n}'><a class='k9' href='/n/{n}'><p class='k7'>{title}</p></a><p class='k8'>{text}</p></div>", "{}"),
        ("<p><a href='/n/{n}'>{title}</a></p><p>{text}</p>", "{}"),
        ("<p><strong><a href='/n/{n}'>{title}</a></strong><br>{text} <a href='/n/{n}'>More</a></p>", "{}"),
        ("<tr><td><a href='/n/{n}'><b>{title}</b></a><br>{text}</td></tr>", "<table>{}</table>"),
        ("<dt><a href='/n/{n}'>{title}</a></dt><dd>{text}</dd>", "<dl>{}</dl>"),
        ("<div><div>{title}</div><div>{text}</div><a href='/n/{n}'>Read more</a></div>", "{}"),
        ("<div><a href='/n/{n}'><img src='x.png'></a><a href='/s/{n}'>Roads</a> <a href='/n/{n}'>{title}</a><p>{text}</p></div>", "{}"),
        ("<div><div role='heading' aria-level='3'><a href='/n/{n}'>{title}</a></div><p>{text}</p></div>", "{}"),
    ],
)  # fmt: skip
def test_rows_of_links_with_texts_are_teasers(shape: str, around: str) -> None:
    found = teasers(shape, around)
    assert [(block.title, block.url) for block in found] == [
        (title, f"https://slate.example/n/{number}") for number, title in enumerate(TITLES)
    ]
    assert all(block.body.endswith(text) for block, text in zip(found, TEXTS, strict=True))


@pytest.mark.parametrize(
    "shape",
    [
        "<tr><td>{day}</td><td><a href='/n/{n}'>{title}</a></td></tr>",
        "<tr><td><a href='/n/{n}'><b>{title}</b></a><br><font size='1'>{day}</font><br>{text}</td></tr>",
        "<tr><td><a href='/n/{n}'><span>{label}</span><span>{title}</span></a><time>{day}</time></td></tr>",
    ],
)
def test_the_day_of_a_row_is_its_date(shape: str) -> None:
    found = teasers(shape, "<table>{}</table>")
    assert [(block.title, block.date) for block in found] == list(
        zip(TITLES, ["2022-03-28", "2022-03-27", "2022-03-26", "2022-03-26"], strict=True)
    )


def test_links_to_stories_are_rows_by_themselves() -> None:
    assert [block.title for block in teasers("<li><a href='/n/{n}'>{title}</a></li>", "<ul>{}</ul>")] == TITLES
    assert teasers("<li><a href='/{label}/all'>{title}</a></li>", "<ul>{}</ul>") == []


@pytest.mark.parametrize("shape", ["<li><a href='/n/{n}'>{label}</a></li>", "<li><a href='#{n}'>{title}</a></li>"])
def test_labels_and_places_on_the_page_are_no_rows(shape: str) -> None:
    assert teasers(shape, "<ul>{}</ul>") == []


def test_rows_are_asked_for_only_where_headings_and_statements_tell_no_story() -> None:
    row = rows("<li><a href='/n/{n}'>{title}</a></li>")
    story = "".join(f"<p>{text} {text} {text}</p>" for text in TEXTS)
    assert {block.kind for block in blocks(f"{story}<ul>{row}</ul>")} == {"article", "other"}
    stated = "<meta property='article:published_time' content='2022-03-28T18:30:00+02:00'>"
    assert "teaser" not in {block.kind for block in blocks(f"<ul>{row}</ul>", stated)}


def test_rows_below_a_heading_that_is_never_closed_are_read() -> None:
    row = rows("<li><a href='/n/{n}'>{title}")
    found = blocks(f"<h1>{' '.join(TEXTS)}{row}")
    assert all(any(title in f"{block.title} {block.body}" for block in found) for title in TITLES)


@pytest.mark.parametrize(
    "shape",
    [
        "<p>{text} {text} {text}</p><p><a href='/n/{n}'>{title}</a></p>",
        "<p><a href='/n/{n}'>{title}</a>: {text} {text} {text}</p>",
        "<p>{text} {text} {text} <a href='/n/{n}'>{title}</a></p>",
    ],
)
def test_a_story_with_links_in_it_stays_one(shape: str) -> None:
    found = blocks(f"<h1>Storm on the pass</h1>{rows(shape)}")
    assert [block.kind for block in found] == ["article", "other"]
    assert all(text in found[0].body for text in TEXTS)


# ---------------------------------------------------------------------------------------- what stands beside a headline


def test_a_word_that_most_headlines_begin_with_in_an_element_is_no_part_of_them() -> None:
    found = teasers("<div><h2><a href='/n/{n}'><span>{label}</span> <span>{title}</span></a></h2><p>{text}</p></div>")
    assert [(block.title, block.body) for block in found] == [
        (title, f"{label}\n\n{text}") for title, label, text in zip(TITLES, LABELS, TEXTS, strict=True)
    ]


def test_a_headline_may_begin_with_a_word_in_italics() -> None:
    found = teasers("<div><h2><a href='/n/{n}'>{title}</a></h2><p>{text}</p></div>", "{}<h3><a href='/n/9'><i>Slate</i> buys the old quarry office</a></h3>")  # fmt: skip
    assert found[-1].title == "Slate buys the old quarry office"


def test_a_day_behind_a_headline_in_its_heading_is_its_date() -> None:
    found = teasers("<div><h3><a href='/n/{n}'>{title} <span class='x'>{day}</span></a></h3></div>")
    assert [(block.title, block.date) for block in found][:2] == [
        (TITLES[0], "2022-03-28"),
        (TITLES[1], "2022-03-27"),
    ]


def test_who_and_when_behind_a_headline_in_its_link_are_no_part_of_it() -> None:
    found = teasers("<li><a href='/n/{n}'><span>{title}</span><span>Orla Rasmussen</span><span>{day}</span></a></li>", "<ul>{}</ul>")  # fmt: skip
    first = found[0]
    assert (first.title, first.authors, first.date, first.body) == (TITLES[0], ("Orla Rasmussen",), "2022-03-28", "")
