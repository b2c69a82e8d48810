"""Entries of a page by the names of their elements and the words in their lines: comments, live blogs, questions, boxes."""

from __future__ import annotations

import pytest

from newsearch.model import Block
from newsearch.pages import read_page

SAID = "The hut sold stamps on the quay, and nobody minded the rain."
OPENING = "Drivers on the northern bridge woke up to twice the toll this morning, and nobody had told them of it."
OTHER = "The ice on the lake is thick enough for lorries three weeks before the date that the almanac names."
STORY = f"""<article><h1>Quarry bells ring again</h1>
<p>{"The men of the band say that the bells have not been heard since the quarry was shut, nine years ago. " * 3}</p>
{"<p>When the pumps are to run nobody knows, said the keeper, who has seen the water rise since the spring.</p>" * 12}</article>"""
"""Longer than what stands beside it: names are believed of less than half of a page."""
TITLES = ["Bridge toll doubles overnight again", "Ice road opens three weeks early", "Ferry sails again in the spring"]


def words(text: str) -> list[str]:
    return [word.strip() for word in text.split("|")]


def of_kind(kind: str, body: str, title: str = "Quarry bells ring again") -> list[Block]:
    head = f"<title>{title}</title><meta property='og:site_name' content='Slate Observer'>"
    page = f"<html lang='en'><head>{head}</head><body>{body}</body></html>"
    return [block for block in read_page(page.encode(), name="page.html").blocks if block.kind == kind]


# ------------------------------------------------------------------------------------------------------ comments


def comments(*lines: str, around: str = "<ol class='comments'>{}</ol>") -> list[Block]:
    """Two comments of the same lines."""
    return of_kind("comment", STORY + around.format(f"<li class='comment'>{''.join(lines)}</li>" * 2))


def signed(*lines: str) -> tuple[tuple[str, ...], str | None, str]:
    """Who wrote the first of two comments, when, and what."""
    first = comments(*lines)[0]
    return first.authors, first.date, first.body


WHEN, TEXT = "<time>May 2, 2021</time>", f"<p>{SAID}</p>"


@pytest.mark.parametrize("name", words("authored|autor|user|username|nick|poster|byline|fn|posted-by|vcard|avatar"))
def test_who_comments_is_known_by_the_name_of_the_element(name: str) -> None:
    assert signed(WHEN, f"<div class='{name}'>ferryman7</div>", TEXT) == (("ferryman7",), "2021-05-02", SAID)
    assert signed(WHEN, "<div class='x'>ferryman7</div>", TEXT) == ((), "2021-05-02", f"ferryman7\n\n{SAID}")


@pytest.mark.parametrize("line", ["<div class='meta'>ferryman7</div>", "<h4 class='fn'>ferryman7</h4>", "<h4>ferryman7</h4>"])  # fmt: skip
def test_who_comments_is_known_by_the_kind_of_the_element(line: str) -> None:
    assert signed(WHEN, line, TEXT) == (("ferryman7",), "2021-05-02", SAID)


@pytest.mark.parametrize("says", words("says|said|wrote|writes|sagt|schrieb|schreibt|dice|dit|a écrit|пишет|commented||says:|,"))  # fmt: skip
def test_that_somebody_says_it_is_no_part_of_the_name(says: str) -> None:
    assert signed(f"<b class='author'>ferryman7 {says}</b>", WHEN, TEXT)[0] == ("ferryman7",)


@pytest.mark.parametrize("on", ["on", "am", "le", "el", "at", "·", "|", "—", "-", ","])
def test_the_name_before_the_date_is_who_comments(on: str) -> None:
    assert signed(f"<div>ferryman7 {on} May 2, 2021</div>", TEXT) == (("ferryman7",), "2021-05-02", SAID)


@pytest.mark.parametrize("by", words("by|von|de|par|por|di|da|van|door|av|af|от"))
def test_a_comment_by_somebody_is_signed(by: str) -> None:
    assert signed(f"<div>Comment {by} ferryman7</div>", WHEN, TEXT)[0] == ("ferryman7",)


@pytest.mark.parametrize(
    "button",
    words("Reply|Antworten|Répondre|Responder|Rispondi|Ответить|Report|Melden|Like|Likes|Share|Permalink|Log in to reply|Edit|Flag|Says|Quote|(12)"
          "|Reply to ferryman7"),
)  # fmt: skip
def test_a_button_of_a_comment_is_no_part_of_it(button: str) -> None:
    assert signed("<b class='author'>ferryman7</b>", WHEN, TEXT, f"<p>{button}</p>")[2] == SAID


