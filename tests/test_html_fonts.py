"""Pages as they were laid out until 2005, with tables, fonts and line breaks, and the blogs of those years."""

from __future__ import annotations

import textwrap

import pytest

from newsearch.model import Block, Page
from newsearch.pages import crediting, read_page
from newsearch.pages.buttons import is_button

TOLD = (
    "The council of Varn voted on Tuesday night to close the old ferry terminal at the end of the winter, after a debate of five hours.",
    '"We cannot keep paying for a building that nobody uses," said the mayor, Mira Okafor, and called for a new pier.',
    "The terminal was built in 1931 and served some 400,000 passengers a year until the bridge to the island was opened.",
    "Opponents said that the island would lose its last link whenever the bridge is shut for storms.",
)
TITLE = "Ferry terminal to close"
MENU = "<br>".join(
    f'<a href="/{name}">{name.title()}</a>' for name in ("world", "business", "science", "health", "sport")
)
BREAKS = "<br><br>".join(TOLD)
PARAGRAPHS = "".join(f"<p>{text}" for text in TOLD)


def read(body: str, title: str = TITLE) -> Page:
    return read_page(f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode(), name="page.html")


def story(page: Page) -> Block:
    (block,) = [block for block in page.blocks if block.kind == "article"]
    return block


IN_CELLS = {
    "a broadcaster": (
        f"""<table width=600><tr><td>{MENU}</td><td><font face=Arial size=1>Tuesday, March 2, 1999 Published at 21:14 GMT</font><br>
        <font face=Arial size=5><b>{TITLE}</b></font><br><br><font face=Arial size=2>{BREAKS}<br><br></font></td></tr></table>""",
        f"Varn News | EUROPE | {TITLE}",
        (),
    ),
    "a newspaper": (
        f"""<table width=760><tr><td bgcolor="#003366">{MENU}</td><td><b class="hed">{TITLE}</b><br><i>Council votes 12 to 7</i>
        <p><font size=2>By JONAS LINDQVIST<br>Courier Staff Writer</font><p><font size=2>Tuesday, March 2, 1999; Page A01</font>{PARAGRAPHS}
        <p><center><b>&copy; 1999 The Varn Courier</b></center></td></tr></table>""",
        f"The Varn Courier - {TITLE}",
        ("Jonas Lindqvist",),
    ),
    "a paper in three lines": (
        f"""<table><tr><td>{MENU}</td><td><font size="+2"><b>{TITLE}</b></font><br><font size="+1"><b>Vote Follows Five Hours of Debate</b></font>
        <br><br><font size="-1">By Jonas Lindqvist and Ann Lee<br>Varn Post Staff Writers<br>Tuesday, March 2, 1999; Page A01 </font>{PARAGRAPHS}
        </td></tr></table>""",
        f"{TITLE} (varnpost.example)",
        ("Jonas Lindqvist", "Ann Lee"),
    ),
    "a date above its headline": (
        f"""<table><tr><td>{MENU}</td><td><font size=1>2 March 1999</font><br><font size=1 color="#666666">TRAVEL</font><br>
        <font size="+2"><b>{TITLE}</b></font><p>By Jonas Lindqvist</p>{PARAGRAPHS}<p><small>Print | Send to a friend</small></p></td></tr></table>""",
        f"Varn Post - {TITLE}",
        ("Jonas Lindqvist",),
    ),
    "a name at the right below": (
        f"""<table><tr><td>{MENU}</td><td><font class=date>02.03.1999 15:23</font><h3>{TITLE}</h3>{PARAGRAPHS}
        <p align=right><b>Jonas Lindqvist</b></p></td></tr></table>""",
        f"Varn.Net: {TITLE}",
        ("Jonas Lindqvist",),
    ),
    "who posted it": (
        f"""<table><tr><td>{MENU}</td><td><table><tr><td bgcolor="#006666"><font size=4 color=white><b>{TITLE}</b></font></td></tr></table>
        <b>Posted by <a href="mailto:h@post.example">harbourmaster</a> on Tuesday March 02, 1999 @05:40PM</b><br>{PARAGRAPHS}</td></tr></table>""",
        f"Dashdot | {TITLE}",
        ("harbourmaster",),
    ),
}


