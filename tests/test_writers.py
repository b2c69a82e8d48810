"""Who wrote a story: which statements, elements and lines of a page name its writer, and which name somebody else."""

from __future__ import annotations

import pytest
from made_pages import PARAGRAPH, ld, read, read_all, story

ANNA, JAN = "Anna Weber", "Jan Krüger"
ODD = "Zorvin Quelt"
"""A name that no list of first names knows: it counts where an element is made for names."""
DAY = "2022-01-05"
FAR = "<p>Line.</p>" * 40
NEARER = "<p>Line.</p>" * 20
QUOTED = "<p>Nobody was hurt on the way to the island, said {} to the harbour master, who nodded and went on.</p>"
ARTICLE = "<meta property='og:type' content='article'>"


def words(text: str) -> list[str]:
    return [word.strip() for word in text.split("|")]


def authors(head: str = "", byline: str = "", more: str = "", headline: str = "Ferry crosses the bay") -> tuple[str, ...]:  # fmt: skip
    return read(head, story(byline, headline, more)).authors


def meta(name: str, value: str) -> str:
    return f"<meta name='{name}' content='{value}'>"


# ---------------------------------------------------------------------------------------------- parts of the page

FOREIGN = """comments|disqus|related|recommended|sidebar|side-bar|teaser|popular|trending|promo|newsletter|crumbs|recirc|latest|recent|carousel|slider
|empfehlungen|mehr-zum|outbrain|taboola|popup|modal|site-header|caption|copyright|sponsored|advert|weiterlesen|verwandt|lesen-sie-auch|auch-interessant
|calendar|upcoming|listing|widget|respond|responses|most-read|mostviewed|nav-top|navbar|topnavigation|menu|user-menu|usermenu|read-more|readnext
|read-also|see-also|more-from|more-news|more-stories|more-articles|more-posts|more-in|card|cards|card-small|site-footer|page-footer|global-footer
|main_footer|archive-list|post-list|article-list|news-list|list-item|event-list|events-list|photo-credit|tag-cloud"""
OWN = "body|h-card|card-content|card__text|newswidget|responsive|correspondent|footer|listless|story-list"


@pytest.mark.parametrize("name", words(FOREIGN))
def test_a_part_of_the_page_named_after_something_else_does_not_date_the_story(name: str) -> None:
    assert read("", story(more=f"<div class='{name}'><time datetime='{DAY}'></time></div>")).date is None


@pytest.mark.parametrize("name", words(OWN))
def test_a_part_of_the_page_may_be_named_much_like_something_else(name: str) -> None:
    assert read("", story(more=f"<div class='{name}'><time datetime='{DAY}'></time></div>")).date == DAY


@pytest.mark.parametrize("tag", ["aside", "figcaption", "footer", "nav", "menu", "form"])
def test_elements_around_a_story_do_not_date_it(tag: str) -> None:
    assert read("", f"{story()}<{tag}><time datetime='{DAY}'></time></{tag}>").date is None


@pytest.mark.parametrize("tag", ["article", "section", "main"])
def test_the_foot_of_a_story_dates_it(tag: str) -> None:
    page = f"<h1>Ferry crosses the bay</h1>{PARAGRAPH}<footer><time datetime='{DAY}'></time></footer>"
    assert read("", f"<{tag}>{page}</{tag}>").date == DAY


@pytest.mark.parametrize("opening", ["<body class='listing'>", "<body><main class='listing'>"])
def test_the_whole_page_is_no_part_beside_the_story(opening: str) -> None:
    assert read_all(f"<html>{opening}<p>Nobody was hurt.</p><time datetime='{DAY}'></time></html>").date == DAY


@pytest.mark.parametrize(
    "name",
    words("comment-author|caption-author|quote-author|testimonial-author|photo-author|foto-autor|image-byline|img_author|picture-author|photocredit author"
          "|teaser-author|related-author|recent-author|popular-author|reply-author|widget-author|sidebar-author|nav author|menu-author"),
)  # fmt: skip
def test_an_element_named_after_another_s_author_names_nobody(name: str) -> None:
    assert authors(byline=f"<span class='{name}'>Otto Brandt</span>") == ()
    assert authors(byline="<span class='gallery-author'>Otto Brandt</span>") == ("Otto Brandt",)


@pytest.mark.parametrize(("name", "people"), [("author-card", (ANNA,)), ("about-author", ()), ("related-authors", ())])
def test_an_aside_may_be_a_card_with_the_credit_but_not_tell_about_the_author(
    name: str, people: tuple[str, ...]
) -> None:
    assert authors(byline=f"<aside class='{name}'><b class='author-name'>{ANNA}</b></aside>") == people


