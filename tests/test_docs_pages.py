"""docs/pages.md keeps its word: every suffix, field and key it names is known, and none is left out."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from newsearch.pages import LARGEST_DOCUMENT, LARGEST_PAGE, files, rules
from newsearch.pages.containers.fields import FIELDS
from newsearch.pages.containers.records import LARGEST_JSON

DOCUMENT = (Path(__file__).parent.parent / "docs" / "pages.md").read_text(encoding="utf-8")


def rows(heading: str) -> dict[str, str]:
    """The rows of the table under a heading: first cell -> the rest."""
    section = DOCUMENT.split(f"## {heading}", 1)[1].split("\n## ", 1)[0]
    return dict(re.findall(r"^\| (?!what|key|suffix|-)(.+?) \| (.+) \|$", section, re.M))


def words(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_every_suffix_is_documented() -> None:
    named = {suffix for cell in rows("Which files are pages") for suffix in words(cell)}
    assert named == files.PAGE_SUFFIXES | {".xml", ".json"}


def test_every_field_is_documented_under_all_its_names() -> None:
    assert {what: tuple(words(cell)) for what, cell in rows("Fields of JSON").items()} == FIELDS


def test_every_key_of_a_rule_is_documented() -> None:
    assert [words(cell)[0] for cell in rows("Folder rules")] == list(rules.Rule.__dataclass_fields__)


def test_the_rules_shown_are_rules(tmp_path: Path) -> None:
    (shown,) = re.findall(r"^```toml\n(.*?)^```", DOCUMENT, re.S | re.M)
    assert tomllib.loads(shown)
    (tmp_path / "newsearch.toml").write_text(shown)
    path = tmp_path / "harbourpost.example" / "2022" / "ferry.html"
    rule = rules.applying(rules.rules_for(path), path)
    assert (rule.url, rule.saved) == ("https://harbourpost.example/2022/ferry.html", "2022-01-09")


def test_the_front_matter_shown_is_read(tmp_path: Path) -> None:
    (shown,) = re.findall(r"^```markdown\n(.*?)^```", DOCUMENT, re.S | re.M)
    (tmp_path / "clip.md").write_text(shown)
    (page,) = files.read_file(tmp_path / "clip.md")
    (block,) = page.blocks
    assert (block.authors, block.date, block.outlet) == (("Ann Lee", "Bo Ray"), "2022-01-09", "The Harbour Post")


def test_the_limits_are_those_of_the_code() -> None:
    for limit in (LARGEST_PAGE, LARGEST_DOCUMENT, LARGEST_JSON):
        assert f"{limit >> 20} MB" in DOCUMENT
