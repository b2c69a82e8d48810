"""Everything that newsearch reports on purpose. Each error says what happened and what to do, and knows its exit code."""

from __future__ import annotations


class NewsearchError(Exception):
    """Trouble that a person can act on. `str(error)` is the whole message, without a traceback."""

    exit_code = 2


class ConfigError(NewsearchError):
    """A setting, in `newsearch.toml`, the environment or a flag, that cannot be used."""


class PageError(NewsearchError):
    """One saved file that cannot be read. Indexing counts it, names it and goes on."""


class QueryError(NewsearchError):
    """A query that cannot be understood.

    `start` and `end` are offsets into the query text, `hint` says what would do.
    """

    def __init__(self, message: str, text: str, start: int, end: int | None = None, hint: str = "") -> None:
        self.message = message
        self.text = text
        self.start = start
        self.end = start + 1 if end is None else end
        self.hint = hint
        super().__init__(message)

    def __str__(self) -> str:
        """The message, the query (a window of it, if it is long) and a caret under the spot."""
        left = max(0, self.start - 40)
        window = self.text[left : left + 100].replace("\n", " ").replace("\t", " ")
        lead = "..." if left else ""
        caret = " " * (len(lead) + self.start - left) + "^" * max(1, min(self.end, left + 100) - self.start)
        tail = f"\n{self.hint}" if self.hint else ""
        return f"{self.message}\n  {lead}{window}\n  {caret}{tail}"


class IndexTrouble(NewsearchError):
    """Trouble with the index on disk."""


class IndexMissing(IndexTrouble):
    """There is no index at the place that was named."""


class IndexDamaged(IndexTrouble):
    """A file of the index is truncated, altered, missing, or of an unknown format version."""


class IndexLocked(IndexTrouble):
    """Another process is writing to the index."""