@pytest.mark.parametrize(("body", "title", "authors"), IN_CELLS.values(), ids=IN_CELLS)
def test_a_story_in_a_cell_has_the_headline_byline_and_day_that_stand_in_it(
    body: str, title: str, authors: tuple[str, ...]
) -> None:
    found = story(read(body, title))
    assert (found.title, found.authors, (found.date or "")[:10]) == (TITLE, authors, "1999-03-02")
    told = found.body.split("\n\n")
    assert told[-len(TOLD) :] == list(TOLD)
    assert len(told) <= len(TOLD) + 1  # a standfirst


def test_a_chinese_story_ends_with_the_mark_behind_its_last_sentence() -> None:
    told = (
        "瓦恩市议会周二晚间经过五个小时的辩论，投票决定在冬季结束时关闭旧渡轮码头。",
        "反对者说，每当大桥因风暴关闭时，该岛将失去最后的联系。（完）",
    )
    page = read(
        f"""<table><tr><td>首页 &gt; 国际</td></tr><tr><td align=center><font size=5><b>瓦恩旧渡轮码头将关闭</b></font></td></tr>
        <tr><td align=center>2002年05月08日 15:23</td></tr><tr><td>　　{"<br><br>　　".join(told)}</td></tr><tr><td>【发表评论】【关闭窗口】【打印本页】</td></tr></table>""",
        "瓦恩旧渡轮码头将关闭_国际_瓦恩网",
    )
    found = story(page)
    assert (found.title, found.body) == ("瓦恩旧渡轮码头将关闭", "\n\n".join(told))


def test_two_stories_under_headlines_in_large_fonts_are_two() -> None:
    page = read(
        f"""<center><font size=6 color=red>The Island Independent</font><br><i>The voice of Oster</i><hr><a href=i.html>Home</a> * <a href=n.html>News</a><hr></center>
        <font size=5><b>{TITLE}</b></font><br><font size=2>by Jonas Lindqvist, March 2, 1999</font><p>{TOLD[0]}<p>{TOLD[1]}<hr>
        <font size=5><b>Bridge closed for third day</b></font><br><font size=2>by Ann Lee, March 1, 1999</font><p>{TOLD[2]}<p>{TOLD[3]}""",
        "Untitled Document",
    )
    assert [(b.title, b.authors, b.date, b.body) for b in page.blocks if b.kind == "article"] == [
        (TITLE, ("Jonas Lindqvist",), "1999-03-02", f"{TOLD[0]}\n\n{TOLD[1]}"),
        ("Bridge closed for third day", ("Ann Lee",), "1999-03-01", f"{TOLD[2]}\n\n{TOLD[3]}"),
    ]


