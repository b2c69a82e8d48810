"""Stories in JSON as feed readers, services, interfaces and scrapers write them, each under its own names."""

from __future__ import annotations

import json
from typing import Any

import pytest

from newsearch.model import Page
from newsearch.pages import read_page

TITLE = "Ferry late again in Varn"
URL = "https://harbourpost.example/news/ferry"
SITE = "https://harbourpost.example/"
TEXT = (
    "The ferry from Varn was late again on Friday, and the mayor is cross about it.",
    "The harbour board says that the engine is older than its captain.",
)
HTML = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT)
PLAIN = "\n".join(TEXT)
MOMENT = "2022-01-07T10:15:00Z"

EXPORTS: dict[str, Any] = {
    "Google Reader": {"items": [{"title": TITLE, "published": 1641550500, "author": "Ann Lee", "summary": {"direction": "ltr", "content": HTML}, "canonical": [{"href": URL}], "origin": {"title": "The Harbour Post", "htmlUrl": SITE}}]},
    "Feedly": [{"title": TITLE, "published": 1641550500000, "author": "Ann Lee", "content": {"content": HTML}, "alternate": [{"href": URL, "type": "text/html"}], "origin": {"title": "The Harbour Post"}}],
    "Miniflux": {"total": 1, "entries": [{"title": TITLE, "url": URL, "author": "Ann Lee", "content": HTML, "published_at": MOMENT, "created_at": "2022-01-09T10:15:00Z", "feed": {"title": "The Harbour Post", "site_url": SITE}}]},
    "NewsBlur": [{"story_title": TITLE, "story_content": HTML, "story_permalink": URL, "story_authors": "Ann Lee", "story_date": "2022-01-07 10:15:00", "story_feed_title": "The Harbour Post"}],
    "wallabag": [{"title": TITLE, "url": URL, "content": HTML, "created_at": "2022-01-09T10:00:00+0000", "published_at": "2022-01-07T10:15:00+0000", "published_by": ["Ann Lee"], "domain_name": "harbourpost.example"}],
    "Omnivore": [{"title": TITLE, "content": PLAIN, "author": "Ann Lee", "url": URL, "siteName": "The Harbour Post", "savedAt": "2022-01-09T10:00:00Z", "publishedAt": MOMENT}],
    "NewsAPI": {"status": "ok", "articles": [{"source": {"id": None, "name": "The Harbour Post"}, "author": "Ann Lee", "title": TITLE, "url": URL, "publishedAt": MOMENT, "content": PLAIN}]},
    "Guardian": {"response": {"status": "ok", "results": [{"webPublicationDate": MOMENT, "webTitle": TITLE, "webUrl": URL, "fields": {"byline": "Ann Lee", "body": HTML, "publication": "The Harbour Post"}}]}},
    "New York Times": {"response": {"docs": [{"web_url": URL, "lead_paragraph": PLAIN, "source": "The Harbour Post", "headline": {"main": TITLE}, "pub_date": "2022-01-07T10:15:00+0000", "byline": {"original": "By Ann Lee"}}]}},
    "Event Registry": {"articles": {"results": [{"lang": "eng", "date": "2022-01-07", "dateTime": MOMENT, "url": URL, "title": TITLE, "body": PLAIN, "source": {"uri": "harbourpost.example", "title": "The Harbour Post"}, "authors": [{"name": "Ann Lee", "type": "author"}]}]}},
    "Media Cloud": [{"media_name": "The Harbour Post", "publish_date": "2022-01-07", "title": TITLE, "url": URL, "story_text": PLAIN, "author": "Ann Lee"}],
    "Diffbot": {"request": {"pageUrl": URL}, "objects": [{"date": "Fri, 07 Jan 2022 10:15:00 GMT", "author": "Ann Lee", "title": TITLE, "text": PLAIN, "html": HTML, "pageUrl": URL, "siteName": "The Harbour Post"}]},
    "Webz.io": {"posts": [{"thread": {"site": "harbourpost.example"}, "url": URL, "author": "Ann Lee", "published": "2022-01-07T10:15:00.000+00:00", "title": TITLE, "text": PLAIN, "crawled": "2022-01-09T10:15:00.000+00:00"}]},
    "Aylien": {"stories": [{"author": {"name": "Ann Lee"}, "body": PLAIN, "title": TITLE, "published_at": MOMENT, "links": {"permalink": URL}, "source": {"name": "The Harbour Post"}}]},
    "CSL JSON": [{"type": "article-newspaper", "title": TITLE, "container-title": "The Harbour Post", "abstract": PLAIN, "author": [{"family": "Lee", "given": "Ann"}], "issued": {"date-parts": [["2022", 1, 7]]}, "URL": URL, "accessed": {"date-parts": [["2022", 1, 9]]}}],
    "JSON-LD": {"@type": "NewsArticle", "headline": TITLE, "articleBody": PLAIN, "datePublished": MOMENT, "author": {"name": "Ann Lee"}, "publisher": {"name": "The Harbour Post"}, "mainEntityOfPage": {"@type": "WebPage", "@id": URL}},
    "fundus": {"title": TITLE, "authors": ["Ann Lee"], "publishing_date": "2022-01-07 10:15:00+00:00", "html": {"requested_url": URL, "content": f"<html><h1>{TITLE}</h1>{HTML}</html>", "crawl_date": "2022-01-09"}, "publisher": "The Harbour Post"},
    "WordPress": [{"date": "2022-01-07T10:15:00", "link": URL, "title": {"rendered": TITLE}, "content": {"rendered": HTML}, "author": 1, "yoast_head_json": {"author": "Ann Lee", "og_site_name": "The Harbour Post"}}],
    "Readability": {"title": TITLE, "byline": "Ann Lee", "content": HTML, "textContent": " ".join(TEXT), "siteName": "The Harbour Post", "publishedTime": MOMENT, "url": URL},
    "trafilatura": {"title": TITLE, "author": "Ann Lee", "hostname": "harbourpost.example", "date": "2022-01-07", "text": PLAIN, "source": URL, "source-hostname": "The Harbour Post"},
    "Apify": [{"url": URL, "crawl": {"loadedTime": "2022-01-09T10:00:00Z"}, "metadata": {"title": TITLE, "author": "Ann Lee", "publishedTime": MOMENT}, "text": PLAIN}],
    "Firecrawl": [{"markdown": f"# {TITLE}\n\n" + "\n\n".join(TEXT), "metadata": {"title": TITLE, "ogSiteName": "The Harbour Post", "sourceURL": URL, "publishedTime": MOMENT, "author": "Ann Lee"}}],
    "a table with capitals": [{"Title": TITLE, "Author": "Ann Lee", "Date": "2022-01-07", "URL": URL, "Full Text": PLAIN, "Publication Title": "x", "Publication": "The Harbour Post"}],
}  # fmt: skip


