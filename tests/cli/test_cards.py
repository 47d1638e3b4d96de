"""A scorecard for reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from roleplay.cli.cards import bar, curve, quoted
from tests.cli.running import Call
from tests.cli.talks import BLAME, lines, write


@pytest.mark.parametrize(("value", "shown"), [(None, "··········"), (0.0, "░░░░░░░░░░"), (0.25, "██░░░░░░░░"), (1.0, "██████████")])
def test_a_bar_is_ten_cells(value: float | None, shown: str) -> None:
    """A value fills its part of the bar; none at all is dots, not an empty bar."""
    assert bar(value) == shown


def test_a_curve_is_a_cell_for_each_value() -> None:
    """Lowest and highest values have the lowest and the highest cell."""
    assert curve([0.0, 0.5, 1.0]) == "▁▅█"
    assert curve([]) == ""


def test_a_quote_is_one_short_inert_line() -> None:
    """A reply is quoted on one line, cut where it is long, and silence is said."""
    assert quoted(" a\nb \t c\r\n") == "“a b c”"
    assert quoted("a\x0bb\u2028c") == "“a␋b⟨LS⟩c”"
    assert quoted("word " * 100, 9) == quoted("word " * 100, 12) == "“word word…”"
    assert quoted("words, words", 7) == "“words…”"
    assert quoted("x" * 100, 9) == "“xxxxxxxxx…”"
    assert quoted(" \n") == "(silence)"
    assert quoted("") == "(silence)"
    assert quoted("\x1b[31m") == "“␛[31m”"


def test_each_skill_has_a_line_with_its_chances(call: Call, tmp_path: Path) -> None:
    """A skill that was scored shows a bar, a percentage and how often; one without an opportunity says so and no number."""
    card = call("score", write(tmp_path / "a.jsonl", lines(BLAME))).out.splitlines()
    (pauses,) = [line for line in card if line.startswith("  Pauses ")]
    (blame,) = [line for line in card if line.startswith("  No blame ")]
    assert pauses.split() == ["Pauses", "··········", "no", "opportunity"]
    assert "%" in blame
    assert "(1 reply had a chance to show it)" in blame


def test_the_mood_is_a_curve_where_it_is_known(call: Call, tmp_path: Path) -> None:
    """A talk that was held here shows tension and trust, one cell a turn of the persona; an imported one does not."""
    held = call("practice", "absent_father", "--lang", "en", typed="Well.\n\n").out.splitlines()
    (curves,) = [line.split() for line in held if line.startswith("  Tension ")]
    assert (len(curves[1]), len(curves[3])) == (3, 3)
    assert "Tension" not in call("score", write(tmp_path / "a.jsonl")).out
