"""The headline of a dump that the page's address says, and who signed beside it."""

from __future__ import annotations

import pytest

from newsearch.model import Block
from newsearch.pages.text import read_text

TITLE = "Night ferry to end in May"
ADDRESS = "https://post.example/coast/night-ferry-to-end-in-may-4711.html"
STORY = (
    "The boat between the two islands will stop at midnight, the company said on Monday, because too few people use it.\n\n"
    "Its owners had asked for a subsidy twice, and twice the council had refused to pay for a boat that runs empty.\n\n"
    "From that month on, a bus will take the long way round over the new bridge, which costs the passengers forty minutes more.\n"
)
FRAME = (
    "Create your free account\n\nRegister now to go on with what you were reading, on every device that you own and at any time of the day.\n\n"
    "Our editors recommend\n\nCouncil sells the old lighthouse\n\nHarbour cranes are painted green\n\nWe could not sign you up this time\n\n"
)


def story(text: str, url: str | None = ADDRESS) -> Block:
    return max(read_text(text, url, "page.txt").blocks, key=lambda block: len(block.body))


def test_the_headline_that_the_address_says_is_found_far_above_the_text() -> None:
    block = story(f"{TITLE}\n\nBy Mira Okafor\nJanuary 6, 2022\n\n{FRAME}{STORY}")
    assert (block.title, block.authors, block.date) == (TITLE, ("Mira Okafor",), "2022-01-06")
    assert block.body == STORY.strip()


@pytest.mark.parametrize("line", [ADDRESS, "post.example/coast/night-ferry-to-end-in-may-4711.html"])
def test_an_address_is_no_headline(line: str) -> None:
    assert story(f"Boats will rest\n\n{line}\n\n{FRAME}{STORY}").title not in (line, None)


def test_a_sentence_of_the_story_that_has_the_address_s_words_cuts_nothing_off() -> None:
    last = "So the night ferry is to end in May for good, and nobody on either island has a better idea for now."
    assert story(f"Boats will rest after dark\n\n{STORY}\n{last}\n\n{STORY}").body.startswith("The boat between")


def test_what_stands_above_the_headline_in_one_run_with_the_text_is_none_of_it() -> None:
    block = story(f"Write to us if your boat was late, and tell us by how many hours it was.\n\n{TITLE}.\n\n{STORY}")
    assert (block.title, block.body) == (f"{TITLE}.", STORY.strip())


def test_a_day_above_the_headline_is_the_story_s() -> None:
    assert story(f"January 6, 2022\n\n{TITLE}\n\n{FRAME}{STORY}").date == "2022-01-06"


def test_a_signed_headline_in_other_words_than_the_address_stays() -> None:
    text = f"Night ferry stops\n\n{FRAME}Two islands, one bus\n\nBy Mira Okafor\nJanuary 6, 2022\n\n{STORY}"
    assert story(text).title == "Two islands, one bus"


@pytest.mark.parametrize("steps", ["Home » Coast » {}", "Home\n› {}", "1. Home\n2. Coast\n3. {}"])
def test_the_headline_that_the_steps_lead_to_is_found_far_above_the_text(steps: str) -> None:
    assert story(f"{steps.format(TITLE)}\n\n{TITLE}\n\n{FRAME}{STORY}{STORY}", None).title == TITLE


CARDS = "\n".join(
    f"{thing} for everyone at the quayThe town has put up a new one beside the old one, and it will be open from {day} to the end of the week."
    for thing in ("A bakery", "A library", "A swimming pool", "A cinema", "A tea room", "A chapel")
    for day in ("Monday", "Tuesday", "Friday")
)


def test_what_stands_above_the_headline_that_the_address_says_is_no_story_of_the_page() -> None:
    page = read_text(f"{CARDS}\n\n{TITLE}\n\nJanuary 6, 2022\n\n{STORY}", ADDRESS, "page.txt")
    (block,) = (block for block in page.blocks if block.title == TITLE)
    assert (block.kind, block.date, block.body) == ("article", "2022-01-06", STORY.strip())


@pytest.mark.parametrize("again", [f"You have read: {TITLE}", "Night ferry: to end in May?"])
def test_a_headline_that_is_said_again_below_the_story_begins_none(again: str) -> None:
    page = read_text(f"{TITLE}\n\n{STORY}{STORY}\n{again}\n\n{CARDS}", ADDRESS, "page.txt")
    (block,) = (block for block in page.blocks if block.kind == "article")
    assert (block.title, block.body.count("The boat between")) == (TITLE, 2)