HEADLINES = (
    "Court rules on the toll of the bridge",
    "Two held after fire at school in Varn",
    "Rain to last until the weekend",
    "Mayor meets fishermen in Oster",
)
ROWS = {
    "times": "15:{n}0 <a href='/l{n}.htm'>{title}</a><br>",
    "bullets": "· <a href='/l{n}.htm'>{title}</a><br>",
    "days behind": "<a href='/l{n}.htm'>{title}</a> (05/0{n} 10:22)<br>",
    "texts below": "<a href='/l{n}.htm'><b>{title}</b></a><br>{text} <a href='/l{n}.htm'>More</a><br><br>",
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_rows_between_breaks_are_teasers(row: str) -> None:
    rows = "".join(
        row.format(n=n, title=title, text=text) for n, (title, text) in enumerate(zip(HEADLINES, TOLD, strict=True), 1)
    )
    page = read(f"<table><tr><td>{MENU}</td><td><b>LATEST</b><br>{rows}</td></tr></table>", "Varn News | World")
    texts = TOLD if "{text}" in row else [""] * 4
    assert [(b.title, b.url, b.body) for b in page.blocks if b.kind == "teaser"] == [
        (title, f"/l{n}.htm", text) for n, (title, text) in enumerate(zip(HEADLINES, texts, strict=True), 1)
    ]


POSTS = (
    ("Ferry terminal to close", "May 08, 2003", "05:40 PM"),
    ("A bridge too shut", "May 07, 2003", "09:12 AM"),
    ("Names on a list", "May 05, 2003", "11:02 PM"),
)
BLOGS = {
    "days in headings": "<h2 class='date'>{day}</h2><div class='blogbody'><h3 class='title'>{title}</h3><p>{a}</p><p>{b}</p>"
    "<div class='posted'>Posted by {who} at <a href='/{n}'>{time}</a> | <a href='/{n}#c'>Comments ({n})</a> | <a href='/{n}#t'>TrackBack (0)</a></div></div>",
    "with weekdays": "<h2 class='date-header'><span>Thursday, {day}</span></h2><div class='post'><h3 class='post-title'>{title}</h3><div class='post-body'><div>"
    "{a}<br /><br />{b}</div></div><p class='post-footer'><em>posted by {who} @ <a href='/{n}'>{time}</a></em> <a href='/{n}#c'>{n} comments</a></p></div>",
    "days below": "<h3>{title}</h3><p>{a}</p><p>{b}</p><p class='posted'>Posted by {who} at {day} {time} | <a href='/{n}#c'>Comments</a></p>",
}


@pytest.mark.parametrize("who", ["kelda", "Ann Lee"])
@pytest.mark.parametrize("row", BLOGS.values(), ids=BLOGS)
def test_the_stories_of_a_blog_have_the_day_above_them_and_who_posted_them(row: str, who: str) -> None:
    rows = "".join(
        row.format(title=title, day=day, time=time, n=n, who=who, a=TOLD[n], b=TOLD[n + 1])
        for n, (title, day, time) in enumerate(POSTS)
    )
    page = read(
        f"<div id=banner><h1>Harbour Notes</h1></div><div class=blog>{rows}</div><div id=links>Archives</div>",
        "Harbour Notes",
    )
    assert [(b.title, b.authors, (b.date or "")[:10], b.body) for b in page.blocks if b.kind == "article"] == [
        (title, (who,), f"2003-05-{day[4:6]}", f"{TOLD[n]}\n\n{TOLD[n + 1]}") for n, (title, day, _) in enumerate(POSTS)
    ]


def test_days_below_headlines_are_no_days_of_what_follows() -> None:
    rows = "".join(
        f"<div class=card><h4><a href='/{n}'>{title}</a></h4><h5>0{n} May 2003</h5></div>"
        for n, title in enumerate(HEADLINES, 1)
    )
    page = read(f"<h1>News</h1><div class=cards>{rows}</div>", "News")
    assert [(b.title, b.date) for b in page.blocks if b.kind == "teaser"] == [
        (title, f"2003-05-0{n}") for n, title in enumerate(HEADLINES, 1)
    ]


def test_bold_words_before_a_break_stay_in_their_paragraph_on_a_page_with_headings() -> None:
    page = read(
        f"<div><div><h1>{TITLE}</h1><p>{TOLD[0]}</p><p><b>What now?</b><br>{TOLD[1]}</p><p>{TOLD[2]}</p></div></div>"
    )
    assert story(page).body == f"{TOLD[0]}\n\nWhat now? {TOLD[1]}\n\n{TOLD[2]}"


RIGHTS = (
    "© 2021 Harbour Post",
    "Copyright 2021 Harbour Post. All rights reserved.",
    "(c) 2021 Harbour Post",
    "© dpa-infocom, dpa:201227-99-820474/3",
)


@pytest.mark.parametrize("rights", RIGHTS)
def test_whose_a_page_is_is_no_part_of_its_story(rights: str) -> None:
    page = read(f"<div><div><h1>{TITLE}</h1><p>{'</p><p>'.join(TOLD)}</p><p>{rights}</p></div></div>")
    assert story(page).body == "\n\n".join(TOLD)


def test_a_sentence_about_copyright_is_told() -> None:
    said = "The copyright of the letters lies with the island."
    page = read(f"<div><div><h1>{TITLE}</h1><p>{TOLD[0]}</p><p>{said}</p><p>{TOLD[2]}</p></div></div>")
    assert said in story(page).body


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("posted by Jonas @ 5:40 PM 0 comments", ("Jonas",)),
        ("Posted by harbourmaster at 05:40 PM | Comments (2)", ("harbourmaster",)),
        ("Posted by harbourmaster at May 8, 2003 05:40 PM", ("harbourmaster",)),
        ("Eingestellt von Ann Lee um 17:40", ("Ann Lee",)),
        ("Publicado por kelda en 17:40", ("kelda",)),
        ("Upplagd av Mira kl. 17:40", ("Mira",)),
        ("Posted by the harbour police of Varn on May 8, 2003", ()),
        ("Posted by harbourmaster", ()),
        ("Shot by police at 17:40", ()),
        ("Posted by 05:40 PM", ()),
    ],
)
def test_a_line_says_who_posted_something_and_when(line: str, people: tuple[str, ...]) -> None:
    assert crediting.poster(line) == people


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Print | Send to a friend | Discuss (14)", True),
        ("Обсудить на форуме | Версия для печати | Отправить другу", True),
        ("【发表评论】【关闭窗口】", True),
        ("Print | The harbour in winter", False),
        ("| |", False),
    ],
)
def test_a_row_of_buttons_is_one(line: str, expected: bool) -> None:
    assert is_button(line) is expected


