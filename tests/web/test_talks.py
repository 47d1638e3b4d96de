"""The talks of a server, told apart by what was said in them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleplay.actors.offline import OfflineActor
from roleplay.catalog import load_persona
from roleplay.coders.rules import RuleCoder
from roleplay.dialogue import End, EndReason, Header, Speaker, Trainee
from roleplay.errors import InUse, RequestRefused, StorageFailed
from roleplay.journal import Journal, read
from roleplay.store import Store
from roleplay.web import talks
from roleplay.web.completions import Said
from roleplay.web.recorded import SEEDED, SERVED, digests
from roleplay.web.talks import Stage, Talk, Talks
from tests.messages import ROOT

PERSONA = load_persona(ROOT / "personas" / "grumbling_parent", ("en",))
CODER = RuleCoder("en")
MODEL = "grumbling_parent/sunday-call/en"
EXTRA: dict[str, object] = {SERVED: MODEL}


def header(identity: str, seed: int | None) -> Header:
    """The conditions of a talk."""
    return Header(
        id=identity, language="en", persona="grumbling_parent", scenario="sunday-call", difficulty="normal", seed=seed or 0, extra=EXTRA
    )


STAGE = Stage(
    model=MODEL,
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
    """Its history, if it comes again, goes on in its transcript."""
    monkeypatch.setattr(talks, "MAX_TALKS", 2)
    first = answered(found, "One.", reply="1")
    answered(found, "Two.", reply="2")
    answered(found, "Three.", reply="3")
    again = answered(found, "One.", "1", "More.")
    assert again is not first
    assert again.path == first.path
    assert [turn.text for turn in read(first.path).transcript.turns] == ["One.", "1", "More.", "Hm."]


def test_another_server_goes_on_in_the_same_transcript(found: Talks, tmp_path: Path) -> None:
    """With the mood where it was, as if nothing had happened between; what was never said here begins anew."""
    talk = answered(found, "You never listen.", reply="Well.")
    standing = talk.session.standing
    after = Talks(Store(tmp_path))
    again = answered(after, "You never listen.", "Well.", "How are you?")
    assert again.path == talk.path
    assert again.session.steps[0].after == standing
    assert len(read(talk.path).transcript.turns) == 4
    assert answered(after, "You never call.", "Well.", "How are you?").session.header.parent is None


@pytest.mark.parametrize("text", ["A.", "C."])
def test_two_servers_go_on_with_one_talk_in_turn(found: Talks, tmp_path: Path, text: str) -> None:
    """What the other has kept is read first: the same history goes on in the same transcript, another one is a branch; no turn is there twice."""
    first, other = answered(found, "Hello.", reply="Well."), Talks(Store(tmp_path))
    assert answered(other, "Hello.", "Well.", "A.", reply="Ah.").path == first.path
    again = answered(found, "Hello.", "Well.", text, *(["Ah.", "B."] if text == "A." else []))
    assert again is not first
    assert (again.path == first.path) == (text == "A.")
    whole = ["Hello.", "Well.", "A.", "Ah."]
    assert [turn.text for turn in read(first.path).transcript.turns] == ([*whole, "B.", "Hm."] if text == "A." else whole)
    assert [turn.index for turn in read(again.path).transcript.turns] == list(range(len(again.session.turns)))


def test_nothing_is_written_beside_what_another_program_writes(found: Talks, tmp_path: Path) -> None:
    """Who comes second is told, and goes on when the client asks again."""
    talk = answered(found, "Hello.", reply="Well.")
    busy = found.taken_up(STAGE, said("Hello.", "Well.", "A."), None)
    answered(Talks(Store(tmp_path)), "Hello.", "Well.", "A.", reply="Ah.")
    kept = talk.path.read_bytes()
    with pytest.raises(InUse, match="another program"):
        busy.session.say("Oh.")
    assert talk.path.read_bytes() == kept
    found.known(busy, STAGE.model, None)
    assert answered(found, "Hello.", "Well.", "A.", "Ah.", "B.").path == talk.path


@pytest.mark.parametrize("after", ["ended", "deleted"])
def test_what_became_of_a_talk_elsewhere_is_seen(found: Talks, after: str) -> None:
    """One that was ended by another program is branched from, one that was deleted begins anew, with the words that the client brings."""
    talk = answered(found, "Hello.", reply="Well.")
    if after == "ended":
        with Journal.reopen(talk.path)[0] as journal:
            journal.close(End(reason=EndReason.TRAINEE))
    else:
        talk.path.unlink()
    again = answered(found, "Hello.", "Well.", "A.")
    assert again.path != talk.path
    assert again.session.header.parent == (talk.session.header.id if after == "ended" else None)
    assert [turn.text for turn in read(again.path).transcript.turns] == ["Hello.", "Well.", "A.", "Hm."]


def test_another_server_says_what_this_one_would_have_said(found: Talks, tmp_path: Path) -> None:
    """The lines of a talk are those of its seed, wherever it is gone on with."""
    replies = ("You never listen.", "You sound hurt.", "Tell me more.", "And then?", "I was late.", "How are the evenings?", "I see.")

    def held(*servers: Talks) -> list[str]:
        texts: list[str] = []
        for number, text in enumerate(replies):
            server = servers[number % len(servers)]
            talk = server.taken_up(STAGE, said(*texts, text), None)
            line = talk.session.line()
            assert isinstance(line, str)
            talk.session.say(line)
            server.known(talk, STAGE.model, None)
            texts += [text, line]
        return texts

    assert held(Talks(Store(tmp_path / "one")), Talks(Store(tmp_path / "one"))) == held(found)


def test_a_client_s_seed_is_found_again(tmp_path: Path) -> None:
    """A talk of another seed is another talk, after a restart as before."""
    seeded = replace(STAGE, header=lambda identity, seed: replace(header(identity, seed), extra=EXTRA | ({SEEDED: True} if seed else {})))
    before, after = Talks(Store(tmp_path)), Talks(Store(tmp_path))
    paths = []
    for seed in (3, None):
        talk = before.taken_up(seeded, said("Hello."), seed)
        talk.session.say("Well.")
        paths.append(talk.path)
    again = [after.taken_up(seeded, said("Hello.", "Well.", "Yes."), seed).path for seed in (3, None)]
    assert again == paths
    assert after.taken_up(seeded, said("Hello.", "Well.", "Yes."), 4).path not in paths


@pytest.mark.parametrize("other", ["model", "end"])
def test_what_cannot_be_gone_on_with_is_branched_from(found: Talks, tmp_path: Path, other: str) -> None:
    """Another model speaks now, or the transcript has its end: the old one stays as it is."""
    talk = answered(found, "Hello.", reply="Well.")
    stage = STAGE
    if other == "model":
        stage = replace(STAGE, header=lambda identity, seed: replace(header(identity, seed), model="openai:m"))
    else:
        talk.session.end(EndReason.INTERRUPTED)
    kept = talk.path.read_bytes()
    again = Talks(Store(tmp_path)).taken_up(stage, said("Hello.", "Well.", "Yes."), None)
    assert (again.session.header.parent, again.session.header.branch_turn) == (talk.session.header.id, 2)
    assert talk.path.read_bytes() == kept


def test_a_damaged_transcript_stops_nothing(found: Talks, tmp_path: Path) -> None:
    """Nor one that is gone by now."""
    talk = answered(found, "Hello.", reply="Well.")
    (talk.path.parent / "x.jsonl").write_text("{", "utf-8")
    after = Talks(Store(tmp_path))
    answered(after, "Good day.", "Yes?", "How are you?")
    talk.path.unlink()
    assert answered(after, "Hello.", "Well.", "Yes.").path != talk.path


def test_nothing_is_said_after_the_end(found: Talks) -> None:
    """Though the client brings the history along from elsewhere."""
    blows = [text for number in range(12) for text in (f"You liar, you ruin everything, you always did, number {number}.", "Go.")]
    with pytest.raises(RequestRefused, match="has ended this talk"):
        found.taken_up(STAGE, said(*blows, "Wait."), None)


@given(st.lists(st.text(max_size=8), max_size=5), st.lists(st.text(max_size=8), max_size=5))
def test_only_the_same_words_have_the_same_digest(one: list[str], other: list[str]) -> None:
    """Whatever the texts are, ends of turns included."""
    found = [list(digests("m", None, said(*texts))) for texts in (one, other)]
    same = [a.strip() == b.strip() for a, b in zip(one, other, strict=False)]
    shared = next((number for number, equal in enumerate(same) if not equal), len(same))
    assert [a == b for a, b in zip(*found, strict=False)] == [number < shared for number in range(len(same))]
