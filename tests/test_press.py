"""What people keep of press databases, chats and note books: every document is a block with what the export says of it."""

from __future__ import annotations

import io
import json
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from saved_files import read

from newsearch.model import Block, Page
from newsearch.pages import read_page
from newsearch.pages.containers import Given, kind_of, press


@dataclass(frozen=True)
class Story:
    title: str = "Lake Orsha bridge to close for two years"
    outlet: str = "The Meridian Courier"
    author: str = "Nadia Fenn"
    day: str = "March 14, 2019"
    iso: str = "2019-03-14"
    body: tuple[str, ...] = (
        "The bridge over Lake Orsha will close to traffic for two years while its piers are rebuilt, the county said.",
        'Officials said that ferries would carry commuters. "We know that this is hard," said the county engineer.',
    )


FIRST = Story()
SECOND = Story(
    "Harbour strike enters third week",
    "Harbor News",
    "Pat Doyle",
    "March 15, 2019",
    "2019-03-15",
    ("Dock workers in Port Ellis voted to go on with their strike.", "The union wants a raise of five percent."),
)


def day_first(story: Story) -> str:
    month, day, year = story.day.replace(",", "").split()
    return f"{day} {month} {year}"


def nexis(stories: list[Story]) -> str:
    def centred(text: str) -> str:
        return text.center(76).rstrip()

    return "\n\n\n".join(
        f"{centred(f'{number} of {len(stories)} DOCUMENTS')}\n\n\n{centred(story.outlet)}\n\n{centred(story.day)}\n{centred('Late Edition - Final')}\n\n"
        f"{story.title}\n\nBYLINE: By {story.author.upper()}\n\nSECTION: Section A; Pg. 21\n\nLENGTH: 312 words\n\n"
        + "\n\n".join(textwrap.fill(paragraph, 76) for paragraph in story.body)
        + f"\n\nGRAPHIC: PHOTO: The pier.\n\nLOAD-DATE: June 1, 2020\n\nLANGUAGE: ENGLISH\n\n{centred(f'Copyright 2019 {story.outlet}')}\n"
        for number, story in enumerate(stories, 1)
    )


def nexis_uni(stories: list[Story]) -> str:
    listed = "\n".join(f"{n}. {story.title}\nClient/Matter: -None-\n" for n, story in enumerate(stories, 1))
    return f"Job Number: 897\n\nDocuments ({len(stories)})\n\n{listed}\nPage 1 of 9\n\n" + "\n".join(
        f"{story.title}\n{story.outlet}\n{story.day} Thursday\nLate Edition - Final\n\nCopyright 2019 {story.outlet} All Rights Reserved\n"
        f"Section: Section A; Pg. 21\nLength: 312 words\nByline: By {story.author}\nBody\n\n" + "\n\n".join(story.body)
        + "\n\nGraphic\n\nPHOTO: The pier.\n\nClassification\n\nLanguage: ENGLISH\n\nLoad-Date: June 1, 2020\n\nEnd of Document\n"
        for story in stories
    )  # fmt: skip


def factiva(stories: list[Story]) -> str:
    return "\n".join(
        f"Business\n{story.title}\n\nBy {story.author}\n312 words\n{day_first(story)}\n{story.outlet}\nMERC\n21\nEnglish\n"
        f"Copyright 2019 {story.outlet}. All rights reserved.\n\n" + "\n\n".join(story.body) + f"\n\nDocument MERC00002019{n:012}\n"
        for n, story in enumerate(stories, 1)
    ) + "\nSearch Summary\nText\torsha\n"  # fmt: skip


def factiva_codes(stories: list[Story]) -> str:
    return "\n".join(
        f"SE  Business\nHD  {story.title}\nBY  By {story.author}\nWC  312 words\nPD  {day_first(story)}\nSN  {story.outlet}\nSC  MERC\nLA  English\n"
        f"CY  Copyright 2019\n\nLP  \n{story.body[0]}\n\nTD  \n" + "\n\n".join(story.body[1:]) + f"\n\nART  PHOTO: The pier.\nNS  gtrans : Transport\n"
        f"AN  Document MERC00002019{n:012}\n"
        for n, story in enumerate(stories, 1)
    )  # fmt: skip


