"""Weights: added up by sentence or over the reply, and able to say what spoke for a code."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleplay.coders.heard import hear
from roleplay.coders.signs import QUOTED, Signs, collect, collect_heard
from roleplay.coders.table import Table, load, parse
from roleplay.coders.weights import ALWAYS, BY_ITSELF, FARTHEST, HEAVY, MUTTERED, SAYING, SUMMED, TARGETS, Balance, Weights
from roleplay.dialogue import LANGUAGES
from roleplay.language.pack import Pack
from roleplay.language.pack import load as pack_of
from tests.coders.small import small_pack, small_weights, written
from tests.language.packs import texts

OF_REPLIES = tuple(target for target in TARGETS if target != HEAVY)
DECIDED = [target for target in TARGETS if target not in SUMMED]


def signs(reply: str, heard: str = "", pack: Pack | None = None) -> Signs:
    """The signs of *reply* to *heard*, by the pack of a few words or another."""
    made = pack or small_pack()
    return collect(made, made.analyse(reply), hear(made, heard))


def balance(table: str, reply: str, heard: str = "") -> Balance:
    """What *reply* comes to by a *table* of lines with a code, a weight and a sign; where a code starts there is no sign. Of no line the start is 0."""
    weights: dict[str, dict[str, float]] = {}
    for line in table.splitlines():
        code, weight, *sign = line.split(" ", 2)
        weights.setdefault(code, {"": 0.0})["".join(sign)] = float(weight)
    return parse(written(weights)).replies.weigh(small_pack(), signs(reply, heard))


# adding up


def test_without_a_table_nothing_is_present() -> None:
    """Every code starts below 0, and with no words at all nothing can speak for one."""
    said = signs("You always sing.")
    assert parse("").replies.weigh(small_pack(), said).scores() == dict.fromkeys(OF_REPLIES, -1.0)
    assert parse("").turns.weigh(small_pack(), said).scores() == {HEAVY: -1.0}
    assert balance("blame 5", "…").scores() == dict.fromkeys(OF_REPLIES, -1.0)


@pytest.mark.parametrize(("target", "score"), [("blame", 0.75), ("advice", 0.25)])
def test_summed_codes_add_up_over_the_reply_and_others_by_their_best_sentence(target: str, score: float) -> None:
    """Weak signs in two sentences make blame together; advice must be given in one."""
    found = balance(f"{target} -0.5\n{target} 0.5 word late\n{target} 0.25 word again", "Late again. Late.")
    assert found.scores()[target] == score


def test_the_shape_of_the_reply_counts_once() -> None:
    """Whatever its sentences are."""
    found = balance("advice -1\nadvice 2 reply sentences 2\nblame -1\nblame 2 reply sentences 2\nblame 0.25 about -", "Rain. Rain.")
    assert (found.scores()["advice"], found.scores()["blame"]) == (1.0, 1.5)


WEATHER = "{0} -1\n{0} 2 word careless\n{0} -3 word rain\n{0} 0.5 only sentence\n{0} 0.25 reply length 0\n{0} -0.25 last sentence\n{0} -4 reply sentences 2"


@pytest.mark.parametrize("reply", ["Careless. Rain.", "Rain. Careless."])
@pytest.mark.parametrize("target", sorted(BY_ITSELF))
def test_a_sentence_that_would_do_as_the_whole_reply_does_beside_others(target: str, reply: str) -> None:
    """What else is said takes nothing back of it but the points of `BY_ITSELF`, nor does the length that the reply has by it."""
    alone = balance(WEATHER.format(target), "Careless.").scores()[target]
    assert alone == 1.75
    assert balance(WEATHER.format(target), reply).scores()[target] == alone - BY_ITSELF[target]


def test_what_all_sentences_come_to_is_never_less_for_one_of_them() -> None:
    """Two that speak for blame make more of it than the better one."""
    found = balance("blame -1\nblame 0.75 word careless\nblame 0.5 word late", "Careless. Late.")
    assert (found.scores()["blame"], found.raised("blame")) == (0.25, (0.0, 0))


def test_what_does_not_count_by_itself_is_taken_back_by_other_sentences() -> None:
    """A judgement dressed as a feeling is heard in all that is said."""
    found = balance(WEATHER.format("pseudo"), "Careless. Rain.")
    assert (found.scores()["pseudo"], found.raised("pseudo")) == (-6.0, (0.0, 0))


def test_by_how_much_which_sentence_raises_a_code_can_be_told() -> None:
    """For who asks why."""
    found = balance(WEATHER.format("blame"), "Rain. Careless.")
    assert found.raised("blame") == (1.25 - -6.0, 1)


@pytest.mark.parametrize(("taken", "left"), [({}, 1.25), ({0: 1.0}, 1.25), ({1: 1.0}, 0.25), ({1: 9.0}, -3.75)])
def test_what_is_taken_back_is_taken_from_its_sentence(taken: dict[int, float], left: float) -> None:
    """A clause that blames nobody changes nothing of the sentence beside it."""
    assert balance(WEATHER.format("blame"), "Rain. Careless.").without("blame", taken) == left


@lru_cache(maxsize=4)
def tables(language: str) -> tuple[Pack, Table]:
    """The word data and the table of *language*; of "" those of a few words."""
    return (pack_of(language), load(language)) if language else (small_pack(), small_weights())


def slowly(pack: Pack, weights: Weights, found: Signs, target: str) -> float:
    """The start and the weights of all signs by name, one after the other."""
    number = weights.targets.index(target)

    def total(*names: str) -> float:
        return sum(weights.rows[name][number] for name in names if name in weights.signs)

    said = [len(part.words) > MUTTERED or any(pack.look_up(form).names for form, _ in part.words) for part in found.parts]
    parts = [part for part, says in zip(found.parts, said, strict=True) if says or target not in SAYING]
    sums = [total(*(name for name, *_ in part.names(pack)), *part.shape) for part in parts]
    if not parts:
        return -FARTHEST
    together = weights.start[number] + total(*found.shape) + (sum(sums) if target in SUMMED else max(sums))
    if target not in BY_ITSELF or len(parts) == 1:
        return together
    alone = [total(*(name for name, *_ in part.names(pack)), *chain(*found.alone(part))) for part in parts]
    return max(together, weights.start[number] + max(alone) - BY_ITSELF[target])


@pytest.mark.parametrize("language", ["", *LANGUAGES])
@settings(deadline=None, max_examples=100)
@given(reply=texts(), heard=texts())
def test_the_fast_sum_is_the_sum_by_name(language: str, reply: str, heard: str) -> None:
    """Words and frames are looked up whole, and remembered; that comes to the same, twice over, in a reply and in a turn."""
    pack, table = tables(language)
    for weights, found in ((table.replies, signs(reply, heard, pack)), (table.turns, collect_heard(pack, hear(pack, heard)))):
        if found.parts:
            expected = pytest.approx({target: slowly(pack, weights, found, target) for target in weights.targets}, abs=1e-6)
            assert weights.weigh(pack, found).scores() == expected
            assert weights.weigh(pack, found).scores() == expected


# what spoke for it


@given(
    reply=st.lists(st.sampled_from(["you always", "careless", "sorry", "late again", "should", "you", ".", "?"]), max_size=12).map(" ".join)
)
def test_contributions_to_a_decided_code_are_of_the_sentence_that_decides(reply: str) -> None:
    """What other sentences say of it is not told."""
    found = small_weights().replies.weigh(small_pack(), signs(reply))
    text = small_pack().analyse(reply)
    for number, target in enumerate(OF_REPLIES):
        if target in DECIDED:
            deciding = {text.tokens[first].sentence for _, first, _, _ in found.contributions(target)}
            best = max((row[number] for row in found.sums), default=0.0)
            assert all(found.sums[sentence][number] == best for sentence in deciding)
            assert len(deciding) <= 1


@pytest.mark.parametrize(("target", "places"), [("blame", [(0.5, 0), (0.5, 1), (0.25, 2)]), ("advice", [(0.5, 0)])])
def test_contributions_are_the_signs_on_words_that_weigh(target: str, places: list[tuple[float, int]]) -> None:
    """To a summed code those of all sentences. That a short sentence weighs lies on no word, though it may decide."""
    table = "{0} -1\n{0} 0.5 word late\n{0} 0.25 word again\n{0} 3 length 0\n{0} 0 word rain"
    found = balance(table.format(target), "Late. Late again rain.")
    assert [(weight, first) for weight, first, _, _ in found.contributions(target)] == places


def test_a_contribution_tells_on_which_words_it_lies() -> None:
    """The first and the last, in the whole reply; a frame with an edge of its sentence lies on the word beside it."""
    found = balance(
        "blame -1\nblame 0.5 word careless\nblame 0.75 cue blame\nblame 0.25 frame ^ you ·\nblame 2 frame · $", "Rain. You always sing."
    )
    assert found.contributions("blame") == [
        (2.0, 0, 0, "frame · $"),
        (2.0, 3, 3, "frame · $"),
        (0.25, 1, 2, "frame ^ you ·"),
        (0.75, 1, 2, "cue blame"),
    ]
    assert balance("blame -1\nblame 0.5 word careless", "So careless.").contributions("blame") == [(0.5, 1, 1, ("careless", "-"))]


def test_what_speaks_for_a_code_has_a_name() -> None:
    """A word is called by the one of its signs that says most for the code, the others as they stand in the table."""
    table = "blame -1\nblame 0.5 word careless\nblame 0.75 cue blame\nblame 0.25 frame you ·\nadvice 1 word ~sing\nadvice 2 word sings"
    found = balance(table, "You sings, careless.")
    assert [found.name(key, "blame") for *_, key in found.contributions("blame")] == ["word careless", "frame you ·", "cue blame"]
    for _ in range(2):  # the second time it is remembered
        assert [found.name(key, "advice") for *_, key in found.contributions("advice")] == ["word sings"]


def test_a_quotation_has_its_weight_whatever_is_quoted() -> None:
    """What another said counts as a quotation, not by its words."""
    found = balance(f"blame -1\nblame 0.25 word {QUOTED}\nblame 5 word careless", "«Careless thing», Mum said.")
    assert found.scores()["blame"] == -0.5


# codes beside each other

COMPANY = "blame 0\nreflection 0\nreflection -0.5 beside blame\nreflection 0.25 beside care\nreflection -0.1 beside always"


def test_a_code_adds_to_its_neighbours_what_its_own_sum_is_worth() -> None:
    """Point by point from where it is clearly absent; the neighbours of neighbours do not count, and what has none stays as it is."""
    weights = balance(COMPANY, "…").weights
    scores = dict.fromkeys(OF_REPLIES, 0.0) | {"blame": 2.0, "care": -1.0, "reflection": 1.5}
    assert weights.beside(scores, "reflection") == {"blame": -2.5, "care": 0.5, ALWAYS: -0.1}
    assert weights.beside(scores, "blame") == {}
    assert weights.together(scores) == pytest.approx(scores | {"reflection": -0.6})


def test_a_neighbour_that_is_very_sure_counts_no_more_than_one_that_is_sure() -> None:
    """Long replies add up to much; what they say of another code does not grow with them, and what is clearly not there says nothing."""
    weights = balance(COMPANY, "…").weights
    added = weights.beside(dict.fromkeys(OF_REPLIES, 0.0) | {"blame": 50.0, "care": -50.0}, "reflection")
    assert (added["blame"], added["care"]) == (-0.5 * 2 * FARTHEST, 0.0)


def test_a_sum_is_what_its_own_signs_make_until_neighbours_are_asked() -> None:
    """A line ``beside`` is no sign of a text."""
    assert balance(COMPANY, "beside blame always").scores()["reflection"] == 0.0


# sentences that say nothing


@pytest.mark.parametrize(("reply", "score"), [("So. You sings.", -0.5), ("So you sings.", 0.5), ("So.", -FARTHEST), ("So, sings.", 0.5)])
def test_a_sentence_without_a_word_of_its_own_gives_nothing_back(reply: str, score: float) -> None:
    """However much its filler says where something follows it; the same of a feeling that is met."""
    for target in ("reflection", "feeling_ack"):
        assert balance(f"{target} -0.5\n{target} 1 word so", reply).scores()[target] == score


def test_a_sentence_without_a_word_of_its_own_may_show_anything_else() -> None:
    """A brush-off needs none."""
    assert balance("own_story -0.5\nown_story 1 word so", "So. You sings.").scores()["own_story"] == 0.5


def test_a_code_is_not_laid_on_a_sentence_that_says_nothing() -> None:
    """The one that says something decides, though it has fewer signs."""
    assert balance("reflection -0.5\nreflection 1 word so\nreflection 0.7 word sings", "So. You sings.").deciding("reflection") == [1]
