"""Pages that an archive or a cache copied are read as the pages that were copied."""

from __future__ import annotations

import pytest

from newsearch.model import Page
from newsearch.pages import read_page
from newsearch.pages.copies import copied_from, restored

URL = "https://harbourpost.example/news/ferry"
MADE = "2022-01-07T10:15:00+00:00"
TEXT = (
    "The ferry from Varn was late again on Friday, and the mayor is cross about it, she told this paper after the third boat.",
    "The harbour board says that the engine is older than its captain, and that a new one costs more than a bridge would.",
    "Whoever has to catch the train takes the road around the fjord, which is longer by an hour and closed in every storm.",
)
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT)
TITLE = "<title>Ferry late again in Varn - The Harbour Post</title>"


def story(before: str = "") -> str:
    """What the paper had on its page; `before` stands before each address."""
    return f"""<h1>Ferry late again in Varn</h1>
<p class="byline">By <a href="{before}https://harbourpost.example/author/ann-lee">Ann Lee</a></p>
<p>9 hours ago</p>
{BODY}
<div class="related"><h3><a href="{before}https://harbourpost.example/news/bridge">Bridge to Skarn is closed until March</a></h3></div>"""


WAYBACK = "/web/20220107101500/"
TODAY_BAR = """<div id="HEADER" style="x"><table><tr><td><a href="https://archive.today/"><div>archive.today</div>
<div>webpage capture</div></a></td><td>Saved from</td><td><input name="q" value="https://harbourpost.example/news/ferry"></td>
<td><time itemprop="pubdate" datetime="2022-01-07T10:15:00Z">7 Jan 2022 10:15:00 UTC</time></td></tr></table>
<a>share</a><a>download .zip</a><a>report bug or abuse</a></div>"""
COPIES = {
    "Wayback Machine, as it was shown": f"""<!DOCTYPE html><html><head><script>
  __wm.init("https://web.archive.org/web");
  __wm.wombat("{URL}","20220107101500","https://web.archive.org/","web","/_static/",
              "1641550500");
</script>{TITLE}<link rel="canonical" href="https://web.archive.org{WAYBACK}{URL}"></head>
<body><!-- BEGIN WAYBACK TOOLBAR INSERT -->
<div id="wm-ipp-base"><a>Wayback Machine</a><div>12 captures</div>
<div>07 Jan 2022 - 03 May 2023</div></div><div id="wm-ipp-print">The Wayback Machine - https://web.archive.org{WAYBACK}{URL}</div>
<!-- END WAYBACK TOOLBAR INSERT -->{story(WAYBACK)}</body></html>""",
    "Wayback Machine, by SingleFile": f"""<html><!--
 Page saved with SingleFile
 url: https://web.archive.org{WAYBACK}{URL}
 saved date: Sun Jan 09 2022 10:00:00 GMT+0100 (CET)
--><head>{TITLE}</head><body><div id=wm-ipp-base lang=en><template shadowrootmode=open><p>12 captures</p></template>
</div><div id=wm-ipp-print>The Wayback Machine - https://web.archive.org{WAYBACK}{URL}</div>{story("https://web.archive.org" + WAYBACK)}</body></html>""",
    "Wayback Machine, fetched": f"""<html><head>{TITLE}
<link rel="canonical" href="https://web.archive.org{WAYBACK}{URL}"></head><body>{story(WAYBACK)}</body></html>
<!--
     FILE ARCHIVED ON 10:15:00 Jan 07, 2022 AND RETRIEVED FROM THE
     INTERNET ARCHIVE ON 12:00:00 Nov 23, 2026.
-->""",
    "pywb": f"""<html><head><script>wbinfo = {{}}; wbinfo.url = "{URL}"; wbinfo.timestamp = "20220107101500";</script>
{TITLE}</head><body>{story("https://archive.example/wayback/20220107101500mp_/")}</body></html>""",
    "archive.today": f"""<html itemscope itemtype="http://schema.org/Article"><head>
<meta property="og:site_name" content="archive.ph"/><meta property="og:url" content="http://archive.ph/AbCdE" itemprop="url"/>
<meta property="article:published_time" content="2022-01-07T10:15:00Z" itemprop="dateCreated"/>
<link rel="canonical" href="https://archive.ph/AbCdE"/><link rel="bookmark" href="http://archive.today/20220107101500/{URL}"/>
{TITLE}</head><body><center>{TODAY_BAR}<div id="SOLID"><div id="CONTENT">{story("https://archive.ph/o/AbCdE/")}</div></div>
<table id="hashtags"><tr><td><a>0%</a></td></tr><tr><td><a>10%</a></td></tr></table></center></body></html>""",
    "archive.today, by SingleFile": f"""<html><!--
 Page saved with SingleFile
 url: https://archive.ph/AbCdE
 saved date: Sun Jan 09 2022 10:00:00 GMT+0100 (CET)
--><head>{TITLE}<meta property=og:site_name content=archive.ph>
<link rel=canonical href=http://archive.today/2022.01.07-101500/{URL}></head><body><center>{TODAY_BAR.replace('"', "")}<div id=SOLID>
<div id=CONTENT>{story("https://archive.ph/20220107101500/")}</div></div></center></body></html>""",
    "Google's cache": f"""<base href="{URL}"><div style="background:#fff"><div id="bN015htcoyT__google-cache-hdr"><div>
<span>This is Google&#39;s cache of <a href="{URL}">{URL}</a>.</span>&nbsp;<span>It is a snapshot of the page as it appeared on
 7 Jan 2022 10:15:00 GMT.</span> <span>The <a href="{URL}">current page</a> could have changed in the meantime.</span></div>
<span>Tip: To quickly find your search term on this page, use the find bar.</span></div></div><div style="position:relative;">
<!doctype html><html><head>{TITLE}</head><body>{story()}</body></html>""",
    "Google's cache, in German": f"""<html><head>{TITLE}</head><body><div id="bN015htcoyT__google-cache-hdr"><div>
<span>Dies ist der Cache von <a href="{URL}">{URL}</a>.</span> <span>Abbild der Seite, wie diese am 7. Jan. 2022 10:15:00 GMT
angezeigt wurde.</span></div></div><div style="position:relative; margin:8px;">{story()}</div></body></html>""",
    "WebScrapBook": f"""<!DOCTYPE html><html lang="en" data-scrapbook-source="{URL}" data-scrapbook-create="20220107101500123">
<head>{TITLE}</head><body>{story()}</body></html>""",
    "monolith": f"""<!-- Saved from {URL} at 2022-01-07T10:15:00Z using monolith v2.7.0 -->
<!DOCTYPE html><html><head>{TITLE}</head><body>{story()}</body></html>""",
}
BARS = ("captures", "Wayback", "webpage capture", "download .zip", "10%", "snapshot", "find bar", "Abbild")


