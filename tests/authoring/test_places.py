"""Where something stands in a plugin's YAML files."""

from __future__ import annotations

from pathlib import Path

import pytest

from roleplay.authoring.places import Places

LINES = """\
name: Рита
reactions:
  blamed:
    hot:
      - "Опять ты."
      - "Ну конечно."
scenarios:
  sunday:
    lines:
      any: ["Опять ты."]
    facts:
      - id: soup
        says: ["Суп на плите."]
"""


@pytest.mark.parametrize(
    ("keys", "said", "line"),
    [
        (["name"], None, 1),
        (["blamed"], None, 4),
        (["blamed", "hot"], None, 5),
        (["sunday", "soup"], None, 12),
        (["sunday", "fish"], None, 9),
        (["blamed"], "Ну конечно.", 6),
        (["blamed"], "Опять", 10),
        (["blamed"], "Никогда.", 4),
        (["fish"], None, None),
        ([], None, None),
    ],
)
def test_a_value_is_found_by_its_keys_or_by_what_it_says(tmp_path: Path, keys: list[str], said: str | None, line: int | None) -> None:
    """Words count first, the last time they are said; of keys those that are there."""
    (tmp_path / "lines.ru.yaml").write_text(LINES, "utf-8")
    assert Places(tmp_path).line("lines.ru.yaml", keys, said) == line


def test_a_file_that_cannot_be_read_has_no_lines(tmp_path: Path) -> None:
    """Missing, or no YAML; it is looked at once."""
    (tmp_path / "bad.yaml").write_text("a: [", "utf-8")
    places = Places(tmp_path)
    assert [places.line(name, ["a"]) for name in ("bad.yaml", "bad.yaml", "gone.yaml")] == [None] * 3