def proquest(stories: list[Story]) -> str:
    def listed(name: str) -> str:
        first, _, last = name.partition(" ")
        return f"{last}, {first}"

    rule = "_" * 60
    return "".join(
        f"{rule}\n\nDocument {n} of {len(stories)}\n\n{story.title}\n\nAuthor: {listed(story.author)}\n\nPublication info: {story.outlet} ; Orsha.\n\n"
        f"Links: none\n\nFull text: " + "\n\n".join(story.body) + f"\n\nLocation: Orsha\n\nTitle: {story.title}\n\nPublication title: {story.outlet}; Orsha\n\n"
        f"Publication year: 2019\n\nPublication date: {story.day}\n\nDatabase: Newsstream\n\n"
        for n, story in enumerate(stories, 1)
    ) + f"{rule}\n\nContact us\n"  # fmt: skip


def newsbank(stories: list[Story]) -> str:
    return "\n".join(
        f"{story.title}\n{story.outlet} (Orsha, ST) - {story.day}\nAuthor/Byline: {story.author.upper()}, Staff Writer\nEdition: Final\nSection: Metro\n\n"
        + "\n\n".join(story.body) + f"\nCaption: PHOTO: The pier.\nRecord: 15F3\nCopyright: Copyright (c) 2019 {story.outlet}\n"
        for story in stories
    )  # fmt: skip


def europresse(stories: list[Story]) -> str:
    return "".join(
        f"{story.outlet}, no. 229\nNews, {day_first(story)} 312 mots, p. 21\n\n{story.title}\n\n{story.author}\n\n" + "\n\n".join(story.body)
        + f"\n\n© 2019 {story.outlet}. Tous droits réservés.\n\nnews·20190314·OR·{n}\n\n"
        for n, story in enumerate(stories, 1)
    )  # fmt: skip


def factiva_html(stories: list[Story]) -> str:
    return '<html><head><title>Factiva</title></head><body><div id="articleFrame">' + "".join(
        f'<div id="article-{n}" class="article enArticle"><p></p><div>Business</div><div id="hd"><span class="enHeadline"><b>{story.title}</b></span></div>'
        f'<div class="author">By {story.author}</div><div>312 words</div><div>{day_first(story)}</div><div>{story.outlet}</div><div>MERC</div>'
        f"<div>English</div><div>Copyright 2019 {story.outlet}</div>" + "".join(f'<p class="articleParagraph enarticleParagraph">{p}</p>' for p in story.body)
        + f"<p>Document MERC00002019{n:012}</p></div><br/>"
        for n, story in enumerate(stories, 1)
    ) + "</div></body></html>"  # fmt: skip


def factiva_codes_html(stories: list[Story]) -> str:
    def rows(story: Story, number: int) -> Iterator[tuple[str, str]]:
        yield from (("HD", story.title), ("BY", f"By {story.author}"), ("WC", "312 words"), ("PD", day_first(story)))
        yield from (("SN", story.outlet), ("LA", "English"), ("LP", f"<p>{story.body[0]}</p>"))
        yield from (
            ("TD", "".join(f"<p>{p}</p>" for p in story.body[1:])),
            ("AN", f"Document MERC00002019{number:012}"),
        )

    return "<html><body>" + "".join(
        '<div class="article deArticle"><table>' + "".join(f"<tr><td><b>{code}</b>&nbsp;</td><td>{value}</td></tr>" for code, value in rows(story, n))
        + "</table></div><br>"
        for n, story in enumerate(stories, 1)
    ) + "</body></html>"  # fmt: skip


