"""Pages come out of whatever they were saved in, with the address and the moment that the container states."""

from __future__ import annotations

import gzip
import io
import json
import plistlib
import zipfile
from pathlib import Path

import pytest
from saved_files import read, titles

from newsearch.errors import PageError
from newsearch.pages import files, read_page
from newsearch.pages.containers import kind_of

STORY = "".join(
    f"<p>Paragraph {n} of the report says that the ferry from Varn was late again, and why the mayor is cross.</p>"
    for n in range(6)
)


def html(title: str = "Ferry late again", head: str = "") -> str:
    return f"<html><head>{head}<title>{title}</title></head><body><h1>{title}</h1>{STORY}</body></html>"


# --- MHTML and Safari


def mhtml(body: bytes, charset: str = "utf-8", transfer: str = "quoted-printable") -> bytes:
    import base64
    import quopri

    coded = quopri.encodestring(body) if transfer == "quoted-printable" else base64.encodebytes(body)
    return (
        b"From: <Saved by Blink>\r\n"
        b"Snapshot-Content-Location: https://post.example/2022/a-very-long-address-that-a-mail-\r\n program-would-fold\r\n"
        b"Subject: =?utf-8?Q?Ferry?=\r\nDate: Sun, 9 Jan 2022 10:05:00 +0100\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----Boundary--x"\r\n\r\n\r\n'
        b"------Boundary--x\r\nContent-Type: text/html; charset=" + charset.encode() + b"\r\nContent-Transfer-Encoding: "
        + transfer.encode() + b"\r\nContent-Location: https://post.example/ferry\r\n\r\n" + coded
        + b"\r\n------Boundary--x\r\nContent-Type: text/html\r\nContent-Location: cid:frame@mhtml.blink\r\n\r\n"
        b"<html><body><h1>An advertisement</h1><p>Buy this kettle now, buy it today, and tell your friends.</p></body></html>\r\n"
        b"------Boundary--x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
        b"------Boundary--x--\r\n"
    )  # fmt: skip


@pytest.mark.parametrize(("charset", "transfer"), [("utf-8", "quoted-printable"), ("windows-1251", "base64")])
def test_mhtml_is_the_page_that_was_saved_and_not_its_frames(tmp_path: Path, charset: str, transfer: str) -> None:
    body = html("Паром снова опоздал").encode(charset)
    (page,) = read(tmp_path, "page.mhtml", mhtml(body, charset, transfer))
    assert titles([page]) == ["Паром снова опоздал"]
    assert page.url == "https://post.example/2022/a-very-long-address-that-a-mail-program-would-fold"
    assert (page.saved, page.name) == ("2022-01-09T10:05:00+01:00", "page.mhtml")
    assert not any("kettle" in block.body for block in page.blocks)


def test_mhtml_is_the_page_at_its_address_where_a_frame_stands_first(tmp_path: Path) -> None:
    mark = b"------Boundary--x\r\n"
    head, page, frame, *rest = mhtml(html().encode()).split(mark)
    address = b"https://post.example/2022/a-very-long-address-that-a-mail-program-would-fold"
    page = page.replace(b"https://post.example/ferry", address)
    (read_one,) = read(tmp_path, "page.mhtml", mark.join([head, frame, page, *rest]))
    assert titles([read_one]) == ["Ferry late again"]


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_a_safari_web_archive_is_its_main_resource(tmp_path: Path, form: plistlib.PlistFormat) -> None:
    archive = plistlib.dumps(
        {
            "WebMainResource": {
                "WebResourceData": html("Bateau à quai").encode("windows-1252"),
                "WebResourceURL": "https://post.example/bateau",
                "WebResourceTextEncodingName": "windows-1252",
                "WebResourceMIMEType": "text/html",
            }
        },
        fmt=form,
    )
    (page,) = read(tmp_path, "page.webarchive", archive)
    assert (titles([page]), page.url, page.charset) == (
        ["Bateau à quai"],
        "https://post.example/bateau",
        "windows-1252",
    )


# --- mail and SingleFileZ