# -------------------------------------------------------------------------------------------------------- stated

METAS = """author|article:author|article:author_name|og:author|og:article:author|parsely-author|sailthru.author|byl|dc.creator|dcterms.creator
|citation_author|dc.contributor|authors|creator|cxenseparse:author|shareaholic:article_author_name"""


@pytest.mark.parametrize("name", words(METAS))
def test_a_meta_tag_names_the_writer_of_a_story_who_is_seen_on_it(name: str) -> None:
    assert authors(ARTICLE + meta(name, ANNA), more=FAR + QUOTED.format(ANNA)) == (ANNA,)
    assert authors(ARTICLE + meta(name, ANNA)) == ()


@pytest.mark.parametrize(
    "head", [ARTICLE, meta("article:published_time", DAY), ld(headline="Ferry crosses the bay"), ""]
)
def test_a_meta_tag_names_the_writer_where_the_page_says_that_it_is_a_story(head: str) -> None:
    assert authors(head + meta("author", ANNA), more=FAR + QUOTED.format(ANNA)) == ((ANNA,) if head else ())


def test_of_several_in_a_meta_tag_those_are_writers_who_are_seen() -> None:
    assert authors(ARTICLE + meta("author", f"{ANNA}, {JAN}"), more=FAR + QUOTED.format(ANNA)) == (ANNA,)
    assert authors(ARTICLE + meta("author", f"{ANNA}, {JAN}"), f"<p class='byline'>By {ANNA}</p>", QUOTED.format(JAN)) == (ANNA, JAN)  # fmt: skip


@pytest.mark.parametrize("value", ["https://paper.example/Anna Weber", "/people/Anna Weber", "@Anna Weber"])
def test_an_address_in_a_meta_tag_names_nobody(value: str) -> None:
    assert authors(ARTICLE + meta("author", value), more=FAR + QUOTED.format(ANNA)) == ()


@pytest.mark.parametrize(
    ("author", "byline", "people", "source"),
    [
        ({"name": [ANNA, JAN]}, f"<p>{ANNA} {JAN}</p>", (ANNA, JAN), "json-ld"),
        ({"givenName": "Anna", "familyName": "Weber"}, f"<p>{ANNA}</p>", (ANNA,), "json-ld"),
        # an account is stated, and a person shown
        ("newsdesk7", f"<p class='byline'>By {ANNA}</p><p>newsdesk7</p>", (ANNA,), "class"),
        # what is shown names others, the same, or somebody besides who may be nobody
        (ANNA, f"<p class='byline'>By Otto Brandt</p>{QUOTED.format(ANNA)}", (ANNA,), "json-ld"),
        (ANNA, f"<p class='byline'>By Otto Brandt and {JAN}</p>{QUOTED.format(ANNA)}", (ANNA,), "json-ld"),
        (ANNA, f"<p class='byline'>By {ANNA}</p>", (ANNA,), "json-ld"),
        (ANNA, f"<p class='byline'>By {ANNA} and {ODD}</p>", (ANNA,), "json-ld"),
        # nobody is a person
        ({"@type": "Organization", "name": "Lakeport Newsroom"}, "", ("Lakeport Newsroom",), "json-ld"),
    ],
)  # fmt: skip
def test_of_a_stated_and_a_shown_writer(author: object, byline: str, people: tuple[str, ...], source: str) -> None:
    facts = read(ld(author=author), story(byline))
    assert (facts.authors, facts.provenance["authors"]) == (people, source)


@pytest.mark.parametrize(
    ("head", "byline", "people"),
    [
        (meta("author", "dpa"), "", ("dpa",)),
        ("", "<p class='author'>dpa</p>", ("dpa",)),
        ("", "<aside><p class='author'>dpa</p></aside>", ()),
        ("", f"<p class='author'>dpa {'and all who work with us at the harbour ' * 2}</p>", ()),
    ],
)
def test_an_agency_is_credited_where_no_person_is(head: str, byline: str, people: tuple[str, ...]) -> None:
    assert authors(head, byline) == people


# ------------------------------------------------------------------------------------------------------ elements

STRONG = """author|authors|byline|autor|autoren|auteur|auteurs|autore|writer|reporter|redakteur|fn|username|author-name|author_names|author-link
|author-title|author-text|author-info|author vcard|story-author|byline-s"""
WEAK = """image|img|photo|avatar|bio|desc|box|social|share|follow|twitter|facebook|email|count|icon|role|job|position|copyright|foto|illustration
|tags|tag|topic|category|list"""