def europresse_html(stories: list[Story]) -> str:
    return "<!DOCTYPE html><html><head><title>Export</title></head><body>" + "".join(
        f'<article><header><span class="DocPublicationName">{story.outlet}, no. 17</span><span class="DocHeader">News, {day_first(story)} 312 mots</span>'
        f'<p class="titreArticleVisu">{story.title}</p><div class="sm-margin-bottomNews">{story.author}</div></header><section><div class="docOcurrContainer">'
        + "".join(f"<p>{p}</p>" for p in story.body) + f"</div></section><footer><div>news·20190314·OR·{n}</div></footer></article>"
        for n, story in enumerate(stories, 1)
    ) + "</body></html>"  # fmt: skip


def nexis_html(stories: list[Story]) -> str:
    return "<HTML><HEAD><TITLE>Search</TITLE></HEAD><BODY>" + "".join(
        f'<A NAME="DOC_ID_0_{n}"></A><DOCFULL><DIV CLASS="c0"><P><SPAN>{n} of {len(stories)} DOCUMENTS</SPAN></P></DIV><DIV><P>{story.outlet}</P></DIV>'
        f"<DIV><P>{story.day}<BR>Late Edition - Final</P></DIV><DIV><P>{story.title}</P></DIV><DIV><P><SPAN>BYLINE: </SPAN>By {story.author}</P></DIV>"
        "<DIV><P>LENGTH: 312 words</P></DIV><DIV>" + "".join(f"<P>{p}</P>" for p in story.body) + "</DIV><DIV><P>LANGUAGE: ENGLISH</P></DIV></DOCFULL>"
        for n, story in enumerate(stories, 1)
    ) + "</BODY></HTML>"  # fmt: skip


Writer = Callable[[list[Story]], str]
TEXTS: list[Writer] = [nexis, nexis_uni, factiva, factiva_codes, proquest, newsbank, europresse]
PAGES: list[Writer] = [factiva_html, factiva_codes_html, europresse_html, nexis_html]
texts = pytest.mark.parametrize("export", TEXTS)
exports = pytest.mark.parametrize("export", [*TEXTS, *PAGES])


def articles(page: Page) -> list[Block]:
    return [block for block in page.blocks if block.kind == "article"]


def told(block: Block) -> Story:
    """The story as it was read, dates apart."""
    return Story(
        block.title or "",
        block.outlet or "",
        ", ".join(block.authors),
        "",
        block.date or "",
        tuple(block.body.split("\n\n")),
    )


def without_day(stories: list[Story]) -> list[Story]:
    return [Story(s.title, s.outlet, s.author, "", s.iso, s.body) for s in stories]


@exports
def test_every_document_of_an_export_is_a_story_with_its_fields(export: Writer) -> None:
    page = read_page(export([FIRST, SECOND]).encode(), name="export.html" if export in PAGES else "export.txt")
    assert list(map(told, articles(page))) == without_day([FIRST, SECOND])
    for block in articles(page):
        assert {block.provenance[name] for name in ("title", "authors", "date", "outlet", "body")} == {"export"}
        assert block.position is not None
    assert {block.kind for block in page.blocks} <= {"article", "other"}


WORDS = st.lists(
    st.sampled_from(
        ["Ferry", "Harbour", "county", "Bridge", "piers", "late", "mayor", "closes", "plans", "again", "Orsha"]
    ),
    min_size=2,
    max_size=14,
)
STORIES = st.builds(
    lambda title, outlet, author, day, body: Story(
        " ".join(title).capitalize(), outlet, author, f"March {day}, 2019", f"2019-03-{day:02}", tuple(body)
    ),
    WORDS.filter(lambda words: len(words) < 9),
    st.sampled_from(["Harbor News", "The Meridian Courier", "Orsha Post"]),
    st.sampled_from(["Nadia Fenn", "Pat Doyle", "Ann Lee"]),
    st.integers(1, 28),
    st.lists(WORDS.map(lambda words: " ".join(words).capitalize() + ", it was said on a rainy day."), min_size=2, max_size=4),
)  # fmt: skip


@exports
@given(stories=st.lists(STORIES, min_size=1, max_size=5))
def test_as_many_stories_come_out_as_went_in(export: Writer, stories: list[Story]) -> None:
    name = "export.html" if export in PAGES else "export.txt"
    assert list(map(told, articles(read_page(export(stories).encode(), name=name)))) == without_day(stories)


