"""The four scorers that ship, through their entry points: what they compute, why they say it, and that their own cases come out."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from functools import lru_cache
from typing import Any

import pytest

from roleplay.authoring.cases import Case, cases_of
from roleplay.authoring.checks import check_skill
from roleplay.catalog import load_skill
from roleplay.coders.rules import RuleCoder
from roleplay.codes import Code, Coding, IMessage, Mark, Weight
from roleplay.dialogue import LANGUAGES, Exchange, Speaker, Turn
from roleplay.plugins import discover
from roleplay.scoring import Outcome, Reason, Scorer, Skill, Verdict, grade
from roleplay.wording import reason_text, suggestion_text

SCORERS = ("blame_avoidance", "i_messages", "listening", "pauses")
SAID = "You never come."
SAID_ALOUD = re.compile("[“„«]([^“”„«»]+)[”“»]")


@lru_cache(maxsize=4)
def skill(name: str) -> Skill:
    """The shipped scorer called *name*."""
    return load_skill(discover("scorers", shipped_only=True).found[name].folder)


def scorer(name: str) -> Scorer:
    """What grades."""
    made = skill(name).scorer
    assert made is not None
    return made


def exchange(
    reply: str = "Yes, and so on.",
    heard: str | None = SAID,
    *,
    gap: float | None = None,
    typed: bool = False,
    shown: float = 60.0,
    **more: Any,
) -> Exchange:
    """A *reply* that begins *gap* seconds after what was *heard*, which took *shown* seconds to be said."""
    meta = {"input": "typed"} if typed else {}
    start = None if gap is None else 100 + gap
    said = None if heard is None else Turn(index=0, speaker=Speaker.PERSONA, text=heard, start=100 - shown, end=100.0)
    return Exchange(heard=said, reply=Turn(index=1, speaker=Speaker.TRAINEE, text=reply, start=start, meta=meta), **more)


def coding(*codes: Code, **more: Any) -> Coding:
    """Codes on the first word of the usual reply."""
    marks = tuple(Mark(code=code, quote="Yes", start=0, end=3) for code in codes)
    return Coding(coder="test", version="1", marks=marks, **more)


def verdict(name: str, said: Exchange, coded: Coding) -> Verdict:
    """The verdict, and that it can be worded in every language."""
    found = grade(scorer(name), said, coded)
    assert found.outcome is not Outcome.FAILED, found.reason
    assert found.reason.key in skill(name).reasons
    for language in LANGUAGES:
        assert "{" not in reason_text(skill(name), found.reason, language)
    if found.suggestion is not None:
        assert found.suggestion.key in skill(name).suggestions
    return found


def pauses(gap: float | None, weight: Weight, **more: Any) -> Verdict:
    """The verdict on a pause."""
    return verdict("pauses", exchange(gap=gap, **more), coding(weight=weight))


def test_the_four_scorers_enter_by_entry_points_with_their_versions() -> None:
    """Version 1 of each, in three languages, with a source."""
    assert tuple(sorted(discover("scorers", shipped_only=True).found)) == SCORERS
    for name in SCORERS:
        assert (skill(name).id, skill(name).version, skill(name).languages) == (name, "1", LANGUAGES)
        assert skill(name).sources


# their own cases


@pytest.mark.parametrize("name", SCORERS)
def test_every_pair_of_a_scorer_comes_out_as_it_says(name: str) -> None:
    """``scorers check`` finds nothing, and no known limit that is one no more."""
    assert check_skill(skill(name).folder, {language: RuleCoder(language) for language in LANGUAGES}) == []


@pytest.mark.parametrize("name", SCORERS)
def test_a_scorer_has_cases_enough(name: str) -> None:
    """At least 25 pairs and a known limit in each language, none twice."""
    cases = cases_of(skill(name).folder)
    counts = Counter((case.language, case.limit) for case in cases)
    assert all(counts[language, False] >= 25 and counts[language, True] for language in LANGUAGES)
    assert [name for name, times in Counter((case.language, case.id) for case in cases).items() if times > 1] == []
    assert [words for words, times in Counter(map(content, cases)).items() if times > 1] == []


def content(case: Case) -> tuple[str | float | None, ...]:
    """All that a case says, whatever its name."""
    return (case.language, case.heard, case.better, case.worse, case.better_gap, case.worse_gap)


def same(case: Case) -> bool:
    """Whether a pair has nothing in it that differs."""
    return (case.better, case.better_gap) == (case.worse, case.worse_gap)


@pytest.mark.parametrize("name", SCORERS)
def test_a_pair_differs(name: str) -> None:
    """Otherwise it would show nothing."""
    assert not [case for case in cases_of(skill(name).folder) if case.should is None and same(case)]


# listening


@pytest.mark.parametrize("level", range(5))
def test_listening_is_the_level_as_a_share_of_four(level: int) -> None:
    """0, 0.25, 0.5, 0.75, 1; only the last leaves nothing to suggest."""
    found = verdict("listening", exchange(), coding(Code.FEELING_ACK, Code.CARE, listening_level=level))
    assert found.value == level / 4
    assert found.reason == Reason(f"level_{level}")
    assert (found.suggestion is None) == (level == 4)
    assert {(item.quote, item.start, item.end, item.code) for item in found.evidence} == {
        ("Yes", 0, 3, "feeling_ack"),
        ("Yes", 0, 3, "care"),
    }


@pytest.mark.parametrize(
    ("codes", "level", "blame", "key"),
    [
        ((Code.DISMISSAL,), 0, 0, "blocked"),
        ((), 0, 2, "blocked"),
        ((Code.FEELING_ACK, Code.DISMISSAL), 1, 0, "cancelled"),
        ((Code.ADVICE,), 0, 0, "advised"),
        ((Code.OWN_STORY,), 0, 0, "advised"),
        ((Code.DISMISSAL, Code.ADVICE), 0, 0, "advised"),
        ((Code.DISMISSAL, Code.ADVICE), 0, 1, "blocked"),
    ],
)
def test_listening_says_what_stood_in_the_way(codes: tuple[Code, ...], level: int, blame: int, key: str) -> None:
    """An argument, a reproach, advice or an own story are named; brusque advice without a reproach is advice."""
    assert verdict("listening", exchange(), coding(*codes, listening_level=level, blame=blame)).reason == Reason(key)


@pytest.mark.parametrize(
    ("codes", "level", "kind", "key"),
    [
        ((Code.REFLECTION,), 2, IMessage.NONE, "gave_back"),
        ((Code.FEELING_ACK, Code.ADVICE), 2, IMessage.NONE, "met_feeling"),
        ((Code.OPEN_QUESTION,), 2, IMessage.NONE, "asked_openly"),
        ((Code.OWNERSHIP,), 2, IMessage.FULL, "owned"),
        ((Code.CARE,), 2, IMessage.NONE, "cared"),
        ((Code.CARE, Code.OWNERSHIP), 2, IMessage.NONE, "level_2"),
        ((), 2, IMessage.FULL, "level_2"),
        ((), 1, IMessage.FULL, "own_only"),
        ((), 1, IMessage.PARTIAL, "own_only"),
        ((Code.CLOSED_QUESTION,), 1, IMessage.NONE, "asked_fact"),
        ((Code.REFLECTION, Code.PARROTING), 1, IMessage.NONE, "repeated"),
        ((Code.APOLOGY,), 1, IMessage.NONE, "level_1"),
    ],
)
def test_listening_says_what_the_one_sign_was(codes: tuple[Code, ...], level: int, kind: IMessage, key: str) -> None:
    """Of a single sign it is told which, and of a reply that takes nothing up, what it did instead."""
    assert verdict("listening", exchange(), coding(*codes, listening_level=level, i_message=kind)).reason == Reason(key)


@pytest.mark.parametrize(
    ("said", "weight", "key"),
    [
        (exchange(heard=None), Weight.LIGHT, "partner_silent"),
        (exchange(heard=" "), Weight.LIGHT, "partner_silent"),
        (exchange(heard="(falls silent)"), Weight.HEAVY, "partner_silent"),
        (exchange(heard="Hello!"), Weight.GREETING, "greeting"),
        (exchange(""), Weight.HEAVY, "stayed_silent"),
    ],
)
def test_where_there_is_nothing_to_listen_to(said: Exchange, weight: Weight, key: str) -> None:
    """Silence and greetings give no opportunity."""
    found = verdict("listening", said, coding(weight=weight))
    assert (found.outcome, found.value, found.reason) == (Outcome.NO_OPPORTUNITY, None, Reason(key))


def test_what_is_said_beside_a_stage_direction_is_listened_to() -> None:
    """A partner who sighs and then speaks has said something."""
    assert verdict("listening", exchange(heard="(sighs) You never come."), coding(listening_level=2)).value == 0.5


# I-messages and blame


@pytest.mark.parametrize(
    ("kind", "blame", "value", "key"),
    [
        (IMessage.FULL, 0, 1.0, "full"),
        (IMessage.PARTIAL, 0, 0.6, "partial"),
        (IMessage.PARTIAL, 2, 0.6, "partial_blame"),
        (IMessage.PSEUDO, 2, 0.0, "pseudo"),
        (IMessage.NONE, 1, 0.0, "only_blame"),
        (IMessage.NONE, 0, None, "nothing_own"),
    ],
)
def test_i_messages(kind: IMessage, blame: int, value: float | None, key: str) -> None:
    """Full 1, partial 0.6, pseudo or only blame 0; nothing of one's own is no opportunity."""
    found = verdict("i_messages", exchange(), coding(Code.I_MESSAGE, Code.BLAME, i_message=kind, blame=blame))
    assert (found.value, found.reason) == (value, Reason(key))
    assert (found.outcome is Outcome.SCORED) == (value is not None)
    assert (found.suggestion is None) == (value in (1.0, None))


