"""What is learnt of codes beside each other: from sums on replies that were held out, over made-up ones."""

from __future__ import annotations

from dataclasses import replace

from fitting.beside import beside, joined
from fitting.regression import Fitted, table
from fitting.replies import Reply, parse
from roleplay.coders.table import parse as read
from roleplay.coders.weights import FARTHEST, TARGETS

BLAMING, LISTENING, PLAIN = parse(
    "P other | heavy | Nobody came.\n2 n d 0 | You never came.\n0 n r 2 | So nobody came.\n0 n - 1 | I see.", "toy"
)


def replies(count: int = 40) -> tuple[list[dict[str, float]], list[Reply]]:
    """As many of each kind, with sums that take a reproach for a reflection: half a point too high, whichever it is."""
    sums = {BLAMING: (1.5, 0.5), LISTENING: (-1.0, 0.5), PLAIN: (-1.0, -1.5)}
    labels = [reply for reply in sums for _ in range(count)]
    return [dict(zip(("blame", "reflection"), sums[label], strict=True)) for label in labels], labels


def decided(added: dict[str, dict[str, float]], scores: dict[str, float]) -> dict[str, bool]:
    """What *scores* come to with what is *added*, by the table of it."""
    written = table(joined(dict.fromkeys(scores, Fitted(0.0, {})), added), "by hand")
    found = read(written).replies.together(dict.fromkeys(TARGETS[:-1], -FARTHEST) | scores)
    return {target: found[target] > 0 for target in scores}


def test_a_code_that_rules_another_out_takes_from_it() -> None:
    """The same sum is a reflection without blame and none beside it."""
    scores, labels = replies()
    added = beside(scores, labels)
    assert added["reflection"]["beside blame"] < 0
    found = {label: decided(added, score)["reflection"] for score, label in zip(scores, labels, strict=True)}
    assert found == {BLAMING: False, LISTENING: True, PLAIN: False}


def test_a_code_that_says_nothing_of_another_adds_next_to_nothing() -> None:
    """Blame is told from its own sum."""
    scores, labels = replies()
    found = {label: decided(beside(scores, labels), score)["blame"] for score, label in zip(scores, labels, strict=True)}
    assert found == {BLAMING: True, LISTENING: False, PLAIN: False}


def test_replies_in_which_a_code_was_not_looked_for_say_nothing_of_it() -> None:
    """Their label is unknown, not no."""
    scores, labels = replies()
    unsought = [replace(BLAMING, codes=frozenset(), unsought=frozenset({"reflection"}))] * 200
    with_them = beside([*scores, *([{"blame": -1.0, "reflection": 0.5}] * 200)], [*labels, *unsought])
    assert with_them["reflection"] == beside(scores, labels)["reflection"]


def test_what_is_added_stands_in_the_table_of_its_code() -> None:
    """Beside its signs, which stay as they were fitted alone."""
    made = joined({"blame": Fitted(-0.5, {"word late": 1.0})}, {"blame": {"beside care": -0.25, "beside always": 0.1}})
    assert made == {"blame": Fitted(-0.5, {"word late": 1.0, "beside care": -0.25, "beside always": 0.1})}