DAMAGE: dict[str, Callable[[str], bytes]] = {
    "line ends of Windows": lambda text: text.replace("\n", "\r\n").encode(),
    "byte order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
    "windows-1252": lambda text: text.replace("Nadia", "Zoë").replace("NADIA", "ZOË").encode("windows-1252"),
    "form feeds": lambda text: text.replace("\n\n\n", "\n\f\n\n").encode(),
    "blanks that do not break": lambda text: text.replace(" ", "\u00a0").encode(),
    "blanks at line ends": lambda text: text.replace("\n", "  \n").encode(),
}


@texts
@pytest.mark.parametrize("how", DAMAGE)
def test_an_export_is_read_however_it_was_written_down(export: Writer, how: str) -> None:
    data = DAMAGE[how](export([FIRST, SECOND]))
    found = articles(read_page(data, name="export.txt"))
    assert [(block.title, block.outlet, block.date) for block in found] == [
        (story.title, story.outlet, story.iso) for story in (FIRST, SECOND)
    ]
    assert found[0].authors == (("Zoë Fenn",) if how == "windows-1252" else ("Nadia Fenn",))


@texts
def test_nothing_of_an_export_is_lost_and_terms_are_in_no_body(export: Writer) -> None:
    text = export([FIRST, SECOND])
    page = read_page(text.encode(), name="export.txt")
    held = " ".join(
        " ".join((block.title or "", block.outlet or "", *block.authors, *block.captions, block.body)) for block in page.blocks
    ).casefold()  # fmt: skip
    for word in ("orsha", "pier", "document mer", "june 1, 2020", "copyright", "classification", "gtrans", "15f3"):
        assert (word in text.casefold()) <= (word in held), word
    for block in articles(page):
        assert "Copyright" not in block.body
        assert "©" not in block.body


@pytest.mark.parametrize("label", ["BYLINE: By NADIA FENN", "LANGUAGE: ENGLISH"])
def test_a_line_that_is_no_part_of_the_field_above_it_is_kept(label: str) -> None:
    stray = "Ferries were rerouted around the ice"
    text = nexis([FIRST]).replace(label, f"{label}\n{stray}")
    assert any(stray in block.body for block in read_page(text.encode(), name="export.txt").blocks)


def test_what_an_export_says_above_its_documents_is_kept() -> None:
    html = factiva_html([FIRST]).replace('<div id="articleFrame">', "<p>Results of a search for orsha</p>", 1)
    page = read_page(html.encode(), name="a.html")
    assert [(block.kind, block.body) for block in page.blocks][:1] == [("other", "Results of a search for orsha")]
    assert [block.title for block in articles(page)] == [FIRST.title]


@pytest.mark.parametrize(
    "html",
    [
        "<p>She wrote of <code>DocPublicationName</code>, the class.</p><article><h1>A bridge</h1><p>The bridge closes.</p></article>",
        '<div class="article enArticle"><h1>A bridge</h1><p>The bridge closes for two years, the county said.</p></div>',
    ],
)
def test_a_page_that_only_uses_a_databases_class_is_read_as_a_page(html: str) -> None:
    assert [
        block.title for block in articles(read_page(f"<html><body>{html}</body></html>".encode(), name="a.html"))
    ] == ["A bridge"]


@texts
def test_a_cut_export_keeps_its_stories(export: Writer) -> None:
    text = export([FIRST, SECOND])
    end = text.rindex("a raise of")
    found = articles(read_page(text[:end].encode(), name="export.txt"))
    assert [block.title for block in found][:1] == [FIRST.title]
    assert any("Dock workers" in block.body for block in found)


def test_a_document_without_byline_date_or_section_is_still_told() -> None:
    bare = "2 of 2 DOCUMENTS\n\nHarbor News\n\nA strike\n\nLENGTH: 12 words\n\nThe strike goes on.\n"
    page = read_page((nexis([FIRST]) + "\n" + bare).encode(), name="a.txt")
    block = articles(page)[-1]
    assert (block.title, block.outlet, block.authors, block.date, block.body) == (
        "A strike", "Harbor News", (), None, "The strike goes on."
    )  # fmt: skip


