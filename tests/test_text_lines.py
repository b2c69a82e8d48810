"""What the lines of a text dump are, each for itself and beside others, and what comments below a story are."""

from __future__ import annotations

import pytest

from newsearch.pages.text import read_text
from newsearch.pages.text import roles as r
from newsearch.pages.text.lines import read_lines
from newsearch.pages.text.neighbours import assign_roles

PROSE = "The ferry between the two islands will stop at midnight, the company said on Monday, because too few people use it."
MORE_PROSE = (
    "Its owners had asked for a subsidy twice, and twice the council had refused to pay for a boat that runs empty."
)
LAST_PROSE = (
    "From May on, a bus will take the long way round over the new bridge, which costs the passengers an hour more."
)
HEAD = "Night ferry to the islands ends in May"
STORY = f"{HEAD}\n\n{PROSE}\n\n{MORE_PROSE}\n\n{LAST_PROSE}\n\n"
LONG = "The council of the two islands met again, and again it found no answer to the question of who pays. "


def roles(*lines: str) -> list[str]:
    read = read_lines("\n".join(lines))
    assign_roles(read)
    return [line.role for line in read]


OF_ONE_LINE = {
    "prose": [
        PROSE,
        "Nobody was hurt on the way.",
        "It is late. Nobody has seen the boat that left the pier at noon, and nobody asks",
        "and so the boat that left the pier at noon is still on its way",
        "These are the things that the harbour master told us of the night:",
        "Follow us and you will see “how the council” spends what it has, said nobody at the harbour.",
        LONG * 16,
        f"{LONG * 4}By signing up you accept.",
        "“They left the pier at noon,” said the harbour master of the northern island, who saw them go from his window in the fog and waited (AP) there",
        "Mira Okafor · The council of the two islands met again and found no answer at all · Jan 5, 2022, so that it meets again on the morrow of that day",
    ],
    "headline": [HEAD, "Who pays for the night ferry?", "Ferry sinks off the northern pier…", "Ferry sinks off the pier...",
                 "No more boats. The islands ask why",
                 "Ferry to the islands ends | The council of the islands has nothing to say of it"],
    "label": ["Coast", "Boats…", "The list:", "Boats and more,", "Ferries;", "列表：", "No boats today."],
    "name": ["Mira Okafor", "Jon Ruud"],
    "date": ["January 5, 2022", "Jan 5, 2022 - Coast", "10:42 p.m.", "18:05", "05.01.2022", "9 hours ago", "Anna, January 5, 2022 at 10:42 wrote:",
             "Mira Okafor · Pier Review · Posted: Aug 8, 2024 10:15 AM EDT | Last Updated: August 9, 2024 | Reading time of the story on this page",
             "5 ianuarie 2022, Coasta", "Zagreb, 5. siječnja 2022. u 10:42", "5. ledna 2022", "نُشر في ٥ يناير ٢٠٢٢", "5 जनवरी 2022", "5 มกราคม 2565",
             "January 5, 2022, Coast and Islands and Sea", "Coast | January 5, 2022 | Islands and Sea and Ports"],
    "byline": ["By Mira Okafor", "By Mira Okafor, Jr.", "By Mira Okafor Sr.", "Von Mira Okafor, January 5, 2022", "By Mira Okafor and Jon Ruud for the Pier Review"],
    "credit": ["Photo: Lorenz Vieth", "Lorenz Vieth/Getty Images", "Reuters", "Lorenz Vieth via Getty Images", "AP Photo", "Via Reuters", "Lorenz Vieth / Pier Review"],
    "caption": ["The ferry leaves the pier at noon, in fog. (AP Photo/Lorenz Vieth)", "The ferry leaves the pier at noon, in the fog. Photo: Lorenz Vieth",
                "Image caption The ferry leaves the pier", "The ferry leaves the pier at noon in the fog via Reuters", "The ferry leaves the pier at noon in the fog (courtesy of Getty Images)",
                "The ferry leaves the pier at noon, Lorenz Vieth/AFP", f"{LONG * 4}(AP Photo/Lorenz Vieth)"],
    "more": ["Read more", "Continue reading"],
    "tail": ["Most read", "More from the Pier"],
    "aside": ["See also: the storm in pictures", "Read also", "Related stories"],
    "comments": ["3 Comments", "Leave a reply"],
    "says": ["Anna says:", "Jon wrote:"],
    "tools": ["Reply Like"],
    "copyright": ["© 2022 Pier LLC", "Copyright 2022 Pier LLC, and so on and so forth for all the boats and all the islands of the sea and for those on them"],
    "promo": ["Subscribe to our newsletter", "Sign up now for your free trial", "Get all the news of the islands in your inbox",
              "You can cancel when you like, and we will not ask you",
              f"Subscribe to our newsletter. {LONG * 4}It comes to your inbox.", f"{LONG * 4}You accept our newsletter, our privacy policy and our cookies."],
    "page title": ["Night ferry to end in May | Coast | The Pier Review"],
    "url": ["https://pier.example/ferry", "www.pier.example/a", "desk@pier.example"],
    "sign-off": ["Reporting by Mira Okafor; editing by Jon Ruud", "With files from the Canadian Press"],
    "cut": ["Advertisement", "7 / 7"],
    "navigation": ["Home", "Facebook Twitter", "All of it on Facebook, on Twitter, by WhatsApp or by email with those who live with you on the islands and who do not read the paper",
                   "HomeWorldSport IslandsCoastSea", "HomeWorldSport"],
}  # fmt: skip