def check(page: Page) -> None:
    """The page is the paper's, with none of what stood around it."""
    assert (page.url, page.saved) == (URL, MADE)
    main = page.blocks[0]
    assert (main.kind, main.title, main.authors) == ("article", "Ferry late again in Varn", ("Ann Lee",))
    assert main.date == "2022-01-07"  # nine hours before the copy was made
    assert main.body == "\n\n".join(TEXT)
    text = " ".join(f"{block.title} {block.body}" for block in page.blocks)
    assert [bar for bar in BARS if bar in text] == []


@pytest.mark.parametrize("case", COPIES)
def test_a_copy_is_read_as_the_page_that_was_copied(case: str) -> None:
    page = read_page(COPIES[case].encode(), name="page.html")
    check(page)
    assert {block.outlet for block in page.blocks} == {"The Harbour Post"}
    (teaser,) = [block for block in page.blocks if block.kind == "teaser"]
    assert (teaser.title, teaser.url) == (
        "Bridge to Skarn is closed until March",
        "https://harbourpost.example/news/bridge",
    )
    lines = COPIES[case].splitlines()
    position = page.blocks[0].position
    assert position and "<h1>" in lines[position.first_line - 1]


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("https://archive.ph/AbCdE", URL),
        (f"https://archive.ph/2022.01.07-101500/{URL}", URL),
        ("https://mirror.example/ferry", "https://mirror.example/ferry"),
    ],
)
def test_what_a_sidecar_or_an_archive_says_of_the_address_is_believed_unless_it_is_the_copys(
    given: str, url: str
) -> None:
    page = read_page(COPIES["archive.today"].encode(), url=given, name="page.html")
    assert (page.url, page.saved) == (url, MADE)


