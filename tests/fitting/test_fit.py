"""The weights fitted to a few made-up replies: what they learn, and that the table is what was fitted."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from fitting.__main__ import FOLDS, folds, main
from fitting.fit import LEAST, _importance, _shares, fit, fit_all
from fitting.regression import Fitted, table
from fitting.replies import OURS, Reply, parse
from roleplay.coders.heard import hear
from roleplay.coders.signs import Signs, collect
from roleplay.coders.table import parse as read
from roleplay.coders.weights import HEAVY, SUMMED, TARGETS
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
    return collect(pack, pack.analyse(reply), hear(pack, ""))


def fitted(target: str, extra: str = "") -> Fitted:
    """One *target*, fitted to the toy replies and *extra* lines."""
    labelled = toy(extra)
    return refitted(target, labelled)


def refitted(target: str, labelled: list[Reply]) -> Fitted:
    """One *target*, fitted to what is *labelled*."""
    return fit(small_pack(), [signs(each.reply) for each in labelled], labelled, [target])[target]


def others(lines: str, source: str = "forum", unsought: frozenset[str] = frozenset()) -> list[Reply]:
    """Replies of another *source*, in the compact form."""
    return [replace(each, source=source, unsought=unsought) for each in parse(lines, source)]


@lru_cache(maxsize=1)
def everything() -> dict[str, Fitted]:
    """All targets."""
    return fit_all(small_pack(), [signs(each.reply) for each in toy()], toy())


def scores(reply: str) -> dict[str, float]:
    """What *reply* comes to by the table of everything fitted."""
    return read(table(everything(), "made by hand")).replies.weigh(small_pack(), signs(reply)).scores()


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
    assert {target for target, score in found.items() if score > 0} == {target for target in TARGETS if label.is_(target)} - {HEAVY}


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


# the texts of others


RUDE, KIND = "2 n d 0 | You are rude.\n", "0 n - 0 | You are kind.\n"


@pytest.mark.parametrize("count", [1, 7, 400])
def test_each_source_of_others_counts_for_a_share_of_ours(count: int) -> None:
    """However many texts it has, and whether the code was sought in all of them or in a few."""
    labelled = toy() + others((RUDE + KIND) * count) + others(KIND * 3 + RUDE + KIND, "chat")
    ours = len(toy())
    sought = np.ones(len(labelled), dtype=bool)
    sought[-5:-2] = False
    wanted = np.array([each.is_("blame") for each in labelled])
    importance = _importance(_shares(labelled, sought, 0.1), labelled, wanted)
    beside = {source: importance[[each.source == source for each in labelled]].sum() for source in (OURS, "forum", "chat")}
    assert beside["forum"] == pytest.approx(0.1 * beside[OURS])
    assert beside["chat"] == pytest.approx(0.1 * beside[OURS])
    assert importance[-5:-2].tolist() == [0.0] * 3
    assert _shares(labelled, sought, 0.1)[:ours].tolist() == [1.0] * ours


def test_a_rare_label_is_raised_in_each_source() -> None:
    """So that those with it weigh as much as those without, up to a limit."""
    labelled = toy() + others(KIND * 3 + RUDE)
    wanted = np.array([each.is_("blame") for each in labelled])
    importance = _importance(_shares(labelled, np.ones(len(labelled), dtype=bool), 0.03), labelled, wanted)
    for source in (OURS, "forum"):
        here = np.array([each.source == source for each in labelled])
        assert importance[here & wanted].sum() == pytest.approx(importance[here & ~wanted].sum())


def own(lines: str) -> list[Reply]:
    """Replies of ours."""
    return [replace(each, source=OURS) for each in others(lines)]


def test_others_teach_what_ours_leave_open() -> None:
    """A word that ours have with the code and without it leans the way that others have it."""
    open_ = own((RUDE + RUDE.replace("2 n d 0", "0 n - 0")) * LEAST)
    weights = refitted("blame", toy() + open_ + others((RUDE + KIND) * LEAST * 5)).weights
    assert weights["word rude"] > refitted("blame", toy() + open_).weights.get("word rude", 0.0)


def test_words_that_only_others_have_do_not_get_into_the_table() -> None:
    """What they wrote is theirs."""
    weights = refitted("blame", toy() + others((RUDE + KIND) * LEAST)).weights
    assert not {"word rude", "word kind"} & set(weights)


def test_many_others_do_not_outvote_ours() -> None:
    """A reproach that they all call none is still one; as many of our own would make it doubtful."""
    contrary = others("\n".join(f"0 n - 0 | You always spoil the {word}." for word in WORDS * 20))
    theirs = refitted("blame", toy() + contrary)
    ours = refitted("blame", toy() + [replace(each, source=OURS) for each in contrary])
    assert theirs.weights["cue blame"] > 2 * abs(ours.weights.get("cue blame", 0.0))


def test_what_others_did_not_look_for_is_not_learnt_from_them() -> None:
    """Their replies say nothing of it, either way."""
    lines = "0 n ak 1 | Be quick at once.\n0 n - 1 | Be quick.\n" * 6
    ours = toy() + own("0 n ? 1 | Be quick at once.\n" * LEAST)
    assert refitted("care", ours + others(lines)).weights["word once"] > 0
    unsought = refitted("care", ours + others(lines, unsought=frozenset({"care"}))).weights
    assert not {"word once", "word quick"} & set(unsought)
    assert refitted("advice", ours + others(lines, unsought=frozenset({"care"}))).weights["word once"] > 0


def test_fitting_asks_for_the_texts_of_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Without them the weights would be others: no folder, or one without its sets, and nothing is written."""
    monkeypatch.setattr("fitting.__main__.write", lambda *_: pytest.fail("written"))
    monkeypatch.setattr("sys.argv", ["fitting", "ro"])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 2
    assert "required: --outside" in capsys.readouterr().err
    monkeypatch.setattr("sys.argv", ["fitting", "ro", "--outside", str(tmp_path)])
    with pytest.raises(FileNotFoundError, match=r"contempt_ro\.jsonl"):
        main()


# which signs are kept


def test_only_the_signs_that_matter_are_kept_and_they_are_fitted_without_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Heavy or often met, whichever code they matter for; what the others said goes over to them."""
    every = everything()
    monkeypatch.setattr("fitting.fit.MOST", 20)
    kept = fit_all(small_pack(), [signs(each.reply) for each in toy()], toy())
    of_replies = [target for target in TARGETS if target != HEAVY]
    names = {name for target in of_replies for name in kept[target].weights}
    assert len(names) == 20 < len({name for target in of_replies for name in every[target].weights})
    heaviest = {max(every[target].weights, key=lambda name: abs(every[target].weights[name])) for target in ("blame", "advice")}
    assert heaviest <= names
    assert kept["blame"].weights != {name: weight for name, weight in every["blame"].weights.items() if name in names}


# the table


@pytest.mark.parametrize("target", TARGETS)
def test_the_table_read_back_gives_the_same_weights(target: str) -> None:
    """Each sign with what was fitted, and 0 where nothing was; the start of each code."""
    both = read(table(everything(), "made by hand"))
    made = both.turns if target == HEAVY else both.replies
    number = made.targets.index(target)
    assert made.start[number] == everything()[target].start
    assert {name: made.rows[name][number] for name in made.signs if made.rows[name][number]} == everything()[target].weights
    assert all(made.frames[tuple(name.split()[1:])] == name for name in made.signs if name.startswith("frame "))


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
