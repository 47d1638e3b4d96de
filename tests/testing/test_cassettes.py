"""What the testing kit and our own tests read back from recordings."""

from __future__ import annotations

from pathlib import Path

import pytest
import vcr

HOSTILE = """
interactions:
- request: {method: GET, uri: 'http://localhost/', body: null, headers: {}}
  response: !!python/object/apply:os.mkdir ['PLACE']
version: 1
"""


def test_g23_a_hostile_cassette_runs_nothing(tmp_path: Path) -> None:
    """G23: a tag that would call something is refused by the loader, and nothing was called."""
    place, cassette = tmp_path / "made", tmp_path / "hostile.yaml"
    cassette.write_text(HOSTILE.replace("PLACE", str(place)), "utf-8")
    with pytest.raises(ValueError, match=r"os\.mkdir"), vcr.VCR(record_mode="none").use_cassette(str(cassette)):
        pass
    assert not place.exists()