DUMPS = {
    "Wayback Machine": f"The Wayback Machine - https://web.archive.org{WAYBACK}{URL}\n\n",
    "Google's cache": f"This is Google's cache of {URL}. It is a snapshot of the page as it appeared on Jan 7, 2022 10:15:00 GMT."
    " The current page could have changed in the meantime. Learn more.\nFull versionText-only versionView source\n"
    "Tip: To quickly find your search term on this page, press Ctrl+F or ⌘-F (Mac) and use the find bar.\n\n",
    "archive.today": f"archive.today\nwebpage capture\tSaved from\t{URL}\tsearch\t7 Jan 2022 10:15:00 UTC\n"
    "no other snapshots from this url\nAll snapshots\tfrom host harbourpost.example\nWebpage\tScreenshot\n"
    "sharedownload .zipreport bug or abuseBuy me a coffee\n\n",
}


@pytest.mark.parametrize("case", DUMPS)
def test_a_dump_of_a_copy_is_read_as_one_of_the_page(case: str) -> None:
    text = f"{DUMPS[case]}Ferry late again in Varn\n\nBy Ann Lee\n9 hours ago\n\n" + "\n\n".join(TEXT)
    check(read_page(text.encode(), name="page.txt"))


def test_a_story_about_an_archive_is_no_copy() -> None:
    link = f'<a href="https://web.archive.org{WAYBACK}{URL}">The Wayback Machine</a> and <a href="https://archive.ph/AbCdE">archive.today</a>'
    text = f'<html><head>{TITLE}</head><body><div id="HEADER">The Harbour Post</div><h1>Ferry late again in Varn</h1><p>{link} keep it.</p>{BODY}</body></html>'
    page = read_page(text.encode(), name="page.html")
    assert (page.url, page.saved) == (None, None)
    assert "The Wayback Machine and archive.today keep it." in page.blocks[0].body


@pytest.mark.parametrize(
    ("address", "url", "stamp"),
    [
        (f"https://web.archive.org/web/20220107101500/{URL}", URL, "20220107101500"),
        (f"http://web.archive.org/web/20220107101500if_/{URL}", URL, "20220107101500"),
        (
            "https://web.archive.org/web/20220107101500/http:/harbourpost.example/a",
            "http://harbourpost.example/a",
            "20220107101500",
        ),
        (f"https://archive.example/wayback/20220107101500mp_/{URL}", URL, "20220107101500"),
        (f"https://archive.today/2022.01.07-101500/{URL}", URL, "2022.01.07-101500"),
        (f"https://webcache.googleusercontent.com/search?q=cache:WY8Y2rsmsNUJ:{URL}+&cd=12&hl=en", URL, ""),
        (
            "http://webcache.googleusercontent.com/search?q=cache:harbourpost.example/news",
            "http://harbourpost.example/news",
            "",
        ),
        ("https://www.google.com/amp/s/harbourpost.example/news/ferry", URL, ""),
    ],
)
def test_the_address_of_a_copy_names_the_page(address: str, url: str, stamp: str) -> None:
    assert copied_from(address) == (url, stamp)


@pytest.mark.parametrize(
    "address", [URL, "https://archive.ph/AbCdE", "https://harbourpost.example/20220107101500/ferry", "", "ferry"]
)
def test_other_addresses_name_no_copy(address: str) -> None:
    assert copied_from(address) is None


def test_a_copy_keeps_its_lines() -> None:
    for case, text in COPIES.items():
        assert restored(text.encode()).count(b"\n") == text.count("\n"), case
