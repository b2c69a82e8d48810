"""The documents keep their word: what they show runs, what they link exists, every command is documented."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def fenced(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.S | re.M)


def shown_commands() -> list[str]:
    lines = [line for block in fenced((ROOT / "README.md").read_text(), "sh") for line in block.splitlines()]
    return [command for line in lines if (command := line.split("  #")[0].strip()).startswith("newsearch ")]


@pytest.mark.parametrize("command", shown_commands())
def test_every_newsearch_command_of_the_readme_runs(command, newsearch, sample_index, tmp_path, save_page):
    words = shlex.split(command)[1:]
    save_page(tmp_path / "saved-pages", "page.html", "A page", "Of somebody's own archive of the tariff.")
    found = newsearch("--index", sample_index, "query", "CSTO", "--json").out
    replaced = {
        "~/saved-pages": str(tmp_path / "saved-pages"),
        "page.html": str(tmp_path / "saved-pages" / "page.html"),
        "ID": re.search(r'"id": "(\w+)"', found)[1],
    }
    words = [replaced.get(word, word) for word in words]
    index = tmp_path / "index" if words[0] in ("index", "rebuild") else sample_index
    ran = newsearch("--index", index, *words)
    assert ran.code in (0, 1), ran.err
    if words[0] == "query" and "opinion" not in command:
        assert ran.code == 0, "an example of the README finds something in the samples"


def test_the_python_of_the_readme_runs(tmp_path, save_page):
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


def test_the_rebuild_script_rebuilds(tmp_path, save_page):
    save_page(tmp_path / "pages", "page.html", "A page", "Of somebody's own archive.")
    command = [sys.executable, ROOT / "scripts" / "rebuild-index", tmp_path / "index", tmp_path / "pages"]
    for _ in range(2):
        ran = subprocess.run(command, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr
        assert "of 1 files" in ran.stdout


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document):
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text()):
        assert (document.parent / target).exists(), f"{document.name} links {target}"


def test_every_command_is_documented():
    from newsearch.cli.parser import HOMES

    text = "".join(document.read_text() for document in DOCUMENTS)
    missing = [command for command in HOMES if not re.search(rf"newsearch {command}\b", text)]
    assert not missing


def test_the_architecture_names_every_module():
    named = set(re.findall(r"\]\((newsearch/[^)#]+)\)", (ROOT / "ARCHITECTURE.md").read_text()))
    parts = [path for folder in ("", "engine", "pages") for path in (ROOT / "newsearch" / folder).iterdir()]
    modules = {str(path.relative_to(ROOT)) for path in parts if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert {path for path in modules - named if not path.endswith("__.py")} == set()