def test_an_older_export_labels_headline_and_body_and_has_rights_above_the_outlet() -> None:
    text = (
        "1 of 2 DOCUMENTS\n\n  Copyright 2006 The Meridian Courier Company\n  The Meridian Courier\n\n  March 14, 2019 Thursday\n  Late Edition - Final\n\n"
        "LENGTH: 312 words\n\nHEADLINE: A bridge\n\nBYLINE: By NADIA FENN\n\nBODY:\n   The bridge closes.\n\n   ANDERSON: They said so?\n\nLOAD-DATE: March 14, 2019\n\n"
        "2 of 2 DOCUMENTS\n\n  Copyright 2019 Port Broadcasting\n  All Rights Reserved\n  Port Radio\n\n  SHOW: Morning Hour 9:00 AM EST\n\n  March 15, 2019\n\n"
        "TRANSCRIPT: 031501\n\nLENGTH: 512 words\n\nHEADLINE: A strike\n\nBODY:\nPAT DOYLE, HOST: Good morning.\n\nTOM RUIZ: Morning.\n"
    )  # fmt: skip
    assert list(map(told, articles(read_page(text.encode(), name="a.txt")))) == [
        Story("A bridge", "The Meridian Courier", "Nadia Fenn", "", "2019-03-14", ("The bridge closes.", "ANDERSON: They said so?")),
        Story("A strike", "Port Radio", "", "", "2019-03-15", ("PAT DOYLE, HOST: Good morning.", "TOM RUIZ: Morning.")),
    ]  # fmt: skip


def test_what_stands_between_the_rules_of_an_export_is_no_story_without_labels() -> None:
    rule = "_" * 60
    text = f"{rule}\n\nA bridge\n\nFenn, Nadia. Courier, 14 Mar 2019: A.21.\n\n{rule}\n\nhttps://post.example/1\n\n{proquest([FIRST])}\nBibliography\n\nStyle: APA\n"
    page = read_page(text.encode(), name="a.txt")
    assert [block.title for block in articles(page)] == [FIRST.title]
    assert "A.21" in page.blocks[0].body
    assert "Bibliography" in page.blocks[-1].body


def test_lines_that_were_broken_at_a_width_are_paragraphs_again() -> None:
    title = "Lake Orsha bridge to close for two years while the piers are rebuilt and ferries carry commuters"
    story = Story(title, body=FIRST.body)
    text = "\n".join(textwrap.fill(line, 78) for line in factiva([story]).split("\n"))
    (block,) = articles(read_page(text.encode(), name="a.txt"))
    assert (block.title, tuple(block.body.split("\n\n"))) == (title, FIRST.body)


LABELS = {
    "de": ("1 von 2 DOKUMENTEN", "14. März 2019 Donnerstag", "AUTOR: Nadia Fenn", "LÄNGE: 312 Wörter", "SPRACHE: GERMAN", "UPDATE: 1. Juni 2020"),
    "fr": ("1 de 2 DOCUMENTS", "jeudi 14 mars 2019", "AUTEUR: Nadia Fenn", "LONGUEUR: 312 mots", "LANGUE: FRENCH", "LOAD-DATE: 1 juin 2020"),
    "nl": ("1 van 2 DOCUMENTEN", "14 maart 2019 donderdag", "BYLINE: Nadia Fenn", "LENGTE: 312 woorden", "TAAL: DUTCH", "LOAD-DATE: 1 juni 2020"),
    "es": ("1 de 2 DOCUMENTOS", "14 de marzo de 2019 jueves", "AUTOR: Nadia Fenn", "LONGITUD: 312 palabras", "IDIOMA: SPANISH", "LOAD-DATE: 1 junio 2020"),
}  # fmt: skip


