"""The talks of a server, told apart by what was said in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleplay.actors.offline import OfflineActor
from roleplay.catalog import load_persona
from roleplay.coders.rules import RuleCoder
from roleplay.dialogue import EndReason, Header, Speaker, Trainee
from roleplay.errors import RequestRefused, StorageFailed
from roleplay.journal import Journal, read
from roleplay.store import Store
from roleplay.web import talks
from roleplay.web.completions import Said
from roleplay.web.talks import Stage, Talk, Talks
from tests.messages import ROOT

PERSONA = load_persona(ROOT / "personas" / "grumbling_parent", ("en",))
CODER = RuleCoder("en")


def header(identity: str, seed: int | None) -> Header:
    """The conditions of a talk."""
    return Header(id=identity, language="en", persona="grumbling_parent", scenario="sunday-call", difficulty="normal", seed=seed or 0)


STAGE = Stage(
    model="grumbling_parent/sunday-call/en",
    persona=PERSONA,
    coder=CODER,
    header=header,
    cast=lambda made: OfflineActor(PERSONA, scenario="sunday-call", language="en", trainee=Trainee(), seed=made.seed or 0),
)


def said(*texts: str) -> list[Said]:
    """A talk by turns, the trainee first."""
    return [((Speaker.TRAINEE, Speaker.PERSONA)[number % 2], text) for number, text in enumerate(texts)]


def answered(found: Talks, *texts: str, reply: str = "Hm.", seed: int | None = None) -> Talk:
    """The talk after *texts* and the persona’s *reply*."""
    talk = found.taken_up(STAGE, said(*texts), seed)
    talk.session.say(reply)
    found.known(talk, STAGE.model, seed)
    return talk


@pytest.fixture(name="found")
def _found(tmp_path: Path) -> Talks:
    """No talks yet."""
    return Talks(Store(tmp_path))


def test_a_history_goes_on_in_its_talk(found: Talks) -> None:
    """Blanks around a text do not count; another seed, as another model, is another talk."""
    talk = answered(found, "Hello.", reply="Well.")
    assert answered(found, "Hello. ", "\nWell.", "How are you?") is talk
    assert [turn.text for turn in read(talk.path).transcript.turns] == ["Hello.", "Well.", "How are you?", "Hm."]
    assert answered(found, "Hello.", "Well.", "How are you?", "Hm.", "Yes.", seed=3) is not talk


def test_a_talk_that_is_busy_is_not_gone_on_with(found: Talks) -> None:
    """Two requests at once become two transcripts, each whole."""
    talk = answered(found, "Hello.", reply="Well.")
    one = found.taken_up(STAGE, said("Hello.", "Well.", "A."), None)
    other = found.taken_up(STAGE, said("Hello.", "Well.", "B."), None)
    assert one is talk
    assert other is not talk
    assert [turn.text for turn in other.session.turns] == ["Hello.", "Well.", "B."]
    assert other.session.header.parent == talk.session.header.id


def test_p6_a_reply_that_failed_can_be_asked_for_again(found: Talks) -> None:
    """The trainee’s turn was kept; the same history goes on from it."""
    talk = found.taken_up(STAGE, said("Hello."), None)
    found.known(talk, STAGE.model, None)
    assert found.taken_up(STAGE, said("Hello."), None) is talk
    assert len(talk.session.turns) == 1


def test_r3_what_cannot_be_kept_is_not_answered(found: Talks, monkeypatch: pytest.MonkeyPatch) -> None:
    """And asked again once it can."""
    talk = answered(found, "Hello.", reply="Well.")

    def full(*_: object) -> None:
        raise StorageFailed("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(Journal, "append", full)
        with pytest.raises(StorageFailed):
            found.taken_up(STAGE, said("Hello.", "Well.", "A."), None)
    assert answered(found, "Hello.", "Well.", "A.") is talk


def test_the_talk_that_was_silent_longest_makes_room(found: Talks, monkeypatch: pytest.MonkeyPatch) -> None:
    """It gets its end; its history, if it comes again, is a talk of its own."""
    monkeypatch.setattr(talks, "MAX_TALKS", 2)
    first = answered(found, "One.", reply="1")
    answered(found, "Two.", reply="2")
    answered(found, "Three.", reply="3")
    end = read(first.path).transcript.end
    assert end is not None
    assert end.reason is EndReason.INTERRUPTED
    again = answered(found, "One.", "1", "More.")
    assert again.path != first.path
    assert [turn.text for turn in again.session.turns] == ["One.", "1", "More.", "Hm."]


def test_nothing_is_said_after_the_end(found: Talks) -> None:
    """Though the client brings the history along from elsewhere."""
    blows = [text for number in range(12) for text in (f"You liar, you ruin everything, you always did, number {number}.", "Go.")]
    with pytest.raises(RequestRefused, match="has ended this talk"):
        found.taken_up(STAGE, said(*blows, "Wait."), None)


def test_a_server_that_stops_ends_its_talks(found: Talks) -> None:
    """Once: an end that is there is left alone."""
    talk = answered(found, "Hello.")
    found.end(talk, EndReason.PERSONA)
    other = answered(found, "Good day.")
    found.close()
    found.close()
    ends = [read(each.path).transcript.end for each in (talk, other)]
    assert [end.reason for end in ends if end is not None] == [EndReason.PERSONA, EndReason.INTERRUPTED]


@given(st.lists(st.text(max_size=8), max_size=5), st.lists(st.text(max_size=8), max_size=5))
def test_only_the_same_words_have_the_same_digest(one: list[str], other: list[str]) -> None:
    """Whatever the texts are, ends of turns included."""
    digests = [list(talks._digests("m", None, said(*texts))) for texts in (one, other)]
    same = [a.strip() == b.strip() for a, b in zip(one, other, strict=False)]
    shared = next((number for number, equal in enumerate(same) if not equal), len(same))
    assert [a == b for a, b in zip(*digests, strict=False)] == [number < shared for number in range(len(same))]
