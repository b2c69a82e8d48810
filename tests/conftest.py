"""What tests share: no test touches the user's own index, configuration or home."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")  # how long an example takes says more of the machine than of newsearch


@pytest.fixture(autouse=True)
def own_surroundings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty home and an empty working directory; no variable of newsearch's is set."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home))
    for name in ("NEWSEARCH_INDEX", "NEWSEARCH_CLONE", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(home)
    yield


@dataclass
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def newsearch(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run a command of the command line in this process."""
    from newsearch.cli import main

    def run(*words: str | Path) -> Ran:
        try:
            code = main([str(word) for word in words])
        except SystemExit as leaving:  # argparse leaves this way
            code = int(leaving.code or 0)
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return run


STORY = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | Tidewater Echo</title>
<meta property="og:site_name" content="Tidewater Echo">
<meta property="article:published_time" content="{date}"></head><body>
<nav><a href="/">Home</a> <a href="/sea">Sea</a></nav>
<article><h1>{title}</h1><p class="byline">By Hedda Lorne</p>
<p>{body}</p>
<p>The pilots of the tidal basin said that they would wait for the morning before they judged what it meant for the
harbour, its crews and the families who live by it.</p></article>
</body></html>"""


@pytest.fixture
def save_page() -> Callable[..., Path]:
    """Write a saved page with one story."""

    def save(folder: Path, name: str, title: str, body: str, date: str = "2022-03-01") -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        path.write_text(STORY.format(title=title, body=body, date=date), encoding="utf-8")
        return path

    return save


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the sample pages; tests must not write to it."""
    from newsearch import indexing
    from newsearch.cli.places import SAMPLES

    path = tmp_path_factory.mktemp("samples") / "index"
    indexing.finish(indexing.update(path, [SAMPLES], workers=1))
    return path