@pytest.mark.parametrize("name", words("respond|reply-form|replyform|commentform|comment-form|recent-comments|recent_comments|latest-comments|newest-comments"))  # fmt: skip
def test_what_invites_to_comment_or_quotes_other_pages_holds_no_comments(name: str) -> None:
    lines = ("<b class='author'>ferryman7</b>", WHEN, TEXT)
    around = f"<div class='comments'><ol class='{name}'>{{}}</ol></div>"
    assert comments(*lines, around=around) == []
    assert len(comments(*lines, around=around.replace(name, "list"))) == 2
    assert comments(*lines, around="<div class='comments'><form><textarea></textarea>{}</form></div>") == []
    assert len(comments(*lines, around="<div class='comments'><form><input type='hidden'>{}</form></div>")) == 2


def test_the_subject_of_a_comment_is_its_title() -> None:
    found = comments("<h4>Stamps on the quay</h4>", "<b class='author'>ferryman7</b>", WHEN, TEXT)
    assert {(block.title, block.authors, block.body) for block in found} == {
        ("Stamps on the quay", ("ferryman7",), SAID)
    }
    assert found[0].provenance == {
        "body": "class",
        "title": "heading",
        "authors": "comment",
        "date": "comment",
        "outlet": "page",
    }


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        # the moment for machines outweighs what is shown
        (("<div class='author'>ferryman7</div>", "<time datetime='2021-05-02T10:00:00Z'>May 2, 2021</time>", TEXT),
         (("ferryman7",), "2021-05-02T10:00:00+00:00", SAID)),
        # of two dates and two names the first counts, and none of them once something is said
        (("<div class='author'>ferryman7</div>", WHEN, TEXT, "<p>We sailed on May 9, 2019</p>"),
         (("ferryman7",), "2021-05-02", f"{SAID}\n\nWe sailed on May 9, 2019")),
        (("<div class='author'>ferryman7</div>", WHEN, TEXT, "<p class='user'>skipper</p>"), (("ferryman7",), "2021-05-02", f"{SAID}\n\nskipper")),
        (("<div class='author'>ferryman7</div>", TEXT, "<p>skipper on May 2, 2021</p>"), (("ferryman7",), "2021-05-02", SAID)),
        # a first line that is short is a name where nothing else is
        (("<div>ferryman7</div>", WHEN, TEXT), (("ferryman7",), "2021-05-02", SAID)),
        (("<div class='author'>By Anna Weber</div>", WHEN, TEXT), (("Anna Weber",), "2021-05-02", SAID)),
        # nothing but a line is what is said
        (("<div class='author'>Stamps!</div>", WHEN), ((), "2021-05-02", "Stamps!")),
    ],
)  # fmt: skip
def test_what_the_lines_of_a_comment_are(lines: tuple[str, ...], said: tuple[tuple[str, ...], str | None, str]) -> None:
    more = f"<li class='comment'><b class='author'>Orla</b>{WHEN}<p>{OTHER}</p></li>"
    assert said in [(b.authors, b.date, b.body) for b in comments(*lines, around=f"<ol class='comments'>{more}{{}}</ol>")]  # fmt: skip


# ------------------------------------------------------------------------------------------------- live and asked


def ticker(name: str, title: str = "Tariff vote", clock: str = "{}:40") -> list[str]:
    """The oldest entry first: backwards, times of day tell by themselves what they are."""
    entries = "".join(
        f"<div class='post'><div class='clock'>{clock.format(hour)}</div><p>{text} It is {hour} now.</p></div>"
        for hour, text in ((18, OPENING), (19, OTHER), (20, OPENING), (21, OTHER))
    )
    return [block.body for block in of_kind("live", f"<h1>{title}</h1><div class='{name}'>{entries}</div>", title)]


@pytest.mark.parametrize(
    "name",
    words("live-blog|livefeed|live-entries|livepost|live-ticker|liveupdates|live-coverage|live|liveblog|ticker|x-live|live_x|news live|diretta|directo"
          "|endirect"),
)  # fmt: skip
def test_what_is_named_as_live_has_entries_by_the_clock(name: str) -> None:
    assert len(ticker(name)) == 4
    assert ticker(f"o{name}s".replace(" ", "").replace("-", "").replace("_", "")) == [] or name.startswith("live")


