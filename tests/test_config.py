"""Where the index is, and what `newsearch.toml` may say."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsearch import config
from newsearch.errors import ConfigError


def test_the_nearest_file_above_decides_and_its_paths_are_relative_to_it(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / "newsearch.toml").write_text('index = "far"\n[tui]\ntheme = "nord"\n')
    found = config.load(deep, tmp_path / "none")
    assert (found.index, found.tui) == (tmp_path / "far", {"theme": "nord"})
    (tmp_path / "a" / "newsearch.toml").write_text('index = "/archive/near"\n')
    assert config.load(deep, tmp_path / "none").index == Path("/archive/near")


def test_without_a_file_above_the_users_own_is_read(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "empty").mkdir()
    (tmp_path / "own" / "newsearch.toml").write_text('[tui]\ntheme = "nord"\n')
    assert config.load(tmp_path / "empty", tmp_path / "own").tui == {"theme": "nord"}
    assert config.load(tmp_path / "empty", tmp_path / "none") == config.Config()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("index = 3", "index must be a path"),
        ('tui = "dark"', "tui must be a table"),
        ('colour = "red"', "unknown setting 'colour'. Known are: index, pages, tui"),
        ("index = ", "Mend it"),
        ("\udcff", "Mend it"),
    ],
)
def test_what_cannot_be_read_or_is_not_known_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "newsearch.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ConfigError, match=r"newsearch\.toml: ") as raised:
        config.load(tmp_path)
    assert said in str(raised.value)


def test_the_index_is_the_one_named_or_in_the_variable_or_above_or_configured_or_the_users_own(tmp_path: Path) -> None:
    inner = tmp_path / "archive" / "inner"
    inner.mkdir(parents=True)
    there: set[Path] = set()
    stated = config.Config(index=tmp_path / "stated")

    def find(flag: str | None = None, stated: config.Config | None = None, **environ: str) -> Path:
        return config.find_index(
            flag, there.__contains__, cwd=inner, environ=environ, config=(lambda: stated) if stated else None
        )

    assert find() == config.data_folder() / "index"
    assert find(NEWSEARCH_CLONE=str(tmp_path)) == tmp_path / "index"
    assert find(stated=stated, NEWSEARCH_CLONE=str(tmp_path)) == tmp_path / "stated"
    there.add(tmp_path / "archive" / "index")
    assert find(stated=stated) == tmp_path / "archive" / "index"
    assert find(stated=stated, NEWSEARCH_INDEX="~/elsewhere") == Path("~/elsewhere").expanduser()
    assert find("~/flag", NEWSEARCH_INDEX="/elsewhere") == Path("~/flag").expanduser()


def test_a_user_without_a_home_has_no_settings_and_is_told_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def homeless(*_: object, **__: object) -> Path:
        raise RuntimeError("Could not determine home directory.")

    for name in ("user_data_path", "user_config_path"):
        monkeypatch.setattr(f"platformdirs.{name}", homeless)
    assert config.load(tmp_path) == config.Config()
    with pytest.raises(ConfigError, match="Set HOME; an index may also be named: --index DIR"):
        config.find_index(None, lambda _: False, environ={}, cwd=tmp_path, config=lambda: config.load(tmp_path))
    monkeypatch.setattr(Path, "expanduser", homeless)
    assert config.expanded("~nobody/index") == Path("~nobody/index")