def test_staying_silent_is_no_i_message() -> None:
    """And no missed one."""
    assert verdict("i_messages", exchange(""), coding()).reason == Reason("stayed_silent")


@pytest.mark.parametrize(("blame", "value", "key"), [(0, 1.0, "none"), (1, 0.5, "hint"), (2, 0.0, "open")])
def test_blame_avoidance(blame: int, value: float, key: str) -> None:
    """Blame 0, 1, 2 gives 1, 0.5, 0, with the reproach as evidence."""
    found = verdict("blame_avoidance", exchange(), coding(Code.BLAME, Code.FEELING_ACK, blame=blame))
    assert (found.value, found.reason) == (value, Reason(key))
    assert [item.code for item in found.evidence] == (["blame"] if blame else [])


@pytest.mark.parametrize("reply", ["", "…", "?!", " 😀 "])
def test_a_reply_without_words_blames_nobody_and_earns_nothing(reply: str) -> None:
    """No words, no opportunity."""
    assert verdict("blame_avoidance", exchange(reply), coding()).outcome is Outcome.NO_OPPORTUNITY


# pauses

TABLE = [
    (Weight.HEAVY, -1.0, 0.0),
    (Weight.HEAVY, 0.3, 0.0),
    (Weight.HEAVY, 1.1, 0.5),
    (Weight.HEAVY, 4.0, 1.0),
    (Weight.HEAVY, 10.0, 0.8),
    (Weight.HEAVY, 30.0, 0.5),
    (Weight.QUESTION, -1.0, 0.2),
    (Weight.QUESTION, 0.3, 0.2),
    (Weight.QUESTION, 1.1, 0.7),
    (Weight.QUESTION, 4.0, 1.0),
    (Weight.QUESTION, 10.0, 0.8),
    (Weight.QUESTION, 30.0, 0.5),
    (Weight.LIGHT, -1.0, 0.8),
    (Weight.LIGHT, 0.3, 0.8),
    (Weight.LIGHT, 1.1, 1.0),
    (Weight.LIGHT, 4.0, 1.0),
    (Weight.LIGHT, 10.0, 0.7),
    (Weight.LIGHT, 30.0, 0.5),
]


