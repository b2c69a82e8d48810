"""Pages that an archive or a cache copied, as they were before: their own addresses, without the bar put above them."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote


class Copy(NamedTuple):
    """What a copy tells of the page it was made from."""

    url: str
    stamp: str
    """When it was copied, as the service writes it; empty if it does not."""


HEAD = 16_384
"""Characters in which a service writes what it is."""
_HEAD_OF_SAVED = 262_144
"""The same where a saver has put the page's styles before it."""

_TODAY = r"archive\.(?:today|is|ph|li|vn|md|fo)"
_STAMP = r"\d{14}|\d{4}\.\d\d\.\d\d-\d{6}"
# RFC 7089 leaves the form of such an address open; archives with the Internet Archive's software, or pywb, share this one:
# `https://web.archive.org/web/20220107101500/https://...`, with `if_` or `mp_` behind the moment for what is shown in a frame.
_COPY_ADDRESS = re.compile(
    rf"https?://[\w.:-]+(?:/[\w.-]+){{0,3}}/(?P<stamp>{_STAMP})(?:[a-z]{{2}}_)?/(?P<url>https?:/.+)"
)
_CACHE_ADDRESS = re.compile(
    r"https?://webcache\.googleusercontent\.com/search\?q=cache:(?:[\w-]{12}:)?(?P<url>[^+&]+\.[^+&]+)"
)
_AMP_ADDRESS = re.compile(
    r"https?://(?:[\w-]+\.cdn\.ampproject\.org/[a-z]{1,2}|(?:www\.)?google\.[a-z.]{2,6}/amp)/(?:(?P<s>s)/)?(?P<url>[\w-]+\.[^/?#]+.*)"
)
_SHORT_ADDRESS = re.compile(rf"https?://{_TODAY}/")


def copied_from(url: str) -> Copy | None:
    """The page whose copy an address names: at the Internet Archive and its like, archive.today, Google's cache, a cache of AMP."""
    if found := _COPY_ADDRESS.match(url):
        return Copy(re.sub(r"^(https?:)/+", r"\1//", found["url"]), found["stamp"])
    if found := _CACHE_ADDRESS.match(url):
        page = unquote(found["url"])
        return Copy(page if "://" in page else f"http://{page}", "")
    if found := _AMP_ADDRESS.match(url):
        return Copy(f"http{found['s'] or ''}://{found['url']}", "")
    return None


def is_short(url: str) -> bool:
    """Whether an address names a copy without saying of what: `https://archive.ph/AbCdE`."""
    return _SHORT_ADDRESS.match(url) is not None


_WOMBAT = re.compile(r"""__wm\.(?:wombat\(|bt\([\d,]*"web",)"(?P<url>https?://[^"\s]+)",\s*"(?P<stamp>\d{14})\"""")
"""What the Internet Archive's script, and the one of its bar, are told of the page."""
_PYWB = re.compile(
    r"""wbinfo\.url\s*=\s*"(?P<url>https?://[^"\s]+)";(?:.{0,800}?wbinfo\.timestamp\s*=\s*"(?P<stamp>\d{14})")?""", re.S
)
_LINKED = re.compile(
    rf"""<link\s+rel=["']?(?:canonical|bookmark)["']?\s+href=["']?https?://(?:web\.archive\.org/web|{_TODAY})/(?P<stamp>{_STAMP})/(?P<url>https?://[^"'\s>]+)"""
)
_CACHE_BAR = re.compile(
    r"__google-cache-hdr.{0,600}?<a href=[\"']?(?P<url>https?://[^\"'\s>]+)(?:.{0,600}?(?P<stamp>[^>]{12,20} \d\d:\d\d:\d\d GMT))?",
    re.S,
)
_LINES = (
    re.compile(
        r"^[ \t]*The Wayback Machine - https?://web\.archive\.org/web/(?P<stamp>\d{14})(?:[a-z]{2}_)?/(?P<url>https?://\S+)[^\n]*$",
        re.M,
    ),
    re.compile(
        rf"^[ \t]*{_TODAY}\s+webpage capture\s.{{0,200}}?Saved from\s+(?P<url>https?://\S+).{{0,600}}?"
        r"(?P<stamp>\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d UTC)(?:.{0,600}?report (?:bug|error) or abuse[^\n]*)?",
        re.M | re.S,
    ),
    re.compile(
        r"^[ \t]*This is Google's cache of (?P<url>https?://\S+?)\.?\s+It is a snapshot of the page as it appeared on (?P<stamp>[^.]{12,40})\."
        r"(?:.{0,400}?\bfind bar\.|[^\n]*)",
        re.M | re.S,
    ),
)
"""The same in a dump: what stands in every bar, and the bar."""
_SIGNS = (
    ("__wm.", _WOMBAT),
    ("<link", _LINKED),
    ("Wayback Machine - http", _LINES[0]),
    ("webpage capture", _LINES[1]),
)
"""What the head of an archive's copy holds, and what tells of it then."""
_OTHER_SIGNS = (("wbinfo.url", _PYWB), ("-cache-hdr", _CACHE_BAR), ("Google's cache of http", _LINES[2]))
_TOP = 4096
"""Characters in which the others write the same."""


