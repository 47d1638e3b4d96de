"""A talk step by step: kept, coded, felt, answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from roleplay.actors.offline import OfflineActor
from roleplay.codes import Code, Coding, Weight
from roleplay.dialogue import End, EndReason, Exchange, Mood, Speaker, Status, Turn
from roleplay.errors import StorageFailed
from roleplay.mood import begin
from roleplay.persona import Persona, Reaction
from roleplay.session import REFLEX, Cue, Session, Unkept
from tests.acts import ACTS, GOOD, SCENES, coding, shipped
from tests.builders import header

CODINGS = {key: act.coding for key, act in ACTS.items()} | {"danger": coding(Code.DANGER), "light": coding(weight=Weight.LIGHT)}


@dataclass
class Recorder:
    """Actor, coder and keeper in one, which notes the order of what it is asked; a reply is coded by its first word."""

    name: str = "test"
    version: str = "1"
    events: list[str] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    kept: list[Turn] = field(default_factory=list)
    recalled: list[tuple[Turn, Cue]] = field(default_factory=list)
    end: End | None = None
    full: bool = False

    def speak(self, cue: Cue) -> str:
        """Say which turn it is."""
        self.events.append("speak")
        self.cues.append(cue)
        return f"line {cue.turn}"

    def recall(self, turn: Turn, cue: Cue) -> None:
        """Note what is to be recalled."""
        self.recalled.append((turn, cue))

    def code(self, exchange: Exchange) -> Coding:
        """What the first word of the reply stands for."""
        self.events.append("code")
        return CODINGS.get(exchange.reply.text.partition(" ")[0], coding())

    def material(self, exchange: Exchange, coding: Coding) -> dict[str, str]:
        """Nothing."""
        return {}

    def append(self, turn: Turn) -> None:
        """Keep *turn*, unless the disk is full."""
        if self.full:
            raise StorageFailed("no space left")
        self.events.append(f"keep {turn.speaker}")
        self.kept.append(turn)

    def close(self, end: End | None = None) -> None:
        """Note the end."""
        self.end = end


def started(recorder: Recorder, *, seed: int = 7, **changes: object) -> Session:
    """A session of the grumbling parent that *recorder* takes part in."""
    persona: Persona = shipped("grumbling_parent")
    return Session.start(persona=persona, header=header(seed=seed, **changes), actor=recorder, coder=recorder, keeper=recorder)


def spoken(session: Session) -> str:
    """The persona's next words, which are all there at once."""
    line = session.line()
    assert isinstance(line, str)
    return line


def held(session: Session, replies: Sequence[str]) -> Session:
    """The session after the persona's first words and *replies*, each answered, until the persona ends it."""
    session.say(spoken(session))
    for reply in replies:
        if session.over:
            break
        session.reply(reply)
        session.say(spoken(session))
    return session


def good(count: int) -> list[str]:
    """*count* good replies, no two the same."""
    return [f"good {number}" for number in range(count)]


def test_a_reply_is_kept_before_it_is_coded_and_answered() -> None:
    """What was said is saved first; only then comes everything else."""
    recorder = Recorder()
    held(started(recorder), ["good"])
    assert recorder.events == ["speak", "keep persona", "keep trainee", "code", "speak", "keep persona"]


def test_a_reply_that_cannot_be_kept_changes_nothing() -> None:
    """When the keeper fails the turn is not in the talk and the persona has felt nothing."""
    recorder = Recorder()
    session = held(started(recorder), ["good"])
    before = (session.standing, list(session.turns), list(session.steps))
    recorder.full = True
    with pytest.raises(StorageFailed):
        session.reply("blame")
    assert (session.standing, session.turns, session.steps) == before
    recorder.full = False
    assert session.reply("blame").exchange.reply.index == 3


def test_every_turn_of_the_persona_carries_its_mood() -> None:
    """The mood before the first word is that of the scenario; after each reply it is the one the reply left."""
    recorder = Recorder()
    session = held(started(recorder), ["good", "blame"])
    spoken = [turn.mood for turn in recorder.kept if turn.speaker is Speaker.PERSONA]
    start = begin(shipped("grumbling_parent").scenarios["sunday-call"], "normal").mood
    assert spoken == [start, session.steps[0].after.mood, session.steps[1].after.mood]
    moods = [mood for mood in spoken if mood is not None]
    assert moods[1].tension < moods[0].tension < moods[2].tension
    assert all(turn.mood is None for turn in recorder.kept if turn.speaker is Speaker.TRAINEE)