@pytest.mark.parametrize("transfer", ["base64", "quoted-printable"])
@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_mail_is_the_page_that_was_sent(tmp_path: Path, transfer: str, kind: str) -> None:
    import base64
    import quopri

    lines = [f"Paragraph {n} of the report says that the ferry was late again; the café was shut." for n in range(6)]
    body = html().encode() if kind == "html" else "\n\n".join(lines).encode()
    coded = quopri.encodestring(body) if transfer == "quoted-printable" else base64.encodebytes(body)
    fields = (
        "Received: from x by y\r\nSubject: =?utf-8?Q?Ferry_late_again?=\r\nDate: Sun, 9 Jan 2022 10:05:00 +0100\r\n"
        f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n"
    )
    (page,) = read(tmp_path, "letter.eml", fields.encode() + coded)
    (block,) = [block for block in page.blocks if block.kind == "article"]
    assert (block.title, block.date) == ("Ferry late again", "2022-01-09T10:05:00+01:00")
    assert block.body.startswith("Paragraph 0 of the report")
    assert "Received" not in block.body


def single_file_z(page: str) -> bytes:
    note = (
        "<!DOCTYPE html> <html data-sfz><!--\n Page saved with SingleFile \n url: https://post.example/ferry \n"
        " saved date: Sun Jan 09 2022 10:05:00 GMT+0100 (CET)\n--><meta charset=windows-1252><title></title><!--"
    )
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as members:
        members.writestr("index.html", page)
        members.writestr("images/0.png", b"\x89PNG")
    return note.encode() + package.getvalue() + b"--></html>"


def test_a_page_of_single_file_z_is_unpacked(tmp_path: Path) -> None:
    data = single_file_z(html("Паром снова опоздал"))
    (page,) = read(tmp_path, "page.html", data)
    assert titles([page]) == ["Паром снова опоздал"]
    assert (page.url, page.saved) == ("https://post.example/ferry", "2022-01-09T10:05:00+01:00")
    with pytest.raises(PageError, match="damaged zipped page"):
        read(tmp_path, "cut.html", data[:-200])


# --- MAFF and WebScrapBook

RDF = """<?xml version="1.0"?>
<RDF:RDF xmlns:MAF="http://maf.mozdev.org/metadata/rdf#" xmlns:RDF="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <RDF:Description RDF:about="urn:root">
    <MAF:originalurl RDF:resource="https://post.example/{0}?a=1&amp;b=2"/>
    <MAF:archivetime RDF:resource="Fri, 07 Jan 2022 10:15:00 +0100"/>
    <MAF:indexfilename RDF:resource="{0}.html"/>
  </RDF:Description>
</RDF:RDF>"""


def zipped(members: dict[str, str]) -> bytes:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in members.items():
            file.writestr(name, text)
    return package.getvalue()


def test_every_page_of_a_maff_is_read_with_where_and_when_it_was_saved(tmp_path: Path) -> None:
    members = {"1/index.rdf": RDF.format("one"), "1/one.html": html("One"), "1/index_files/ad.html": html("Ad")}
    members |= {"2/index.rdf": RDF.format("two"), "3/index.rdf": RDF.format("three"), "3/three.html": html("Three")}
    pages = read(tmp_path, "kept.maff", zipped(members))
    assert [page.name for page in pages] == ["1", "2", "3"]
    assert titles(pages) == ["One", "Three"]
    assert (pages[0].url, pages[0].saved) == ("https://post.example/one?a=1&b=2", "2022-01-07T10:15:00+01:00")
    assert pages[1].warnings[0].startswith("2: damaged")


def test_the_page_of_a_maff_or_htz_is_the_file(tmp_path: Path) -> None:
    (page,) = read(tmp_path, "one.maff", zipped({"1/index.rdf": RDF.format("one"), "1/one.html": html("One")}))
    assert (page.name, titles([page])) == ("one.maff", ["One"])
    noted = '<html data-scrapbook-source="https://post.example/two" data-scrapbook-create="20220107101500123">'
    (page,) = read(tmp_path, "two.htz", zipped({"index.html": html("Two").replace("<html>", noted), "a.png": "x"}))
    assert (page.name, titles([page])) == ("two.htz", ["Two"])
    assert (page.url, page.saved) == ("https://post.example/two", "2022-01-07T10:15:00+00:00")