@pytest.mark.parametrize(("title", "entries"), [("Tariff vote live", 4), ("Live: the tariff vote", 4), ("Olive growers vote", 0)])  # fmt: skip
def test_a_page_that_is_called_live_has_entries_by_the_clock(title: str, entries: int) -> None:
    assert len(ticker("feed", title)) == entries


@pytest.mark.parametrize("clock", ["{}:40", "{}.40", "{}h40", "{}:40 Uhr", "Updated at {}:40"])
def test_a_clock_begins_an_entry_however_it_is_written(clock: str) -> None:
    assert len(ticker("live-feed", clock=clock)) == 4
    assert ticker("live-feed", clock=f"The doors were locked at {clock} and so they stayed") == []


def answered(name: str, mark: str = "?", more: str = "") -> list[str | None]:
    asked = [f"Who pays the toll{mark}", f"When does the road close{mark}", f"Are dogs free{mark}"]
    items = "".join(f"<div class='item'><h3>{question}</h3><p>{OPENING}</p></div>" for question in asked)
    body = f"<h1>The ice road</h1><p>{OPENING} {OTHER}</p><div class='{name}'>{items}{more}</div>"
    return [block.title for block in of_kind("article", body, "The ice road")]


@pytest.mark.parametrize("name", ["faq", "site-FAQ", "questions", "question-list", "top_questions_"])
@pytest.mark.parametrize("mark", ["?", "？", "؟"])
def test_questions_in_a_list_of_them_are_entries(name: str, mark: str) -> None:
    assert len(answered(name, mark)) == 4


@pytest.mark.parametrize(("name", "mark"), [("questionnaire", "?"), ("faq", "!"), ("list", "?")])
def test_other_headings_with_answers_are_part_of_the_story(name: str, mark: str) -> None:
    assert answered(name, mark) == ["The ice road"]


def test_a_few_questions_among_other_headings_are_part_of_the_story() -> None:
    more = "".join(f"<div class='item'><h3>{title}</h3><p>{OTHER}</p></div>" for title in TITLES)
    assert answered("faq", more=more) == ["The ice road"]


# --------------------------------------------------------------------------------------------------------- boxes


def teasers(body: str) -> list[str | None]:
    return [block.title for block in of_kind("teaser", f"{STORY}{body}")]


def boxes(linked: bool) -> str:
    title = "<a href='/{0}'>{1}</a>" if linked else "{1}"
    more = "" if linked else "<a href='/{0}'>Read on</a>"
    box = f"<div class='box'><h3>{title}</h3><p>{OPENING}</p>{more}</div>"
    return "".join(box.format(number, text) for number, text in enumerate(TITLES))


@pytest.mark.parametrize("name", words("modal|popup|dialog|newsletter|subscribe|signup|sign-up|login|log-in|register"))
def test_what_wants_something_of_its_reader_holds_no_teasers_without_linked_titles(name: str) -> None:
    assert teasers(f"<div class='{name}'>{boxes(linked=False)}</div>") == []
    assert teasers(f"<div class='{name}'>{boxes(linked=True)}</div>") == TITLES
    assert teasers(f"<div class='x'>{boxes(linked=False)}</div>") == TITLES


@pytest.mark.parametrize("name", words("sponsored|outbrain|taboola|advertising|cookie-banner|consent-box"))
def test_what_is_paid_for_holds_no_teasers(name: str) -> None:
    assert teasers(f"<div class='{name}'>{boxes(linked=True)}</div>") == []


@pytest.mark.parametrize("name", ["ad", "ads", "top-ads", "ads_top", "box ad"])
def test_what_stands_among_advertisements_and_leads_away_is_no_teaser(name: str) -> None:
    away = boxes(linked=True).replace("href='/", "href='https://shop.example/")
    assert teasers(f"<div class='{name}'>{away}</div>") == []
    assert teasers(f"<div class='{name}'>{boxes(linked=True)}</div>") == TITLES


@pytest.mark.parametrize("tag", ["nav", "footer", "form", "dialog", "fieldset", "menu"])
def test_furniture_of_a_page_holds_no_teasers_without_linked_titles(tag: str) -> None:
    assert teasers(f"<{tag}>{boxes(linked=False)}</{tag}>") == []