@pytest.mark.parametrize(("role", "line"), [(role, line) for role, lines in OF_ONE_LINE.items() for line in lines])
def test_a_line_is_known_by_its_words_and_its_shape(role: str, line: str) -> None:
    assert roles(line) == [role]


# ------------------------------------------------------------------------------------------------------ neighbours

CREDIT = "Lorenz Vieth/Getty Images"


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        # a line right above a credit is a caption, a headline only where another or the next story follows
        (["A boat lies in the northern harbour", CREDIT], ["caption", "credit"]),
        (["The ferry is leaving the pier in the fog.", "", CREDIT, "", PROSE], ["caption", "credit", "prose"]),
        ([HEAD, "", "The ferry is leaving the pier in the fog.", "", CREDIT], ["headline", "prose", "credit"]),
        ([HEAD, "", "The ferry is leaving the pier in the fog.", "", CREDIT, "", PROSE], ["headline", "caption", "credit", "prose"]),
        (["Mira Okafor", "", CREDIT], ["caption", "credit"]),
        ([HEAD, "", CREDIT, "", PROSE], ["headline", "credit", "prose"]),
        ([HEAD, "", "A boat lies in the northern harbour", "", CREDIT, "", PROSE], ["headline", "caption", "credit", "prose"]),
        (["January 5, 2022", HEAD, CREDIT, PROSE], ["date", "headline", "credit", "prose"]),
        ([f"{LONG * 2}They said “no”.", "", CREDIT], ["prose", "credit"]),
        # and so is one that the caption says again
        ([HEAD, f"{HEAD} (AP Photo/Lorenz Vieth)"], ["caption", "caption"]),
        (["The ferry leaves the pier", "The ferry leaves at noon, in fog. (AP Photo/Lorenz Vieth)"], ["caption", "caption"]),
        ([HEAD, "The boat leaves at noon, in fog. (AP Photo/Lorenz Vieth)"], ["headline", "caption"]),
        # a name and a place, or several names, beside a date
        *(([f"Mira Okafor {word} Riga", "January 5, 2022"], ["byline", "date"])
          for word in ("in", "reports from", "reporting from", "for", "aus", "en", "desde")),
        *(([f"Mira Okafor{word}Jon Ruud", "January 5, 2022"], ["byline", "date"])
          for word in (" | ", ", ", "; ", " & ", " · ", " and ", " und ", " et ", " y ", " e ", " og ", " och ", " en ")),
        (["Mira Okafor in Riga", PROSE], ["headline", "prose"]),
        (["Mira Okafor and Reuters", "January 5, 2022"], ["byline", "date"]),
        # an offer beside one that is sure
        (["Get all the news of the islands", "© 2022 Pier LLC"], ["promo", "copyright"]),
        (["For more boats and for more bridges the islands will have to wait.", PROSE], ["prose", "prose"]),
        (["For more boats and for more bridges the islands will have to wait.", "© 2022 Pier LLC"], ["promo", "copyright"]),
        # what is said four times is the frame of a page; a headline is one the first time
        ([HEAD, PROSE, HEAD, MORE_PROSE, HEAD, LAST_PROSE, HEAD], ["headline", "prose", "cut", "prose", "cut", "prose", "cut"]),
        ([HEAD, PROSE, PROSE, PROSE, PROSE], ["headline", "repeated", "cut", "cut", "cut"]),
        ([HEAD, PROSE, HEAD, MORE_PROSE, HEAD], ["headline", "prose", "headline", "prose", "headline"]),
    ],
)  # fmt: skip
def test_a_line_is_known_by_what_stands_beside_it(lines: list[str], found: list[str]) -> None:
    assert roles(*lines) == found


# -------------------------------------------------------------------------------------------------------- comments


def comments(*lines: str) -> list[tuple[tuple[str, ...], str | None, str]]:
    page = read_text(STORY + "\n".join(lines), None, "page.txt")
    return [(block.authors, block.date, block.body) for block in page.blocks if block.kind == "comment"]


