"""Discussions as forums and news sites build them: who wrote, when and what, without profiles, buttons and signatures."""

from __future__ import annotations

import pytest

from newsearch.model import Block, Page
from newsearch.pages import read_page

SAID = (
    "I take this ferry every week and it has not been on time once since the board changed hands in March.",
    "The board has no money for a new engine, and the ministry says that it is not its job to pay for one either.",
    "Then let them sell the boat to somebody who can run it, the islands need a line and not a museum.",
)
WHO = ("kelda", "mirao", "bo_ray", "tofte")
TITLE = "Night ferry to the islands ends in May"


def read(head: str, row: str, foot: str = "") -> Page:
    """A page of four rows; each has its writer, number and two paragraphs."""
    rows = "".join(row.format(who=who, n=n, a=SAID[n % 3], b=SAID[(n + 1) % 3]) for n, who in enumerate(WHO))
    return read_page(
        f"<html><head><title>{TITLE}</title></head><body>{head}{rows}{foot}</body></html>".encode(), name="page.html"
    )


def comments(page: Page) -> list[Block]:
    return [block for block in page.blocks if block.kind == "comment"]


def expected(first: int) -> list[tuple[tuple[str, ...], str, str]]:
    return [
        ((WHO[n],), f"2022-01-07T1{n}:15:00+00:00", f"{SAID[n % 3]}\n\n{SAID[(n + 1) % 3]}") for n in range(first, 4)
    ]


XENFORO = """<article class="message js-post" data-author="{who}" id="js-post-{n}"><div class="message-cell"><section>
<h4 class="message-name"><a class="username" href="/members/{who}">{who}</a></h4><h5 class="userTitle">Senior member</h5>
<dl><dt>Joined</dt><dd>Mar 3, 2010</dd></dl><dl><dt>Messages</dt><dd>1,2{n}4</dd></dl></section></div>
<div class="message-main"><header><a href="/x"><time datetime="2022-01-07T1{n}:15:00+0000">Jan 7, 2022</time></a> <a>#{n}</a></header>
<div class="bbWrapper">{a}<br><br>{b}</div><footer><a href="/l">Like</a> <a href="/r">Reply</a></footer></div></article>"""


def test_an_attribute_says_who_wrote_a_post() -> None:
    page = read(f"<h1>{TITLE}</h1>", XENFORO)
    story, *posts = [block for block in page.blocks if block.kind != "other"]
    assert (story.kind, story.title) == ("article", TITLE)
    assert [(post.authors, post.date, post.body) for post in posts] == expected(1)


REDDIT = """<div class="thing comment" data-author="{who}"><div class="entry"><p class="tagline"><a>[–]</a>
<a class="author" href="/user/{who}">{who}</a> <span>{n} points</span><span>1{n} points</span>
<time datetime="2022-01-07T1{n}:15:00+00:00">3 hours ago</time> <a>(2 children)</a></p>
<form class="usertext"><input type="hidden" name="id"><div class="md"><p>{a}</p><p>{b}</p></div></form>
<ul class="buttons"><li><a href="#">permalink</a></li><li><a href="#">embed</a></li><li><a href="#">save</a></li></ul></div></div>"""
ELEMENTS = """<forum-comment author="{who}" depth="0"><div slot="meta"><a href="/u/{who}">{who}</a><span>•</span>
<time datetime="2022-01-07T1{n}:15:00Z">3h ago</time></div><div slot="comment"><p>{a}</p><p>{b}</p></div>
<forum-comment-row><button>Reply</button><button>Award</button></forum-comment-row></forum-comment>"""
TABLES = """<table class="comments"><tr><td class="comment"><div><a class="hnuser" href="user?id={who}">{who}</a>
<span class="age" title="2022-01-07T1{n}:15:00+00:00">3 hours ago</span> | <a href="#2">next</a> [–]</div>
<div class="commtext">{a}<p>{b}</p></div><div><a href="reply?id={n}">reply</a></div></td></tr></table>"""


@pytest.mark.parametrize("row", [REDDIT, ELEMENTS, TABLES], ids=["forms", "elements of its own", "tables"])
def test_the_text_of_a_comment_is_apart_from_who_and_when_and_buttons(row: str) -> None:
    found = comments(read("", row))
    assert [(post.authors, post.date, post.body) for post in found] == expected(0)