def test_turns_are_numbered_and_keep_their_times_and_status() -> None:
    """Indexes run through both speakers; times, status and meta go with the turn."""
    recorder = Recorder()
    session = started(recorder)
    session.say("Да?", start=0.0, end=1.5, status=Status.INTERRUPTED)
    session.reply("plain", start=2.0, end=3.0, meta={"keys": 4})
    assert [turn.index for turn in recorder.kept] == [0, 1]
    assert (recorder.kept[0].start, recorder.kept[0].end, recorder.kept[0].status) == (0.0, 1.5, Status.INTERRUPTED)
    assert (recorder.kept[1].start, recorder.kept[1].end, recorder.kept[1].meta) == (2.0, 3.0, {"keys": 4})
    assert session.transcript.turns == tuple(recorder.kept)


def test_the_actor_is_told_what_to_answer() -> None:
    """The first cue has nothing to answer; the next ones the reaction, the exchange and the number of the persona's turn."""
    recorder = Recorder()
    held(started(recorder), ["blame", "silence", "plain", ""])
    assert [cue.reaction for cue in recorder.cues] == [None, Reaction.BLAMED, None, None, Reaction.SILENCE]
    assert [cue.turn for cue in recorder.cues] == [0, 1, 2, 3, 4]
    assert recorder.cues[0].exchange is None
    assert recorder.cues[1].exchange is not None
    assert recorder.cues[1].exchange.reply.text == "blame"


def test_the_persona_discloses_once_and_closes_well() -> None:
    """Good listening: one disclosure at the turning point, one goodbye, and then the talk is over."""
    recorder = Recorder()
    session = held(started(recorder), good(20))
    said = [cue.reaction for cue in recorder.cues]
    assert said.count(Reaction.DISCLOSING) == 1
    assert said.index(Reaction.DISCLOSING) == 3
    assert said[-1] is Reaction.CLOSING_WELL
    assert session.over == "well"
    session.end(EndReason.PERSONA)
    assert recorder.end == End(reason=EndReason.PERSONA, outcome="well")


def test_the_persona_walks_out() -> None:
    """Constant blame: no disclosure, a bad goodbye, and the outcome in the record."""
    recorder = Recorder()
    session = held(started(recorder), [f"blame {number}" for number in range(20)])
    assert [cue.reaction for cue in recorder.cues][-1] is Reaction.CLOSING_BADLY
    assert not [cue for cue in recorder.cues if cue.reaction is Reaction.DISCLOSING]
    session.end(EndReason.PERSONA)
    assert recorder.end == End(reason=EndReason.PERSONA, outcome="badly")


def test_a_talk_that_the_trainee_ends_has_no_outcome() -> None:
    """Who leaves ends the talk neither well nor badly."""
    recorder = Recorder()
    held(started(recorder), ["good"]).end(EndReason.TRAINEE)
    assert recorder.end == End(reason=EndReason.TRAINEE)


def test_a_word_of_danger_is_not_played_with() -> None:
    """The persona feels nothing of it and is not told to react to it."""
    recorder = Recorder()
    session = held(started(recorder), ["good"])
    before = session.standing
    step = session.reply("danger")
    session.line()
    assert session.standing == before == step.after
    assert recorder.cues[-1].reaction is None


@pytest.mark.parametrize("again", ["good day, mum", "GOOD  day — mum!", "good day mum..."])
def test_the_same_sentence_is_known_again(again: str) -> None:
    """Case, punctuation and spaces make no other sentence of it; it meets nothing the second time."""
    session = held(started(Recorder()), ["good day, mum", "plain"])
    before = session.standing
    step = session.reply(again)
    assert step.act.repeated
    assert step.after.acknowledged == before.acknowledged == 1.0
    assert not session.reply("good evening, mum").act.repeated


def test_silence_is_never_the_same_sentence() -> None:
    """Two silences, or two replies without a letter, are no repetition."""
    session = held(started(Recorder()), ["", "...", "?!"])
    assert not any(step.act.repeated for step in session.steps)


@pytest.mark.parametrize(
    ("reply", "heard_until", "begun", "rushed"),
    [
        ("good", 10.0, 10.0 + REFLEX - 0.1, True),
        ("good", 10.0, 9.0, True),
        ("good", 10.0, 10.0 + REFLEX + 0.1, False),
        ("light", 10.0, 10.1, False),
        ("", 10.0, 10.1, False),
        ("good", None, 10.1, False),
        ("good", 10.0, None, False),
    ],
)
def test_an_answer_at_once_to_a_heavy_turn_is_a_reflex(reply: str, heard_until: float | None, begun: float | None, rushed: bool) -> None:
    """Only words, only after something heavy, and only when both times are known."""
    session = started(Recorder())
    session.say("Мне тяжело.", start=0.0, end=heard_until)
    assert session.reply(reply, start=begun).act.rushed is rushed


