"""What the trainee sees of the scores: it fits the screen, says everything without colour, and nothing in it acts on the terminal."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from rich.cells import cell_len
from rich.console import Console, RenderableType

from roleplay.cli import feedback as show
from roleplay.dialogue import Mood, Speaker, Transcript, Turn
from roleplay.plugins import discover
from roleplay.scorecard import summarise
from roleplay.scoring import Evidence, Outcome, Reason, Score, Verdict
from roleplay.skills import load_skill
from tests.builders import header

SKILLS = [load_skill(found.folder) for found in discover("scorers", shipped_only=True).found.values()]
NASTY = "[red]x[/red] \x1b[2J \u202eевил :smile:"


def shown(what: RenderableType, width: int = 100) -> str:
    """*what* as it stands on a screen of that *width*."""
    out = io.StringIO()
    Console(file=out, width=width, markup=False, emoji=False, highlight=False).print(what)
    return out.getvalue()


def score(scorer: str, value: float | None, *quotes: str, turn: int = 1, failed: bool = False) -> Score:
    """A score of one reply."""
    outcome = Outcome.FAILED if failed else Outcome.NO_OPPORTUNITY if value is None else Outcome.SCORED
    evidence = tuple(Evidence(quote=quote, start=0, end=len(quote), code="blame") for quote in quotes)
    reason = Reason("failed", {"error": "no"}) if failed else Reason("nothing")
    return Score(scorer=scorer, version="1", turn=turn, verdict=Verdict(outcome=outcome, value=value, evidence=evidence, reason=reason))


def talk(*moods: tuple[float, float]) -> Transcript:
    """A talk in which the persona was in these moods."""
    turns = []
    for number, (tension, trust) in enumerate(moods):
        turns.append(Turn(index=2 * number, speaker=Speaker.PERSONA, text="Hm.", mood=Mood(tension=tension, trust=trust)))
        turns.append(Turn(index=2 * number + 1, speaker=Speaker.TRAINEE, text=f"{number} {NASTY}"))
    return Transcript(header=header(language="en"), turns=tuple(turns))


def test_no_words_are_in_the_grey_that_some_palettes_hide() -> None:
    """Bright black is the background of a well-known dark palette, and hardly to be seen on others; dim follows the palette's own ink."""
    for path in Path(show.__file__).parent.glob("*.py"):
        assert not re.search("bright_?black", path.read_text("utf-8")), path.name


# curves


@given(some.lists(some.floats(0, 1), min_size=1, max_size=30), some.integers(1, 6))
@settings(deadline=None, max_examples=100)
def test_a_curve_is_as_high_as_it_is_asked_to_be(values: list[float], height: int) -> None:
    """Two cells a value in each row, and never nothing at the foot, so that a zero can be seen."""
    rows = show.rows(values, height)
    assert [len(row) for row in rows] == [2 * len(values)] * height
    assert " " not in rows[-1]


def test_a_curve_rises_and_falls_with_its_values() -> None:
    """A full value fills every row, half of it the lower half."""
    assert show.rows([1.0, 0.5, 0.0], 2) == ["██    ", "████▁▁"]


def test_without_a_mood_there_is_no_curve() -> None:
    """That is said, and nothing fails."""
    assert shown(show.curves(talk())).strip() == "There is no curve yet."


def test_the_curves_say_where_the_mood_is_now() -> None:
    """In numbers above them."""
    assert "Tension 40%   Trust 60%" in shown(show.curves(talk((0.9, 0.1), (0.4, 0.6))))


# a reply


def test_a_line_a_skill_with_the_words_that_counted() -> None:
    """A bar, a number, the quotes; no number where there was no opportunity or the scorer failed."""
    scores = [
        score("listening", 0.5, NASTY),
        score("pauses", None),
        score("i_messages", None, failed=True),
        score("blame_avoidance", 0.0, "You"),
    ]
    listening, pauses, own, blame = shown(show.after_reply(scores, SKILLS, header(), "en"), 140).splitlines()[:4]
    assert "█████░░░░░  50%  “[red]x[/red] ␛[2J ⟨RLO⟩евил :smile:”" in listening
    assert "··········    –" in pauses
    assert "··········    –  The scorer failed: no" in own
    assert "░░░░░░░░░░   0%  “You”" in blame


def test_what_is_quoted_is_not_quoted_again_as_a_part() -> None:
    """Of two marks on the same words the longer one is shown."""
    told = shown(show.after_reply([score("listening", 0.5, "You wait", "You wait, I hear", "alone", "alone")], SKILLS, header(), "en"), 140)
    assert "“You wait, I hear”  “alone”  " in told
    assert told.count("You wait") == told.count("alone") == 1