ENGINES = {
    "a small note below": (
        f"""<div id=page><div id=header><h1><a href="http://notes.example/">Harbour Notes</a></h1></div><div id=content><div class=post><h2><a href="?p=1">{TITLE}</a></h2>
        <div class=entry>{PARAGRAPHS}<p class="postmetadata alt"><small>This entry was posted on Tuesday, March 2nd, 1999 at 5:40 pm and is filed under
        <a href=/c>Harbour</a>. You can follow any responses to this entry through the <a href=/f>RSS 2.0</a> feed.</small></p></div></div></div></div>""",
        f"Harbour Notes &raquo; Blog Archive &raquo; {TITLE}",
        (),
    ),
    "a portal": (
        f"""<table><tr><td><font class=block-title><b>Modules</b></font><br>{MENU}</td><td><table><tr><td><font class=option><b>{TITLE}</b></font></td></tr>
        <tr><td><font class=content>Posted on Tuesday, March 02 1999 @ 17:40:11 CET by <a href=/u>harbourmaster</a></font></td></tr>
        <tr><td><font class=content>{BREAKS}</font></td></tr></table></td></tr></table>""",
        f"Varn Online - {TITLE}",
        ("harbourmaster",),
    ),
    "cells for each part": (
        f"""<table><tr><td class=contentheading>{TITLE}</td></tr></table><table><tr><td><span class=small>Written by Jonas Lindqvist</span></td></tr>
        <tr><td class=createdate>Tuesday, 02 March 1999</td></tr><tr><td>{PARAGRAPHS}</td></tr></table>""",
        f"Varn Echo - {TITLE}",
        ("Jonas Lindqvist",),
    ),
    "a wire": (
        f"""<h1>{TITLE}</h1><hr><i>Copyright &copy; 1999 The Associated Press</i><p>March 2, 1999{PARAGRAPHS}<p>By JONAS LINDQVIST, Associated Press Writer<hr>
        <a href="/">Home</a> | <a href="/w">World</a>""",
        TITLE,
        ("Jonas Lindqvist",),
    ),
    "a journal": (
        f"""<table><tr><td><b>kelda</b> wrote,<br>@ 1999-03-02 17:40:00</td></tr></table><font face=Arial size="+1"><i><b>{TITLE}</b></i></font><br>{BREAKS}
        <br clear=all><hr><center><b>(<a href=r>Post a new comment</a>)</b></center>""",
        f"kelda: {TITLE}",
        (),
    ),
}


@pytest.mark.parametrize(("body", "title", "authors"), ENGINES.values(), ids=ENGINES)
def test_a_story_is_read_as_early_engines_of_blogs_and_portals_wrote_it(
    body: str, title: str, authors: tuple[str, ...]
) -> None:
    found = story(read(body, title))
    assert (found.title, found.authors, (found.date or "")[:10]) == (TITLE, authors, "1999-03-02")
    assert found.body == "\n\n".join(TOLD)


