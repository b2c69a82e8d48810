"""The fields of an index as a Whoosh schema, and Whoosh's table of contents of a commit."""

# mypy: disallow-untyped-calls=False

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from whoosh import columns, fields
from whoosh.analysis.acore import Token
from whoosh.analysis.analyzers import Analyzer as WhooshAnalyzer
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC

from newsearch.engine.analysis import Analyzer
from newsearch.engine.columns.codec import ColumnSegment
from newsearch.engine.columns.layout import KEYWORD_FIELDS, MISSING_DAY, NAME_FIELDS, SUM_FIELDS, TEXT_FIELDS
from newsearch.engine.commit import INDEX_NAME, Commit, toc_name


class NewsAnalyzer(WhooshAnalyzer):
    """Our analysis in the form in which Whoosh's own query parser and highlighter want it."""

    def __init__(self, stemming: bool) -> None:
        self.stemming = stemming

    def __call__(self, value: str, positions: bool = False, chars: bool = False, **options: Any) -> Iterator[Token]:
        token = Token(positions, chars, **options)
        for number, (start, end, term) in enumerate(Analyzer(self.stemming).tokens(value, None)):
            token.text = term
            token.boost = 1.0
            if positions:
                token.pos = options.get("start_pos", 0) + number
            if chars:
                token.startchar = options.get("start_char", 0) + start
                token.endchar = options.get("start_char", 0) + end
            yield token


def schema(stemming: bool) -> fields.Schema:
    """The schema: words of texts and names with positions, whole values of keywords, columns to sort by."""
    text = {name: fields.TEXT(analyzer=NewsAnalyzer(stemming), stored=True) for name in TEXT_FIELDS}
    names = {name: fields.TEXT(analyzer=NewsAnalyzer(False), stored=True) for name in NAME_FIELDS}
    keywords = {name: fields.ID(stored=True) for name in KEYWORD_FIELDS + SUM_FIELDS}
    day = fields.COLUMN(columns.NumericColumn("i", default=MISSING_DAY))
    return fields.Schema(**text, **names, **keywords, date=fields.STORED, day=day)


def table_of_contents(commit: Commit) -> bytes:
    """What `whoosh.index.open_dir` reads of a commit."""
    segments = [ColumnSegment(INDEX_NAME, info) for info in commit.segments]
    storage = _OneFile()
    TOC(schema(commit.settings.stemming), segments, commit.generation).write(storage, INDEX_NAME)
    return storage.contents[toc_name(commit.generation)]


class _OneFile:
    """The part of Whoosh's storage that writing a table of contents uses, in memory."""

    def __init__(self) -> None:
        self.contents: dict[str, bytes] = {}

    def create_file(self, name: str) -> StructFile:
        def keep(file: StructFile) -> None:
            self.contents[name] = buffer.getvalue()

        buffer = io.BytesIO()
        return StructFile(buffer, name=name, onclose=keep)

    def rename_file(self, old: str, new: str, safe: bool = False) -> None:
        self.contents[new] = self.contents.pop(old)
