"""What programs write into the dumps they make of pages, and how they break lines: none of it is part of a story."""

from __future__ import annotations

import textwrap

import pytest

from newsearch.model import Block
from newsearch.pages import read_page
from newsearch.pages.text.fragments import join_fragments
from newsearch.pages.text.lines import read_lines

HEAD = "Night ferry to the islands ends in May"
PARAGRAPHS = (
    "The ferry between the two islands will stop at midnight, the company said on Monday, because too few people use it.",
    "Its owners had asked for a subsidy twice, and twice the council had refused to pay for a boat that runs empty.",
    "From May on, a bus will take the long way round over the new bridge, which costs the passengers an hour more.",
)


def texts(dump: str) -> list[str]:
    return [line.text for line in read_lines(dump)]


def article(dump: str) -> Block:
    (found,) = [block for block in read_page(dump.encode(), name="ferry.txt").blocks if block.kind == "article"]
    return found


LYNX = """   #[1]alternate

   [2]Coast [3]Islands
     * [4]Boats
     * [5]Bridges
   (BUTTON) Menu

                     Night ferry to the islands ends in May

   By [6]Mira Okafor
   January 5, 2022
   [ferry-at-night.jpg]

   The ferry between the two islands will stop at midnight, [7]the company
   said on Monday, because too few people use it.

   Its owners had asked for a subsidy twice, and twice [8]the council had
   refused to pay for a boat that runs empty.

   From May on, a bus will take the long way round over the new bridge,
   which costs the passengers an hour more.

References

   Visible links:
   1. https://pier.example/feed
   2. https://pier.example/coast
   3. https://pier.example/islands
   4. https://pier.example/boats
   5. https://pier.example/bridges
   6. https://pier.example/mira-okafor
   7. https://pier.example/a-very-long-address-that-no-line-of-the-text-is-as-long-as-and-that-is-not-broken
   8. mailto:council@pier.example

   Hidden links:
  10. https://pier.example/hidden
"""


def test_a_text_browsers_numbers_and_its_list_of_links_are_no_part_of_the_story() -> None:
    found = article(LYNX)
    assert found.title == HEAD
    assert found.authors == ("Mira Okafor",)
    assert found.date == "2022-01-05"
    assert found.body == "\n\n".join(PARAGRAPHS)
    everything = " ".join(block.body for block in read_page(LYNX.encode(), name="ferry.txt").blocks)
    assert "http" not in everything


def test_links_that_have_a_title_stand_on_two_lines_of_the_list() -> None:
    dump = f"[1]{HEAD}\n\n[2]Boats\n\nReferences\n\n   Visible links\n   1. https://pier.example/a\n   2. Boats of today\n\thttps://pier.example/b\n"
    assert texts(dump) == [HEAD, "Boats"]


def test_a_line_that_is_one_link_keeps_its_address() -> None:
    lines = read_lines(
        f"   * [1]{HEAD}\n   * [2]Boats\n\n   1. https://pier.example/ferry\n   2. https://pier.example/boats\n"
    )
    assert [(line.text, line.link) for line in lines] == [
        (HEAD, "https://pier.example/ferry"),
        ("Boats", "https://pier.example/boats"),
    ]


def test_numbers_that_count_up_before_words_are_those_of_links_also_without_a_list() -> None:
    dump = "\n".join(f"   [{k}]Boats of pier {k}" for k in range(1, 9))
    assert texts(dump) == [f"Boats of pier {k}" for k in range(1, 9)]


@pytest.mark.parametrize(
    "line",
    [
        "The council met [1] and parted [2] again.",
        "“They [sic] left in [2019], he said [3].",
        "See [1], [4] and [12] of the report.",
    ],
)
def test_other_numbers_in_brackets_stay(line: str) -> None:
    assert texts(line) == [line]


def test_sources_that_are_no_addresses_stay() -> None:
    dump = "The council met [1] again [2].\n\n[1] Okafor, M., Boats of the islands, 2020\n[2] Ruud, J., The pier, 2021"
    assert "".join(texts(dump)).count("[") == 4