@pytest.mark.parametrize(("weight", "gap", "value"), TABLE)
def test_the_table_of_the_codebook(weight: Weight, gap: float, value: float) -> None:
    """Each cell, in the middle of its row; a greeting is taken for a light turn."""
    assert pauses(gap, weight).value == value
    if weight is Weight.LIGHT:
        assert pauses(gap, Weight.GREETING).value == value


@pytest.mark.parametrize("weight", [Weight.HEAVY, Weight.QUESTION, Weight.LIGHT])
def test_between_the_rows_the_value_runs_smoothly(weight: Weight) -> None:
    """A tenth of a second never costs more than half a mark at the shortest border, and next to nothing further up."""
    values = [pauses(step / 20, weight).value or 0.0 for step in range(400)]
    assert max(abs(after - before) for before, after in itertools.pairwise(values[:20])) <= 0.11
    assert max(abs(after - before) for before, after in itertools.pairwise(values[20:])) <= 0.04


@pytest.mark.parametrize(("gap", "value"), [(0.6, 0.25), (2.0, 0.75), (6.0, 0.9), (15.0, 0.65)])
def test_at_a_border_the_value_is_half_way(gap: float, value: float) -> None:
    """Neither row wins where two of them meet."""
    assert pauses(gap, Weight.HEAVY).value == pytest.approx(value)


