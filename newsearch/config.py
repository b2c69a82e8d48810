"""Where things are and what the user prefers: flags win over the environment, that over `newsearch.toml`.

Standard library only, and cheap: platformdirs and tomllib are imported where they are needed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from newsearch.errors import ConfigError
from newsearch.frozen import dataclass, field

FILE_NAME = "newsearch.toml"
INDEX_VARIABLE = "NEWSEARCH_INDEX"
CLONE_VARIABLE = "NEWSEARCH_CLONE"
"""Set by `scripts/newsearch`: the clone whose `index/` is the default place, filled with the samples at first."""


@dataclass(frozen=True, slots=True)
class Config:
    """What `newsearch.toml` may say besides the rules for pages (`[[pages]]`, see docs/pages.md)."""

    source: Path | None = None
    index: Path | None = None
    """`index = "..."`, relative to the file."""
    tui: Mapping[str, Any] = field(default_factory=dict)
    """The table `[tui]`: `theme`, and `keys`."""


def find_index(
    flag: str | None,
    is_index: Callable[[Path], bool],
    environ: Mapping[str, str] = os.environ,
    cwd: Path | None = None,
    config: Callable[[], Config] | None = None,
) -> Path:
    """The place of the index, existing or not.

    `--index`, then NEWSEARCH_INDEX, then an `index/` of newsearch's in or above the working directory, then the
    setting of `newsearch.toml`, then the clone that newsearch runs from, then the user's data directory. `config` is
    called if it comes to that: looking for the user's configuration costs more than a query.
    """
    if flag:
        return expanded(flag)
    if environ.get(INDEX_VARIABLE):
        return expanded(environ[INDEX_VARIABLE])
    for folder in _upwards(cwd):
        if is_index(folder / "index"):
            return folder / "index"
    configured = config().index if config is not None else None
    if configured is not None:
        return configured
    if environ.get(CLONE_VARIABLE):
        return Path(environ[CLONE_VARIABLE]) / "index"
    return data_folder() / "index"


def expanded(text: str) -> Path:
    """A path with `~` read; as it stands where there is no such user."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


def data_folder() -> Path:
    """The user's data directory for newsearch (platformdirs), not created. Raises ConfigError for a user without a home."""
    from platformdirs import user_data_path

    try:
        return user_data_path("newsearch", appauthor=False)
    except RuntimeError as error:
        raise ConfigError(
            "There is no home folder for what newsearch keeps. Set HOME; an index may also be named: --index DIR"
        ) from error


def load(cwd: Path | None = None, config_folder: Path | None = None) -> Config:
    """The nearest `newsearch.toml` in or above `cwd`, or else the one in the user's configuration directory.

    Raises ConfigError if it cannot be read or says something that newsearch does not know.
    """
    for folder in _upwards(cwd):
        if (folder / FILE_NAME).is_file():
            return _read(folder / FILE_NAME)
    if config_folder is None:
        from platformdirs import user_config_path

        try:
            config_folder = user_config_path("newsearch", appauthor=False)
        except RuntimeError:  # a user without a home
            return Config()
    file = config_folder / FILE_NAME
    return _read(file) if file.is_file() else Config()


def _upwards(folder: Path | None) -> Iterator[Path]:
    """A folder and those above it; by default the working directory, if it is still there."""
    try:
        folder = (folder or Path.cwd()).absolute()
    except FileNotFoundError:
        return
    yield folder
    yield from folder.parents


def _read(file: Path) -> Config:
    import tomllib

    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"{file}: {error}. Mend it, or move it away.") from error
    unknown = sorted(table.keys() - {"index", "tui", "pages"})
    if unknown:
        raise ConfigError(f"{file}: unknown setting {unknown[0]!r}. Known are: index, pages, tui.")
    index, tui = table.get("index"), table.get("tui", {})
    if index is not None and not isinstance(index, str):
        raise ConfigError(f'{file}: index must be a path in quotes, as in index = "archive/index".')
    if not isinstance(tui, dict):
        raise ConfigError(f"{file}: tui must be a table, as in [tui].")
    return Config(file, file.parent / expanded(index) if index else None, tui)