def test_comments_of_which_every_other_has_a_class_are_all_read() -> None:
    rows = "".join(
        f'<li {"class=alt " if n % 2 else ""}id="comment-{n}"><cite>{who}</cite> Says:<br><small><a href="#c{n}">March {n + 3}, 1999 at 8:12 am</a></small><p>{TOLD[n]}</p></li>'
        for n, who in enumerate(("kelda", "Bo Ray", "tofte"))
    )
    page = read(
        f'<div id=content><h1>{TITLE}</h1><div>{PARAGRAPHS}</div><h3 id=comments>3 Responses to “{TITLE}”</h3><ol class="commentlist">{rows}</ol></div>'
    )
    assert [(b.authors, b.date, b.body) for b in page.blocks if b.kind == "comment"] == [
        (("kelda",), "1999-03-03", TOLD[0]),
        (("Bo Ray",), "1999-03-04", TOLD[1]),
        (("tofte",), "1999-03-05", TOLD[2]),
    ]
    assert not [b for b in page.blocks if b.kind == "teaser"]


def test_a_name_in_brackets_behind_a_listed_headline_is_its_author() -> None:
    rows = "".join(f'<li><a href="/{n}">{title}</a> (Jonas Lindqvist)' for n, title in enumerate(HEADLINES))
    page = read(f"<h2>Archive</h2><ul>{rows}</ul>", "Varn Post: Archive")
    assert [(b.title, b.authors, b.body) for b in page.blocks if b.kind == "teaser"] == [
        (title, ("Jonas Lindqvist",), "") for title in HEADLINES
    ]


def test_who_wrote_is_no_outlet() -> None:
    page = read(
        f"<article><h1>{TITLE}</h1><a href='/@j' rel=author>Jonas Lindqvist</a>{PARAGRAPHS}</article>",
        f"{TITLE} - by Jonas Lindqvist",
    )
    assert (story(page).outlet, story(page).authors) == (None, ("Jonas Lindqvist",))


HEADS = {
    "es": ("<font size=1>TRAS CINCO HORAS DE DEBATE</font><br><font size=5><b>Varn cierra la terminal</b></font><br><font size=1>JONAS LINDQVIST</font><br>"
           "<font size=1>Martes, 2 de marzo de 1999. Actualizado a las 15:23</font><p>{text}", "elvarn.es | Varn cierra la terminal"),
    "it": ("<font size=2>Dopo cinque ore<br>Proteste</font><br><font size=6><b>Il terminal chiude</b></font><br><font size=2><b>di JONAS LINDQVIST</b></font><br><br>"
           "{text}<br><br><font size=1>(2 marzo 1999)</font>", "la Gazzetta di Varn/cronaca: Il terminal chiude"),
    "pt": ("<font size=1>02/03/1999 - 15h23</font><br><font size=4><b>Varn fecha terminal</b></font><br><br><font size=2><b>JONAS LINDQVIST</b><br>da <b>Folha de Varn</b></font>"
           "<br><br>{text}", "Folha de Varn - Cotidiano - Varn fecha terminal - 02/03/1999"),
    "pl": ("<span class=tytul><b>Stary terminal znika</b></span><br><i>Jonas Lindqvist</i> 02-03-1999, ostatnia aktualizacja 02-03-1999 15:23<p>{text}", "Gazeta Varn: Stary terminal znika"),
    "sv": ("<font size=1>1999-03-02</font><br><font size=5><b>Gamla terminalen stängs</b></font>{text}<p><b>Jonas Lindqvist</b><br>"
           "<a href='mailto:j@v.example'>jonas.lindqvist@varnbladet.example</a>", "Varnbladet: Gamla terminalen stängs"),
    "nl": ("<h2>Oude terminal gaat dicht</h2><font size=1>Van onze verslaggever <b>Jonas Lindqvist</b><br>Gepubliceerd op 2 maart 1999 15:23</font><p>{text}", "Courant - Oude terminal gaat dicht"),
    "ko": ("<table><tr><td><font size=5><b>낡은 여객선 터미널 폐쇄</b></font></td></tr><tr><td align=right><font size=2>김민수기자 kms@varn.example<br>"
           "입력 : 1999.03.02 15:23</font></td></tr></table><br>{text}", "바른일보 - 낡은 여객선 터미널 폐쇄"),
    "ja": ("<b><font size=+1>古い terminal の閉鎖</font></b><br><br>By Jonas Lindqvist<br>{text}<p>(1999/03/02 15:23)<br>", "asavarn.com ： 古い terminal の閉鎖 - 国際"),
    "cs": ("<h1>Starý terminál se zavře</h1><font size=1>2.3.1999 15:23 - VARN</font><p>{text}<p><font size=1>Autor: JONAS LINDQVIST, ivarn.cz</font></p>", "iVarn - Starý terminál se zavře"),
}  # fmt: skip