@pytest.mark.parametrize(
    "below",
    [
        "By Mira Okafor\nJanuary 6, 2022",
        "Two islands are left with one bus and with the long way round, says a study of the council.\nBy Mira Okafor\nJanuary 6, 2022",
        "Two islands are left with one bus and with the long way round, says a study of the council.\nAuthor of the article:\nMira Okafor\nPublished Jan 6, 2022",
    ],
)
def test_the_only_signed_headline_above_the_text_is_the_story_s(below: str) -> None:
    block = story(f"{TITLE}\n\n{below}\n\n{FRAME}{STORY}{STORY}", None)
    assert (block.title, block.authors, block.date) == (TITLE, ("Mira Okafor",), "2022-01-06")


def test_of_several_signed_headlines_none_is_chosen() -> None:
    others = "Council sells the old lighthouse\nBy Jon Ruud\n\nHarbour cranes are painted green\nBy Ada Lindqvist\n\n"
    assert story(f"{others}{FRAME}{STORY}{STORY}", None).authors == ()


def test_a_reporter_s_name_and_job_are_no_headline() -> None:
    head = "Council sells the old lighthouse\n\n"
    block = story(f"Mira Okafor, chief reporter of the Post\nJanuary 6, 2022\n\n{head}{FRAME}{STORY}{STORY}", None)
    assert "Okafor" not in (block.title or "")


def test_a_heading_in_the_story_is_not_its_headline() -> None:
    text = f"Night ferry to end in May, and a bus to go instead\n\nBy Mira Okafor\n\n{STORY}\nNight ferry to end\n\n{STORY}"
    assert story(text).title == "Night ferry to end in May, and a bus to go instead"


@pytest.mark.parametrize(
    "lines",
    [
        "By\nMira Okafor",
        "Autor*in\nMira Okafor",
        "Author of the article:\nMira Okafor",
        "von\nMira Okafor ,",
        "By Mira Okafor | okafor@post.example",
        "By Mira Okafor @miraokafor",
        "Mira Okafor , @miraokafor\nJanuary 6, 2022",
        "Mira Okafor,\nJanuary 6, 2022",
        "Text von Mira Okafor",
        "Written by Mira Okafor on January 6, 2022",
        "von Mira Okafor am 6. Januar 2022, 10:14 Uhr",
        "Par Mira Okafor le 6 janvier 2022 à 10h14",
        "By Mira Okafor Last updated Jan 6, 2022",
        "Mira Okafor · Post News · Posted: Jan 6, 2022 4:00 AM EST | Last Updated: January 7",
        "Mira Okafor | Published 4 months ago",
        "January 6, 2022 • Mira Okafor • 3 minutes",
        "January 6, 2022 Mira Okafor 6",
    ],
)
def test_who_signed_is_told(lines: str) -> None:
    assert story(f"{TITLE}\n\n{lines}\n\n{STORY}").authors == ("Mira Okafor",)


@pytest.mark.parametrize(
    "line", ["Posted on January 6, 2022 by harbourmaster", "Publiziert am 6. Januar 2022 von harbourmaster"]
)
def test_one_word_is_who_wrote_where_the_line_says_nothing_else(line: str) -> None:
    block = story(f"{TITLE}\n\n{line}\n\n{STORY}")
    assert ([name.casefold() for name in block.authors], block.date) == (["harbourmaster"], "2022-01-06")


def test_who_wrote_the_story_above_is_nobody_here() -> None:
    others = "Council sells the old lighthouse\nJon Ruud and Ada Lindqvist\nJanuary 2, 2022\n\n"
    block = story(f"{others}{TITLE}\nOne bus will do\n\nMira Okafor\nJanuary 6, 2022\n\n{STORY}", None)
    assert (block.title, block.authors, block.date) == (TITLE, ("Mira Okafor",), "2022-01-06")


@pytest.mark.parametrize("name", ["Night Ferry", "Harbour Notes"])
def test_a_menu_s_entry_and_the_headline_itself_are_nobody(name: str) -> None:
    assert story(f"Night ferry ends in May\n\nJanuary 6, 2022\n* {name}\n\n{STORY}", None).authors == ()


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("3. April 20223. April 2022 by Mira Okafor", "2022-04-03"),
        ("martes, 3 de mayo de 202207:59 hs", "2022-05-03"),
        ("November 8, 2022November 9, 2022", "2022-11-08"),
        ("02:57 Min. Verfügbar bis 06.05.2024.\n\nStand: 22.04.2022, 06:00 Uhr", "2022-04-22"),
        ("22.04.2022, 2 Min., Video verfügbar bis 06.05.2024", "2022-04-22"),
        ("26/12/2022 von revue Team", "2022-12-26"),
        ("17. Februar 2022 Mira Okafor Reisen Kommentare", "2022-02-17"),
        ("Mira Okafor / PNS / Updated: Oct 9, 2022, 11:05 IST", "2022-10-09"),
    ],
)
def test_the_day_is_told_from_what_stands_beside_it(line: str, day: str) -> None:
    block = story(f"{TITLE}\n\n{line}\n\n{STORY}", None)
    assert (block.title, (block.date or "")[:10]) == (TITLE, day)


