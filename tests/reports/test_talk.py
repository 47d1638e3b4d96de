"""The report of one talk, as values and as a page."""

from __future__ import annotations

from dataclasses import replace

from roleplay.codes import Code
from roleplay.dialogue import Speaker, Status, Turn
from roleplay.reports.geometry import Gap
from roleplay.reports.talk import Talk, html, talk
from roleplay.reports.turns import Flow, Shown
from roleplay.scoring import Outcome, Reason
from tests.gradings import coding
from tests.reports.held import held, said
from tests.reports.pages import Tags

TWO = said("I hear you.", "You always say that.", moods=[(0.5, 0.2), (0.4, 0.3)], times=[(0, 2), (5.5, 7), (8, 10), (9.5, 12)])
VALUES = {1: (1.0, 1.0), 3: (0.0, None)}


def two() -> Talk:
    """The report of a talk of two replies, the first good, the second not."""
    return talk(held(TWO, VALUES), "en")


def turn(told: Talk, number: int) -> Shown:
    """Turn *number* as it is shown."""
    return next(each for each in told.turns if each.number == number)


def test_at_a_glance_every_skill_says_what_it_came_to_and_how_often() -> None:
    """A mean beside its chances; a skill without one says so and has no bar."""
    listening, blame = two().skills
    alone = talk(held(TWO), "en").skills[0]

    assert (listening.value, listening.width, listening.look, listening.chances) == (
        "50%",
        50.0,
        "fair",
        "2 replies had a chance to show it",
    )
    assert (blame.value, blame.chances) == ("100%", "1 reply had a chance to show it")
    assert (alone.value, alone.width, alone.look, alone.chances) == ("no opportunity", None, "", "")


def test_the_best_and_the_weakest_reply_are_shown_with_what_was_heard_and_why() -> None:
    """Each leads to its turn, and says the score that tells most."""
    told = two()

    assert told.best is not None
    assert told.weakest is not None
    assert (told.best.anchor, told.best.said) == ("t1", "I hear you.")
    assert (told.weakest.anchor, told.weakest.heard, told.weakest.said) == ("t3", TWO[2].text, "You always say that.")
    assert told.weakest.row is not None
    assert (told.weakest.row.badge.title, told.weakest.row.value) == ("Listening", "0%")
    assert talk(held(TWO), "en").best is None


def test_every_score_of_a_reply_is_shown_in_its_turn() -> None:
    """With its signs and reason; what had no chance says so and is no number."""
    rows = turn(two(), 3).rows

    assert [(row.value, row.width, row.look, row.signs) for row in rows] == [
        ("0%", 0.0, "poor", ("Reflection",)),
        ("no opportunity", None, "", ()),
    ]
    assert rows[0].reason == "Close."


def test_a_scorer_that_failed_is_told_from_one_that_had_no_chance() -> None:
    """Three outcomes, three looks."""
    scored = held(TWO, VALUES)
    exchange, codes, scores = scored.assessed[1]
    failed = replace(scores[1], verdict=replace(scores[1].verdict, outcome=Outcome.FAILED, reason=Reason("failed", {"error": "boom"})))
    told = talk(replace(scored, assessed=(scored.assessed[0], (exchange, codes, (scores[0], failed)))), "en")

    row = turn(told, 3).rows[1]
    assert (row.value, row.look, row.reason) == ("failed", "failed", "The scorer failed: boom")
    assert told.sheet is not None
    assert told.sheet.columns[1].bars[1] == (None, "failed")


def test_pauses_are_drawn_to_scale() -> None:
    """Eight pixels a second; an overlap is told from a pause; a turn without times has none."""
    told = two()

    assert [each.gap for each in told.turns] == [None, Gap(3.5, 28.0), Gap(1.0, 8.0), Gap(0.5, 4.0, overlap=True)]
    assert [each.gap_text for each in told.turns] == [None, "pause 3.5 s", "pause 1.0 s", "overlap 0.5 s"]
    assert {each.gap for each in talk(held(said("a")), "en").turns} == {None}


