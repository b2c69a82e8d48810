"""Entries of a live blog or a ticker that nothing names as such: each begins with its time of day, the newest first."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from newsearch.model import Block
from newsearch.pages import read_page

TITLES = ["Keepers count the sheep", "Gate is mended", "Second ewe found", "Storm crosses the ridge"]
TEXTS = [
    "All but two of the flock were found behind the wall when the keepers went up with lamps, they said.",
    "The gate that the wind had torn out hangs again, and the road over the pass is open to carts only.",
    "A second ewe was dug out of the drift near the spring, alive, and with her the dog that had stayed.",
    "Gusts of a hundred and ten were measured at the hut before the mast came down with its instruments.",
]
TIMES = ["18:05", "17:40", "12:20", "9:15"]
HEAD = """<title>Storm on the pass: what is known</title><meta property='og:site_name' content='Slate Observer'>
<meta property='article:published_time' content='2022-03-28T18:30:00+02:00'>"""
OPENING = (
    "<h1>Storm on the pass: what is known</h1><p>The pass has been shut since the night. This page tells the day.</p>"
)


def blocks(entries: str) -> list[Block]:
    body = f"<nav><a href='/'>Home</a></nav><main>{OPENING}{entries}</main>"
    page = f"<html lang='en'><head>{HEAD}</head><body>{body}</body></html>"
    return list(read_page(page.encode(), "https://slate.example/news/storm-on-the-pass", "page.html").blocks)


def told(shape: str, times: Sequence[str] = TIMES) -> list[tuple[str | None, str]]:
    """Title and body of each live entry on a page whose entries are of a shape."""
    entries = "".join(
        shape.format(time=time, title=title, text=text) for time, title, text in zip(times, TITLES, TEXTS, strict=True)
    )
    return [(block.title, block.body) for block in blocks(entries) if block.kind == "live"]


ENTRIES = list(zip(TITLES, TEXTS, strict=True))
UNTITLED = [(None, text) for text in TEXTS]


@pytest.mark.parametrize(
    "shape",
    [
        "<div><span>{time}</span><h3>{title}</h3><p>{text}</p></div>",
        "<section><div>{time}</div><div>{title}</div><div><p>{text}</p></div></section>",
        "<h3>{time} {title}</h3><p>{text}</p>",
        "<h3>{time} – {title}</h3><p>{text}</p>",
        "<p><b>{time}: {title}</b></p><p>{text}</p>",
        "<div class='update'><i>{time}</i><h3>{title}</h3><p>{text}</p><a href='#'>Share</a></div>",
        "<article><time>{time}</time><h2>{title}</h2><p>{text}</p></article>",
        "<div><h3>{title}</h3><p>{text}</p><p class='when'>{time}</p></div>",
    ],
)
def test_entries_begin_with_their_time_of_day(shape: str) -> None:
    assert told(shape) == ENTRIES


@pytest.mark.parametrize(
    "shape",
    [
        "<li><span>{time}</span><p>{text}</p></li>",
        "<dl><dt>{time}</dt><dd><p>{text}</p></dd></dl>",
        "<div><b>{time}</b><p>{text}</p></div>",
    ],
)
def test_entries_need_no_title(shape: str) -> None:
    assert told(shape) == UNTITLED


def test_a_time_that_leads_a_paragraph_stays_in_it() -> None:
    assert told("<p><strong>{time}</strong> {text}</p>") == [
        (None, f"{time} {text}") for time, text in zip(TIMES, TEXTS, strict=True)
    ]


@pytest.mark.parametrize(
    "times",
    [
        ["6.05pm GMT", "5.40pm GMT", "12.20pm GMT", "9.15am GMT"],
        ["18h05", "17h40", "12h20", "9h15"],
        ["kl. 18.05", "kl. 17.40", "kl. 12.20", "kl. 9.15"],
        ["18:05 Uhr", "17:40 Uhr", "12:20 Uhr", "9:15 Uhr"],
        ["오후 6:05", "오후 5:40", "오후 12:20", "오전 9:15"],
        ["just now", "5 min ago", "1h ago", "3 hours ago"],
    ],
)
def test_times_are_read_as_they_are_written(times: list[str]) -> None:
    assert told("<div><span>{time}</span><h3>{title}</h3><p>{text}</p></div>", times) == ENTRIES


@pytest.mark.parametrize(
    "times",
    [
        TIMES[::-1],  # a story that tells a day from its morning on
        ["18:05", "9:15", "17:40", "12:20"],
        ["18:05", "18:05", "18:05", "18:05"],
        ["0:20", "23:50", "22:10", "21:30"][::-1],
    ],
)
def test_times_that_do_not_run_backwards_make_no_entries(times: list[str]) -> None:
    assert told("<p><strong>{time}</strong> {text}</p>", times) == []


def test_a_long_ticker_goes_back_past_midnight() -> None:
    times = ["1:10", "0:20", "23:40", "22:15", "20:05", "19:30", "18:00", "17:11"]
    entries = "".join(f"<div><b>{time}</b><p>{text}</p></div>" for time, text in zip(times, TEXTS * 2, strict=True))
    assert [block.body for block in blocks(entries) if block.kind == "live"] == TEXTS * 2


def test_who_wrote_an_entry_stands_beside_its_time() -> None:
    shape = "<div><header><span>Orla Rasmussen</span> <span>{}</span></header><h3>{}</h3><p>{}</p></div>"
    entries = "".join(map(shape.format, TIMES, TITLES, TEXTS))
    found = [block for block in blocks(entries) if block.kind == "live"]
    assert [(block.title, block.authors, block.body) for block in found] == [
        (title, ("Orla Rasmussen",), text) for title, text in ENTRIES
    ]


def test_entries_without_a_day_have_that_of_the_page() -> None:
    entries = "".join(map("<div><span>{}</span><h3>{}</h3><p>{}</p></div>".format, TIMES, TITLES, TEXTS))
    assert {(block.date, block.provenance["date"]) for block in blocks(entries) if block.kind == "live"} == {
        ("2022-03-28", "page")
    }


def test_linked_headlines_behind_their_time_are_teasers() -> None:
    rows = "".join(
        f"<li><span>{time}</span> <a href='/n/{number}'>{title} on the pass</a></li>"
        for number, (time, title) in enumerate(zip(TIMES, TITLES, strict=True))
    )
    found = [(block.kind, block.title, block.url) for block in blocks(f"<ul>{rows}</ul>") if block.kind == "teaser"]
    assert found == [
        ("teaser", f"{title} on the pass", f"https://slate.example/n/{number}") for number, title in enumerate(TITLES)
    ]


def test_what_leads_to_stories_with_summaries_is_no_live_blog() -> None:
    shape = "<div><span>{}</span><h3><a href='/n/{}'>{} on the pass</a></h3><p>{}</p></div>"
    entries = "".join(shape.format(time, title.split()[0], title, text) for time, (title, text) in zip(TIMES, ENTRIES, strict=True))  # fmt: skip
    assert {block.kind for block in blocks(entries)} & {"live", "teaser"} == {"teaser"}


def test_a_story_beside_a_short_ticker_stays_whole() -> None:
    story = "".join(f"<p>{text}</p>" for text in TEXTS * 4)
    ticker = "".join(map("<li><b>{}</b> <span>{}</span></li>".format, TIMES, TITLES))
    found = blocks(f"{story}<aside><ul>{ticker}</ul></aside>")
    assert [block.kind for block in found] == ["article", "other"]
    assert all(text in found[0].body for text in TEXTS)