def test_numbers_behind_words_go_where_the_addresses_are_listed() -> None:
    dump = "Boats leave late. [1]\n\nBridges are new. [2]\n\nLinks:\n------\n[1] https://pier.example/a\n[2] https://pier.example/b\n"
    assert texts(dump) == ["Boats leave late.", "Bridges are new."]


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("   (BUTTON) Open the menu", "Open the menu"),
        ("   [logo.png] The Pier Review", "The Pier Review"),
        ("   Name: ____________________ [ ]", "Name:"),
        ("   [IMG]", None),
        ("   [USEMAP:map.gif]", None),
        ("   Link: canonical", None),
        ("   IFRAME: [1]https://ads.example/", None),
        ("#alternate The Pier Review", None),
        ("   [ Submit ]", None),
    ],
)
def test_signs_for_buttons_pictures_and_fields_are_no_text(line: str, left: str | None) -> None:
    assert texts(f"{line}\n\n{PARAGRAPHS[0]}") == [*([left] if left else []), PARAGRAPHS[0]]


# ---------------------------------------------------------------------------------------------------- broken lines


def test_the_width_is_what_most_breaks_agree_on() -> None:
    dump = "\n".join(
        [
            "   The ferry between the two islands will stop at midnight, the company",
            "   said on Monday, because too few people use it.",
            "",
            "   Its owners had asked for a subsidy twice, and twice the council had",
            "   refused to pay for a boat that runs empty.",
            "",
            "   From May on, a bus will take the long way round over the new bridge,",
            "   which costs the passengers an hour more.",
            "",
            "   A menu entry far longer than any line of this page may be, with blanks in it, and more",
            "   in lower case below",
        ]
    )
    assert texts(dump)[:3] == list(PARAGRAPHS)


def test_lines_that_were_not_broken_stay_lines() -> None:
    dump = f"{PARAGRAPHS[0]}\nand a boat\n{PARAGRAPHS[1]}\nof the islands, which nobody took\n{PARAGRAPHS[2]}\nor so"
    assert len(texts(dump)) == 6


def test_a_word_parted_at_its_hyphen_is_one_word_again() -> None:
    dump = "\n".join(
        [
            "The council of the two islands met again, and again it found no long-",
            "term answer to the question of who pays for the boat, nor for the bus-",
            "and bridge lines that will follow it, said the master of the harbour",
            "who saw them go from his window in the fog and waited for their word.",
        ]
    )
    (line,) = texts(dump)
    assert "long-term answer" in line
    assert "bus- and bridge" in line


def test_a_link_that_was_broken_is_a_link_again() -> None:
    dump = "\n".join(
        [
            "The ferry between the two islands will stop at midnight, [the company that",
            'owns it](https://pier.example/company "The company that owns',
            'it") said on Monday, because too few people use it, or so it said.',
            "",
            "Its owners had asked for a subsidy twice, and twice the council had in the",
            "end refused to pay for a boat that runs empty, and nobody knows what to do",
            "next, said the master of the harbour, who saw them go from his own window.",
        ]
    )
    assert texts(dump)[0] == (
        "The ferry between the two islands will stop at midnight, the company that owns it said on Monday, "
        "because too few people use it, or so it said."
    )


# -------------------------------------------------------------------------------------------------------- Markdown


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ('[ Mira Okafor ](/mira "All of Mira Okafor")', "Mira Okafor"),
        ("[![a boat](/boat.jpg) Night ferry ends](/ferry)", "Night ferry ends"),
        ("By [Mira Okafor][1] of the Pier", "By Mira Okafor of the Pier"),
        ("In 2019\\. the boat\\-men", "In 2019. the boat-men"),
        ("**Night ferry** _ends_ in May", "Night ferry ends in May"),
    ],
)
def test_markdown_is_taken_off_a_line(line: str, text: str) -> None:
    assert texts(f"# Coast\n\n{line}") == ["Coast", text] or texts(f"[x](y)\n\n{line}")[-1] == text


def test_a_link_around_paragraphs_leaves_nothing_but_them() -> None:
    assert texts("[\n\n### Night ferry ends\n\nNobody uses it.\n\n](/ferry)\n") == [
        "Night ferry ends",
        "Nobody uses it.",
    ]


def test_a_line_with_a_rule_of_its_length_below_is_a_heading() -> None:
    lines = read_lines(f"{HEAD}\n{'=' * len(HEAD)}\n\nBoats\n-----\n\nNo heading at all\n---\n")
    assert [line.marker for line in lines] == ["#", "#", ""]