@pytest.mark.parametrize("language", LABELS)
def test_labels_are_known_in_several_languages(language: str) -> None:
    count, day, byline, length, tongue, load = LABELS[language]
    text = f"{count}\n\nHarbor News\n\n{day}\n\nA bridge\n\n{byline}\n\n{length}\n\nThe bridge closes.\n\n{load}\n\n{tongue}\n"
    (block,) = articles(read_page(text.encode(), name="a.txt"))
    assert (block.title, block.outlet, block.authors, block.date, block.body) == (
        "A bridge", "Harbor News", ("Nadia Fenn",), "2019-03-14", "The bridge closes."
    )  # fmt: skip


def test_a_time_with_a_zone_standfirst_captions_and_agency_are_told() -> None:
    text = nexis_uni([FIRST]).replace("March 14, 2019 Thursday", "March 14, 2019 Thursday 9:12 AM GMT")
    text = text.replace("\nBody\n\n", "\nHighlight: Ferries are to run.\nBody\n\nORSHA (Reuters) - ")
    (block,) = articles(read_page(text.encode(), name="a.txt"))
    assert (block.date, block.standfirst, block.captions, block.agency) == (
        "2019-03-14T09:12:00+00:00", "Ferries are to run.", ("PHOTO: The pier.",), "Reuters"
    )  # fmt: skip


def test_words_of_a_text_that_are_labels_elsewhere_stay_in_it() -> None:
    line = "IN an aside, he laughed"
    assert line in articles(read_page(factiva_codes([Story(body=("One.", line))]).encode(), name="a.txt"))[0].body
    for export, line in ((nexis, "Length: 40 metres"), (nexis_uni, "Section: the last"), (proquest, "People: tired")):
        block = articles(read_page(export([Story(body=("One.", f"Two.\n{line}", "Three."))]).encode(), name="a.txt"))[0]
        assert line in block.body
        assert block.body.endswith("Three.")


@pytest.mark.parametrize(
    "text",
    [
        "312 words\n14 March 2019\nThe bridge closes, the county said, and it will be so for two years.\n",
        "Section: Sport\n\nLength: 40 metres\n\nThe bridge closes.\n",
        "Document 1 of 3\n\nThe bridge closes.\n",
        "_____________________________\n\nAuthor: Ann Lee\n\nThe bridge closes.\n",
        "HD television is here\nBY the sea\nThe bridge closes.\n",
        "12/03/2019, 10:15 - Ann Lee: First\n\nThe bridge closes.\n",
        "Body\n\nThe body was found in the lake.\n",
    ],
)
def test_one_sign_alone_makes_no_export(text: str) -> None:
    assert kind_of(text.encode(), "a.txt") is None


