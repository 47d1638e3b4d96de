"""The works that the advice rests on."""

from __future__ import annotations

import pytest

from roleplay.catalog import load_skill
from roleplay.persona import Source
from roleplay.plugins import discover
from roleplay.works import WORKS
from tests.acts import PERSONAS, shipped

SOURCES: dict[str, tuple[Source, ...]] = {
    **{name: shipped(name).sources for name in PERSONAS},
    **{name: load_skill(found.folder).sources for name, found in discover("scorers", shipped_only=True).found.items()},
}


@pytest.mark.parametrize("plugin", SOURCES)
def test_every_shipped_plugin_rests_on_a_known_work(plugin: str) -> None:
    """Advice without a source is an opinion, and no reader meets a bare short name."""
    works = {source.work for source in SOURCES[plugin]}

    assert works
    assert works <= set(WORKS)


def test_works_are_told_apart() -> None:
    """Two short names never stand for one title."""
    assert len(set(WORKS.values())) == len(WORKS)
    assert all(title and title.strip() == title for title in WORKS.values())
