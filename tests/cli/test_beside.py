"""Practice with a model as coder: it works beside the talk, delays nothing, and never moves the mood."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from roleplay.cli import beside
from roleplay.cli.beside import Beside
from roleplay.coders.model import ModelCoder
from roleplay.codes import Code
from roleplay.errors import TimedOut
from roleplay.mood import Act
from roleplay.scoring import Outcome, Reason, scored
from roleplay.session import Step
from roleplay.testing import behaviours
from roleplay.testing.answer import Answer
from roleplay.testing.coding import CodingModel, Material, answer
from roleplay.testing.server import Provider
from tests.cli.running import Call
from tests.cli.running import Outcome as Run
from tests.cli.stages import BLAME, DANGER, KIND, Performance
from tests.coders.test_model import exchange, rules
from tests.gradings import Asked, skill

LEVEL = skill("listening", Asked(lambda _, coding: scored(coding.listening_level / 4, Reason("close"))))
CODES = f'openai:codes:[["reflection", "{KIND}"], ["advice", "{BLAME}"]]'


@dataclass
class Gate:
    """Holds back the answers of a model until it is opened."""

    opened: Event = field(default_factory=Event)

    def __call__(self, found: Material) -> str:
        """The answer, once the gate is open."""
        assert self.opened.wait(30)
        return answer(found.key, [("reflection", found.reply[:3])])


def step(index: int = 1, text: str = "You sit there alone.") -> Step:
    """A step of a session with that reply."""
    found = exchange(text, index=index)
    coding = rules().code(found)
    standing: Any = None
    return Step(exchange=found, coding=coding, act=Act(coding=coding), before=standing, after=standing)


def test_nothing_waits_for_the_model_until_it_is_asked_for() -> None:
    """A reply is begun and the talk goes on; what comes of it is there when it is there."""
    gate = Gate()
    work = Beside(ModelCoder(CodingModel(otherwise=gate), rules()), [LEVEL])
    said = step()
    work.begin(said)
    assert not work.there(said)
    gate.opened.set()
    _, coding, (score,) = work.take(said, 30)
    assert (work.there(said), coding.coder, score.verdict.value) == (True, "coding", 0.5)


def test_what_does_not_come_in_time_has_failed() -> None:
    """With the reason; it may still come, and danger that the rules saw is not forgotten."""
    gate = Gate()
    work = Beside(ModelCoder(CodingModel(otherwise=gate), rules()), [LEVEL])
    said = step(text="I want to die. You sit there alone.")
    _, coding, _ = work.take(said, 0.01)
    assert isinstance(coding.failure, TimedOut)
    assert Code.DANGER in coding
    other = step(3)
    _, _, (score,) = work.take(other, 0.01)
    assert score.verdict.outcome is Outcome.FAILED
    gate.opened.set()
    assert work.take(other, 30)[2][0].verdict.value == 0.5


def test_a_reply_that_was_taken_back_is_coded_anew() -> None:
    """Another one has its number now."""
    work = Beside(
        ModelCoder(CodingModel({"Hm": lambda found: answer(found.key)}, otherwise=lambda found: answer(found.key)), rules()), [LEVEL]
    )
    work.take(step(1), 30)
    work.forget(1)
    fresh = step(1, "Hm, well.")
    assert not work.there(fresh)
    assert work.take(fresh, 30)[0] is fresh.exchange


def practice(call: Call, provider: Provider, coder: str, form: str = "jsonl", **typed: Any) -> Run:
    """A talk with the offline partner, coded by *coder*."""
    given = ("--lang", "en", "--me", "f", "--seed", "3", "--format", form, "--coder", coder, "--base-url", provider.url)
    return call("practice", "grumbling_parent", *given, **typed)


REPLIES = f"{KIND}\n{BLAME}\nI am sad when you wait. What is it like?\n"


def test_the_codes_of_the_rules_alone_move_the_mood(call: Call, provider: Provider) -> None:
    """Whatever the model says, the partner feels and answers the same."""
    alone, beside_it = (practice(call, provider, coder, typed=REPLIES) for coder in ("rules", CODES))
    assert beside_it.turns("persona") == [{**turn} for turn in alone.turns("persona")]
    assert len(provider.requests) == 3


def test_the_scorecard_at_the_end_is_that_of_the_model(call: Call, provider: Provider) -> None:
    """Named, with what is marked for the coach."""
    card = practice(call, provider, CODES, typed=REPLIES).objects[-1]
    assert card["coder"]["name"] == CODES
    assert card["coding"]["replies"] == 3
    assert 3 in card["coding"]["marked"]
    told = practice(call, provider, "openai:say", "text", typed=REPLIES)
    assert (told.code, "Not coded" in told.out, "failed" in told.out) == (0, True, True)


def test_c2_danger_is_not_sent_to_be_coded(call: Call, provider: Provider) -> None:
    """It is no exercise."""
    card = practice(call, provider, CODES, typed=f"{DANGER}\n").objects[-1]
    assert (card["summary"]["listening"]["no_opportunity"], provider.requests) == (1, [])


def test_p22_a_model_that_hangs_does_not_keep_the_scorecard(call: Call, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing has failed; the talk ends in time."""
    monkeypatch.setattr("roleplay.cli.piped.PATIENCE", 0.2)
    card = practice(call, provider, "openai:silent", typed=REPLIES).objects[-1]
    assert card["coding"]["failed"] == [1, 3, 5]
    assert "was not ready in time" in card["scores"][0]["reason"]