def test_documents_are_read_one_by_one() -> None:
    class Endless(io.RawIOBase):
        """An export without end, after its first million bytes."""

        pending, sent = nexis([FIRST]).encode(), 0

        def readable(self) -> bool:
            return True

        def readinto(self, into: bytearray) -> int:  # type: ignore[override]
            data = (self.pending * (1 + len(into) // len(self.pending)))[: len(into)]
            into[:] = data
            self.sent += len(data)
            return len(data)

        def seekable(self) -> bool:
            return True

        def seek(self, *_: int) -> int:
            return 0

    stream = Endless()
    pages = press.read_press(io.BufferedReader(stream, 4096), Given("a.txt"))  # type: ignore[type-var]
    assert len([page for page in islice(pages, 50) if articles(page)]) >= 45
    assert stream.sent < 3_000_000


def test_a_document_names_itself_in_its_file(tmp_path: Path) -> None:
    pages = read(tmp_path, "export.txt", nexis([FIRST, SECOND]))
    assert [page.name for page in pages] == ["document 1", "document 2"]
    lines = nexis([FIRST, SECOND]).split("\n")
    position = articles(pages[1])[0].position
    assert position is not None
    assert lines[position.first_line - 1].strip() == "2 of 2 DOCUMENTS"


# --- Chats

WHATSAPP = {
    "Android": "13/03/2019, 10:15 - Messages are encrypted.\n13/03/2019, 10:15 - Ann Lee: The bridge: closed\non Monday\n14/03/2019, 09:01 - +49 170 12: Thanks\n",
    "iPhone": "[13.03.19, 10:15:00] Messages are encrypted.\n[13.03.19, 10:15:32] Ann Lee: The bridge: closed\non Monday\n[14.03.19, 09:01:02] +49 170 12: Thanks\n",
    "America": "3/13/19, 10:15\u202fAM - Messages are encrypted.\n3/13/19, 10:15\u202fAM - Ann Lee: The bridge: closed\non Monday\n3/14/19, 9:01\u202fPM - +49 170 12: Thanks\n",
}  # fmt: skip


@pytest.mark.parametrize("kind", WHATSAPP)
def test_each_message_of_a_chat_has_who_when_and_what(kind: str) -> None:
    page = read_page(WHATSAPP[kind].encode(), name="chat.txt")
    assert [(block.kind, block.authors, block.date, block.body) for block in page.blocks] == [
        ("other", (), "2019-03-13", "Messages are encrypted."),
        ("live", ("Ann Lee",), "2019-03-13", "The bridge: closed\non Monday"),
        ("live", (), "2019-03-14", "Thanks"),
    ]


def test_days_that_could_be_months_are_read_where_the_order_of_messages_says_so() -> None:
    def days(*written: str) -> list[str | None]:
        text = "".join(f"{day}, 10:15 - Ann Lee: Hello\n" for day in written)
        return [block.date for block in read_page(text.encode(), name="chat.txt").blocks]

    assert days("12/03/2019", "01/04/2019") == ["2019-03-12", "2019-04-01"]
    assert days("04/11/2019", "05/01/2019") == ["2019-04-11", "2019-05-01"]
    assert days("03/04/2019", "05/06/2019") == [None, None]


MESSAGES = [
    {"id": 1, "type": "service", "date": "2019-03-14T10:00:00", "date_unixtime": "1552546800", "action": "create_channel", "title": "Orsha Today", "text": ""},
    {"id": 2, "type": "message", "date": "2019-03-14T10:15:00", "date_unixtime": "1552547700", "from": "Orsha Today", "forwarded_from": "Harbor News",
     "text": ["The ", {"type": "bold", "text": "bridge"}, " closes.\n\nFerries start."]},
    {"id": 3, "type": "message", "date": "2019-03-15T10:15:00", "from": "Ann Lee", "text": "Short one"},
]  # fmt: skip


@pytest.mark.parametrize("whole", [False, True])
def test_telegrams_messages_are_blocks(whole: bool) -> None:
    chat = {"name": "Orsha Today", "type": "public_channel", "id": 1, "messages": MESSAGES}
    value = {"about": "all", "chats": {"about": "these", "list": [chat]}} if whole else chat
    page = read_page(json.dumps(value, indent=1).encode(), name="result.json")
    assert [(block.kind, block.authors, block.date, block.outlet, block.body) for block in page.blocks] == [
        ("other", (), "2019-03-14T10:00:00+03:00", "Orsha Today", "Orsha Today"),
        ("live", (), "2019-03-14T10:15:00+03:00", "Orsha Today", "The bridge closes.\n\nFerries start."),
        ("live", ("Ann Lee",), "2019-03-15", "Orsha Today", "Short one"),
    ]
    assert [candidate.value for candidate in page.blocks[1].alternates] == ["Harbor News"]


def test_telegrams_page_of_messages_is_read_as_messages() -> None:
    def message(number: int, more: str, text: str, joined: str = "") -> str:
        return (
            f'<div class="message default clearfix{joined}" id="message{number}"><div class="body"><div class="pull_right date details" '
            f'title="14.03.2019 10:1{number}:00 UTC+03:00">10:1{number}</div>{more}<div class="text">{text}</div></div></div>'
        )

    html = (
        '<!DOCTYPE html><html><head><title>Exported Data</title></head><body><div class="page_wrap"><div class="page_header"><div class="text bold">\nOrsha Group\n'
        '</div></div><div class="history"><div class="message service" id="message-1"><div class="body details">14 March 2019</div></div>'
        + message(2, '<div class="from_name">Ann Lee</div>', "The bridge <b>closes</b>.<br><br>Ferries &amp; buses.")
        + message(3, '<div class="forwarded body"><div class="from_name">Harbor News <span class="details">1</span></div>', "More.", " joined")
        + "</div></div></body></html>"
    )  # fmt: skip
    page = read_page(html.encode(), name="messages.html")
    assert [(block.kind, block.authors, block.date, block.outlet, block.body) for block in page.blocks] == [
        ("other", (), None, "Orsha Group", "14 March 2019"),
        ("live", ("Ann Lee",), "2019-03-14T10:12:00+03:00", "Orsha Group", "The bridge closes.\n\nFerries & buses."),
        ("live", ("Ann Lee",), "2019-03-14T10:13:00+03:00", "Orsha Group", "More."),
    ]


# --- Notes and mailboxes


def note(title: str, content: str, url: str = "") -> str:
    return (
        f"<note><title>{title}</title><created>20190314T101500Z</created><note-attributes><source-url>{url}</source-url></note-attributes>"
        f'<content><![CDATA[<?xml version="1.0"?><!DOCTYPE en-note SYSTEM "enml2.dtd"><en-note>{content}</en-note>]]></content>'
        '<resource><data encoding="base64">AAAA</data></resource></note>'
    )  # fmt: skip


NOTES = (
    '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE en-export SYSTEM "evernote-export4.dtd"><en-export>'
    + note("Bridge &amp; ferries", f"<div>By Nadia Fenn</div><p>{FIRST.body[0]}</p><p>{FIRST.body[1]}</p>", "https://post.example/a")
    + note("Remember", "Call the port.")
    + "</en-export>"
)  # fmt: skip


def test_each_note_of_evernote_is_the_page_that_was_clipped(tmp_path: Path) -> None:
    first, second = read(tmp_path, "notes.enex", NOTES)
    (block,) = articles(first)
    assert (block.title, block.authors, block.url) == ("Bridge & ferries", ("Nadia Fenn",), "https://post.example/a")
    assert tuple(block.body.split("\n\n")) == FIRST.body
    assert (first.saved, block.date) == ("2019-03-14T10:15:00+00:00", None)
    assert [(block.title, block.body) for block in second.blocks] == [("Remember", "Call the port.")]


def test_of_damaged_notes_those_before_the_damage_are_read() -> None:
    page = read_page(NOTES[: NOTES.index("Call")].encode(), name="notes.enex")
    assert [block.title for block in articles(page)] == ["Bridge & ferries"]
    assert "damaged behind 1 notes" in page.warnings[0]


def test_each_letter_of_a_mailbox_is_read(tmp_path: Path) -> None:
    letters = (
        "From - Thu Mar 14 10:15:00 2019\nFrom: Harbor News <news@harbor.example>\nSubject: =?utf-8?q?Br=C3=BCcke?= closes\n"
        "Date: Thu, 14 Mar 2019 10:15:00 +0100\nContent-Type: text/plain; charset=utf-8\n\nThe bridge over Lake Orsha closes on Monday, the county said.\n\n>From Tuesday on, ferries run.\n\n"
        "From here to there is far.\n\n"
        "From 17@xxx Fri Mar 15 10:15:00 +0000 2019\nSubject: Strike\nDate: Fri, 15 Mar 2019 10:15:00 +0100\nContent-Type: text/html\n\n"
        f"<html><body><h1>{SECOND.title}</h1><p>{FIRST.body[0]}</p><p>{FIRST.body[1]}</p></body></html>\n"
    )
    first, second = read(tmp_path, "news.mbox", letters)
    assert [(block.title, block.date) for block in first.blocks] == [("Brücke closes", "2019-03-14T10:15:00+01:00")]
    assert first.blocks[0].body.split("\n\n") == [
        "The bridge over Lake Orsha closes on Monday, the county said.", "From Tuesday on, ferries run.", "From here to there is far."
    ]  # fmt: skip
    assert [(block.title, block.date) for block in articles(second)] == [(SECOND.title, "2019-03-15T10:15:00+01:00")]