# ------------------------------------------------------------------------------------------------- broken sentences

PIECES = "\n".join(
    [
        "The ferry between the two islands will stop at midnight,",
        "the company said on Monday",
        ", because too few people use it.",
        "Its owners had asked the",
        "Harbour Board",
        "for a subsidy twice, and twice the council had refused",
        ".",
        "From May on, a bus will take the long way round over the new bridge.",
    ]
)


def joined(dump: str) -> list[str]:
    return [line.text for line in join_fragments(read_lines(dump))]


def test_sentences_that_were_broken_at_their_links_are_whole_again() -> None:
    assert joined(PIECES) == [
        "The ferry between the two islands will stop at midnight, the company said on Monday, because too few people use it.",
        "Its owners had asked the Harbour Board for a subsidy twice, and twice the council had refused.",
        "From May on, a bus will take the long way round over the new bridge.",
    ]


@pytest.mark.parametrize("credit", ["by Mira Okafor", "by\nMira Okafor", "9 hours ago"])
def test_a_byline_and_a_date_in_lower_case_stay_lines(credit: str) -> None:
    assert joined(f"{PIECES}\n{HEAD}\n{credit}\n{PARAGRAPHS[1]}")[-2 - credit.count("\n") :] == [
        *credit.split("\n"),
        PARAGRAPHS[1],
    ]


def test_where_sentences_are_whole_a_line_in_lower_case_stays_a_line() -> None:
    dump = f"{HEAD}\nand its passengers\n{PARAGRAPHS[0]}\n{PARAGRAPHS[1]}"
    assert joined(dump) == dump.split("\n")


# ---------------------------------------------------------------------------------------------------- printed pages


def printed(*pages: str) -> str:
    total = len(pages)
    return "".join(
        f"1/5/22, 10:42 PM\n\n{HEAD} - The Pier Review\n\n{page}\n\nhttps://pier.example/night-ferry\n\n{k}/{total}\n\n\f"
        for k, page in enumerate(pages, 1)
    )


def test_margins_of_printed_pages_are_no_text_and_paragraphs_go_on_over_them() -> None:
    first, _, rest = PARAGRAPHS[1].partition(" and twice ")
    dump = printed(f"{PARAGRAPHS[0]}\n\n{first}\nand", f"twice {rest}", PARAGRAPHS[2])
    found = " ".join(texts(dump))
    assert found == f"{HEAD} - The Pier Review {' '.join(PARAGRAPHS)}"
    assert len(texts(dump)) <= 6


def test_one_printed_page_has_margins_too() -> None:
    assert texts(printed(PARAGRAPHS[0])) == [f"{HEAD} - The Pier Review", PARAGRAPHS[0]]


def test_a_headline_in_large_type_is_put_together_by_the_title_of_the_page() -> None:
    first, second = HEAD.split(" ends ")
    second = f"ends {second}"
    assert HEAD in texts(printed(f"{first}\n{second}\n{PARAGRAPHS[0]}", PARAGRAPHS[1]))


def test_numbers_of_lines_count_form_feeds_as_line_ends() -> None:
    dump = f"{HEAD}\n\n{PARAGRAPHS[0]}\n\f{PARAGRAPHS[1]}\n"
    assert [(line.text, line.first) for line in read_lines(dump)] == [(HEAD, 1), (PARAGRAPHS[0], 3), (PARAGRAPHS[1], 5)]


def test_lines_of_uneven_width_are_paragraphs_again() -> None:
    dump = "\n".join(
        [
            "The ferry between the two islands will stop at midnight, the company said on",
            "Monday, because too few people use it and illicit filling of the little",
            "ferry is still illegal; its owners had asked for a subsidy twice, and twice",
            "the council had refused to pay for a boat that runs empty. MWWM went WWWM",
            "home. From May on, a bus will take the long way round over the new bridge, and it",
            "costs the passengers an hour more, which nobody likes at all, they say.",
        ]
    )
    assert len(texts(dump)) == 1


