"""Earlier queries, kept from one session to the next: one a line, the newest last."""

from __future__ import annotations

import contextlib
from pathlib import Path


class QueryHistory:
    """Remembers in `file`, or only for this session if that is None or cannot be written."""

    LIMIT = 500

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._queries: list[str] | None = None
        self._place = 0

    @property
    def queries(self) -> list[str]:
        """Oldest first. The file is read when it is first asked for, not at the start."""
        if self._queries is None:
            self._queries = []
            if self._file is not None:
                with contextlib.suppress(OSError, ValueError):
                    lines = self._file.read_text(encoding="utf-8").splitlines()
                    self._queries = [line for line in lines if line.strip()][-self.LIMIT :]
            self._place = len(self._queries)
        return self._queries

    def remember(self, query: str) -> None:
        """Put a query last, once."""
        query = " ".join(query.split())
        if not query or (self.queries and self.queries[-1] == query):
            self._place = len(self.queries)
            return
        if query in self.queries:
            self.queries.remove(query)
        self.queries.append(query)
        self._place = len(self.queries)
        self._write()

    def step(self, by: int) -> str | None:
        """The query before or after the one stepped to last; the empty one after the newest, None beyond the ends."""
        place = self._place + by if self.queries else -1
        if not 0 <= place <= len(self.queries):
            return None
        self._place = place
        return self.queries[place] if place < len(self.queries) else ""

    def _write(self) -> None:
        if self._file is None:
            return
        # a home that cannot be written to must not stop anybody from searching
        with contextlib.suppress(OSError, UnicodeError):  # and bytes that are no text are not kept
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text("".join(f"{query}\n" for query in self.queries[-self.LIMIT :]), encoding="utf-8")
