"""A talk on the stage: what is kept of it, how it is timed, what is shown, and how it ends. `test_at_a_terminal` has the real one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roleplay.cli.keyboard import Key
from roleplay.cli.prompt import Stopped, Typed
from roleplay.cli.talk import Talk
from roleplay.dialogue import LANGUAGES
from roleplay.errors import BadInput
from tests.cli.hands import pressed
from tests.cli.stages import BLAME, DANGER, KIND, Performance
from tests.failing_disk import FullDisk

# times


def test_a_typed_reply_begins_with_its_first_key(home: Path) -> None:
    """It begins after the partner's end, when the first key was pressed, and ends when it was sent."""
    talk = Performance(home, "Well.", speed=1)
    talk.play()
    heard, reply = talk.turns()[:2]
    assert reply["start"] == pytest.approx(heard["end"] + 2)
    assert reply["end"] == pytest.approx(heard["end"] + 5)
    assert reply["meta"] == {"input": "typed"}


def test_the_partner_speaks_as_long_as_the_line_is(home: Path) -> None:
    """Word by word, so that the turn lasts; its words are all on the screen, and in the file as they are."""
    talk = Performance(home, speed=2)
    talk.play()
    line = talk.turns()[0]
    assert line["end"] - line["start"] > len(line["text"].split()) / 3.4 / 2
    assert line["text"] in " ".join(talk.screen.split())
    assert (line["status"], len(talk.keys.waits)) == ("complete", len(line["text"].split()))


