"""The partner speaking: the pace of words, keys that finish a line or overlap it, and lines that break between words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from rich.cells import cell_len

from roleplay.cli.clock import Clock
from roleplay.cli.speech import Flow, Spoken, pace, speak
from tests.cli.hands import Fingers, Time, pressed

LINE = "Nobody calls. You sit there, and wait."
WORD = 1 / 3.4


class Mouth:
    """A partner who speaks to somebody with fingers."""

    def __init__(self, *plan: tuple[float, object]) -> None:
        self.time = Time()
        self.keys = Fingers(self.time, list(plan))  # type: ignore[arg-type]
        self.words: list[str] = []

    def speaks(self, text: str = LINE, *, speed: float = 1.0, breath: float = 0.0) -> Spoken:
        """Speak *text*."""
        return speak(text, keys=self.keys, clock=Clock(self.time), put=self.words.append, speed=speed, breath=breath)


# pace


@pytest.mark.parametrize(
    ("word", "rest"),
    [("so", 0.0), ("so,", 0.2), ("so;", 0.2), ("so –", 0.2), ("so.", 0.45), ("so?", 0.45), ("so!»", 0.45), ("so.”", 0.45), ("so…", 0.75)],
)
def test_marks_take_time(word: str, rest: float) -> None:
    """After a comma, a full stop and an ellipsis there is a pause of its own, also inside quotation marks."""
    assert pace(word)[-1][1] == pytest.approx(WORD + rest)


@given(some.text(max_size=200), some.floats(0.1, 100))
@settings(deadline=None, max_examples=100)
def test_words_are_all_there_and_faster_by_the_speed(text: str, speed: float) -> None:
    """Nothing of a line is lost but the blanks before it, and twice the speed is half the time."""
    slow, fast = pace(text), pace(text, speed)
    assert "".join(part for part, _ in fast) == text.lstrip()
    assert sum(seconds for _, seconds in fast) == pytest.approx(sum(seconds for _, seconds in slow) / speed)


# speaking


def test_a_line_nobody_disturbs_takes_its_time() -> None:
    """Word by word, each waited for; it ends when the last one has been said."""
    mouth = Mouth()
    spoken = mouth.speaks()
    assert mouth.words == ["Nobody ", "calls. ", "You ", "sit ", "there, ", "and ", "wait."]
    assert (spoken.start, spoken.said, spoken.typed, spoken.cut) == (0, LINE, "", False)
    assert spoken.end == pytest.approx(7 * WORD + 0.45 + 0.2 + 0.45, abs=0.002)


def test_at_speed_0_a_line_is_there_at_once() -> None:
    """Nobody waits, not even for a breath."""
    mouth = Mouth()
    spoken = mouth.speaks(speed=0, breath=1.4)
    assert (spoken.start, spoken.end, "".join(mouth.words), mouth.keys.waits) == (0, 0, LINE, [])


def test_a_breath_comes_before_the_line() -> None:
    """The silence before the words is not part of the turn."""
    spoken = Mouth().speaks(breath=1.0)
    assert spoken.start == 1.0


@pytest.mark.parametrize("key", [(" ", " "), ("enter", ""), ("escape", ""), ("tab", "")])
def test_any_key_finishes_the_line(key: tuple[str, str]) -> None:
    """What is left is there at once, the turn is whole and ends now, and a key that writes nothing is no overlap."""
    mouth = Mouth((0.1, []), (0.2, [key]))
    spoken = mouth.speaks()
    assert "".join(mouth.words) == LINE
    assert (spoken.said, spoken.typed, spoken.typed_at, spoken.cut) == (LINE, "", None, False)
    assert spoken.end == pytest.approx(0.3)
    assert len(mouth.keys.waits) == 2


def test_a_letter_meanwhile_is_an_overlap() -> None:
    """It is kept with the time it was pressed at, which lies before the end that the turn would have had by itself."""
    mouth = Mouth((0.2, pressed("но")))
    spoken = mouth.speaks()
    assert (spoken.typed, spoken.said) == ("но", LINE)
    assert spoken.typed_at == pytest.approx(0.2)
    assert spoken.end == pytest.approx(7 * WORD + 1.1, abs=0.002)
    assert "".join(mouth.words) == LINE


def test_a_letter_in_the_breath_is_an_overlap_too() -> None:
    """Who begins to type before the partner does hears the line at once, and has begun before it ended."""
    spoken = Mouth((0.5, pressed("W"))).speaks(breath=1.0)
    assert (spoken.start, spoken.typed, spoken.typed_at) == (0.5, "W", 0.5)
    assert spoken.end > 0.5


def test_ctrl_c_stops_the_line() -> None:
    """The turn is what had been said until then."""
    mouth = Mouth((WORD, []), (0.1, KeyboardInterrupt()))
    spoken = mouth.speaks()
    assert (spoken.said, spoken.cut) == ("Nobody calls.", True)
    assert spoken.end == pytest.approx(WORD + 0.1, abs=0.002)
    assert mouth.words == ["Nobody ", "calls. "]


def test_ctrl_c_in_the_breath_leaves_the_first_word() -> None:
    """A turn that was stopped is never empty."""
    mouth = Mouth((0.2, KeyboardInterrupt()))
    spoken = mouth.speaks(breath=1.0)
    assert (spoken.said, spoken.cut, mouth.words) == ("Nobody", True, ["Nobody "])


def test_a_terminal_that_is_gone_is_not_a_key() -> None:
    """The end of input goes up to whoever holds the talk."""
    with pytest.raises(EOFError):
        Mouth((0.1, EOFError())).speaks()


# lines


def flowed(text: str, width: int, indent: int = 5) -> str:
    """*text* as it stands on a screen of that *width*, its first line beginning at *indent*."""
    written: list[str] = []
    flow = Flow(written.append, lambda: width, indent)
    for part, _ in pace(text):
        flow.put(part)
    return " " * indent + "".join(written)


def test_a_line_breaks_between_words() -> None:
    """A word that does not fit begins the next line, under the first word."""
    assert flowed("one two three four", 14) == "     one two\n     three\n     four"


WORDS = some.lists(some.text(some.characters(categories=("Lu", "Ll", "Lo")), min_size=1, max_size=9), min_size=1, max_size=30)


@given(WORDS, some.integers(24, 90))
@settings(deadline=None, max_examples=100)
def test_no_line_is_wider_than_the_screen_and_no_word_is_lost(words: list[str], width: int) -> None:
    """Whatever is said in whatever script fits, word for word."""
    shown = flowed(" ".join(words), width)
    assert all(cell_len(line) <= width for line in shown.split("\n"))
    assert shown.split() == words


def test_a_word_wider_than_the_screen_is_not_held_back() -> None:
    """The terminal breaks what cannot be broken between words."""
    assert flowed("a " + "x" * 40, 20) == "     a\n     " + "x" * 40