@pytest.mark.parametrize("language", ["en", "ro", "ru"])
def test_on_a_narrow_screen_the_words_stand_below_the_bar(language: str) -> None:
    """Whatever the length of a skill's title, a reason has at least the width of the screen but for its indent."""
    told = shown(show.after_reply([score("i_messages", 0.0, "one two three four five six")], SKILLS, header(), language, width=60), 60)
    assert "one two three four five six" in told.splitlines()[1]
    beside = shown(show.after_reply([score("i_messages", 0.0, "one two three four five six")], SKILLS, header(), language), 100)
    assert "one two three four five six" in beside.splitlines()[0]


@pytest.mark.parametrize("language", ["en", "ro", "ru"])
def test_a_row_of_the_scorecard_is_one_line(language: str) -> None:
    """At the width that is good to read, in each language."""
    found = summarise([score(skill.id, 0.5, turn=turn) for skill in SKILLS for turn in range(1, 41, 2)], [skill.id for skill in SKILLS])
    lines = shown(show.card(found, SKILLS, talk(), language)).splitlines()
    first = next(place for place, line in enumerate(lines) if "50%" in line)
    assert all("50%" in line and "20" in line for line in lines[first : first + len(SKILLS)])


@pytest.mark.parametrize("width", [32, 40, 60, 88, 140])
def test_everything_fits_the_screen(width: int) -> None:
    """From a telephone's width on, no line is wider than the screen, and none of the frames wider than is good to read."""
    scores = [score(skill.id, 0.25, "You never listen to me, " * 5) for skill in SKILLS]
    card = summarise([*scores, score("listening", 1.0, turn=3)], [skill.id for skill in SKILLS])
    attempt = ("You never listen to me. " * 20, scores)
    for what in (
        show.after_reply(scores, SKILLS, header(), "en", width=width),
        show.card(card, SKILLS, talk((0.5, 0.5), (0.6, 0.2)), "en", width=width),
        show.side_by_side(attempt, attempt, SKILLS, "en"),
        show.brief("A call", [("To practise:", "listening " * 40)], "foot"),
        show.said(talk((0.5, 0.5)).turns, "Mum"),
        show.passages(SKILLS, "en"),
        show.advice("listen " * 40),
    ):
        assert max(cell_len(line) for line in shown(what, width).splitlines()) <= width


# a talk


@pytest.mark.parametrize("width", [60, 100])
def test_the_scorecard_says_everything_without_colour(width: int) -> None:
    """Bars, numbers, how many replies had a chance; best and weakest reply; one thing to try."""
    scores = [score("listening", 1.0, "0"), score("listening", 0.0, turn=3), score("pauses", None)]
    text = shown(show.card(summarise(scores, [s.id for s in SKILLS]), SKILLS, talk((0.5, 0.5), (0.6, 0.2)), "en", width=width), width)
    assert "opportunity" in text
    assert "50%" in text
    assert "…" not in text
    assert text.index("Best reply: “0") < text.index("Weakest reply: “1") < text.index("Next time:")


@pytest.mark.parametrize("language", ["en", "ro", "ru"])
@pytest.mark.parametrize("width", [60, 80])
def test_no_opportunity_takes_no_room_from_the_others(language: str, width: int) -> None:
    """A dash stands for the number and words where the chances are, so that each skill is one line; without moods there is no curve."""
    scores = [score(skill.id, None if skill.id == "pauses" else 0.5) for skill in SKILLS]
    lines = shown(show.card(summarise(scores, [s.id for s in SKILLS]), SKILLS, talk(), language, width=width), width).splitlines()
    rows = [line for line in lines if "█" in line or "··" in line]
    assert len(rows) == len(SKILLS)
    assert [" – " in line for line in rows].count(True) == 1
    places = [lines.index(row) for row in rows]
    assert width < 80 or places == list(range(places[0], places[0] + len(SKILLS)))
    assert "▁" not in "".join(lines)


def test_two_attempts_stand_side_by_side() -> None:
    """Where one of them was not scored there is a dash."""
    row = next(
        line
        for line in shown(show.side_by_side(("a", [score("listening", 1.0)]), ("b", []), SKILLS, "en")).splitlines()
        if "Listening" in line
    )
    assert "██████████ 100%" in row
    assert "·········· –" in row


def test_nothing_in_what_is_shown_acts_on_the_terminal() -> None:
    """T8, T9, T10: text from outside is text."""
    attempt = (NASTY, [score("listening", 0.5, NASTY)])
    for what in (
        show.brief(NASTY, [(NASTY[:5], NASTY)], ""),
        show.said(talk((0.5, 0.5)).turns, "Mum"),
        show.side_by_side(attempt, attempt, SKILLS, "en"),
        show.advice(NASTY),
    ):
        text = shown(what, 140)
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "[red]" in text