@pytest.mark.parametrize(
    ("title", "found"), [("All about the ferry", 0), ("Ferry sails again in the spring", 1), ("Ferry", 0)]
)
def test_a_linked_heading_without_another_of_its_kind_is_long_enough_to_be_a_headline(title: str, found: int) -> None:
    assert len(teasers(f"<div class='box'><h4 class='lone'><a href='/1'>{title}</a></h4><p>{OPENING}</p></div>")) == found  # fmt: skip


# ---------------------------------------------------------------------------------------------- what a card says


def card_blocks(more: str = "", url: str | None = None, link: str = "/{}") -> list[Block]:
    cards = "".join(
        f"<div class='card'><h3><a href='{link.format(n)}'>{title}</a></h3>{more}<p>{OPENING} {n}</p></div>"
        for n, title in enumerate(TITLES)
    )
    head = "<title>Quarry bells ring again</title><meta property='og:site_name' content='Slate Observer'>"
    page = f"<html lang='en'><head>{head}</head><body>{STORY}<div class='more'>{cards}</div></body></html>"
    return [block for block in read_page(page.encode(), url=url, name="p.html").blocks if block.kind == "teaser"]


@pytest.mark.parametrize("name", ["meta author", "meta autor", "byline", "meta writer", "meta creator"])
def test_a_card_s_line_for_its_writer_names_him(name: str) -> None:
    assert {block.authors for block in card_blocks(f"<p class='{name}'>Zorvin Quelt</p>")} == {("Zorvin Quelt",)}


@pytest.mark.parametrize(
    ("line", "authors", "date"),
    [
        ("<p>Anna Weber | May 2, 2021</p>", ("Anna Weber",), "2021-05-02"),
        ("<p>May 2, 2021 - by Anna Weber</p>", ("Anna Weber",), "2021-05-02"),
        ("<p>Sailing (May 2, 2021)</p>", (), "2021-05-02"),
        ("<p>By Anna Weber</p>", ("Anna Weber",), None),
        ("<p>Anna Weber</p>", (), None),
        ("<time datetime='2021-05-02T10:00:00Z'>May 3, 2021</time>", (), "2021-05-02T10:00:00+00:00"),
    ],
)
def test_a_card_s_line_says_who_and_when(line: str, authors: tuple[str, ...], date: str | None) -> None:
    for number, block in enumerate(card_blocks(line)):
        assert (block.authors, block.date, block.body) == (authors, date, f"{OPENING} {number}")


def test_a_card_says_where_each_of_what_it_tells_was_found() -> None:
    shown = {"title": "heading", "outlet": "page", "url": "link", "body": "layout"}
    assert card_blocks()[0].provenance == shown
    signed = shown | {"authors": "byline", "date": "dateline"}
    assert card_blocks("<p>By Anna Weber, May 2, 2021</p>")[0].provenance == signed


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("/{}", "https://slate.example/0"),
        ("{}", "https://slate.example/north/0"),
        ("../{}", "https://slate.example/0"),
        ("/x/../{}", "https://slate.example/0"),
        ("?n={}", "https://slate.example/north/quarry?n=0"),
        ("//ropes.example/{}", "https://ropes.example/0"),
        ("http://ropes.example/{}", "http://ropes.example/0"),
        ("https://ropes.example/{}", "https://ropes.example/0"),
        ("http://[/{}", "http://[/0"),
    ],
)
def test_the_address_of_a_card_s_story(link: str, address: str) -> None:
    assert card_blocks(url="https://slate.example/north/quarry", link=link)[0].url == address
    assert card_blocks(link=link)[0].url == link.format(0)


@pytest.mark.parametrize("cut", ["…", "...", "[…]", "[...]"])
def test_of_several_stories_one_that_breaks_off_is_a_teaser(cut: str) -> None:
    def kinds(end: str) -> set[str]:
        told = "".join(
            f"<section><h2>{title}</h2><p>By Sunniva Dahl</p><p>{OPENING} {title}</p><p>{OTHER} {title}{end}</p></section>"
            for title in TITLES
        )
        page = f"<html lang='en'><head><title>Briefing</title></head><body><h1>Briefing</h1>{told}</body></html>"
        return {block.kind for block in read_page(page.encode(), name="p.html").blocks if block.title in TITLES}

    assert (kinds("."), kinds(cut)) == ({"article"}, {"teaser"})