@pytest.mark.parametrize(
    ("gap", "key", "suggestion"),
    [
        (-1.26, "overlap", "let_finish"),
        (0.31, "reflex", "wait"),
        (1.12, "quick", "wait"),
        (4.0, "good", None),
        (20.04, "long", "show_presence"),
    ],
)
def test_the_reason_tells_the_seconds(gap: float, key: str, suggestion: str | None) -> None:
    """Rounded to a tenth, and how to do better where the pause was too short or long."""
    found = pauses(gap, Weight.HEAVY)
    assert found.reason == Reason(key, {"seconds": round(abs(gap), 1)})
    assert found.suggestion == (suggestion and Reason(suggestion))


@pytest.mark.parametrize("gap", [7.5, 10.0, 14.9])
def test_who_took_long_is_not_told_to_wait_longer(gap: float) -> None:
    """After a light turn ten seconds cost something because they are many, not few."""
    found = pauses(gap, Weight.LIGHT)
    assert (found.reason.key, found.suggestion) == ("long", Reason("show_presence"))


@pytest.mark.parametrize(("weight", "suggestion"), [(Weight.HEAVY, Reason("wait")), (Weight.LIGHT, None)])
def test_no_gap_at_all_is_not_told_in_seconds(weight: Weight, suggestion: Reason | None) -> None:
    """0.0 s reads like a fault of the clock."""
    found = pauses(3.0, weight, heard="a" * 100, typed=True, shown=0.0)
    assert (found.reason.key, found.suggestion) == ("at_once", suggestion)


@pytest.mark.parametrize(("name", "key", "slot"), [("i_messages", "say_own", None), ("blame_avoidance", "name_it", "blame")])
@pytest.mark.parametrize("language", LANGUAGES)
def test_two_reproaches_running_are_told_two_things(name: str, key: str, slot: str | None, language: str) -> None:
    """Where the reproach cannot be turned, the pattern to try is another one the second time."""
    asked = Verdict(outcome=Outcome.SCORED, value=0.0, reason=Reason("x"), suggestion=Reason(key))
    for address in (None, "ty", "vy", "tu", "dumneavoastra"):
        material = {slot: "x"} if slot else {}
        told = {suggestion_text(skill(name), asked, language, address=address, gender="f", material=material, turn=turn) for turn in (1, 3)}
        assert len(told) == 2