BULLETIN = """<table id="post{n}"><tr><td class="thead">January 7, 2022, 1{n}:15 AM</td><td class="thead">#{n}</td></tr>
<tr><td class="alt2"><a class="bigusername" href="member.php?u={n}">{who}</a><div>Senior Member</div>
<div>Join Date: Mar 2010</div><div>Location: Varn</div><div>Posts: 1,2{n}4</div></td>
<td class="alt1"><div><strong>Re: Night ferry ends in May</strong></div><div id="message_{n}">{a}<br><br>{b}</div></td></tr></table>"""


def test_profiles_are_no_part_of_posts() -> None:
    posts = comments(read("<h1>Night ferry ends in May</h1>", BULLETIN))
    assert [post.authors for post in posts] == [(who,) for who in WHO[1:]]
    assert not any(word in post.body for post in posts for word in ("Senior", "Join Date", "Location", "Posts:"))
    assert all(post.body.endswith(SAID[(n + 2) % 3]) for n, post in enumerate(posts))


STORY = f"<article><h1>{TITLE}</h1><p class='byline'>By Ann Lee</p>{''.join(f'<p>{one} {one}</p>' for one in SAID)}</article>"


@pytest.mark.parametrize(
    "button", ["Svara nu", "Zum Antworten anmelden", "1.6k", "Permanente link", "показать ответы (2)"]
)
def test_buttons_in_any_language_are_no_part_of_a_comment(button: str) -> None:
    row = (
        '<div class="comment"><b class="author">{who}</b><time datetime="2022-01-07T1{n}:15:00Z">3 hours ago</time>'
        f'<div class="text"><p>Oh!</p><p>{{a}}</p></div><div class="foot">{button}</div></div>'
    )
    found = comments(read(STORY, row))
    assert [post.body for post in found] == [f"Oh!\n\n{SAID[n % 3]}" for n in range(4)]


def test_short_paragraphs_of_a_comment_are_kept() -> None:
    row = '<div class="comment"><b class="author">{who}</b><time datetime="2022-01-07T1{n}:15:00Z">3 hours ago</time><div>Hi all,</div><div>{a}</div></div>'
    found = comments(read(STORY, row))
    assert [post.body for post in found] == [f"Hi all,\n\n{SAID[n % 3]}" for n in range(4)]


def test_initials_stand_for_a_portrait_above_the_name() -> None:
    row = '<div class="comment"><div class="avatar">{who[0]}</div><div><a class="user" href="/u/{n}">{who}</a></div><p>{a}</p><time datetime="2022-01-07T1{n}:15:00Z">3 hours ago</time></div>'
    rows = "".join(row.format(who=who.capitalize(), n=n, a=SAID[n % 3]) for n, who in enumerate(WHO))
    page = read_page(f"<html><body>{STORY}<div class='comments'>{rows}</div></body></html>".encode(), name="page.html")
    assert [post.authors for post in comments(page)] == [(who.capitalize(),) for who in WHO]


def test_what_comments_say_heads_no_teaser() -> None:
    page = read("", TABLES)
    assert [block for block in page.blocks if block.kind == "teaser"] == []


def test_where_a_listed_story_is_told_is_no_part_of_its_headline() -> None:
    row = (
        '<tr class="athing"><td>{n}.</td><td class="title"><span class="titleline"><a href="https://post{n}.example/x">{b}</a>'
        ' <span>(<a href="from?site={n}"><span>post{n}.example</span></a>)</span></span></td></tr>'
        '<tr><td></td><td>12 points by {who} <span>3 hours ago</span> | <a href="item?id={n}">{n} comments</a></td></tr>'
    )
    page = read("<table>", row, "</table>")
    teasers = [block for block in page.blocks if block.kind == "teaser"]
    assert [teaser.title for teaser in teasers] == [SAID[(n + 1) % 3] for n in range(3)]
    assert {teaser.body for teaser in teasers} == {""}


@pytest.mark.parametrize(
    "when",
    ["Ann Lee | Fri, 7 January 2022", "Ann Lee, Fri 7 January 2022", "Ann Lee · Friday, January 7, 2022 at 10:15"],
)
def test_the_weekday_is_no_part_of_a_name(when: str) -> None:
    found = comments(read(STORY, f'<div class="comment"><div>{when}</div><p>{{a}}</p></div>'))
    assert [(post.authors, (post.date or "")[:10]) for post in found] == [(("Ann Lee",), "2022-01-07")] * 4


def test_a_name_below_what_is_said_signs_it() -> None:
    found = comments(
        read(
            STORY,
            '<div class="comment"><div class="text"><p>{a}</p></div><div>Ann Lee</div><div>7 January 2022</div></div>',
        )
    )
    assert [(post.authors, post.date, post.body) for post in found] == [
        (("Ann Lee",), "2022-01-07", SAID[n % 3]) for n in range(4)
    ]