SAID = "I took it every week and never saw it empty."
ANSWER = "Then you took another boat than I did, Anna."
DAY = "2022-01-05"


@pytest.mark.parametrize("says", ["says:", "said:", "wrote:", "schrieb:", "sagt:", "dice:", "dijo:", "dit:", "пишет:", "написала:", "написал:"])  # fmt: skip
def test_comments_that_begin_with_who_says_it(says: str) -> None:
    lines = (f"Anna {says}", "January 5, 2022", SAID, f"Jon {says}", "January 5, 2022", ANSWER)
    assert comments("2 Comments", *lines) == comments(*lines) == [(("Anna",), DAY, SAID), (("Jon",), DAY, ANSWER)]


@pytest.mark.parametrize(
    "head",
    [
        *(f"{by} {{}}, January 5, 2022" for by in ("Posted by", "By", "Von", "Par", "Por", "Di", "Door", "Av", "Автор:")),
        *(f"Posted by {{}}{on}January 5, 2022" for on in (" | ", " • ", " · ", " - ", " – ", " — ", " on ", " am ", " le ", " el ", " at ", " (")),
    ],
)  # fmt: skip
def test_comments_that_begin_with_by_whom_they_were_posted(head: str) -> None:
    found = comments("2 Comments", head.format("Anna Lund"), SAID, head.format("Jon Ruud"), ANSWER)
    assert [(authors, body) for authors, _, body in found] == [(("Anna Lund",), SAID), (("Jon Ruud",), ANSWER)]


@pytest.mark.parametrize(
    "head",
    [
        "Posted von {} am 5. Januar 2022", "Verfasst von {} am 5. Januar 2022", "Publié par {} le 5 janvier 2022",
        "Publicado por {} el 5 de enero de 2022", "Scritto da {} il 5 gennaio 2022", "Geplaatst door {} op 5 januari 2022",
    ],
)  # fmt: skip
def test_the_words_around_who_posted_a_comment_are_no_part_of_the_name(head: str) -> None:
    found = comments("2 Comments", head.format("Anna Lund"), SAID, head.format("Bo"), ANSWER)
    assert found == [(("Anna Lund",), DAY, SAID), (("Bo",), DAY, ANSWER)]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        # a name above a date, or before it
        (["2 Comments", "Anna Lund", "January 5, 2022", SAID, "Jon Ruud", "January 5, 2022", ANSWER],
         [(("Anna Lund",), DAY, SAID), (("Jon Ruud",), DAY, ANSWER)]),
        (["2 Comments", "Anna, January 5, 2022", SAID, "Jon | January 5, 2022", ANSWER], [(("Anna",), DAY, SAID), (("Jon",), DAY, ANSWER)]),
        (["1 Comment", "Anna Lund", "January 5, 2022", SAID], [(("Anna Lund",), DAY, SAID)]),
        # buttons are nobody's words, and the comments end where other stories begin
        (["1 Comment", "Anna Lund", "January 5, 2022", SAID, "Reply", "Advertisement", "Read more", "Most read", "A whale in the northern harbour"],
         [(("Anna Lund",), DAY, SAID)]),
        (["1 Comment", "Anna Lund", "January 5, 2022", SAID, "© 2022 Pier LLC", "Imprint"], [(("Anna Lund",), DAY, SAID)]),
        # numbered, with paragraphs and quoted lists of their own
        (["2 Comments", "  1. " + SAID, "", "    Not once, in all those years.", "", "  2. " + ANSWER],
         [((), None, f"{SAID}\n\nNot once, in all those years."), ((), None, ANSWER)]),
        # a headline above a date is nobody who comments
        (["1 Comment", "Anna Lund", "January 5, 2022", SAID, "A whale swims into the northern harbour", "January 6, 2022", PROSE],
         [(("Anna Lund",), DAY, f"{SAID}\n\nA whale swims into the northern harbour\n\nJanuary 6, 2022\n\n{PROSE}")]),
        # no comments without a head
        (["Leave a reply", "Your name", "Your email"], []),
        (["2 Comments", "Nobody has said a word of it so far, and nobody will as long as the boat runs."], []),
    ],
)  # fmt: skip
def test_comments_below_a_story(lines: list[str], found: list[tuple[tuple[str, ...], str | None, str]]) -> None:
    assert comments(*lines) == found