@pytest.mark.parametrize("name", words(STRONG))
def test_an_element_made_for_names_names_whoever_it_holds(name: str) -> None:
    assert authors(byline=f"<a class='{name}' href='/people/zq'>{ODD}</a>") == (ODD,)


@pytest.mark.parametrize("name", words(WEAK))
def test_an_element_made_for_something_beside_a_name_names_only_who_is_known_by_the_first_one(name: str) -> None:
    assert authors(byline=f"<p class='author {name}'>{ODD}</p>") == ()
    assert authors(byline=f"<p class='author {name}'>{ANNA}</p>") == (ANNA,)


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        (f"<a rel='author' class='x' href='/a'>{ODD}</a>", (ODD,)),
        (f"<span itemprop='author' class='x'>{ODD}</span>", (ODD,)),
        (f"<address class='author'>{ODD}</address>", (ODD,)),
        (f"<p class='about-author-x'>{ODD}</p>", ()),
        (f"<p class='byline'>{ANNA}</p><p class='author'>Otto Brandt</p>", (ANNA,)),
        (f"<p class='author'>{ANNA}</p><p class='author'>{JAN}</p>", (ANNA, JAN)),
        (f"<p class='author'>Staff</p><p class='author'>{JAN}</p>", (JAN,)),
        ("<i class='author'>Tidal Basin</i><i class='author'>Quelt Quay</i><i class='author'>Zorvin Quelt</i>", ()),
        (f"<p class='author'>{ANNA}, {ODD}</p>", (ANNA,)),
        *((f"<p class='author'>{lead} {ANNA}, {ODD}</p>", (ANNA, ODD)) for lead in words("By|Von|Par|Por|Door|Di")),
        # one word
        ("<p class='author'>Skipper</p>", ("Skipper",)),
        ("<p class='author'>Skipper, dpa</p>", ("dpa",)),
        ("<p class='about-author-x'>Anna</p>", ()),
        ("<p class='about-author-x'>By Anna</p>", ("Anna",)),
        (f"<p class='author'>{'Anna ' * 60}</p>", ()),
    ],
)  # fmt: skip
def test_what_an_element_of_the_author_says(byline: str, people: tuple[str, ...]) -> None:
    assert authors(byline=byline) == people


@pytest.mark.parametrize("more", ["12345 Lakeport", "mail@x.example", "Tel. 5", "tel 5", "Fax 5", "fax 5", "Harbour Str. 5", "Hafenstraße 5"])  # fmt: skip
def test_an_address_of_a_house_names_no_writer(more: str) -> None:
    assert authors(byline=f"<address class='author'>{ODD}, {more}</address>") == ()


@pytest.mark.parametrize("byline", [f"<p class='about-author-x'>{ANNA}</p>", f"<p>{ANNA}</p><p>January 5, 2022</p>"])
def test_who_is_in_the_headline_did_not_write_the_story(byline: str) -> None:
    assert authors(byline=byline, headline="Weber crosses the bay") == ()
    assert authors(byline=f"<p>By {ANNA}</p>", headline="Weber crosses the bay") == (ANNA,)


# ---------------------------------------------------------------------------------------------- by the first name


@pytest.mark.parametrize("lead", ["", *(f"A column {word} " for word in words("von|by|par|por|di|av|af|door"))])
@pytest.mark.parametrize("end", ["", ", who sails", " – sailor", " | sailor", *(f" {word} here" for word in words("ist|is|war|was|est|es"))])  # fmt: skip
def test_a_writer_called_by_the_first_name_has_the_one_last_name_that_the_page_knows(lead: str, end: str) -> None:
    assert authors(byline="<p class='author-name'>Anna</p>", more=f"{FAR}<p>{lead}{ANNA}{end}</p>") == (ANNA,)


def test_an_account_is_not_called_by_a_first_name() -> None:
    assert authors(byline="<p class='author-name'>skipper</p>", more=f"{FAR}<p>Skipper Weber is here</p>") == ("skipper",)  # fmt: skip


# --------------------------------------------------------------------------------------------------------- lines


@pytest.mark.parametrize("mark", [" | ", " • ", " · ", " – ", " — ", " / ", " - ", ", ", " 13:10 ", " 13.10 Uhr "])
def test_a_name_in_the_line_of_the_date(mark: str) -> None:
    assert authors(byline=f"<p>5 January 2022{mark}{ANNA}{mark}Lakeport</p>") == (ANNA,)