@pytest.mark.parametrize("key", ["reflect", "invite"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_three_replies_running_are_told_three_things(key: str, language: str) -> None:
    """One piece of advice over and over is not read any more; neither with the partner's words in it nor without."""
    asked = Verdict(outcome=Outcome.SCORED, value=0.0, reason=Reason("x"), suggestion=Reason(key))
    for material in ({}, {"heard": "x"}):
        for address in (None, "ty", "vy", "tu", "dumneavoastra"):
            told = {
                suggestion_text(skill("listening"), asked, language, address=address, gender="f", material=material, turn=turn)
                for turn in (1, 3, 5)
            }
            assert len(told) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_questions_that_are_offered_are_open(language: str) -> None:
    """Whoever follows the advice is not told afterwards that nothing was asked."""
    texts = [
        text
        for key in ("reflect", "invite")
        for form, many in skill("listening").suggestions[key].items()
        for text in many
        if form[:2] == language
    ]
    asked = {words for text in texts for words in SAID_ALOUD.findall(text) if "{" not in words}
    assert len(asked) >= 6
    assert [words for words in asked if Code.OPEN_QUESTION not in RuleCoder(language).code_text(words)] == []


def test_flooding_is_0_whatever_the_times() -> None:
    """Each further turn in a row is 0, with or without times."""
    for gap in (None, 4.0):
        found = pauses(gap, Weight.LIGHT, in_row=1)
        assert (found.value, found.reason) == (0.0, Reason("flooding"))


@pytest.mark.parametrize(
    ("weight", "silences", "value", "key"),
    [
        (Weight.HEAVY, 1, 1.0, "silence"),
        (Weight.HEAVY, 2, 0.5, "silence_again"),
        (Weight.HEAVY, 3, 0.5, "silence_again"),
        (Weight.LIGHT, 1, None, "silence_light"),
    ],
)
def test_staying_silent(weight: Weight, silences: int, value: float | None, key: str) -> None:
    """After a heavy turn 1, again in a row 0.5; where nothing weighed it says nothing."""
    found = pauses(None, weight, reply="", silences=silences)
    assert (found.value, found.reason) == (value, Reason(key))


@pytest.mark.parametrize(("mark", "value"), [(0.0, 1.0), (4.0, 1.0), (1.0, 0.5), (30.0, 0.5)])
def test_a_mark_in_the_text_counts_as_a_pause(mark: float, value: float) -> None:
    """Of its length, or of a good length where none is given; it goes before the times, which belong to the typing."""
    for gap in (None, 0.1):
        found = verdict("pauses", exchange(gap=gap), coding(weight=Weight.HEAVY, pause_mark=mark))
        assert (found.value, found.reason) == (value, Reason("marked"))


def test_without_times_or_marks_there_is_no_number() -> None:
    """Unknown is unknown, of the reply as of what was heard."""
    assert pauses(None, Weight.HEAVY).reason == Reason("no_times")
    heard = Turn(index=0, speaker=Speaker.PERSONA, text=SAID)
    said = Exchange(heard=heard, reply=Turn(index=1, speaker=Speaker.TRAINEE, text="Yes.", start=5.0))
    assert verdict("pauses", said, coding()).outcome is Outcome.NO_OPPORTUNITY
    assert pauses(4.0, Weight.HEAVY, heard=None).reason == Reason("nothing_heard")


@pytest.mark.parametrize(
    ("shown", "gap", "left"),
    [(0.0, 8.0, 4.0), (2.0, 8.0, 6.0), (4.0, 8.0, 8.0), (9.0, 8.0, 8.0), (0.0, 3.0, 0.0), (0.0, -1.0, 1.0)],
)
def test_in_typed_practice_reading_takes_time(shown: float, gap: float, left: float) -> None:
    """A hundred characters are four seconds of reading, less what the line took to appear; never more than the gap."""
    line = "a" * 100
    assert pauses(gap, Weight.LIGHT, heard=line, typed=True, shown=shown).reason.values["seconds"] == left
    assert pauses(gap, Weight.LIGHT, heard=line, shown=shown).reason.values["seconds"] == abs(gap)


# what is suggested

MATERIAL = {
    "en": {"heard": "Nobody cares", "own": "I am sad", "blame": "You always forget the keys", "situation": "you forget the keys"},
    "ro": {"heard": "Nu-i pasă nimănui", "own": "Sunt tristă", "blame": "Tu mereu uiți cheile", "situation": "tu uiți cheile"},
    "ru": {"heard": "Никому нет дела", "own": "Мне грустно", "blame": "Ты вечно забываешь ключи", "situation": "когда ты забываешь ключи"},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SCORERS)
def test_no_suggestion_blames(name: str, language: str) -> None:
    """Every wording that is offered to be said, with whatever can be filled in and to whomever, is itself coded without blame.

    One with a gap left to fill in is a pattern, not a reply.
    """
    offered = set()
    for key, address, gender in itertools.product(skill(name).suggestions, (None, "ty", "vy", "tu", "dumneavoastra"), "fm"):
        asked = Verdict(outcome=Outcome.SCORED, value=0.0, reason=Reason("x"), suggestion=Reason(key))
        for size, turn in itertools.product(range(len(MATERIAL[language]) + 1), (1, 3, 5)):
            for slots in itertools.combinations(MATERIAL[language].items(), size):
                filled = dict(slots)
                text = suggestion_text(skill(name), asked, language, address=address, gender=gender, material=filled, turn=turn)
                offered |= {text} if text else set()
    assert len(offered) >= len(skill(name).suggestions)
    assert not any("{" in text for text in offered)
    said = {words for text in offered for words in SAID_ALOUD.findall(text)} - set(MATERIAL[language].values())
    said = {words for words in said if "…" not in words}
    assert [words for words in said if RuleCoder(language).code_text(words).blame] == []