def test_a_rushed_kindness_is_answered_as_a_rush() -> None:
    """Good words that come too fast get the line for answers that come too fast."""
    recorder = Recorder()
    session = started(recorder)
    session.say("Мне тяжело.", start=0.0, end=10.0)
    session.reply("good", start=10.2)
    session.line()
    assert recorder.cues[-1].reaction is Reaction.RUSHED


def test_a_talk_can_be_held_without_being_kept() -> None:
    """With a keeper that keeps nothing a talk goes as with any other, and ends."""
    recorder = Recorder()
    session = Session.start(persona=shipped("grumbling_parent"), header=header(seed=7), actor=recorder, coder=recorder, keeper=Unkept())
    assert held(session, ["good one"]).turns == held(started(Recorder()), ["good one"]).turns
    session.end(EndReason.TRAINEE)


def test_going_on_puts_the_mood_where_it_was() -> None:
    """`resume` keeps nothing again, feels every reply again, tells the actor what was said and to what, and knows what was said twice."""
    before = Recorder()
    first = held(started(before), ["good one", "blame", "good two"])
    recorder = Recorder()
    session = started(recorder)
    session.resume(tuple(first.turns))
    assert (session.standing, session.turns) == (first.standing, first.turns)
    assert (recorder.kept, [turn for turn, _ in recorder.recalled]) == (
        [],
        [turn for turn in first.turns if turn.speaker is Speaker.PERSONA],
    )
    lean = [replace(cue, said=(), exchange=cue.exchange and replace(cue.exchange, before=())) for cue in before.cues]
    assert [cue for _, cue in recorder.recalled] == lean
    assert session.reply("good two").act.repeated
    assert session.line() == "line 4"


def test_two_replies_in_a_row_are_two_exchanges() -> None:
    """A second reply before the persona answers is felt too, as one more in the row."""
    session = held(started(Recorder()), [])
    steps = [session.reply("plain one"), session.reply("plain two")]
    assert [step.exchange.in_row for step in steps] == [0, 1]
    assert session.standing.replies == 2


@pytest.mark.parametrize(("name", "language", "scenario"), SCENES)
def test_a_talk_is_the_same_for_the_same_seed(name: str, language: str, scenario: str) -> None:
    """Lines and moods are a function of seed and replies; another seed changes the lines and leaves the moods alone."""
    replies = ["good 1", "blame", "plain", "closed_question", "good 2", "", "good 3", "good 4", "good 5", "good 6"]

    def texts_and_moods(seed: int) -> tuple[list[str], list[Mood | None]]:
        conditions = header(language=language, persona=name, scenario=scenario, seed=seed)
        actor = OfflineActor(shipped(name), scenario=scenario, language=language, trainee=conditions.trainee, seed=seed)
        session = Session.start(persona=shipped(name), header=conditions, actor=actor, coder=Recorder(), keeper=Recorder())
        turns = [turn for turn in held(session, replies).turns if turn.speaker is Speaker.PERSONA]
        return [turn.text for turn in turns], [turn.mood for turn in turns]

    assert texts_and_moods(3) == texts_and_moods(3)
    assert texts_and_moods(3)[0] != texts_and_moods(4)[0]
    assert texts_and_moods(3)[1] == texts_and_moods(4)[1]


@pytest.mark.parametrize("language", ["en", "ro", "ru"])
def test_who_lets_the_father_decline_hears_him_decline_kindly(language: str) -> None:
    """In he-declines a talk of good listening ends with a goodbye of that scenario, not of a warmer one."""
    conditions = header(language=language, persona="absent_father", scenario="he-declines")
    persona = shipped("absent_father")
    actor = OfflineActor(persona, scenario="he-declines", language=language, trainee=conditions.trainee, seed=1)
    session = Session.start(persona=persona, header=conditions, actor=actor, coder=Recorder(), keeper=Recorder())
    held(session, good(20))
    voice = persona.voices[language]
    own = {line for shelf in voice.scenes["he-declines"].reactions[Reaction.CLOSING_WELL].values() for line in shelf}
    warm = {line for shelf in voice.reactions[Reaction.CLOSING_WELL].values() for line in shelf}
    assert session.over == "well"
    assert len(actor.said & own) == 1
    assert not actor.said & warm


def test_the_good_act_is_good() -> None:
    """The reply that these tests call good is at the top of the listening scale."""
    assert GOOD.coding.listening_level == 4