def copy_noted(text: str, url: str | None) -> Copy | None:
    """What the service wrote into a copy of a page that a saver notes to be from `url`; None where none says that it made one."""
    head = text[: _HEAD_OF_SAVED if url and _SHORT_ADDRESS.match(url) else HEAD]
    top = head[:_TOP]
    signs = [(head, *sign) for sign in _SIGNS] if "archive." in head else []
    for place, sign, pattern in (*signs, *((top, *sign) for sign in _OTHER_SIGNS)):
        if sign in place and (found := pattern.search(place)):
            return Copy(found["url"], found["stamp"] or "")
    return None


_OWN_ADDRESS = re.compile(
    rb"(?:https?:)?(?://[\w.:-]+)?(?:/[\w.-]+){1,3}?/\d{14}(?:[a-z]{2}_)?/(?=https?:/)"
    rb"|https?://archive\.(?:today|is|ph|li|vn|md|fo)/(?:o/\w+|\d{14}|\d{4}\.\d\d\.\d\d-\d{6})/(?=https?:/)"
)
"""What an archive puts before each address of the page."""
_BARS = tuple(
    (re.compile(first, re.I), re.compile(last, re.I))
    for first, last in (
        (rb"<!-- BEGIN WAYBACK TOOLBAR INSERT -->", rb"<!-- END WAYBACK TOOLBAR INSERT -->"),
        (rb"<div id=[\"']?wm-ipp-base", rb"<div id=[\"']?wm-ipp-print[^>]*>[^<]*</div>"),
        (rb"<div [^>]*google-cache-hdr", rb"(?=<div style=[\"']?position:|<!doctype|<html|<body)"),
    )
)
"""What is put above a page: how it begins and how it ends."""
_TODAY_BARS = (
    (re.compile(rb"<div id=[\"']?HEADER"), re.compile(rb"(?=<div id=[\"']?(?:SOLID|CONTENT)\b)")),
    (re.compile(rb"<(?:div|table) id=[\"']?hashtags\b"), re.compile(rb"</(?:div|table)>")),
)
_TODAY_LINK = re.compile(
    rb"<link\s+rel=[\"']?(?:canonical|bookmark)[\"']?\s+href=[\"']?https?://archive\.(?:today|is|ph|li|vn|md|fo)/"
)
_TODAY_HEAD = re.compile(rb"<(?:meta|link)\b[^>]*>", re.I)


def restored(utf8: bytes) -> bytes:
    """A copy that `copy_noted` or `copied_from` told of, of HTML, as the page was before; on the same lines."""
    is_today = _TODAY_LINK.search(utf8, 0, _HEAD_OF_SAVED) is not None
    for first, last in (*_BARS, *_TODAY_BARS) if is_today else _BARS:
        begin = first.search(utf8)
        end = last.search(utf8, begin.end()) if begin else None
        if begin and end:
            utf8 = utf8[: begin.start()] + b"\n" * utf8.count(b"\n", begin.start(), end.end()) + utf8[end.end() :]
    if is_today:
        # What stands there is said of the copy, which was published when it was made.
        body = max(utf8.find(b"<body"), 0)
        utf8 = _TODAY_HEAD.sub(lambda found: b"\n" * found[0].count(b"\n"), utf8[:body]) + utf8[body:]
    return _OWN_ADDRESS.sub(b"", utf8)


def restored_text(text: str) -> str:
    """The same of a dump."""
    head = text[:HEAD]
    for bar in _LINES:
        head = bar.sub(lambda found: "\n" * found[0].count("\n"), head, count=1)
    return head + text[HEAD:]
