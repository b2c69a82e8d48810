"""Small vocabularies of the page reader, kept as text in `data/words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(resources.files("newsearch.pages").joinpath("data/words.toml").read_text(encoding="utf-8"))


def words(section: str, name: str) -> frozenset[str]:
    """One vocabulary, for example `words("names", "job")`."""
    return frozenset(_tables()[section][name].split())


def ordered(section: str, name: str) -> tuple[str, ...]:
    """One vocabulary in the order of the file."""
    return tuple(_tables()[section][name].split())
