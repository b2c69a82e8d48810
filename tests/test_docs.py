"""The documents keep their word: what they show runs, what they link exists, every command is documented."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def fenced(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.S | re.M)


def shown_commands() -> list[str]:
    lines = [line for block in fenced((ROOT / "README.md").read_text(), "sh") for line in block.splitlines()]
    return [command for line in lines if (command := line.split("  #")[0].strip()).startswith("newsearch ")]


@pytest.mark.parametrize("command", shown_commands())
def test_every_newsearch_command_of_the_readme_runs(
    command: str, newsearch: Run, sample_index: Path, tmp_path: Path, save_page: Run
) -> None:
    words = shlex.split(command)[1:]
    save_page(tmp_path / "saved-pages", "page.html", "A page", "Of somebody's own archive of the tariff.")
    (found,) = json.loads(newsearch("--index", sample_index, "query", "CSTO", "--limit", "1", "--json").out)["hits"]
    replaced = {
        "~/saved-pages": str(tmp_path / "saved-pages"),
        "page.html": str(tmp_path / "saved-pages" / "page.html"),
        "ID": found["id"],
    }
    words = [replaced.get(word, word) for word in words]
    index = tmp_path / "index" if words[0] in ("index", "rebuild") else sample_index
    ran = newsearch("--index", index, *words)
    assert ran.code in (0, 1), ran.err
    if words[0] == "query" and "opinion" not in command:
        assert ran.code == 0, "an example of the README finds something in the samples"


def test_the_python_of_the_readme_runs(tmp_path: Path, save_page: Run) -> None:
    save_page(tmp_path / "saved-pages", "page.html", "The CSTO and the bridge", "A CSTO mandate for the bridge.")
    (code,) = fenced((ROOT / "README.md").read_text(), "python")
    ran = subprocess.run(
        [sys.executable, "-c", "if __name__ == '__main__':\n" + re.sub("^", "    ", code, flags=re.M)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    assert "The CSTO and the bridge" in ran.stdout


def test_the_rebuild_script_rebuilds(tmp_path: Path, save_page: Run) -> None:
    save_page(tmp_path / "pages", "page.html", "A page", "Of somebody's own archive.")
    script = ROOT / "scripts" / "rebuild-index"
    command = [sys.executable, str(script), str(tmp_path / "index"), str(tmp_path / "pages")]
    for _ in range(2):
        ran = subprocess.run(command, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr
        assert "of 1 file in" in ran.stdout
    # a Python that newsearch is not installed for
    ran = subprocess.run([sys.executable, "-I", "-S", str(script), "a", "b"], capture_output=True, text=True)
    assert ran.returncode == 1 and "Traceback" not in ran.stderr
    assert "rebuild-index: this Python has no newsearch" in ran.stderr


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text()):
        assert (document.parent / target).exists(), f"{document.name} links {target}"


def keys(value: object) -> list[str]:
    """The names of the fields in their order, those of an inner object behind its own name."""
    if isinstance(value, list):
        return [name for each in value for name in keys(each)]
    pairs = value.items() if isinstance(value, dict) else ()
    return [name for key, inner in pairs for name in (key, *keys(inner))]


def test_every_command_and_option_is_documented() -> None:
    from newsearch.cli.parser import build_parser

    text = (ROOT / "docs" / "commands.md").read_text()
    (commands,) = [action.choices for action in build_parser()._actions if isinstance(action.choices, dict)]
    assert [name for name in commands if not re.search(rf"newsearch {name}\b", text)] == []
    options = {option for command in commands.values() for option in command._option_string_actions}
    assert [option for option in options if option.startswith("--") and not re.search(rf"{option}\b", text)] == []


def test_the_json_shown_has_the_fields_of_an_answer_in_their_order(newsearch: Run, sample_index: Path) -> None:
    text = (ROOT / "docs" / "json.md").read_text()
    answer = json.loads(newsearch("--index", sample_index, "query", "CSTO", "--limit", "1", "--json").out)
    (shown,) = fenced(text, "json")
    assert re.findall(r'"(\w+)":', shown) == keys(answer)
    (hit,) = answer["hits"]
    similar = json.loads(newsearch("--index", sample_index, "similar", hit["id"], "--json").out)
    at = list(answer).index("facets") + 1
    assert similar.keys() == {*answer} - {"sort", *list(answer)[at : at + 5]}
    for command in (["show", hit["id"]], ["status"]):
        documented = set(re.findall(r"`(\w+)`", text.split(f"newsearch {command[0]}", 1)[1].split("\n## ")[0]))
        record = json.loads(newsearch("--index", sample_index, *command, "--json").out)
        assert record.keys() <= documented


def test_the_architecture_names_every_module() -> None:
    named = set(re.findall(r"\]\((newsearch/[^)#]+)\)", (ROOT / "ARCHITECTURE.md").read_text()))
    parts = [path for folder in ("", "engine", "pages") for path in (ROOT / "newsearch" / folder).iterdir()]
    modules = {str(path.relative_to(ROOT)) for path in parts if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert {path for path in modules - named if not path.endswith("__.py")} == set()