def test_a_date_in_a_linked_line_is_no_part_of_the_headline() -> None:
    rows = "".join(f"<li><a href='/{n}'>{title} (1{n} May 2021)</a></li>" for n, title in enumerate(TITLES))
    found = of_kind("teaser", f"{STORY}<aside><h3>Also</h3><ul>{rows}</ul></aside>")
    assert [(block.title, block.date) for block in found] == [
        (title, f"2021-05-1{n}") for n, title in enumerate(TITLES)
    ]


# ------------------------------------------------------------------------------------------- the page's own story


@pytest.mark.parametrize("bar", ["Quarry bells ring…", "Quarry bells ring...", "Slate Observer | Quarry bells ring…"])
def test_the_title_cut_short_in_a_bar_is_no_teaser_of_the_story(bar: str) -> None:
    def with_bar(text: str) -> list[str | None]:
        return teasers(f"<div class='bar'><h4><a href='/x'>{text}</a></h4></div>{boxes(linked=True)}")

    assert with_bar(bar) == TITLES
    assert len(with_bar("Harbour bells ring out for the old ferry…")) == 4


def test_of_several_stories_on_a_page_the_one_it_is_called_after_is_its_own() -> None:
    told = "".join(
        f"<section><h2>{title}</h2><p>By Sunniva Dahl</p><p>{OPENING} {title}</p><p>{OTHER} {title}.</p></section>"
        for title in TITLES
    )
    found = of_kind("article", f"<h1>Briefing</h1>{told}", TITLES[1])
    assert {block.title: block.body.count(TITLES[1]) for block in found} == {TITLES[0]: 0, TITLES[1]: 2, TITLES[2]: 0}


def test_a_headline_without_a_link_leads_where_its_box_does() -> None:
    found = of_kind("teaser", f"{STORY}<div class='more'>{boxes(linked=False)}</div>")
    assert [(block.title, block.url) for block in found] == [(title, f"/{n}") for n, title in enumerate(TITLES)]


@pytest.mark.parametrize("said", ["Anna Weber", "By Anna Weber of the desk", "2 May 2021", "Bells at last"])
def test_what_is_known_of_a_story_is_not_told_again_beside_it(said: str) -> None:
    head = "<meta name='description' content='Bells at last'><meta name='author' content='Anna Weber'>"
    told = STORY.replace("</h1>", f"</h1><p class='byline'>By Anna Weber</p><time>2 May 2021</time><p>{said}</p>")
    page = f"<html><head><title>Quarry bells ring again</title>{head}</head><body>{told}<footer>Printed in Harrow</footer></body></html>"
    rest = [block.body for block in read_page(page.encode(), name="p.html").blocks if block.kind == "other"]
    assert rest == ["Printed in Harrow"]


# ------------------------------------------------------------------------------------------ how far an entry goes


def test_the_last_card_of_a_list_holds_no_more_than_the_others() -> None:
    card = "<div class='card'><h3><a href='/{0}'>{0}</a></h3><p>{1}</p></div>"
    first, second, last = (card.format(title, OPENING) for title in TITLES)
    rows = f"<div class='row'>{first}{second}</div><div class='row'>{last}<p>{OTHER}</p></div>"
    assert [block.body for block in of_kind("teaser", f"{STORY}<div>{rows}</div>")] == [OPENING] * 3


@pytest.mark.parametrize("order", ["{kicker}{headline}", "{headline}{kicker}"])
def test_a_kicker_in_a_heading_of_its_own_belongs_to_its_card(order: str) -> None:
    headings = order.format(
        kicker="<h5>Harbour life</h5>", headline=f"<h4 class='lone'><a href='/1'>{TITLES[2]}</a></h4>"
    )
    (found,) = of_kind(
        "teaser", f"{STORY}<section>{'<p>Tides.</p>' * 3}<div>{headings}<p>{OPENING}</p></div></section>"
    )
    assert (found.title, found.body) == (TITLES[2], OPENING)


@pytest.mark.parametrize("signed", ["<p>2 May 2021</p>", "<time datetime='2021-05-02'></time>", "<p>By Sunniva Dahl</p>", ""])  # fmt: skip
def test_stories_that_each_say_when_or_who_are_stories_each(signed: str) -> None:
    told = "".join(
        f"<section><h2>{title}</h2>{signed}<p>{OPENING} {title}</p><p>{OTHER} {title}.</p></section>"
        for title in TITLES
    )
    titles = [block.title for block in of_kind("article", f"<h1>Briefing</h1>{told}", "Briefing")]
    assert titles == (TITLES if signed else ["Briefing"])
