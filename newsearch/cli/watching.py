"""`saved`: searches under a name, and what is new in them."""

from __future__ import annotations

import argparse
import sys

from newsearch.cli import answers, drawing
from newsearch.cli.drawing import Paper
from newsearch.cli.places import open_searcher
from newsearch.saved import SavedSearches


def run_saved(args: argparse.Namespace) -> int:
    """Keep, list, forget or check saved searches."""
    searches = SavedSearches()
    if args.action == "add":
        saved = searches.save(args.name, " ".join(args.text), any_of=args.any, exact=args.exact)
        print(f"saved {drawing.safe(saved.name)}: {drawing.safe(saved.query)}")
        return 0
    if args.action == "remove":
        searches.remove(args.name)
        return 0
    if args.action == "new":
        return _news(searches, args)
    for search in searches:
        print(f"{drawing.safe(search.name)}: {drawing.safe(search.query)}")
    return 0 if len(searches) else _none_yet()


def _none_yet() -> int:
    print('newsearch: no saved searches yet. For instance: newsearch saved add pact "CSTO -opinion"', file=sys.stderr)
    return 1


def _news(searches: SavedSearches, args: argparse.Namespace) -> int:
    if not len(searches):
        return _none_yet()
    searcher = open_searcher(args)
    paper = Paper(args.color)
    names = [args.name] if args.name else [search.name for search in searches]
    found = 0
    for name in names:
        news = searches.check(name, searcher, limit=args.limit)
        found += len(news.new)
        since = f"since {news.since[:16].replace('T', ' ')} UTC" if news.since else "looked at for the first time"
        print(paper.styled(f"== {name}: {len(news.new):,} new of {news.total:,}, {since}", drawing.BOLD))
        answers.draw_hits(news.new, paper)
    return 0 if found else 1
