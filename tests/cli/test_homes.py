"""Where things are kept: in one folder that a user names, or in the platform's own places."""

from __future__ import annotations

from pathlib import Path

import pytest

from roleplay.cli.homes import cache_file, config_folder, data_folder


def test_a_home_that_is_named_holds_everything(home: Path) -> None:
    """Settings, talks and remembered scores; nothing of it is made before something is kept."""
    assert (config_folder(), data_folder(), cache_file()) == (home, home, home / "cache" / "scores.sqlite")
    assert not home.exists()


@pytest.mark.parametrize("named", [None, ""])
def test_without_one_each_is_where_the_platform_has_such_things(named: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """In folders of the program's own: what can be made again apart from what cannot."""
    if named is None:
        monkeypatch.delenv("ROLEPLAY_HOME")
    else:
        monkeypatch.setenv("ROLEPLAY_HOME", named)
    assert [place.name for place in (config_folder(), data_folder(), cache_file().parent)] == ["roleplay"] * 3
    assert len({config_folder(), data_folder(), cache_file().parent}) > 1