def test_boxes_and_attributes_of_pandoc_are_no_text_and_lines_keep_their_numbers() -> None:
    dump = (
        '::: {.article}\n# Night ferry to the islands ends in May {#night-ferry .headline}\n\n<div class="x"\nid="y">\n\n'
        '[By]{.by} [Mira Okafor](/mira){.author\ntarget="_blank"}\n\n</div>\n\n::: body\nThe council\\\'s boat\n:::\n:::\n'
    )
    assert [(line.text, line.first) for line in read_lines(dump)] == [
        (HEAD, 2),
        ("By Mira Okafor", 7),
        ("The council's boat", 13),
    ]


def test_a_link_is_put_together_wherever_it_was_broken() -> None:
    dump = "\n".join(
        [
            "The ferry between the two islands will stop at midnight, the company",
            "said on Monday, because too few people use it. Its owners had asked for",
            "subsidies for years, and every time the council had refused to pay for",
            "an empty boat, which nobody used, so that in the end they gave in. [The Harbour",
            "Board](https://pier.example/the-address-of-the-harbour-board) has no plans.",
        ]
    )
    assert texts(f"# Coast\n\n{dump}")[1].endswith("gave in. The Harbour Board has no plans.")


@pytest.mark.parametrize("sign", ["<{}>", "({})", "( {} )"])
def test_where_links_of_a_mail_lead_is_no_text(sign: str) -> None:
    address = sign.format("https://pier.example/" + "a" * 90)
    dump = (
        f"The ferry between the two islands will stop at midnight, the company\n{address} said on Monday, because too few people use it.\n\n"
        f"Read more {address}\n\nBoats\n{address}\n"
    )
    assert texts(dump)[-2:] == ["Read more", "Boats"]
    assert "http" not in "".join(texts(dump))


def test_single_addresses_in_brackets_stay() -> None:
    line = "The council says so (https://pier.example/council) and nobody else."
    assert texts(line) == [line]


def test_headings_between_stars_are_headings_and_their_words_are_apart() -> None:
    dump = f"Coast_and_islands\n\n****** Night ferry to the islands\nends in May ******\n{PARAGRAPHS[0]}\n\n@mira_okafor of pier_review.example/a_b\n"
    lines = read_lines(dump)
    assert [(line.text, line.marker, line.first) for line in lines] == [
        ("Coast and islands", "", 1),
        (HEAD, "#", 3),
        (PARAGRAPHS[0], "", 5),
        ("@mira_okafor of pier_review.example/a_b", "", 7),
    ]


def test_windows_line_ends_and_tabs_make_no_difference() -> None:
    windows = article(LYNX.replace("\n", "\r\n").replace("   ", "\t"))
    assert (windows.title, windows.body) == (HEAD, "\n\n".join(PARAGRAPHS))


def test_lines_that_could_not_be_broken_do_not_hide_the_width() -> None:
    menu = "\n".join(f"[Boats](/{'boats-of-the-islands-' * 6}{k})\n" for k in range(9))
    story = "\n".join(textwrap.wrap(" ".join(PARAGRAPHS), 72))
    assert texts(f"{menu}\n{story}")[-1] == " ".join(PARAGRAPHS)


def test_the_title_of_a_link_may_hold_quotes() -> None:
    assert texts('# Coast\n\n[Night ferry](/ferry "The \\"night\\" ferry (old)") ends')[-1] == "Night ferry ends"


def test_what_stories_between_form_feeds_begin_with_alike_stays() -> None:
    dump = f"By Mira Okafor\nJanuary 5, 2022\n\n{PARAGRAPHS[0]}\n\fBy Mira Okafor\nJanuary 7, 2022\n\n{PARAGRAPHS[1]}\n"
    assert texts(dump) == [
        "By Mira Okafor",
        "January 5, 2022",
        PARAGRAPHS[0],
        "By Mira Okafor",
        "January 7, 2022",
        PARAGRAPHS[1],
    ]


@pytest.mark.parametrize("line", ["#Ferry: the night boat ends", "Link: the report of the council on the ferry"])
def test_lines_that_only_look_like_a_browsers_stay(line: str) -> None:
    assert texts(f"{line}\n\n{PARAGRAPHS[0]}") == [line, PARAGRAPHS[0]]


def test_addresses_that_no_number_leads_to_stay() -> None:
    dump = "The council met in [2019] again.\n\n1. https://pier.example/a\n2. https://pier.example/b"
    assert texts(dump) == ["The council met in [2019] again.", "https://pier.example/a", "https://pier.example/b"]
