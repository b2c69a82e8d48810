"""What a person states about saved pages: `[[pages]]` in the `newsearch.toml` of their folders, and sidecars of files.

A rule applies in the folder of its file and below. Of several that match, the deeper file wins, then the later rule;
a sidecar (`page.html.toml` beside `page.html`) wins over all.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from stat import S_ISREG
from typing import Any
from urllib.parse import quote

from newsearch.errors import ConfigError
from newsearch.model import Block, Candidate, Page

FILE_NAME = "newsearch.toml"
SOURCE = "folder rule"

_Stamp = tuple[int, int, int]
"""When a file was written, when the system noted a change, and its size."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What is stated of the pages that match; None where nothing is."""

    match: str = "**"
    """A pattern on the path below the rule's folder: `*` within a folder, `**` across folders."""
    outlet: str | None = None
    url: str | None = None
    """The page's address. `{path}`, `{name}` and `{stem}` stand for the file's path below the rule's folder, its name, its
    name without suffix."""
    saved: str | None = None
    """When the page was saved, ISO 8601."""
    language: str | None = None
    """ISO 639-1."""


NOTHING = Rule()
"""What is stated of most files."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules for a folder, each with the folder that its pattern starts from, weakest first."""

    rules: tuple[tuple[Path, Rule], ...] = ()


def rules_for(path: Path) -> Rules:
    """The rules of every `newsearch.toml` in the folder of a file and above. Raises ConfigError for one that is broken."""
    found: list[tuple[Path, Rule]] = []
    for folder in reversed(path.absolute().parents):
        found.extend((folder, rule) for rule in _rules_in(folder / FILE_NAME))
    return Rules(tuple(found))


def applying(rules: Rules, name: Path | str) -> Rule:
    """What the rules, and the file's sidecar, state of one file."""
    sidecar = _sidecar(name)
    if not rules.rules and not sidecar:
        return NOTHING
    path = Path(name).absolute()
    stated: dict[str, str] = {}
    for folder, rule in (*rules.rules, *sidecar):
        if path.is_relative_to(folder):
            below = path.relative_to(folder)
            if _pattern(rule.match).fullmatch(below.as_posix()):
                stated.update(_filled(rule, below))
    return Rule(**stated)


def apply_rule(rule: Rule, page: Page) -> Page:
    """The page with what one rule states. The outlet of a pasted story that is credited to another stays."""
    if rule == NOTHING:
        return page
    page = replace(
        page, saved=page.saved or rule.saved, language=rule.language or page.language, url=page.url or rule.url
    )
    if not rule.outlet:
        return page
    pages_own = Counter(block.outlet for block in page.blocks if block.kind != "comment").most_common(1)
    usual = pages_own[0][0] if pages_own else None
    return replace(page, blocks=tuple(_with_outlet(block, rule.outlet, usual) for block in page.blocks))


def _with_outlet(block: Block, outlet: str, usual: str | None) -> Block:
    if block.outlet == outlet or block.outlet not in (None, usual):
        return block
    before = block.provenance.get("outlet", "")
    other = (Candidate("outlet", block.outlet, before),) if block.outlet else ()
    provenance = {**block.provenance, "outlet": SOURCE}
    return replace(block, outlet=outlet, provenance=provenance, alternates=(*block.alternates, *other))


def _filled(rule: Rule, below: Path) -> Iterator[tuple[str, str]]:
    for key in ("outlet", "url", "saved", "language"):
        value = getattr(rule, key)
        if value is not None and key == "url":
            for name, text in (("path", below.as_posix()), ("name", below.name), ("stem", below.stem)):
                value = value.replace(f"{{{name}}}", quote(text, safe="/:@!$&'()*+,;=~?%"))
        if value is not None:
            yield key, value


def _sidecar(name: Path | str) -> tuple[tuple[Path, Rule], ...]:
    file = f"{name}.toml"
    stamp = _stamp(file)
    if stamp is None:
        return ()
    path = Path(file).absolute()
    return ((path.parent, replace(_read_sidecar(path, stamp), match="**")),)


def _rules_in(file: Path) -> tuple[Rule, ...]:
    stamp = _stamp(file)
    return () if stamp is None else _read_rules(file, stamp)


def _stamp(file: Path | str) -> _Stamp | None:
    """Tells a file from what it was before it changed; part of the caches' key, so that a changed file is read again."""
    try:
        stat = os.stat(file)  # noqa: PTH116 - most have no rules: a fifth of the time for a name without a path
    except OSError:
        return None
    if not S_ISREG(stat.st_mode):
        return None  # nobody may ever write into a pipe; a device has no end
    return stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size


@lru_cache(maxsize=1024)
def _read_rules(file: Path, stamp: _Stamp) -> tuple[Rule, ...]:
    tables = _parse(file).get("pages", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ConfigError(f"{file}: pages must be a list of tables. Write [[pages]] above each rule.")
    return tuple(_rule(file, f"[[pages]] {number}", table) for number, table in enumerate(tables, 1))


@lru_cache(maxsize=1024)
def _read_sidecar(file: Path, stamp: _Stamp) -> Rule:
    return _rule(file, "sidecar", _parse(file))


def _parse(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigError(f"{file}: {error}. Mend it, or move it away.") from error


def _rule(file: Path, where: str, table: Mapping[str, Any]) -> Rule:
    known = [field.name for field in fields(Rule)]
    stated: dict[str, str] = {}
    for key, value in table.items():
        if key not in known:
            raise ConfigError(f"{file}: {where}: unknown key {key!r}. Known are: {', '.join(known)}.")
        if isinstance(value, dt.date | dt.time):
            value = value.isoformat()
        if not isinstance(value, str) or not value.strip():
            raise ConfigError(f'{file}: {where}: {key} must be a text in quotes, as in {key} = "{_EXAMPLES[key]}".')
        stated[key] = value.strip()
    if "saved" in stated and not _is_moment(stated["saved"]):
        raise ConfigError(f'{file}: {where}: saved must be a date, as in saved = "{_EXAMPLES["saved"]}".')
    if "language" in stated and not re.fullmatch("[a-z]{2}", stated["language"]):
        raise ConfigError(
            f'{file}: {where}: language must be two small letters, as in language = "{_EXAMPLES["language"]}".'
        )
    if found := re.search(r"\{(?!(?:path|name|stem)\})[^}]*\}?", stated.get("url", "")):
        raise ConfigError(
            f"{file}: {where}: url: {found[0]} stands for nothing. Known are: {{path}}, {{name}}, {{stem}}."
        )
    return Rule(**stated)


_EXAMPLES = {
    "match": "harbour/*.txt",
    "outlet": "The Harbour Post",
    "url": "https://harbourpost.example/{path}",
    "saved": "2022-01-09",
    "language": "en",
}


def _is_moment(text: str) -> bool:
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=1024)
def _pattern(glob: str) -> re.Pattern[str]:
    """A pattern of paths as a regular expression. One without a slash matches in every folder, as in .gitignore."""
    if "/" not in glob:
        glob = f"**/{glob}"
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", glob.lstrip("/"))
    words = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(words.get(part) or re.escape(part) for part in parts), re.S)
