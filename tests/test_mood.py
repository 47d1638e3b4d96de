"""What replies do to a persona, for every shipped persona, scenario and difficulty."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleplay.codes import Code, Coding, IMessage, Mark
from roleplay.dialogue import Mood
from roleplay.mood import Act, Standing, appraise, band, begin, reaction
from roleplay.persona import DIFFICULTIES, Band, Effect, Reaction
from tests.acts import ACTS, GOOD, PERSONAS, POOR, TALKS, act, shipped

every_talk = pytest.mark.parametrize(("name", "scenario", "difficulty"), TALKS)
normal_talks = pytest.mark.parametrize(("name", "scenario"), [talk[:2] for talk in TALKS if talk[2] == "normal"])
runs = st.lists(st.sampled_from(sorted(ACTS)), max_size=40)


def walk(name: str, scenario: str, difficulty: str, acts: Iterable[Act]) -> list[Standing]:
    """The standings of a talk, from before the first word until the acts or the talk end."""
    persona = shipped(name)
    standings = [begin(persona.scenarios[scenario], difficulty)]
    for each in acts:
        if standings[-1].ending:
            break
        standings.append(appraise(standings[-1], each, persona, difficulty))
    return standings


def constantly(name: str, scenario: str, difficulty: str, what: Act) -> list[Standing]:
    """A talk in which the trainee does the same thing sixty times, unless it ends before."""
    return walk(name, scenario, difficulty, [what] * 60)


# calming and heating


@every_talk
def test_good_replies_calm_visibly(name: str, scenario: str, difficulty: str) -> None:
    """Each good reply takes at least 0.03 off the tension, as long as there is that much, and adds to the trust."""
    standings = constantly(name, scenario, difficulty, GOOD)
    assert len(standings) >= 4
    for before, after in pairwise(standings):
        assert after.mood.tension <= max(0.0, before.mood.tension - 0.03)
        assert after.mood.trust > before.mood.trust


@every_talk
def test_poor_replies_heat_visibly(name: str, scenario: str, difficulty: str) -> None:
    """Each reply that blames and argues adds at least 0.05 to the tension until it is full, and takes trust until there is none."""
    standings = constantly(name, scenario, difficulty, POOR)
    for before, after in pairwise(standings):
        assert after.mood.tension >= min(1.0, before.mood.tension + 0.05)
        assert after.mood.trust < before.mood.trust or after.mood.trust == 0.0


@every_talk
def test_one_good_reply_does_not_heal_five_accusations(name: str, scenario: str, difficulty: str) -> None:
    """After five accusations one good reply leaves the tension above where it began, and nothing is told."""
    persona = shipped(name)
    first = standing = begin(persona.scenarios[scenario], difficulty)
    for each in [ACTS["blame"]] * 5 + [GOOD]:
        standing = appraise(standing, each, persona, difficulty)
    assert standing.mood.tension > first.mood.tension
    assert standing.mood.trust < first.mood.trust
    assert not standing.yielded


@normal_talks
def test_two_accusations_can_be_made_good(name: str, scenario: str) -> None:
    """Who listens on after two accusations is let in all the same, but later than who never blamed."""
    blamed = walk(name, scenario, "normal", [ACTS["blame"]] * 2 + [GOOD] * 25)
    clean = constantly(name, scenario, "normal", GOOD)
    assert blamed[-1].ending == "well"
    assert len(blamed) > len(clean) + 2


@pytest.mark.parametrize("name", PERSONAS)
def test_only_the_temperament_moves_the_mood(name: str) -> None:
    """Without a temperament nothing moves the mood; with a single effect only that one does."""
    numb = replace(shipped(name), temperament={})
    first = begin(next(iter(numb.scenarios.values())), "normal")
    for each in ACTS.values():
        assert appraise(first, each, numb, "normal").mood == first.mood
    ticklish = replace(numb, temperament={"closed_question": Effect(tension=0.07, trust=-0.05)})
    moved = appraise(first, ACTS["closed_question"], ticklish, "normal").mood
    assert moved == Mood(tension=round(first.mood.tension + 0.07, 3), trust=round(first.mood.trust - 0.05, 3))
    assert appraise(first, ACTS["open_question"], ticklish, "normal").mood == first.mood


def test_a_hinted_blame_weighs_half() -> None:
    """Blame 1 heats half as much as blame 2."""
    persona, first = shipped("grumbling_parent"), begin(shipped("grumbling_parent").scenarios["sunday-call"], "normal")
    heat = {key: appraise(first, ACTS[key], persona, "normal").mood.tension - first.mood.tension for key in ("hint", "blame")}
    assert heat["hint"] == pytest.approx(heat["blame"] / 2)


def test_everything_in_one_breath_calms_less_than_one_thing_after_the_other() -> None:
    """Of several things that calm at once the strongest counts in full and the others by a third."""
    persona, first = shipped("grumbling_parent"), begin(shipped("grumbling_parent").scenarios["sunday-call"], "normal")
    falls = {
        key: first.mood.tension - appraise(first, ACTS[key], persona, "normal").mood.tension for key in ("reflection", "open_question")
    }
    alone = first.mood.tension - appraise(first, ACTS["acknowledgement"], persona, "normal").mood.tension
    together = first.mood.tension - appraise(first, GOOD, persona, "normal").mood.tension
    assert together == pytest.approx(alone + sum(falls.values()) / 3, abs=0.001)


@every_talk
def test_a_reply_that_also_blames_does_not_calm(name: str, scenario: str, difficulty: str) -> None:
    """What would calm counts nothing beside a blow in the same reply."""
    mixed = act(Code.FEELING_ACK, Code.REFLECTION, Code.OPEN_QUESTION, blame=2)
    assert walk(name, scenario, difficulty, [mixed])[1].mood == walk(name, scenario, difficulty, [ACTS["blame"]])[1].mood


@given(run=runs, talk=st.sampled_from(TALKS))
@settings(deadline=None, max_examples=150)
def test_a_mood_is_a_function_of_the_acts(run: list[str], talk: tuple[str, str, str]) -> None:
    """The same acts give the same standings, every time, and a mood that stays between 0 and 1."""
    acts = [ACTS[key] for key in run]
    standings = walk(*talk, acts)
    assert standings == walk(*talk, acts)
    assert all(0 <= each.mood.tension <= 1 and 0 <= each.mood.trust <= 1 and each.acknowledged >= 0 for each in standings)


# yielding


@given(run=runs, talk=st.sampled_from(TALKS))
@settings(deadline=None, max_examples=600)
def test_nobody_gives_in_before_enough_feelings_are_met(run: list[str], talk: tuple[str, str, str]) -> None:
    """A persona that has yielded heard its number of acknowledged feelings, a reflection counting half, and never the same one twice."""
    worth = {"good": 1.0, "acknowledgement": 1.0, "reflection": 0.5}
    met = [0.0]
    for key in run:
        met.append(met[-1] + worth.get(key, 0.0))
    needed = shipped(talk[0]).yields_after[talk[2]]
    for replies, standing in enumerate(walk(*talk, [ACTS[key] for key in run])):
        assert not standing.yielded or met[replies] >= needed
        assert not standing.yielded or replies >= needed


@every_talk
def test_yielding_takes_exactly_as_many_good_replies_as_the_persona_says(name: str, scenario: str, difficulty: str) -> None:
    """With nothing but good replies a persona yields at its number, not one before."""
    standings = constantly(name, scenario, difficulty, GOOD)
    assert [each.yielded for each in standings].index(True) == shipped(name).yields_after[difficulty]


@given(run=st.lists(st.sampled_from(["thanks", "care", "flattery", "apology", "i_message"]), max_size=40), talk=st.sampled_from(TALKS))
@settings(deadline=None, max_examples=100)
def test_flattery_alone_never_wins(run: list[str], talk: tuple[str, str, str]) -> None:
    """Thanks, care, apologies and own feelings come to a truce at best: no yielding, no good end, no full trust."""
    for standing in walk(*talk, [ACTS[key] for key in run]):
        assert not standing.yielded
        assert standing.ending != "well"
        assert standing.mood.trust < 0.4


@every_talk
def test_the_same_sentence_does_not_count_twice(name: str, scenario: str, difficulty: str) -> None:
    """A repeated sentence meets nothing and calms nothing, however good it was the first time."""
    once = walk(name, scenario, difficulty, [GOOD])[1]
    again = appraise(once, ACTS["again"], shipped(name), difficulty)
    assert (again.acknowledged, again.mood.trust) == (once.acknowledged, once.mood.trust)
    assert again.mood.tension >= once.mood.tension
    assert not any(each.yielded for each in constantly(name, scenario, difficulty, ACTS["again"]))


@pytest.mark.parametrize(("blow", "loss"), [("blame", 1.0), ("pseudo", 1.0), ("hint", 0.5), ("argument", 0.5)])
def test_a_blow_takes_acknowledgement_back(blow: str, loss: float) -> None:
    """An accusation undoes one acknowledged feeling, a hint or an argument half of one; the persona opens later for it."""
    for name, scenario, difficulty in TALKS:
        once = walk(name, scenario, difficulty, [GOOD])[1]
        struck = appraise(once, ACTS[blow], shipped(name), difficulty)
        assert (once.acknowledged, struck.acknowledged) == (1.0, 1.0 - loss)
        later = [each.yielded for each in walk(name, scenario, difficulty, [GOOD, ACTS[blow], *[GOOD] * 20])]
        assert later.index(True) > shipped(name).yields_after[difficulty] + 1


def test_acknowledging_in_anger_is_not_enough() -> None:
    """Enough acknowledged feelings do not open a persona that is still too tense or trusts too little."""
    persona = shipped("grumbling_parent")
    for mood in (Mood(tension=0.9, trust=0.6), Mood(tension=0.2, trust=0.05)):
        assert not appraise(Standing(mood=mood, acknowledged=9.0), ACTS["acknowledgement"], persona, "normal").yielded
    assert appraise(Standing(mood=Mood(tension=0.2, trust=0.6), acknowledged=9.0), ACTS["acknowledgement"], persona, "normal").yielded


@every_talk
def test_parroting_is_not_being_heard(name: str, scenario: str, difficulty: str) -> None:
    """Words given back as they were meet nothing, and calm less than a reflection."""
    parroted, reflected = (walk(name, scenario, difficulty, [ACTS[key]])[1] for key in ("parroting", "reflection"))
    assert (parroted.acknowledged, reflected.acknowledged) == (0.0, 0.5)
    assert parroted.mood.tension > reflected.mood.tension


# ending


@every_talk
def test_constant_listening_opens_the_persona_which_then_ends_the_talk_well(name: str, scenario: str, difficulty: str) -> None:
    """Good listening and nothing else: it yields once, answers what it is asked, and closes well by itself three replies later, within twenty."""
    standings = constantly(name, scenario, difficulty, GOOD)
    opened = [each.yielded for each in standings]
    assert standings[-1].ending == "well"
    assert opened == sorted(opened)
    assert len(standings) - 1 == opened.index(True) + 3 <= 20


@normal_talks
@pytest.mark.parametrize("poor", ["blame", "poor"])
def test_constant_blame_ends_the_talk_badly_in_four_to_eight_replies(name: str, scenario: str, poor: str) -> None:
    """Nobody walks out at the first word, and nobody takes blame for ever."""
    standings = constantly(name, scenario, "normal", ACTS[poor])
    assert standings[-1].ending == "badly"
    assert 4 <= len(standings) - 1 <= 8


@every_talk
def test_constant_silence_ends_the_talk(name: str, scenario: str, difficulty: str) -> None:
    """Four silences in a row end a talk."""
    standings = constantly(name, scenario, difficulty, ACTS["silence"])
    assert (len(standings) - 1, standings[-1].ending) == (4, "badly")


def test_a_word_breaks_the_silence() -> None:
    """Silences are counted anew after a word."""
    silences = [ACTS["silence"]] * 3
    standings = walk("grumbling_parent", "sunday-call", "normal", [*silences, ACTS["plain"], *silences])
    assert [each.silences for each in standings] == [0, 1, 2, 3, 0, 1, 2, 3]
    assert standings[-1].ending is None


@pytest.mark.parametrize("kind", sorted(ACTS))
def test_doing_one_thing_for_ever_ends_the_talk(kind: str) -> None:
    """Whatever a trainee keeps doing, every persona ends the talk within twenty replies, and well only if it was heard."""
    for talk in TALKS:
        standings = constantly(*talk, ACTS[kind])
        assert len(standings) - 1 <= 20
        assert (standings[-1].ending == "well") == (kind in ("good", "acknowledgement", "reflection"))


@given(run=st.lists(st.sampled_from(sorted(ACTS)), min_size=40, max_size=40), talk=st.sampled_from(TALKS))
@settings(deadline=None, max_examples=100)
def test_every_talk_ends_and_only_who_has_opened_ends_it_well(run: list[str], talk: tuple[str, str, str]) -> None:
    """No run of forty replies outlasts a persona; a good end needs one that yielded and is calm."""
    last = walk(*talk, [ACTS[key] for key in run])[-1]
    assert last.ending in ("well", "badly")
    assert last.ending == "badly" or (last.yielded and last.mood.tension <= 0.55)


@normal_talks
def test_a_blow_after_opening_puts_the_good_end_off(name: str, scenario: str) -> None:
    """One accusation after the persona has opened takes two good replies again before it says goodbye well."""
    needed = shipped(name).yields_after["normal"]
    standings = walk(name, scenario, "normal", [*[GOOD] * (needed + 1), ACTS["blame"], *[GOOD] * 10])
    assert (standings[needed + 1].good_since, standings[needed + 2].good_since) == (1, 0)
    assert standings[-1].ending == "well"
    assert len(standings) - 1 >= needed + 4


@normal_talks
def test_small_talk_after_opening_ends_well_in_the_end(name: str, scenario: str) -> None:
    """A persona that has opened and is calm parts well even when nothing more comes."""
    standings = walk(name, scenario, "normal", [*[GOOD] * shipped(name).yields_after["normal"], *[ACTS["again"]] * 30])
    assert standings[-1].ending == "well"


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_he_declines_and_is_moved_like_anyone(difficulty: str) -> None:
    """The father who declines is the same person: let him be, and the talk ends well; that he says no is in his lines."""
    assert shipped("absent_father").scenarios["he-declines"].good_end == "declines"
    standings = constantly("absent_father", "he-declines", difficulty, GOOD)
    assert standings[-1].ending == "well"
    assert [each.yielded for each in standings].index(True) == shipped("absent_father").yields_after[difficulty]


# difficulty, state of mind, reaction


@normal_talks
def test_hard_begins_hotter_cools_slower_and_takes_more(name: str, scenario: str) -> None:
    """Each difficulty starts tenser and less trusting than the easier one, and needs more replies to open."""
    starts = [begin(shipped(name).scenarios[scenario], each).mood for each in DIFFICULTIES]
    assert starts[0].tension < starts[1].tension < starts[2].tension
    assert starts[0].trust > starts[1].trust > starts[2].trust
    lengths = [len(constantly(name, scenario, each, GOOD)) for each in DIFFICULTIES]
    assert lengths[0] < lengths[1] < lengths[2]


@pytest.mark.parametrize(
    ("tension", "yielded", "expected"),
    [(0.66, False, Band.HOT), (0.9, True, Band.HOT), (0.65, False, Band.GUARDED), (0.0, False, Band.GUARDED), (0.6, True, Band.GUARDED),
     (0.54, True, Band.SOFT)],
)  # fmt: skip
def test_nobody_is_soft_before_yielding(tension: float, yielded: bool, expected: Band) -> None:
    """Anger shows whatever was told before; softness only in one who has yielded and is calm."""
    assert band(Standing(mood=Mood(tension=tension, trust=0.5), yielded=yielded)) is expected


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        (act(silent=True), Reaction.SILENCE),
        (act(Code.FEELING_ACK, blame=1), Reaction.BLAMED),
        (act(Code.FEELING_ACK, i_message=IMessage.PSEUDO), Reaction.BLAMED),
        (act(Code.FEELING_ACK, Code.DISMISSAL), Reaction.ARGUED_WITH),
        (act(Code.FEELING_ACK, rushed=True), Reaction.RUSHED),
        (GOOD, Reaction.ACKNOWLEDGED),
        (act(Code.REFLECTION, Code.OPEN_QUESTION), Reaction.REFLECTED),
        (act(Code.OPEN_QUESTION, Code.REFLECTION, i_message=IMessage.FULL), Reaction.I_MESSAGE),
        (act(Code.REFLECTION, i_message=IMessage.PARTIAL), Reaction.REFLECTED),
        (act(Code.ADVICE, Code.OPEN_QUESTION), Reaction.ADVISED),
        (act(Code.OWN_STORY), Reaction.OFF_TOPIC),
        (act(Code.BOUNDARY, i_message=IMessage.PARTIAL), Reaction.BOUNDARY),
        (act(Code.APOLOGY, i_message=IMessage.PARTIAL), Reaction.I_MESSAGE),
        (act(Code.OWNERSHIP, Code.OPEN_QUESTION), Reaction.OWNED_UP_TO),
        (act(Code.OWNERSHIP, Code.APOLOGY, i_message=IMessage.FULL), Reaction.OWNED_UP_TO),
        (act(Code.OWNERSHIP, Code.REFLECTION), Reaction.OWNED_UP_TO),
        (act(Code.APOLOGY), Reaction.APOLOGISED_TO),
        (act(Code.OPEN_QUESTION, Code.CLOSED_QUESTION), Reaction.ASKED_OPENLY),
        (act(Code.CLOSED_QUESTION, Code.GRATITUDE), Reaction.ASKED_CLOSED),
        (act(Code.GRATITUDE), Reaction.THANKED),
        (act(Code.CARE), Reaction.CARED_FOR),
        (act(Code.CARE, Code.CLOSED_QUESTION), Reaction.CARED_FOR),
        (act(Code.CARE, Code.GRATITUDE), Reaction.THANKED),
        (act(Code.CARE, Code.OPEN_QUESTION), Reaction.ASKED_OPENLY),
        (act(Code.ACKNOWLEDGEMENT), None),
        (act(), None),
    ],
)
def test_the_gravest_thing_in_a_reply_is_answered(what: Act, expected: Reaction | None) -> None:
    """A blow before a feeling, a feeling before a question; a plain answer is none of them."""
    assert reaction(what) is expected


@pytest.mark.parametrize(("owned", "felt", "expected"), [(0, 20, Reaction.OWNED_UP_TO), (20, 0, Reaction.ACKNOWLEDGED)])
def test_of_an_owned_fault_and_a_met_feeling_the_first_is_answered(owned: int, felt: int, expected: Reaction) -> None:
    """The other one only tells what it is about."""
    places = ((Code.OWNERSHIP, owned), (Code.FEELING_ACK, felt))
    marks = tuple(Mark(code=code, quote="x", start=start, end=start + 1) for code, start in places)
    assert reaction(Act(coding=Coding(coder="test", version="1", marks=marks))) is expected


def test_an_offer_beside_thanks_is_answered_as_an_offer() -> None:
    """In a sentence of its own it is more than a kind word."""
    places = ((Code.GRATITUDE, 0), (Code.CARE, 0), (Code.CARE, 20))
    marks = tuple(Mark(code=code, quote="x", start=start, end=start + 1) for code, start in places)
    assert reaction(Act(coding=Coding(coder="test", version="1", marks=marks))) is Reaction.CARED_FOR
    assert reaction(Act(coding=Coding(coder="test", version="1", marks=marks[:2]))) is Reaction.THANKED


def test_a_difficulty_keeps_the_start_in_range() -> None:
    """A scenario that begins at the edge begins there at hard too."""
    scenario = replace(shipped("absent_father").scenarios["why-now"], tension=1.0, trust=0.0)
    assert begin(scenario, "hard").mood == Mood(tension=1.0, trust=0.0)
