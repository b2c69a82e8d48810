"""The table `[tui]` of newsearch.toml -> a theme and keys that are known to work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from newsearch.errors import ConfigError

DEFAULT_THEME = "newsearch-dark"
DEFAULT_CITATION = "markdown"
CITATIONS = {
    "markdown": "Markdown",
    "plain": "plain text",
    "bibtex": "BibTeX",
    "csl-json": "CSL-JSON, for Zotero and pandoc",
}
"""Forms that `citations.FORMATS` has, and their names."""


@dataclass(frozen=True, slots=True)
class TuiSettings:
    theme: str = DEFAULT_THEME
    citation: str = DEFAULT_CITATION
    """The form of a copied citation, one of `CITATIONS`."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Action (see `newsearch.tui.keys`) -> keys, separated by commas."""


def read_settings(table: Mapping[str, Any]) -> TuiSettings:
    """Raises ConfigError naming what is wrong and what would do."""
    from newsearch.tui.keys import ACTIONS
    from newsearch.tui.themes import theme_names

    _known(table, {"theme", "citation", "keys"}, "[tui]")
    theme = table.get("theme", DEFAULT_THEME)
    if theme not in theme_names():
        raise ConfigError(f"[tui] theme = {theme!r} is not a theme. There are: {', '.join(theme_names())}.")
    citation = table.get("citation", DEFAULT_CITATION)
    if citation not in CITATIONS:
        raise ConfigError(f"[tui] citation = {citation!r} is no form of citation. There are: {', '.join(CITATIONS)}.")
    keys = table.get("keys", {})
    if not isinstance(keys, Mapping):
        raise ConfigError('[tui.keys] must be a table, as in: read = "enter,l".')
    _known(keys, {action.id for action in ACTIONS}, "[tui.keys]")
    for action, value in keys.items():
        if not isinstance(value, str) or not value.strip():
            raise ConfigError(f'[tui.keys] {action} must be keys in quotes, as in {action} = "ctrl+o,o".')
    return TuiSettings(theme, citation, dict(keys))


def _known(table: Mapping[str, Any], names: set[str], where: str) -> None:
    for name in table:
        if name not in names:
            raise ConfigError(f"{where} does not know {name!r}. Known are: {', '.join(sorted(names))}.")
