"""The weights fitted to a few made-up replies: what they learn, and that the table is what was fitted."""

from __future__ import annotations

from functools import lru_cache

import pytest

from fitting.__main__ import FOLDS, folds
from fitting.fit import LEAST, Fitted, fit, fit_all, table
from fitting.replies import Reply, parse
from roleplay.coders.signs import Signs, collect
from roleplay.coders.weights import HEAVY, SUMMED, TARGETS
from roleplay.coders.weights import parse as read
from tests.coders.small import small_pack

WORDS = ("rain", "tea", "music", "Sunday", "bread", "paint", "wool", "milk")
KINDS = {
    "2 n d 0": "You always spoil the {}.",
    "1 x d 0": "I feel that you hide the {}.",
    "0 f - 1": "I am sad when there is {}.",
    "0 n k 1": "Come over with the {}.",
    "0 p - 1": "I need {}.",
    "0 n r 2": "It sounds like {}.",
    "0 n f 2": "You are lonely with the {}.",
    "0 n o 2": "What is it about {}?",
    "0 n c 1": "Is there {}?",
    "0 n a 0": "You should try {}.",
    "0 n s 0": "It happened to me with {}.",
    "0 n w 2": "My mistake with the {}.",
    "0 n - 1": "There was {}. There was tea.",
}


def toy(extra: str = "") -> list[Reply]:
    """Replies of every kind about every word, every second one to a heavy turn; then *extra* lines."""
    lines = []
    for number, word in enumerate(WORDS):
        lines += [f"P other | heavy | Mum died of {word}." if number % 2 else f"P other | light | We had {word}."]
        lines += [f"{labels} | {reply.format(word)}" for labels, reply in KINDS.items()]
    return list(parse("\n".join([*lines, extra]), "toy"))


def signs(reply: str) -> Signs:
    """The signs of *reply* to nothing."""
    pack = small_pack()
    return collect(pack, pack.analyse(reply), pack.analyse(""))


def fitted(target: str, extra: str = "") -> Fitted:
    """One *target*, fitted to the toy replies and *extra* lines."""
    labelled = toy(extra)
    return fit(small_pack(), [signs(each.reply) for each in labelled], labelled, [target])[target]


@lru_cache(maxsize=1)
def everything() -> dict[str, Fitted]:
    """All targets."""
    return fit_all(small_pack(), [signs(each.reply) for each in toy()], toy())


def scores(reply: str) -> dict[str, float]:
    """What *reply* comes to by the table of everything fitted."""
    return read(table(everything(), "made by hand")).weigh(small_pack(), signs(reply)).scores()


@pytest.mark.parametrize(
    ("target", "sign"),
    [
        ("blame", "cue blame"),
        ("pseudo", "cue pseudo"),
        ("advice", "word should"),
        ("reflection", "cue reflect"),
        ("own_story", "word happened"),
        ("ownership", "word mistake"),
        ("care", "word over"),
        ("closed_question", "closed by ?"),
    ],
)
def test_an_obvious_sign_is_learnt(target: str, sign: str) -> None:
    """What only replies with a code have speaks for it, and what all replies have says little."""
    weights = everything()[target].weights
    assert weights[sign] > 0
    assert weights[sign] > 3 * abs(weights.get("word tea", 0.0))


@pytest.mark.parametrize("reply", [f"{said.format('soup')}" for said in KINDS.values()])
def test_it_holds_for_words_that_were_never_seen(reply: str) -> None:
    """A reply of a known kind about something else has the codes of its kind."""
    (label,) = (each for each in toy() if each.reply == reply.replace("soup", "rain"))
    found = scores(reply)
    assert {target for target in TARGETS if found[target] > 0} - {HEAVY} == {target for target in TARGETS if label.is_(target)} - {HEAVY}


def test_one_sentence_is_enough_for_a_code_that_is_not_summed() -> None:
    """The label is of the whole reply; fitting finds the sentence that earns it, whatever stands beside it."""
    assert scores("There was soup. You should try soup. There was soup.")["advice"] > 0
    assert scores("There was soup. There was soup. There was soup.")["advice"] < 0


def test_how_heavy_a_turn_is_is_fitted_to_turns() -> None:
    """Not to the replies: these say nothing of it."""
    assert everything()[HEAVY].weights["cue heavy"] > 0
    assert "word should" not in everything()[HEAVY].weights


def test_fitting_is_deterministic() -> None:
    """The same replies give the same table, to the last digit."""
    assert table(fit_all(small_pack(), [signs(each.reply) for each in toy()], toy()), "x") == table(everything(), "x")


def test_rare_signs_are_left_out() -> None:
    """What fewer than four replies have may be chance."""
    reply = "2 n d 0 | You are rude.\n"
    assert "word rude" not in fitted("blame", reply * (LEAST - 1)).weights
    assert fitted("blame", reply * LEAST).weights["word rude"] > 0


def test_what_nobody_looked_for_teaches_nothing() -> None:
    """Replies in which care was not sought do not speak against it; were it missing from them, they would."""
    line = "0 n {} 1 | Come over at once.\n"
    unsought, missing = fitted("care", line.format("?") * 12).weights, fitted("care", line.format("-") * 12).weights
    assert unsought["word over"] > 0
    assert unsought["word over"] > missing["word over"]


# the table


@pytest.mark.parametrize("target", TARGETS)
def test_the_table_read_back_gives_the_same_weights(target: str) -> None:
    """Each sign with what was fitted, and 0 where nothing was; the start of each code."""
    made, number = read(table(everything(), "made by hand")), TARGETS.index(target)
    assert made.start[number] == everything()[target].start
    assert {name: row[number] for name, row in made.signs.items() if row[number]} == everything()[target].weights
    assert all(made.frames[tuple(name.split()[1:])] == row for name, row in made.signs.items() if name.startswith("frame "))


def test_the_table_is_for_reading() -> None:
    """How it was made, then for each code its start and its signs, the weightiest first."""
    given = {"blame": Fitted(-0.5, {"word b": 0.25, "word late": 1.0, "word a": 0.25, "word sorry": -2.0}), "care": Fitted(0.0, {})}
    assert table(given, "made by hand\nin a test").splitlines() == [
        "// made by hand",
        "// in a test",
        "blame\t-0.50\t",
        "blame\t+1.00\tword late",
        "blame\t+0.25\tword a",
        "blame\t+0.25\tword b",
        "blame\t-2.00\tword sorry",
        "care\t+0.00\t",
    ]


# cross-validation


def test_replies_to_one_turn_stay_in_one_fold() -> None:
    """Else the turn would give away what its replies are; every reply is tested once."""
    labelled = toy()
    split = list(folds(labelled))
    assert len(split) == FOLDS
    assert sorted(number for fold in split for number in fold) == list(range(len(labelled)))
    for fold in split:
        assert not {labelled[n].block for n in fold} & {labelled[n].block for n in range(len(labelled)) if n not in fold}
    assert split == list(folds(labelled))


def test_summed_and_decided_codes_are_both_here() -> None:
    """The toy replies show every code, of either sort."""
    assert {target for target in TARGETS if any(each.is_(target) for each in toy())} == set(TARGETS) > SUMMED