@pytest.mark.parametrize(("head", "title"), HEADS.values(), ids=HEADS)
def test_papers_of_several_languages_say_who_and_when_in_a_cell(head: str, title: str) -> None:
    found = story(read(f"<table><tr><td>{MENU}</td><td>{head.format(text=PARAGRAPHS)}</td></tr></table>", title))
    assert found.title and found.title in title
    assert "terminal" in found.title or "terminál" in found.title or "터미널" in found.title
    assert found.authors == (("김민수",) if "김" in head else ("Jonas Lindqvist",))
    assert (found.date or "")[:10] == "1999-03-02"
    assert [text for text in TOLD if text not in found.body.split("\n\n")] == []


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Von unserem Korrespondenten Jonas Lindqvist", ("Jonas Lindqvist",)),
        ("De notre envoyé spécial Jonas Lindqvist", ("Jonas Lindqvist",)),
        ("dal nostro inviato JONAS LINDQVIST", ("Jonas Lindqvist",)),
        ("김민수·이영희 기자", ("김민수", "이영희")),
        ("사회부 기자", None),
        ("Von unserem Redakteur", None),
    ],
)
def test_a_paper_names_a_reporter_as_its_own(line: str, people: tuple[str, ...] | None) -> None:
    assert crediting.byline(line) == people


@pytest.mark.parametrize("between", ["\n\n", "\n \n\n", "\n    "], ids=["blank lines", "several", "set in"])
@pytest.mark.parametrize("head", [f"<h2>{TITLE}</h2><hr><pre>\n", f"<pre>{TITLE}\n\n"], ids=["headed", "all typed"])
def test_the_paragraphs_of_a_typed_story_are_kept_apart(head: str, between: str) -> None:
    typed = between.join(textwrap.fill(text, 72) for text in TOLD)
    page = read(f"{head}By <b>Jonas Lindqvist</b>\n\nMarch 2, 1999\n\n{typed}\n\n</pre><hr><a href='/'>Back</a>")
    found = story(page)
    assert (found.title, found.authors, found.date) == (TITLE, ("Jonas Lindqvist",), "1999-03-02")
    assert found.body == "\n\n".join(TOLD)


def test_a_listing_in_a_story_stays_one_text() -> None:
    page = read(f"<div><div><h1>{TITLE}</h1>{PARAGRAPHS}<pre>ferry = 1\n\nbridge = 2</pre></div></div>")
    assert any("ferry = 1 bridge = 2" in block.body for block in page.blocks)


def test_the_introduction_of_a_page_of_several_stories_is_told_in_any_script() -> None:
    said = "本周的港口又是多事之秋，以下是我们记下的三件事，供各位参考。"
    rows = "".join(
        f"<div class=post><h2>{title}</h2><div class=meta>2023年5月{8 - n}日</div><p>瓦恩市议会周二晚间经过五个小时的辩论，投票决定关闭旧渡轮码头。</p></div>"
        for n, title in enumerate(("旧渡轮码头将关闭的决定", "大桥连续第三天关闭的消息", "居民签名反对关闭码头"))
    )
    page = read(f"<div><h1>港口日记</h1><p>{said}</p>{rows}</div>", "港口日记")
    assert story(page).body == said