def test_the_curve_beside_a_reply_shows_what_it_did_to_the_mood() -> None:
    """From the mood before to the mood after; before a partner's turn it runs straight on."""
    told = two()

    assert [each.flow for each in told.turns] == [
        Flow((50.0, 50.0), (20.0, 20.0)),
        Flow((50.0, 40.0), (20.0, 30.0)),
        Flow((40.0, 40.0), (30.0, 30.0)),
        Flow((40.0, 40.0), (30.0, 30.0)),
    ]
    assert [each.landed for each in told.turns] == [None, "tension 50% → 40%, trust 20% → 30%", None, None]


def test_of_several_replies_in_a_row_the_last_one_is_answered_by_the_mood() -> None:
    """Nobody knows what the first of them did."""
    turns = (*TWO[:2], replace(TWO[1], index=2), replace(TWO[2], index=3))

    assert [each.landed is not None for each in talk(held(turns), "en").turns] == [False, False, True, False]


def test_the_picture_of_the_talk_has_a_column_for_each_reply() -> None:
    """With a bar for each score, a name for those who do not see it, and the curves above."""
    sheet = two().sheet

    assert sheet is not None
    assert [column.anchor for column in sheet.columns] == ["t1", "t3"]
    assert sheet.columns[1].label == "turn 3: Listening 0%, No blame –"
    assert sheet.columns[1].bars == ((2, "poor"), (None, ""))
    assert (sheet.tension, sheet.trust) == ("0,48 10,56.8 20,56.8", "0,74.4 10,65.6 20,65.6")


def test_a_long_talk_is_drawn_in_columns_that_can_be_told_apart() -> None:
    """Neighbours share one; its bar is their mean."""
    turns = said(*["I hear you."] * 480)
    told = talk(held(turns, {each.index: (float(each.index % 4 == 1), 1.0) for each in turns if each.index % 2}), "en")

    assert told.sheet is not None
    assert len(told.sheet.columns) == 240
    assert {column.bars for column in told.sheet.columns} == {((16.0, "fair"), (32.0, "good"))}


def test_what_is_not_known_is_said_and_not_made_up() -> None:
    """No mood, no times, nobody who is scored: each with its way out."""
    bare = talk(held(said("I hear you."), {1: (1.0, 1.0)}), "en")
    strangers = talk(held([Turn(index=0, speaker=Speaker.OTHER, text="Hi", name="Ben")]), "en")

    assert len(bare.missing) == 2
    assert "mood" in bare.missing[0]
    assert "pauses" in bare.missing[1]
    assert (bare.curve, [each.flow for each in bare.turns]) == (False, [None, None])
    assert bare.sheet is not None
    assert bare.sheet.tension == ""
    assert "--trainee" in strangers.missing[0]
    assert (strangers.skills, strangers.sheet, strangers.best) == ((), None, None)


def test_a_turn_that_is_not_whole_says_so() -> None:
    """Broken off, cut short, refused, or of unknown end."""
    turns = [replace(TWO[0], index=place, status=status) for place, status in enumerate(Status)]

    assert [each.status for each in talk(held(turns), "en").turns] == [None, "broken off", "cut short", "refused", "perhaps not whole"]


def test_p19_a_turn_that_another_model_spoke_than_was_asked_says_so() -> None:
    """P19: by the name it gave itself; a dated name of the same model is no other, and nobody knows what LangChain was asked for."""
    told = [("openai:gpt-5", "other\x1b[31m"), ("openai:gpt-5", "gpt-5-2026-08-07"), ("langchain:my:make", "gpt-5"), ("openai:gpt-5", None)]
    turns = [
        replace(TWO[0], index=place, meta={"model": asked, **({"answered_by": spoke} if spoke else {})})
        for place, (asked, spoke) in enumerate(told)
    ]

    assert [each.status for each in talk(held(turns), "en").turns] == ["spoken by other␛[31m, not by openai:gpt-5", None, None, None]


def test_c6_a_reply_about_the_persons_own_danger_is_folded_away() -> None:
    """C6: and its scores are not shown."""
    scored = held(TWO, VALUES)
    exchange, _, scores = scored.assessed[0]
    told = talk(replace(scored, assessed=((exchange, coding(Code.DANGER), scores), scored.assessed[1])), "en")

    assert turn(told, 1).closed is not None
    tags = Tags(html(told, "en"))
    assert len(tags.of("details")) == 1
    assert "open" not in tags.of("details")[0]