def test_a_headline_that_the_page_says_over_and_over_is_the_one_that_is_signed() -> None:
    said = f"1. {TITLE}\n\n{TITLE}\n\n{TITLE}\n\nMira Okafor\nJanuary 6, 2022\n\n"
    block = story(f"{said}Contents\n\n{TITLE}\n\nWhy few people sail at night\n\n{STORY}{STORY}\n{TITLE}\n", None)
    assert (block.title, block.authors, block.date) == (TITLE, ("Mira Okafor",), "2022-01-06")


def test_links_to_other_stories_part_no_story() -> None:
    links = "* Council sells the old lighthouse to a baker | mehr\n* Harbour cranes are painted green once more | mehr"
    (block,) = read_text(f"{TITLE}\n\n{STORY}\n{links}\n\nWhy few sail at night\n\n{STORY}", None, "page.txt").blocks
    assert block.body.count("The boat between") == 2


def test_a_list_of_other_stories_ends_the_story_also_in_an_indented_dump_without_blank_lines() -> None:
    told = "After forty years a train runs again through the valley, and everybody who lives there has come to see it."
    others = f"      Topics Coast\n  More on this topic\n        Trains\n        A line reopens\n              By Jon Ruud\n          {told}\n"
    paragraphs = "\n\n".join(f"      {paragraph}" for paragraph in STORY.strip().split("\n\n"))
    page = read_text(f"  {TITLE}\n\n    January 6, 2022\n\n{paragraphs}\n{others}", None, "page.txt")
    assert told not in max((block.body for block in page.blocks), key=len)


def test_a_caption_that_is_said_again_without_its_credit_is_no_headline() -> None:
    caption = "The mayor of Little Orme speaks to the passengers"
    text = (
        f"Caption: {caption}\n\n{caption}\n\nPhoto: Ada Lindqvist\n\n{caption}\n\nShare this page\n\n{TITLE}\n\n{STORY}"
    )
    assert story(text.replace("Caption: ", ""), None).title == TITLE


def test_names_in_a_list_of_many_are_a_menu() -> None:
    menu = "* Mark Twain Hall\n* Grace Harbour\n* Victoria Pier\n"
    assert story(f"{TITLE}\n\nJanuary 6, 2022\n{menu}\n{STORY}", None).authors == ()


@pytest.mark.parametrize(
    "text",
    [
        f"{ADDRESS}\n\n{TITLE}\n\n{{}}",
        f"<{ADDRESS}>\n\n{TITLE}\n\n{{}}",
        f"URL: {ADDRESS}\nSaved: 2022-01-07\n\n{TITLE}\n\n{{}}",
        f"{TITLE}\n\n{{}}\nSource: {ADDRESS}\n",
        f"{TITLE}\n\n{{}}\n{ADDRESS} 1/2\n\f{STORY}\n{ADDRESS} 2/2\n\f",
    ],
)
def test_a_dump_that_states_its_address_is_of_that_page(text: str) -> None:
    page = read_text(text.format(FRAME + STORY), None, "page.txt")
    block = max(page.blocks, key=lambda block: len(block.body))
    assert (page.url, block.url, block.title) == (ADDRESS, ADDRESS, TITLE)
    assert all(ADDRESS not in block.body for block in page.blocks if block.kind != "other")


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLE}\n\n{STORY}\nMore at {ADDRESS}\n",
        f"{TITLE}\n\n{STORY}\n{ADDRESS}\n",
        f"{ADDRESS}\nhttps://post.example/coast/another-story-about-boats.html\n\n{TITLE}\n\n{STORY}",
        f"References\n\n1. {ADDRESS}\n\n{TITLE}\n\n{STORY}",
    ],
)
def test_an_address_that_a_dump_only_mentions_is_not_its_own(text: str) -> None:
    assert read_text(text, None, "page.txt").url is None


RELATED = "Council sells the old lighthouse\nHarbour cranes are painted green\nTwo islands and one bus between them\n"


def test_who_wrote_and_when_may_stand_below_links_to_other_stories() -> None:
    below = f"On this subject:\n{RELATED}\nDate: January 6, 2022\nAuthor: Mira Okafor\n"
    block = story(f"{TITLE}\n\n{STORY}{STORY}\n{below}", None)
    assert (block.authors, block.date) == (("Mira Okafor",), "2022-01-06")


def test_several_days_below_a_story_are_those_of_others() -> None:
    others = "".join(f"{head}\nPosted: January {day}, 2022\n\n" for day, head in enumerate(RELATED.splitlines(), 1))
    assert story(f"{TITLE}\n\n{STORY}{STORY}\n{others}", None).date is None