def read(value: Any) -> Page:
    return read_page(json.dumps(value).encode(), name="stories.json")


@pytest.mark.parametrize("case", EXPORTS)
def test_what_others_export_is_read_under_their_names(case: str) -> None:
    page = read(EXPORTS[case])
    story = page.blocks[0]
    assert (story.title, story.authors, story.url) == (TITLE, ("Ann Lee",), URL)
    assert (story.date or "")[:10] == "2022-01-07"
    assert story.outlet in ("The Harbour Post", "harbourpost.example")
    assert " ".join(story.body.split()).endswith(" ".join(TEXT))
    assert len(page.blocks) == 1
    assert not page.warnings


def test_comments_of_a_record_are_blocks_of_their_own() -> None:
    page = read(
        {
            "title": TITLE,
            "text": PLAIN,
            "url": URL,
            "comments": [
                {"user": "bo", "message": "Shame on the board.", "date": MOMENT, "replies": [{"author": {"name": "Cy Ray"}, "text": "Indeed it is."}]},
                {"name": "Dee", "comment": "Nobody took it."},
                {"id": 7},
            ],
        }
    )  # fmt: skip
    comments = page.blocks[1:]
    assert [(block.kind, block.authors, block.body) for block in comments] == [
        ("comment", ("bo",), "Shame on the board."),
        ("comment", ("Cy Ray",), "Indeed it is."),
        ("comment", ("Dee",), "Nobody took it."),
    ]
    assert comments[0].date == "2022-01-07T10:15:00+00:00"
    assert {(block.title, block.outlet, block.url) for block in comments} == {(None, "harbourpost.example", URL)}


def test_text_of_a_record_under_other_names_is_kept_apart() -> None:
    page = read(
        {
            "title": TITLE,
            "text": PLAIN,
            "plain": PLAIN,
            "lead_in": TEXT[0],
            "id": "8f2a",
            "status": "draft",
            "image": "https://harbourpost.example/a.jpg with a boat",
            "box": {"facts": "The ferry was built in 1971."},
            "tags": ["transport", "Varn"],
        }
    )
    story, rest = page.blocks
    assert (story.kind, rest.kind) == ("article", "other")
    assert rest.body.split("\n\n") == ["The ferry was built in 1971.", "transport"]
    assert rest.provenance["body"] == "remainder"


def test_a_record_whose_text_has_no_known_name_is_not_lost() -> None:
    page = read([{"link_text": "x", "url": URL, "Inhalt": PLAIN}])
    (block,) = page.blocks
    assert (block.kind, block.body) == ("other", "\n\n".join(TEXT))


def test_the_name_that_a_record_states_is_believed_before_an_address() -> None:
    html = f"<html><body><h1>{TITLE}</h1>{HTML}</body></html>"
    page = read({"html": html, "url": URL, "publisher": "The Harbour Post"})
    assert (page.blocks[0].outlet, page.blocks[0].provenance["outlet"]) == ("The Harbour Post", "record")