@pytest.mark.parametrize("sign", [" / ", ", ", " & ", *(f" {word} " for word in words("and|und|et|y|e|en|og|och"))])
def test_two_names_in_a_line_above_the_date(sign: str) -> None:
    assert authors(byline=f"<p>{ANNA}{sign}{JAN}</p><p>January 5, 2022</p>") == (ANNA, JAN)


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        (f"<p>{ANNA}</p><p>9 hours ago</p>", (ANNA,)),
        *((f"<p>{ANNA}</p><p>{label}:</p>", (ANNA,)) for label in words("Published|Updated|Posted|Last updated|Veröffentlicht|Publié|Publicado")),
        (f"<p>{ANNA}</p><p>dpa</p>", (ANNA,)),
        (f"<p>{ANNA}</p><p>Lakeport Ledger</p>", (ANNA,)),
        (f"<p>{ANNA}</p><p>dpa</p><p>January 5, 2022</p>", (ANNA,)),
        (f"<p>{ANNA}</p>", ()),
        (f"<p>January 5, 2022</p><p>{ANNA}</p>", (ANNA,)),
        (f"<p>{ODD}</p><p>January 5, 2022</p>", (ODD,)),
        (f"<p>By</p><p>{ODD}</p>", (ODD,)),
        (f"<p>{ODD}</p>", ()),
        (f"<p>Nobody who has not sailed with them knows what it was like for the two captains <b>{ANNA}</b> and <b>all of their crew</b></p><p>January 5, 2022</p>",
         ()),
        *((f"<p>{lead}:</p><p>{ANNA}</p>", (ANNA,))
          for lead in words("By|Von|Par|Por|Di|Door|Av|Af|Text|Autor|Autorin|Author|Written by|Автор")),
    ],
)  # fmt: skip
def test_a_line_by_the_headline_names_the_writer_where_it_stands_like_a_byline(
    byline: str, people: tuple[str, ...]
) -> None:
    assert authors("<meta property='og:site_name' content='Lakeport Ledger'>", byline) == people


@pytest.mark.parametrize(("language", "people"), [("de", ()), ("fr", ("Stille Wasser",))])
def test_in_german_two_nouns_above_a_date_are_no_name(language: str, people: tuple[str, ...]) -> None:
    page = story("<p>Stille Wasser</p><p>05.01.2022</p>")
    assert read_all(f"<html lang='{language}'><body>{page}</body></html>").authors == people


# -------------------------------------------------------------------------------------------------------- labels

LABELS = "Autor|Autorin|Autoren|Autores|Autor/Autorin|Author|Authors|Auteur|Auteurs|Autore|Автор|Text|Bericht|Reporter|Redakteur|Redakteurin"


@pytest.mark.parametrize("label", words(LABELS))
def test_a_name_behind_a_label_far_below_the_headline(label: str) -> None:
    assert authors(more=f"{FAR}<p>{label}: {ANNA}</p>") == (ANNA,)
    assert authors(more=f"{FAR}<p>{label}: {ODD}</p>") == (ODD,)


@pytest.mark.parametrize("label", ["By", "Von", "Written by"])
def test_a_name_behind_a_lead_not_too_far_below_the_headline(label: str) -> None:
    assert authors(more=f"{NEARER}<p>{label} {ANNA}</p>") == (ANNA,)
    assert authors(more=f"{FAR}<p>{label} {ANNA}</p>") == ()
    assert authors(more=f"{NEARER}<p>{label} the time that Anna Weber came to the harbour</p>") == ()


@pytest.mark.parametrize("filed", words("Tag|Tags|Kategorie|Kategorien|Category|Categories|Rubrik|Ressort"))
def test_where_a_story_is_filed_ends_what_stands_behind_a_label(filed: str) -> None:
    assert authors(more=f"{FAR}<p>Autorin {ANNA} {filed} Häfen und Meere der Welt</p>") == (ANNA,)


@pytest.mark.parametrize("work", words("Verlag|ISBN|Seiten|Seitenzahl|Publisher|Pages|Illustrationen|Illustrator|Kindle|Taschenbuch|Hardcover"))  # fmt: skip
def test_the_author_of_a_book_is_not_that_of_the_story_about_it(work: str) -> None:
    assert authors(more=f"{FAR}<p>Author: Otto Brandt</p><p>{work}: 200</p>") == ()


@pytest.mark.parametrize(
    ("more", "people"),
    [
        (f"<p>Author:</p><p>{ANNA}</p>", (ANNA,)),
        (f"<p>Author:</p><p>{ANNA} {'sails the bay and ' * 20}</p>", ()),
        ("<p>Author of several books on ferries</p>", ()),
        (f"<p>Author: {ANNA} {'sails the bay and ' * 20}</p>", ()),
    ],
)
def test_what_stands_behind_a_label_must_be_a_name(more: str, people: tuple[str, ...]) -> None:
    assert authors(more=FAR + more) == people