@pytest.mark.parametrize("signed", [["By Mira Okafor"], ["Mira Okafor", "January 4, 2022"]])
def test_an_article_that_was_pasted_into_a_comment_is_an_article(signed: list[str]) -> None:
    pasted = ["Council sells the old lighthouse of the island", *signed, MORE_PROSE + " Twice.", LAST_PROSE + " Twice."]
    text = "\n".join(["1 Comment", "  1. Look at this one.", *(f"    {line}" for line in pasted), "    © 2021 Harbour Press Ltd", "", "  2. Thanks."])  # fmt: skip
    page = read_text(STORY + text, None, "page.txt")
    found = [(b.kind, b.title, b.authors, b.body.count("Twice.")) for b in page.blocks if b.kind != "other"]
    assert found == [
        ("article", HEAD, (), 0),
        ("comment", None, (), 0),
        ("article", "Council sells the old lighthouse of the island", ("Mira Okafor",), 2),
        ("comment", None, (), 0),
    ]


def test_a_headline_in_a_comment_that_nothing_follows_is_no_article() -> None:
    said = ["Council sells the old lighthouse of the island", "By Orla Rasmussen", "© 2021 Harbour Press Ltd"]
    text = "\n".join(["1 Comment", "  1. Look at this one.", *(f"    {line}" for line in (*said, MORE_PROSE, LAST_PROSE)), "", "  2. Thanks."])  # fmt: skip
    found = read_text(text, None, "page.txt").blocks
    assert {block.kind for block in found} == {"comment"}
    assert MORE_PROSE in found[0].body


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Artikel drucken", r.CUT),
        ("Temps de lecture : 2 min", r.CUT),
        ("Mirá también", r.ASIDE),
        ("CITEȘTE ȘI: Drumarii încep reparațiile pe Valea Albă", r.ASIDE),
        ("À LIRE AUSSI Aéroport : le chantier du terminal prend du retard", r.ASIDE),
        ("Urmărește Gazeta Morii și pe Google News.", r.PROMO),
        ("Propos recueillis par Bastien Roque et Inès Haddad", r.BYLINE),
        ("Von: Sepp Nagelmoser", r.BYLINE),
        ("Sperrt zu: Wirt Xaver Brandhuber vor seinem Gasthof. © Archiv", r.CAPTION),
        ("Rua do Sol ficou alagada em Itaperoá — Foto: Reprodução/TV Agreste", r.CAPTION),
        ("Le marché, ici en 2019, attirait la foule. | ARCHIVES L’ÉCHO DU MOULIN", r.CAPTION),
        ("Un vehículo atrapado por el agua en el polígono. / Íñigo Larrañeta", r.CAPTION),
        ("Imagem: Divulgação/Prefeitura", r.CREDIT),
    ],
)
def test_what_a_line_of_a_european_or_latin_american_page_is(line: str, role: str) -> None:
    assert r.role_of(line) == role


@pytest.mark.parametrize(
    ("signature", "authors", "agency"),
    [
        ("Lusa", (), "Lusa"),
        ("Radim Holoubek, ČTK", ("Radim Holoubek",), "ČTK"),
        ("Maëlle LE GOFFIC.", ("Maëlle Le Goffic",), None),
        ("AFP", (), None),
    ],
)
def test_who_signs_beside_the_date_of_a_dump(signature: str, authors: tuple[str, ...], agency: str | None) -> None:
    told = "The mill at Corran Bridge ground its last sack of barley on Friday, to the sound of one accordion. " * 3
    text = f"A mill closes after two hundred years\n\nMillers and neighbours danced until the morning came.\n\n{signature}\n5 October 2021, 8:47\n\n{told}\n\n{told}"
    block = next(block for block in read_text(text, None, "page.txt").blocks if block.kind == "article")
    assert (block.authors, block.agency) == (authors, agency)


def test_a_name_above_a_job_signs_a_dump() -> None:
    told = "The mill at Corran Bridge ground its last sack of barley on Friday, to the sound of one accordion. " * 3
    text = f"A mill closes after two hundred years\n\nIngvild Sandmo\nJournalist\n\nPublisert: 08.10.2021 14:22\n\n{told}\n\n{told}"
    block = next(block for block in read_text(text, None, "page.txt").blocks if block.kind == "article")
    assert block.authors == ("Ingvild Sandmo",)


def test_two_sentences_below_a_headline_of_a_dump_are_no_headline() -> None:
    told = "The mill at Corran Bridge ground its last sack of barley on Friday, to the sound of one accordion. " * 3
    head = "The morning paper of Corran valley\n\nWeather\n\nA mill closes and the valley is cut off\n\n"
    text = f"{head}The road stays shut until Monday. Twelve families leave the village\n\nby Ann Lee\n28 November 2022\n\n{told}\n\n{told}"
    block = next(block for block in read_text(text, None, "page.txt").blocks if block.kind == "article")
    assert block.title == "A mill closes and the valley is cut off"