def test_nothing_is_loaded_before_the_first_word(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a reply needs is made ready while the partner speaks, so that the partner begins at once."""
    talk, original, shown = Performance(home, BLAME), Talk.load, list[str]()

    def load(self: Talk) -> None:
        shown.append(talk.screen)
        original(self)

    monkeypatch.setattr(Talk, "load", load)
    assert talk.play() == 0
    assert shown[0].endswith(f"Mum  {talk.turns()[0]['text'].split()[0]}")
    assert "No blame" in talk.screen


def test_the_partner_takes_a_breath_before_answering(home: Path) -> None:
    """None before the first word, and at most one and a half seconds before the others."""
    talk = Performance(home, "Well.", speed=1)
    talk.play()
    first, reply, second = talk.turns()
    assert first["start"] == 0
    assert 0.4 < second["start"] - reply["end"] < 1.5


def test_a_key_finishes_the_partners_line(home: Path) -> None:
    """The turn is whole, and ends then."""
    talk = Performance(home, speed=1)
    talk.presses((0.1, [("enter", "")]))
    talk.play()
    assert (talk.turns()[0]["status"], talk.turns()[0]["end"]) == ("complete", 0.1)
    assert talk.typist.offered == [("", None)]


def test_a_letter_while_the_partner_speaks_is_an_overlap(home: Path) -> None:
    """It is the first letter of the reply, which begins before the partner's end."""
    talk = Performance(home, "es, Mum.", speed=1)
    talk.presses((0.1, pressed("Y")))
    talk.play()
    heard, reply = talk.turns()[:2]
    assert (reply["text"], reply["start"]) == ("Yes, Mum.", 0.1)
    assert reply["start"] < heard["end"]


def test_ctrl_c_while_the_partner_speaks_stops_the_line(home: Path) -> None:
    """P20: what had been said is kept as interrupted, and the trainee may answer."""
    talk = Performance(home, "Let me say something.", speed=1)
    talk.presses((0.3, []), (0.1, KeyboardInterrupt()))
    assert talk.play() == 0
    heard, reply = talk.turns()[:2]
    assert heard["status"] == "interrupted"
    assert 0 < len(heard["text"].split()) <= 2
    assert reply["text"] == "Let me say something."


def test_an_empty_line_is_staying_silent(home: Path) -> None:
    """Silence is a turn that the partner answers; it begins and ends when it was sent."""
    talk = Performance(home, "")
    talk.play()
    _, silence, answer = talk.turns()
    assert (silence["text"], silence["start"], answer["speaker"]) == ("", silence["end"], "persona")


# feedback


def test_each_reply_gets_a_line_a_skill_and_one_better_wording(home: Path) -> None:
    """A bar, a number and the words that counted, then an arrow."""
    talk = Performance(home, BLAME)
    talk.play()
    for skill in ("Listening", "Pauses", "I-messages", "No blame"):
        line = next(line for line in talk.screen.splitlines() if line.startswith(f"  {skill} "))
        assert "░" in line
        assert "%" in line
    assert f"“{BLAME}”  An open reproach." in talk.screen
    assert talk.screen.count("→ ") == 1


@pytest.mark.parametrize(("feedback", "card"), [("end", True), ("off", False)])
def test_feedback_can_be_held_back(home: Path, feedback: str, card: bool) -> None:
    """To the end, or for good: nothing about a reply is shown after it, and nothing about the mood below it."""
    talk = Performance(home, BLAME, feedback=feedback)
    shown: list[str] = []
    talk.typist.lines.append(lambda: shown.append(talk.screen))
    talk.play()
    assert "No blame" not in shown[0]
    assert "→" not in shown[0]
    assert ("Scorecard" in talk.screen) is card
    assert "tension" not in talk.stage._toolbar()


def test_the_mood_stands_below_where_feedback_follows(home: Path) -> None:
    """Tension and trust, as they are now."""
    assert "tension 50%  trust 25%" in Performance(home).stage._toolbar()


def test_the_scorecard_comes_at_the_end(home: Path) -> None:
    """Best and weakest reply, the curves, one thing to try; the skill to work on is kept for the menu."""
    talk = Performance(home, KIND, BLAME, "/quit")
    assert talk.play() == 0
    end = talk.screen.rpartition("Scorecard")[2]
    for words in (f"Best reply: “{KIND}”", f"Weakest reply: “{BLAME}”", "Tension", "Trust", "Next time:"):
        assert words in end
    assert json.loads((home / "next.json").read_text("utf-8"))["skill"] in ("pauses", "i_messages")


def test_markup_in_a_reply_is_shown_as_typed(home: Path) -> None:
    """T10: brackets and emoji codes are text, here and in the file."""
    reply = f"{KIND} [red]x[/red] [link=http://x]y[/link] :smile:"
    talk = Performance(home, reply)
    talk.play()
    assert "[red]x[/red] [link=http://x]y[/link] :smile:" in " ".join(talk.screen.replace("│", " ").split())
    assert talk.turns()[1]["text"] == reply


def test_t8_control_characters_are_shown_as_symbols(home: Path) -> None:
    """T8: what could act on the terminal is made visible, in a story and in a reply; the file has what was given."""
    story, reply = "She says “hm\x1b[2J”", f"{KIND} \x1b]0;title\x07"
    talk = Performance(home, reply, about=story)
    talk.play()
    assert "\x1b" not in talk.screen
    assert "hm␛[2J" in talk.screen
    assert "␛]0;title␇" in talk.screen
    assert (talk.kept()[0]["about"], talk.turns()[1]["text"]) == (story, reply)


# own danger


def test_c2_a_reply_about_own_danger_pauses_the_practice(home: Path) -> None:
    """C2: a card, no number, no advice; Enter goes on, and the time before it is not part of the talk."""
    talk = Performance(home, DANGER, "Well.")
    talk.presses((500, [("enter", "")]))
    shown: list[str] = []
    talk.typist.lines.insert(1, lambda: shown.append(talk.screen))
    assert talk.play() == 0
    before, card = shown[0].split("Practice is paused.")
    assert "not scored" in card
    assert "%" not in before + card
    assert "→" not in card
    assert talk.turns()[2]["start"] < 10
    assert "2 replies" not in talk.screen


@pytest.mark.parametrize(
    ("left", "code", "reason"),
    [(pressed("q"), 0, "trainee"), ([("c-d", "")], 0, "trainee"), (KeyboardInterrupt(), 130, "interrupted")],
)
def test_c2_practice_can_be_left_at_the_card(home: Path, left: list[Key] | BaseException, code: int, reason: str) -> None:
    """C2: q or Ctrl-D ends the talk, Ctrl-C interrupts it, and the partner says nothing more."""
    talk = Performance(home, DANGER)
    talk.presses((5, left))
    assert talk.play() == code
    assert [turn["speaker"] for turn in talk.turns()] == ["persona", "trainee"]
    assert talk.kept()[-1] == {"type": "end", "reason": reason}


def test_c2_practice_goes_on_only_by_choice(home: Path) -> None:
    """C2: no key but Enter goes on, and none that was pressed before the card could be read."""
    talk = Performance(home, DANGER, "Well.")
    talk.presses((0, [("enter", "")]), (5, pressed("ok")), (5, [("escape", "")]), (500, [("enter", "")]))
    assert talk.play() == 0
    assert [turn["text"] for turn in talk.turns() if turn["speaker"] == "trainee"] == [DANGER, "Well."]
    assert talk.keys.plan == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_c3_the_card_names_a_way_to_help_and_no_number(home: Path, language: str) -> None:
    """C3: emergency services and a person, in the trainee's language, without a number that nobody checked; and the keys that go on or leave."""
    talk = Performance(home, DANGER, language=language)
    talk.presses((5, pressed("q")))
    talk.play()
    card = " ".join(talk.screen.split("╭")[2].split("╯")[0].replace("│", "").split())
    assert any(word in card for word in ("emergency services", "serviciile de urgență", "экстренные службы"))
    assert not any(letter.isdigit() for letter in card)
    assert all(key in card for key in ("Enter", " q ", "Ctrl-C"))


def test_c7_after_a_false_alarm_one_key_goes_on(home: Path) -> None:
    """C7: the scene is where it was left, and the partner answers the next reply."""
    talk = Performance(home, DANGER, "Well.")
    talk.presses((1, [("enter", "")]))
    talk.play()
    assert [turn["speaker"] for turn in talk.turns()] == ["persona", "trainee", "persona", "trainee", "persona"]


# ends


def test_the_end_of_input_ends_the_talk(home: Path) -> None:
    """R12: exit 0, closed by the trainee."""
    talk = Performance(home, "Well.")
    assert talk.play() == 0
    assert talk.kept()[-1] == {"type": "end", "reason": "trainee"}


def test_ctrl_c_says_that_once_more_ends_and_keeps_the_words(home: Path) -> None:
    """The words typed so far stand there again, with the time of the first of them, and can be sent."""
    talk = Performance(home, "^CI was", " about to say it.")
    assert talk.play() == 0
    reply = talk.turns()[1]
    assert (reply["text"], reply["start"]) == ("I was about to say it.", 2)
    assert talk.typist.offered[:2] == [("", None), ("I was", 2)]
    assert "Ctrl-C once more ends the talk" in talk.screen


def test_ctrl_c_on_an_empty_line_leaves_no_first_key(home: Path) -> None:
    """The reply after it begins with its own first key."""
    talk = Performance(home, Stopped(Typed(text="", first=1.0, sent=2.0)), "Well.")
    talk.play()
    assert talk.typist.offered[1] == ("", None)
    assert talk.turns()[1]["start"] == 2


def test_ctrl_c_twice_ends_the_talk_as_interrupted(home: Path) -> None:
    """Exit 130; nothing that was typed and not sent is kept."""
    talk = Performance(home, "Well.", "^Ca secret", "^C")
    assert talk.play() == 130
    assert talk.kept()[-1] == {"type": "end", "reason": "interrupted"}
    assert all("secret" not in path.read_text("utf-8") for path in home.rglob("*") if path.is_file())


def test_the_persona_can_end_the_talk(home: Path) -> None:
    """When it has had enough it says so; the file tells how it went, and what lay under it is told."""
    talk = Performance(home, *[f"{BLAME} {number}" for number in range(30)])
    assert talk.play() == 0
    assert talk.kept()[-1] == {"type": "end", "reason": "persona", "outcome": "badly"}
    assert talk.turns()[-1]["speaker"] == "persona"
    assert "(Mum ends the talk.)" in talk.screen
    assert "What lay under it" in talk.screen


def test_an_error_closes_the_file_as_interrupted(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong after a reply, that reply is kept, and the file says that the talk was cut."""
    talk = Performance(home, BLAME)
    monkeypatch.setattr(talk.ready.session.coder, "code", lambda _: (_ for _ in ()).throw(BadInput("no word data")))
    with pytest.raises(BadInput):
        talk.play()
    assert talk.turns()[-1]["text"] == BLAME
    assert talk.kept()[-1] == {"type": "end", "reason": "interrupted"}


# a disk that fails


def test_r3_a_reply_that_cannot_be_kept_is_offered_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R3: one line says what happened; the words stand there for another try, with their first key, and the wait does not count."""
    talk = Performance(home)
    disk = FullDisk(monkeypatch, 1_000_000)
    talk.typist.lines = [lambda: setattr(disk, "room", 10), BLAME, disk.emptied, " Never.", "/quit"]
    assert talk.play() == 0
    assert talk.typist.offered[1] == (BLAME, 2)
    assert talk.typist.asked[1] == 5
    assert talk.screen.count("No space left on device") == 1
    assert "Enter tries again" in " ".join(talk.screen.split())
    assert (talk.turns()[1]["text"], talk.turns()[1]["start"]) == (f"{BLAME} Never.", 2)


def test_r3_a_line_of_the_partner_that_cannot_be_kept_is_tried_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R3: a key tries again; the line is kept once."""
    talk = Performance(home, "Well.")
    disk = FullDisk(monkeypatch, 0)

    def wait(_: float) -> list[tuple[str, str]]:
        disk.emptied()
        return [("enter", "")]

    monkeypatch.setattr(talk.keys, "wait", wait)
    assert talk.play() == 0
    assert [turn["index"] for turn in talk.turns()] == [0, 1, 2]


def test_r3_an_end_that_cannot_be_written_is_said(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """R3: exit 4 and one line, and the scorecard all the same."""
    talk = Performance(home)
    talk.typist.lines = [BLAME, lambda: FullDisk(monkeypatch, 0), "/quit"]
    assert talk.play() == 4
    assert capsys.readouterr().err.count("No space left on device") == 1
    assert "Scorecard" in talk.screen
    assert len(talk.turns()) == 3
