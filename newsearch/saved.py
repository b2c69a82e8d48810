"""Saved searches: a small JSON file of queries, and what each has found so far, so that it can say what is new.

What was found is remembered by block ids, index by index: an index that is built anew gives the same blocks the same
ids, so a rebuild makes nothing new.
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsearch.errors import ConfigError, NewsearchError
from newsearch.model import Hit
from newsearch.query import parse

if TYPE_CHECKING:
    from newsearch.search import Searcher

MOST_REMEMBERED = 20_000
"""Ids that are kept for one search: the newest by date. 240 KB."""
_VERSION = 1


@dataclass(frozen=True, slots=True)
class SavedSearch:
    name: str
    query: str
    any_of: bool = False
    exact: bool = False
    checked: Mapping[str, str] = field(default_factory=dict)
    """Index path -> when it was last looked at, ISO 8601 in UTC."""
    seen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Index path -> ids of blocks that it had found by then."""


@dataclass(frozen=True, slots=True)
class News:
    """What a saved search finds, and what of it was not there the last time."""

    search: SavedSearch
    total: int
    new: tuple[Hit, ...]
    """New hits, newest first; all of them the first time."""
    since: str | None
    """When it was last looked at; None the first time."""


class SavedSearches:
    """The saved searches of a file. Every change is written at once."""

    def __init__(self, path: Path | None = None) -> None:
        """`path`: the file, made at the first `save`; by default in the user's data directory. Raises ConfigError if it
        cannot be read."""
        self.path = path or default_path()
        self._searches = {search.name: search for search in _read(self.path)}

    def __iter__(self) -> Iterator[SavedSearch]:
        return iter(sorted(self._searches.values(), key=lambda search: search.name))

    def __len__(self) -> int:
        return len(self._searches)

    def get(self, name: str) -> SavedSearch:
        """Raises NewsearchError if there is none of that name."""
        if name not in self._searches:
            known = ", ".join(sorted(self._searches)) or "none yet"
            raise NewsearchError(f"There is no saved search {name!r}. Saved: {known}.")
        return self._searches[name]

    def save(self, name: str, query: str, *, any_of: bool = False, exact: bool = False) -> SavedSearch:
        """Keep a query under a name; one of that name is replaced, with what it had found. Raises QueryError."""
        if not name.strip() or not name.isprintable():
            raise NewsearchError("A saved search needs a name of printable characters.")
        parse(query)
        search = SavedSearch(name.strip(), query, any_of, exact)
        self._put(search)
        return search

    def remove(self, name: str) -> None:
        """Raises NewsearchError if there is none of that name."""
        self.get(name)
        del self._searches[name]
        self._write()

    def check(self, name: str, searcher: Searcher, *, limit: int = 100, now: dt.datetime | None = None) -> News:
        """Run a search, remember what it finds, and give what is new, at most `limit` hits of it."""
        search = self.get(name)
        place = searcher.name
        seen = frozenset(search.seen.get(place, ()))
        ids = searcher.ids(search.query, any_of=search.any_of, exact=search.exact, limit=MOST_REMEMBERED)
        fresh = [block_id for block_id in ids if block_id not in seen][:limit]
        hits = searcher.hits(search.query, fresh, any_of=search.any_of, exact=search.exact)
        moment = (now or dt.datetime.now(dt.UTC)).isoformat(timespec="seconds")
        news = News(search, len(ids), hits, search.checked.get(place))
        self._put(replace(search, checked={**search.checked, place: moment}, seen={**search.seen, place: tuple(ids)}))
        return news

    def _put(self, search: SavedSearch) -> None:
        self._searches[search.name] = search
        self._write()

    def _write(self) -> None:
        """Whole or not at all: into a file beside it, then renamed."""
        record = {"version": _VERSION, "searches": [_record(search) for search in self._searches.values()]}
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", dir=self.path.parent, prefix=self.path.name, delete=False
            ) as file:
                json.dump(record, file, ensure_ascii=False, indent=1)
            Path(file.name).replace(self.path)
        except OSError as error:
            raise ConfigError(f"{self.path} cannot be written: {error.strerror or error}.") from error


def default_path() -> Path:
    """`saved.json` in the user's data directory."""
    from newsearch.config import data_folder

    return data_folder() / "saved.json"


def _record(search: SavedSearch) -> dict[str, Any]:
    return {
        "name": search.name,
        "query": search.query,
        "any_of": search.any_of,
        "exact": search.exact,
        "checked": dict(search.checked),
        "seen": {place: list(ids) for place, ids in search.seen.items()},
    }


def _read(path: Path) -> list[SavedSearch]:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        if record["version"] != _VERSION:
            raise ConfigError(f"{path} is of another version of newsearch. Move it away to start anew.")
        return [_search(each) for each in record["searches"]]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError(f"{path} cannot be read as saved searches ({error}). Mend it, or move it away.") from error


def _search(record: Mapping[str, Any]) -> SavedSearch:
    return SavedSearch(
        name=str(record["name"]),
        query=str(record["query"]),
        any_of=bool(record["any_of"]),
        exact=bool(record["exact"]),
        checked={str(place): str(moment) for place, moment in record["checked"].items()},
        seen={str(place): tuple(map(str, ids)) for place, ids in record["seen"].items()},
    )