@pytest.fixture(name="held")
def _held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Opens the gate of a provider that codes as ``held:…``."""
    gate = Event()

    async def held(given: Answer) -> None:
        await asyncio.to_thread(gate.wait, 30)
        await behaviours.BEHAVIOURS["codes"](given)

    monkeypatch.setitem(behaviours.BEHAVIOURS, "held", held)
    yield gate
    gate.set()


def on_stage(home: Path, provider: Provider, *lines: str | Callable[[], object]) -> Performance:
    """A talk on a terminal whose replies a model codes that holds its answers back."""
    return Performance(home, *lines, coder=CODES.replace("codes", "held"), base_url=provider.url)


def until_there(show: Performance) -> None:
    """Wait until all replies so far are coded."""
    assert show.talk.beside is not None
    for each in show.talk.session.steps:
        show.talk.beside.take(each, 30)


def test_the_partner_answers_before_the_feedback_is_there(home: Path, provider: Provider, held: Event) -> None:
    """Which is shown before the next reply, with the words it is about."""
    show = on_stage(home, provider)
    seen: list[str] = []

    def look() -> None:
        seen.append(show.screen)
        held.set()
        until_there(show)

    show.typist.lines = [KIND, look, "Well."]
    assert show.play() == 0
    first, second = seen[0], show.screen[len(seen[0]) :]
    assert first.count("\nMum  ") == 2
    assert "Listening" not in first
    assert f"↑ “{KIND}”" in second
    assert "Nobody is blamed." in second


def test_feedback_on_a_reply_that_was_taken_back_is_not_shown(home: Path, provider: Provider, held: Event) -> None:
    """The other one's is."""
    show = on_stage(home, provider)

    def open_gate() -> None:
        held.set()
        until_there(show)

    show.typist.lines = [BLAME, "/undo", KIND, open_gate, "Well."]
    assert show.play() == 0
    assert f"↑ “{BLAME}”" not in show.screen
    assert f"↑ “{KIND}”" in show.screen


def test_two_attempts_are_compared_once_both_are_known(home: Path, provider: Provider, held: Event) -> None:
    """Side by side, after /retry."""
    held.set()
    show = on_stage(home, provider)
    show.typist.lines = [BLAME, lambda: until_there(show), "/retry", KIND, lambda: until_there(show), "Well."]
    assert show.play() == 0
    assert "Before" in show.screen


def test_the_end_takes_what_is_there_on_ctrl_c(home: Path, provider: Provider, held: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest has failed; nobody has to wait for a model."""
    show = on_stage(home, provider)
    summed = type(show.talk).summed
    waits: list[float] = []

    def stopped(talk: Any, *, seconds: float = beside.PATIENCE) -> Any:
        waits.append(seconds)
        if seconds:
            raise KeyboardInterrupt
        return summed(talk, seconds=seconds)

    monkeypatch.setattr(type(show.talk), "summed", stopped)
    show.typist.lines = [KIND, "/score"]
    assert show.play() == 0
    assert waits == [0, beside.PATIENCE, 0]
    assert "Not coded, and so without a score: turns 1" in show.screen


def test_d9_a_coder_obeys_local_only_before_a_file_is_made(call: Call, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing begins that could not be scored as asked."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-x")
    outcome = call(
        "--local-only", "practice", "grumbling_parent", "--lang", "en", "--coder", "openai:x", "--base-url", "https://m.example/v1"
    )
    assert (outcome.code, "--local-only" in outcome.err, home.exists()) == (3, True, False)
