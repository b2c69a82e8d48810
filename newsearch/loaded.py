"""Importing this loads what worker processes need to read and analyse pages: once, in the process that they are forked from."""

from __future__ import annotations

import contextlib
import gc
import os
import signal

_PAGE = """
<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>The harbour opens again | The Harbour Post</title>
<meta property="og:site_name" content="The Harbour Post"><meta property="og:title" content="The harbour opens again">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "The harbour opens again",
"datePublished": "2022-01-09T10:05:00Z", "author": {"@type": "Person", "name": "Ann Lee"}}</script></head>
<body><nav><ul><li><a href="/a">News</a></li><li><a href="/b">Sport</a></li></ul></nav><article><h1>The harbour opens again</h1>
<p class="byline">By Ann Lee, 9 January 2022, updated 10:05 a.m.</p><p>The strike of the Quay Workers’ Union (QWU) ended on Monday
after 1,000 days, and “all ferries will sail again”, it said.</p><p>They leave pier 3 at 7.30 from Saturday on.</p></article>
<section><h2>More stories</h2><ul><li><h3><a href="/1">A bridge closes for the winter</a></h3><time>8 January 2022</time></li>
<li><h3><a href="/2">Council votes on the budget</a></h3><time>7 January 2022</time></li><li><h3><a href="/3">Пирс, 港</a></h3></li></ul>
</section></body></html>
"""
"""A page with something of most that is loaded, compiled or looked up when it is first met."""

# of what is loaded hardly anything is garbage, and children need not look at it again
gc.disable()
# as its children will: Ctrl-C is the parent's
signal.signal(signal.SIGINT, signal.SIG_IGN)
# numpy's linear algebra, which nobody uses, would start threads
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# what goes wrong here goes wrong in the children again, where it has a file's name
with contextlib.suppress(Exception):
    from newsearch.indexing import analyse_page

    analyse_page(_PAGE.encode())
gc.freeze()
gc.enable()
