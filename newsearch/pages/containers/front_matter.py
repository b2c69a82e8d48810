"""What notes state of themselves at their top: YAML's or TOML's front matter, Pandoc's title block, or lines of properties as
Notion, Logseq, Readwise and page-to-Markdown services write them."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from typing import Any

from newsearch.pages.containers.fields import named, plain, values

_FRONT = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\n(.*?)\n(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_PAIR = re.compile(r"([\w@:-]+)\s*[:=]\s*(.*)")
_ITEM = re.compile(r"(?:\s*-\s+(?:name:\s*)?|\s+name:\s+)(.*)")
_BLOCK_OF_LINES = re.compile(r"[>|][+-]?\d?")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_PANDOC = re.compile(r"\ufeff?% ?(.*)\n(?:% ?(.*)\n(?:% ?(.*)\n)?)?")
_HEADING = re.compile(r"#[ \t]+(?=\S)[^\n]*")
_PROPERTY = re.compile(
    r"(?:[-*+][ \t]+)?(?:\*\*|__)?([^\W\d][\w -]{1,24}?)(?:\*\*|__)?::?(?:\*\*|__)?(?:[ \t]+(\S[^\n]{0,500}))?[ \t]*"
)
_ABOUT = re.compile(r"#{2,3}[ \t]+(?:metadata|properties|info(?:rmation)?)|!\[[^\]]*\]\([^)]*\)", re.I)
"""What may stand among properties."""
_CONTENT = re.compile(r"#{2,3}[ \t]+(?:full document|content)|(?:markdown )?content:", re.I)
"""What may stand between them and the text."""
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)|<(\w+://[^>]+)>")
_LISTS = ("tags", "keywords", "topics", "categories", "labels")
_MOST_LINES = 40
_CLIPPED = ("created", "createdat", "dateadded", "clipped", "captured")
"""Plain names of when a note of a page was made, which is no date of the story."""


def head_of(text: str) -> tuple[dict[str, Any], str, bool]:
    """What a note states of itself, the text behind it, and whether lines of properties say it, which any page may have."""
    front = _FRONT.match(text)
    if front:
        record = _toml(front[2]) if front[1] == "+++" else _yaml(front[2])
        return _as_clipping(record), text[front.end() :], False
    block = _PANDOC.match(text)
    if block:
        stated = {"title": block[1], "authors": (block[2] or "").split(";"), "date": block[3]}
        return {name: value for name, value in stated.items() if value}, text[block.end() :], False
    record, rest = _properties(text)
    return _as_clipping(record), rest, bool(record)


def _as_clipping(record: dict[str, Any]) -> dict[str, Any]:
    """Of a note that says which page it is of, `created` tells when that was saved."""
    if not values(record, "url"):
        return record
    clipped = [name for name in record if plain(name) in _CLIPPED]
    rest = {name: value for name, value in record.items() if name not in clipped}
    return {**rest, "saved": record[clipped[0]]} if clipped and not values(record, "saved") else rest


def _properties(text: str) -> tuple[dict[str, Any], str]:
    """The lines `Key: value` or `key:: value` below the heading, if one says where the page is; and the text without them."""
    record: dict[str, Any] = {}
    heading, start, number = "", 0, 0
    for number, line in enumerate(text[: _MOST_LINES * 600].split("\n")):
        found = _PROPERTY.fullmatch(line)
        if number > _MOST_LINES or not (found or _ABOUT.fullmatch(line.strip()) or not line.strip()):
            if heading or record or not _HEADING.fullmatch(line):
                break
            heading = f"{line}\n"
        elif found and found[2]:
            name, value = found[1].lower().replace(" ", "_"), _LINK.sub(_linked, found[2].strip())
            record.setdefault(name, _value(f"[{value}]" if name in _LISTS else value))
        start += len(line) + 1
    if not values(named(record), "url"):
        return {}, text
    rest = text[start:].lstrip("\n")
    between, _, behind = rest.partition("\n")
    return record, f"{heading}\n{behind if _CONTENT.fullmatch(between.strip()) else rest}"


def _linked(found: re.Match[str]) -> str:
    return found[1] or found[2] or ""


_LONGEST_TOML = 100_000
"""Characters. Front matter has a thousand; the library takes the square of the length for keys in keys."""


def _toml(text: str) -> dict[str, Any]:
    if len(text) > _LONGEST_TOML:
        return _yaml(text)
    try:
        stated = tomllib.loads(text)
    except (ValueError, RecursionError):
        return _yaml(text)
    return {
        key.lower(): value.isoformat() if isinstance(value, dt.date | dt.time) else value
        for key, value in stated.items()
    }


def _yaml(text: str) -> dict[str, Any]:
    """The flat fields of front matter. Titles with colons and unquoted dates, which break YAML, are what people write."""
    record: dict[str, Any] = {}
    blocks: dict[str, list[str]] = {}
    key = ""
    for line in text.split("\n"):
        item, pair = _ITEM.match(line), _PAIR.match(line)
        if key in blocks and not line[:1].strip():
            blocks[key].append(line.strip())
        elif item and key:
            if not isinstance(record[key], list):
                record[key] = []
            record[key].append(_scalar(item[1]))
        elif pair:
            key = pair[1].lower()
            record[key] = _value(pair[2].strip())
            blocks.pop(key, None)
            if _BLOCK_OF_LINES.fullmatch(pair[2].strip()):
                blocks[key] = []
    return record | {key: " ".join(lines).strip() for key, lines in blocks.items()}


def _value(text: str) -> str | list[str]:
    if text.startswith("[") and text.endswith("]") and not text.startswith("[["):
        return [_scalar(part) for part in text[1:-1].split(",")]
    return _scalar(text)


def _scalar(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] in "\"'" and text[-1] == text[0]:
        text = text[1:-1].replace('\\"', '"')
    return _WIKI_LINK.sub(r"\1", text)