@pytest.mark.parametrize("data", [zipped({"other.html": "x"}), zipped({"index.html": html("Two")})[:-40]])
def test_a_damaged_zipped_page_is_named(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(PageError, match=r"two.htz is a damaged zipped page"):
        read(tmp_path, "two.htz", data)


# --- WARC and WACZ


def warc(*pages: tuple[str, bytes, dict[str, str]], compress: bool = True) -> bytes:
    records = [record("warcinfo", "", b"software: a test\r\n", "application/warc-fields")]
    for url, body, fields in pages:
        headers = {"Content-Type": "text/html; charset=utf-8", **fields}
        status = headers.pop("status", "200 OK")
        http = f"HTTP/1.1 {status}\r\n" + "".join(f"{key}: {value}\r\n" for key, value in headers.items()) + "\r\n"
        records.append(record("response", url, http.encode() + body, "application/http; msgtype=response"))
    return b"".join(gzip.compress(each) if compress else each for each in records)


def record(kind: str, url: str, content: bytes, content_type: str) -> bytes:
    target = f"WARC-Target-URI: {url}\r\n" if url else ""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n{target}"
        f"WARC-Date: 2022-01-09T09:05:00Z\r\nContent-Type: {content_type}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def chunked(body: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:100], body[100:])) + b"0\r\n\r\n"


@pytest.mark.parametrize("compress", [True, False])
def test_a_warc_gives_its_pages_with_address_and_date(tmp_path: Path, compress: bool) -> None:
    data = warc(
        ("https://post.example/one", html("One").encode(), {}),
        ("https://post.example/logo.png", b"\x89PNG\r\n\x1a\n", {"Content-Type": "image/png"}),
        ("https://post.example/missing", html("Missing").encode(), {"status": "404 Not Found"}),
        ("https://post.example/two", gzip.compress(html("Two").encode()), {"Content-Encoding": "gzip"}),
        ("https://post.example/three", chunked(html("Three").encode()), {"Transfer-Encoding": "chunked"}),
        (
            "https://post.example/four",
            html("Четыре").encode("koi8-r"),
            {"Content-Type": "text/html; charset=koi8-r"},
        ),
        compress=compress,
    )
    pages = read(tmp_path, "crawl.warc.gz" if compress else "crawl.warc", data)
    assert titles(pages) == ["One", "Two", "Three", "Четыре"]
    assert [page.name for page in pages] == [f"https://post.example/{name}" for name in ("one", "two", "three", "four")]
    assert {page.saved for page in pages} == {"2022-01-09T09:05:00+00:00"}
    assert pages[0].url == "https://post.example/one"


def test_a_damaged_warc_keeps_the_pages_before_the_damage(tmp_path: Path) -> None:
    whole = warc(*((f"https://post.example/{n}", html(f"Story {n}").encode(), {}) for n in range(3)))
    pages = read(tmp_path, "cut.warc.gz", whole[: len(whole) - 300])
    assert titles(pages)[:2] == ["Story 0", "Story 1"]
    assert "damaged" in pages[-1].warnings[0]


def test_a_page_over_the_limit_is_named_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc"
    large = html("Large") + "x" * 200_000
    path.write_bytes(
        warc(("https://a.example/large", large.encode(), {}), ("https://a.example/b", html("Small").encode(), {}))
    )
    pages = list(files.read_file(path, largest=100_000))
    assert titles(pages) == ["Small"]
    assert pages[0].warnings == ("more than 0 MB; skipped",)


def test_a_wacz_gives_the_pages_of_its_warcs(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("datapackage.json", "{}")
        package.writestr("archive/b.warc.gz", warc(("https://post.example/b", html("B").encode(), {})))
        package.writestr("archive/a.warc", warc(("https://post.example/a", html("A").encode(), {}), compress=False))
        package.writestr("pages/pages.jsonl", "{}")
    assert titles(read(tmp_path, "crawl.wacz", out.getvalue())) == ["A", "B"]


def test_a_page_saved_with_its_header_is_read_without_it(tmp_path: Path) -> None:
    header = (
        b"HTTP/1.1 200 OK\r\nDate: Sun, 09 Jan 2022 09:05:00 GMT\r\nContent-Type: text/html; charset=koi8-r\r\n\r\n"
    )
    (page,) = read(tmp_path, "page.html", header + html("Паром опоздал").encode("koi8-r"))
    assert titles([page]) == ["Паром опоздал"]
    assert page.saved == "2022-01-09T09:05:00+00:00"
    assert not any("HTTP" in block.body for block in page.blocks)


def test_what_a_server_packed_is_unpacked_however_often(tmp_path: Path) -> None:
    packed = gzip.compress(html().encode())
    header = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
    twice = warc(("https://post.example/a", gzip.compress(packed), {"Content-Encoding": "gzip, gzip"}))
    assert titles(read(tmp_path, "page.html", header + packed)) == ["Ferry late again"]
    assert titles(read(tmp_path, "crawl.warc.gz", twice)) == ["Ferry late again"]
    with pytest.raises(PageError, match="cannot be unpacked"):
        read(tmp_path, "page.html", header + packed[:20] + b"\xff" * 60)


def test_a_page_in_several_records_is_named(tmp_path: Path) -> None:
    data = warc(("https://post.example/a", html().encode(), {}), compress=False)
    data = data.replace(b"WARC-Type: response", b"WARC-Type: response\r\nWARC-Segment-Number: 1")
    (page,) = read(tmp_path, "crawl.warc", data)
    assert page.warnings == ("the page goes on in other records, which are not read",)


def test_a_zip_without_warcs_is_no_wacz(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("page.html", html())
    with pytest.raises(PageError, match="without WARC files"):
        read(tmp_path, "pages.wacz", out.getvalue())


# --- feeds


RSS = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE rss [<!ENTITY bomb "boom">]>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>The Harbour Post</title><link>https://post.example/</link><language>en-gb</language>
<atom:link href="https://post.example/feed" rel="self"/>
<item><title>Ferry late &amp; mayor cross</title><link>https://post.example/ferry</link><dc:creator>By Ann Lee and Bo Ray</dc:creator>
 <pubDate>Sun, 09 Jan 2022 10:05:00 +0100</pubDate><media:title>A picture</media:title>
 <description><![CDATA[<p>The ferry was late. <a href="/x">Read more</a></p>]]></description></item>
<item><title>R&D caf&eacute; opens</title><link>/cafe</link><author>desk@post.example (Cy Mor)</author>
 <description>An opening.</description><content:encoded><![CDATA[%s<script>alert(1)</script>]]></content:encoded></item>
</channel></rss>"""


def test_a_feed_is_a_page_of_teasers_and_articles(tmp_path: Path) -> None:
    (page,) = read(tmp_path, "feed.xml", RSS % STORY)
    ferry, cafe = page.blocks
    assert (ferry.kind, ferry.title, ferry.authors) == ("teaser", "Ferry late & mayor cross", ("Ann Lee", "Bo Ray"))
    assert (ferry.date, ferry.outlet, ferry.url) == (
        "2022-01-09T10:05:00+01:00",
        "The Harbour Post",
        "https://post.example/ferry",
    )
    assert ferry.body == "The ferry was late. Read more"
    assert (cafe.kind, cafe.title, cafe.authors) == ("article", "R&D café opens", ("Cy Mor",))
    assert (cafe.url, cafe.standfirst) == ("https://post.example/cafe", "An opening.")
    assert cafe.body.count("\n\n") == 5
    assert "alert" not in cafe.body
    assert (page.language, ferry.provenance["title"]) == ("en", "feed")


def test_atom_is_read_with_its_dates_and_nested_markup(tmp_path: Path) -> None:
    (page,) = read(
        tmp_path,
        "news.atom",
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Bay Wire</title><link href="https://bay.example/"/>'
        '<entry><title type="html">Fog &lt;b&gt;again&lt;/b&gt;</title><link rel="alternate" href="/fog"/>'
        "<author><name>Ann Lee</name></author><published>2022-01-09T10:05:00Z</published><updated>2022-02-01T00:00:00Z</updated>"
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Fog lay on</p><p>the bay.</p></div></content>'
        "</entry></feed>",
    )
    (fog,) = page.blocks
    assert (fog.title, fog.authors, fog.date) == ("Fog again", ("Ann Lee",), "2022-01-09T10:05:00+00:00")
    assert (fog.body, fog.url, fog.outlet) == ("Fog lay on\n\nthe bay.", "https://bay.example/fog", "Bay Wire")


def test_a_broken_feed_gives_the_items_before_the_damage(tmp_path: Path) -> None:
    text = (RSS % STORY).partition("<item><title>R&D")[0]
    (page,) = read(tmp_path, "feed.rss", text + "<item><title>Half a ti")
    assert titles([page]) == ["Ferry late & mayor cross"]
    assert "broken" in page.warnings[0]


def test_entities_of_a_feed_do_not_multiply(tmp_path: Path) -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    text = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{lol}]><rss><channel><item><title>&l8; x</title></item></channel></rss>'
    (page,) = read(tmp_path, "feed.xml", text)
    assert len(page.blocks[0].title or "") < 20


@pytest.mark.parametrize("often", [1, 2])
def test_markup_that_a_feed_escapes_once_too_often_is_read_as_markup(tmp_path: Path, often: int) -> None:
    from html import escape

    text = STORY
    for _ in range(often):
        text = escape(text)
    feed = f"<rss version='2.0'><channel><title>Post</title><item><title>Ferry</title><description>{text}</description></item></channel></rss>"
    (page,) = read(tmp_path, "feed.rss", feed)
    assert page.blocks[0].body.startswith("Paragraph 0 of the report")
    assert "<p>" not in page.blocks[0].body
    assert page.blocks[0].body.count("\n\n") == 5


def test_a_feed_may_date_its_items_with_two_digits_of_the_year(tmp_path: Path) -> None:
    item = "<item><title>Ferry</title><pubDate>Sun, 9 Jan 22 10:05:00 +0100</pubDate></item>"
    (page,) = read(tmp_path, "feed.rss", f"<rss version='2.0'><channel><title>Post</title>{item}</channel></rss>")
    assert page.blocks[0].date == "2022-01-09T10:05:00+01:00"


# --- scrapers' JSON


@pytest.mark.parametrize(
    ("given", "authors", "date"),
    [
        ({"authors": "['Ann Lee', \"Bo O'Ray\"]"}, ("Ann Lee", "Bo O'Ray"), None),
        ({"date": {"$date": "2022-01-09T09:05:00Z"}}, (), "2022-01-09T09:05:00+00:00"),
    ],
)
@pytest.mark.parametrize("wrapper", [None, "_source", "article"])
def test_records_are_read_as_databases_write_them(
    tmp_path: Path, given: dict[str, object], authors: tuple[str, ...], date: str | None, wrapper: str | None
) -> None:
    record_ = {"title": "Ferry late again", "text": "The ferry from Varn was late again.", **given}
    whole = {"_id": 1, "url": "https://post.example/a", wrapper: record_} if wrapper else record_
    (page,) = read(tmp_path, "a.jsonl", json.dumps(whole))
    (block,) = page.blocks
    assert (block.title, block.authors, block.date) == ("Ferry late again", authors, date)


def test_json_lines_are_pages_under_the_names_that_scrapers_use(tmp_path: Path) -> None:
    rows = [
        {"url": "https://a.example/1", "title": "One", "text": "Body of one.\n\nIts end.", "authors": ["Ann Lee"], "date_publish": "2022-01-09 10:05:00", "source_domain": "a.example"},
        {"@type": "NewsArticle", "headline": "Two", "articleBody": "Body of two.", "author": {"name": "Bo Ray"}, "publisher": {"name": "Bay Wire"}, "datePublished": "2022-01-09T10:05:00Z"},
        {"link": "https://a.example/3", "title": {"rendered": "Three &#8211; it"}, "content": {"rendered": "<p>First.</p><p>Second.</p>"}, "date": "2022-01-09T10:05:00"},
        {"raw_html": html("Four"), "url": "https://a.example/4", "published": 1641722700, "scraped_at": "2022-01-10T00:00:00Z"},
        {"title": "Only a headline", "description": "And a standfirst."},
    ]  # fmt: skip
    pages = read(tmp_path, "scraped.jsonl", "\n".join(map(json.dumps, rows)))
    assert [page.name for page in pages] == [f"line {n}" for n in range(1, 6)]
    one, two, three, four, five = (page.blocks[0] for page in pages)
    assert (one.title, one.authors, one.date, one.outlet) == ("One", ("Ann Lee",), "2022-01-09", "a.example")
    assert (one.body, one.url) == ("Body of one.\n\nIts end.", "https://a.example/1")
    assert (two.title, two.authors, two.outlet, two.date) == (
        "Two",
        ("Bo Ray",),
        "Bay Wire",
        "2022-01-09T10:05:00+00:00",
    )
    assert (three.title, three.body) == ("Three – it", "First.\n\nSecond.")
    assert (four.title, four.date, four.provenance["date"]) == ("Four", "2022-01-09T10:05:00+00:00", "record")
    assert pages[3].saved == "2022-01-10T00:00:00+00:00"
    assert (five.kind, five.body) == ("teaser", "And a standfirst.")


def test_a_broken_line_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    lines = [
        '{"title": "One", "text": "Body."}',
        '{"title": "Tw',
        "[1]",
        "",
        '{"id": 7}',
        '{"title": "Six", "text": "Body."}',
    ]
    pages = read(tmp_path, "scraped.ndjson", "\n".join(lines))
    assert titles(pages) == ["One", "Six"]
    warnings = [warning for page in pages for warning in page.warnings]
    assert [warning.split(":")[0] for warning in warnings] == ["line 2", "line 3", "line 5"]
    assert all(warning.endswith("skipped") for warning in warnings)


def test_a_line_over_the_limit_is_named_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "scraped.jsonl"
    path.write_text(
        json.dumps({"title": "Large", "text": "x" * 50_000}) + "\n" + json.dumps({"title": "Small", "text": "y"})
    )
    pages = list(files.read_file(path, largest=10_000))
    assert titles(pages) == ["Small"]
    assert pages[0].warnings == ("line 1: more than 0 MB; skipped",)


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ({"title": "One", "text": "Body."}, ["story.json"]),
        ([{"title": "One", "text": "Body."}, {"title": "Two", "text": "Body."}], ["item 1", "item 2"]),
        ({"total": 2, "articles": [{"title": "One", "content": "Body."}, {"title": "Two", "content": "Body."}]}, ["item 1", "item 2"]),
    ],
)  # fmt: skip
def test_a_json_file_is_one_story_or_a_list_of_them(tmp_path: Path, value: object, names: list[str]) -> None:
    pages = read(tmp_path, "story.json", json.dumps(value, indent=1))
    assert [page.name for page in pages] == names
    assert titles(pages) == ["One", "Two"][: len(names)]


# --- Markdown


def test_front_matter_states_the_story(tmp_path: Path) -> None:
    (page,) = read(
        tmp_path,
        "clip.md",
        '---\ntitle: "Ferry: late again"\nauthor:\n  - "[[Ann Lee]]"\n  - "[[people/bo|Bo Ray]]"\npublished: 2022-01-09\n'
        "source: https://post.example/ferry\nsite: The Harbour Post\ncreated: 2022-02-01\ntags: [clippings, ferry]\n---\n"
        "# Ferry: late again\n\nThe *ferry* was [late](https://x.example).\n\n- one\n- two\n",
    )
    block, rest = page.blocks
    assert (rest.kind, rest.body) == ("other", "clippings")
    assert page.saved == "2022-02-01T00:00:00"
    assert (block.title, block.authors, block.date) == ("Ferry: late again", ("Ann Lee", "Bo Ray"), "2022-01-09")
    assert (block.url, block.outlet) == ("https://post.example/ferry", "The Harbour Post")
    assert block.body == "The ferry was late.\n\none\n\ntwo"
    assert block.provenance["title"] == "front matter"


def test_front_matter_in_toml_may_take_several_lines(tmp_path: Path) -> None:
    stated = "title = '''Ferry late again'''\ndate = 2022-01-09T10:05:00+01:00\nauthors = [\n  \"Ann Lee\",\n  \"Bo Ray\",\n]\n"
    (page,) = read(tmp_path, "note.md", f'+++\n{stated}[extra]\ntitle = "x"\n+++\n\nThe ferry was late.\n')
    (block,) = page.blocks
    assert (block.title, block.authors) == ("Ferry late again", ("Ann Lee", "Bo Ray"))
    assert block.date == "2022-01-09T10:05:00+01:00"


NOTES = {
    "Obsidian": "---\ntitle: Ferry late again\nsource: https://post.example/ferry\nauthor:\n  - '[[Ann Lee]]'\npublished: 2022-01-09\n"
    "created: 2022-02-01T00:00:00\n---\n{}",
    "Obsidian, where the page had no day": "---\ntitle: Ferry late again\nsource: https://post.example/ferry\npublished:\n"
    "created: 2022-02-01T00:00:00\n---\n# Ferry late again\n\nBy Ann Lee\n\nJanuary 9, 2022\n\n{}",
    "MarkDownload": "---\ncreated: 2022-02-01T00:00:00 (UTC +01:00)\ntags: []\nsource: https://post.example/ferry\nauthor: Ann Lee\n---\n\n"
    "# Ferry late again\n\nSunday, January 9, 2022\n\n{}",
    "Notion": "# Ferry late again\n\nURL: https://post.example/ferry\nAuthor: Ann Lee\nPublished: January 9, 2022\n"
    "Created: February 1, 2022 12:00 AM\n\n{}",
    "Logseq": "title:: Ferry late again\nsource:: https://post.example/ferry\nauthor:: [[Ann Lee]]\ndate:: [[2022-01-09]]\n"
    "date-added:: 2022-02-01\n\n{}",
    "Readwise": "# Ferry late again\n\n![rw-book-cover](https://post.example/a.png)\n\n## Metadata\n- Author: [[Ann Lee]]\n"
    "- Full Title: Ferry late again\n- Published Date: 2022-01-09\n- Retrieved: 2022-02-01\n- URL: https://post.example/ferry\n\n## Full Document\n{}",
    "Jina": "Title: Ferry late again\n\nURL Source: https://post.example/ferry\n\nPublished Time: 2022-01-09\n\nRetrieved: 2022-02-01\n\n"
    "Markdown Content:\n# Ferry late again\n\nBy Ann Lee\n\n{}",
    "a line of links": "# Ferry late again\n\n**Source:** [post.example](x)\n**Link:** <https://post.example/ferry>\n**Author:** Ann Lee\n"
    "**Date:** 9 January 2022\n**Saved:** 2022-02-01\n\n{}",
}


@pytest.mark.parametrize("case", NOTES)
def test_notes_state_where_they_are_from_as_their_programs_write_it(tmp_path: Path, case: str) -> None:
    text = "\n\n".join(
        f"Paragraph {n} says that the ferry from Varn was late again, and why that is." for n in range(6)
    )
    (page,) = read(tmp_path, "note.md", NOTES[case].format(text))
    story = page.blocks[0]
    assert (story.kind, story.title, story.authors) == ("article", "Ferry late again", ("Ann Lee",))
    assert ((story.date or "")[:10], story.url) == ("2022-01-09", "https://post.example/ferry")
    assert story.body.endswith(text)
    assert (page.url, (page.saved or "")[:10]) == ("https://post.example/ferry", "2022-02-01")
    assert not any(
        word in block.body for block in page.blocks for word in ("http", "Retrieved", "Metadata", "::", "Full Document")
    )


def test_the_title_block_of_pandoc_states_the_story(tmp_path: Path) -> None:
    (page,) = read(
        tmp_path, "note.md", "% Ferry late again\n% Ann Lee; Bo Ray\n% January 9, 2022\n\nThe ferry was late.\n"
    )
    (block,) = page.blocks
    assert (block.title, block.authors, block.date) == ("Ferry late again", ("Ann Lee", "Bo Ray"), "2022-01-09")
    assert block.body == "The ferry was late."


def test_lines_like_properties_are_text_where_none_says_where_the_page_is(tmp_path: Path) -> None:
    text = "\n\n".join(
        f"Paragraph {n} says that the ferry from Varn was late again, and why that is." for n in range(6)
    )
    (page,) = read(
        tmp_path,
        "note.md",
        f"# Ferry late again\n\nNote: it was late.\n\nVarn: on Sunday the ferry was late.\n\n{text}",
    )
    assert "Varn: on Sunday the ferry was late." in page.blocks[0].body


def test_markdown_without_front_matter_is_read_as_a_page(tmp_path: Path) -> None:
    paragraphs = "\n\n".join(
        f"Paragraph {n} says that the *ferry* from Varn was late again, and why." for n in range(6)
    )
    (page,) = read(tmp_path, "note.md", f"# Ferry late again\n\n{paragraphs}\n")
    (story,) = [block for block in page.blocks if block.kind == "article"]
    assert story.title == "Ferry late again"
    assert "Paragraph 5 says that the ferry from Varn" in story.body


# --- the door


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("x.mhtml", mhtml(html("One").encode()), ["One"]),
        ("x.warc.gz", warc(("https://a.example/1", html("One").encode(), {}), ("https://a.example/2", html("Two").encode(), {})), ["One", "Two"]),
        ("x.xml", (RSS % STORY).encode(), ["Ferry late & mayor cross", "R&D café opens"]),
        ("x.jsonl.gz", gzip.compress(b'{"title": "One", "text": "Body."}\n{"title": "Two", "text": "Body."}\n'), ["One", "Two"]),
        ("", mhtml(html("One").encode()), ["One"]),
        ("", (RSS % STORY).encode(), ["Ferry late & mayor cross", "R&D café opens"]),
    ],
    ids=["mhtml", "warc", "feed", "jsonl", "mhtml without a name", "feed without a name"],
)  # fmt: skip
def test_read_page_gives_all_blocks_of_a_container(name: str, content: bytes, expected: list[str]) -> None:
    page = read_page(content, name=name)
    assert titles([page]) == expected
    assert page.name == name


def test_what_is_packed_twice_is_unpacked_twice(tmp_path: Path) -> None:
    archive = warc(("https://a.example/1", html("One").encode(), {}))
    for content in (html("One").encode(), archive, gzip.compress(html("One").encode())):
        packed = gzip.compress(gzip.compress(content))
        assert titles([read_page(packed)]) == titles(read(tmp_path, "x.gz", packed)) == ["One"]


def test_read_page_finds_the_pages_behind_damage_between_packed_records() -> None:
    one, two = (warc((f"https://a.example/{title}", html(title).encode(), {})) for title in ("One", "Two"))
    assert titles([read_page(one + b"rubbish" * 50 + two)]) == ["One", "Two"]


def test_read_page_says_why_a_container_has_no_blocks() -> None:
    page = read_page(b"PK\x03\x04rubbish", name="x.wacz")
    assert page.blocks == ()
    assert "is damaged" in page.warnings[0]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"---\ntitle: Ferry\nauthor:\n  - Ann Lee\n\n# a remark\ntags: [a]\n---\nThe ferry", "markdown"),
        (b"+++\ntitle = 'Ferry'\n+++\nThe ferry", "markdown"),
        ('<?xml version="1.0"?><!-- x --><rss version="2.0">'.encode("utf-16"), "feed"),
        (b"\xef\xbb\xbf<feed xmlns='http://www.w3.org/2005/Atom'>", "feed"),
        (b'{"url": "https://a.example", "html": "<p>"}\n{', "jsonl"),
        (b'[\n {"headline": "Ferry"}', "json"),
        (b"HTTP/2 200\r\ndate: Sun, 09 Jan 2022 09:05:00 GMT\r\n\r\n<html>", "http"),
    ],
)
def test_containers_are_known_without_their_suffix(head: bytes, kind: str) -> None:
    assert kind_of(head, "page") == kind


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"<!DOCTYPE html><html>", "x.html"),
        (b"{ this is } no JSON", "x.txt"),
        (b'{"text": "a page that happens to be JSON"}', "x.html"),
        (b"From: the editor\n\nDear reader, ...", "letter.txt"),
        (b"Date: 9 January 2022\nThe ferry was late.", "dump.txt"),
        (b"--- \nnot front matter\n---\n", "x.txt"),
        (b"---\nBy: Ann Lee\nThe ferry was late again.\n---\n", "x.txt"),
        (b"<?xml version='1.0'?><html><body/></html>", "x.xhtml"),
        (b"", ""),
    ],
)
def test_plain_documents_are_no_containers(head: bytes, name: str) -> None:
    assert kind_of(head, name) is None
