"""The labelled replies the weights are fitted to: read from their compact form, and labelled by the codebook."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

from fitting.replies import CODES, FOLDER, OURS, UNKNOWN, Reply, padded, parse, replies
from roleplay.coders.weights import TARGETS
from roleplay.codes import Code, Weight
from roleplay.dialogue import LANGUAGES
from tests.messages import ROOT

TURN = "P grumbling_parent | heavy | You never ring."


def read(*lines: str) -> list[Reply]:
    """The replies of a file of *lines*."""
    return list(parse("\n".join(lines), "me"))


def one(line: str) -> Reply:
    """The reply of one *line* to a turn."""
    (found,) = read(TURN, line)
    return found


@lru_cache(maxsize=3)
def shipped(language: str) -> list[Reply]:
    """The shipped replies of *language*."""
    return replies(language)


# the form


def test_a_line_is_a_reply_with_its_labels() -> None:
    """Blame, I-message, codes, level; the turn it answers stands above it."""
    assert one("0 n rf 3 | So my calls | feel like errands.") == Reply(
        persona="grumbling_parent",
        weight="heavy",
        context="You never ring.",
        reply="So my calls | feel like errands.",
        blame=0,
        i_message="n",
        codes=frozenset({"reflection", "feeling_ack"}),
        level=3,
        author="me",
        block="me: You never ring.",
        source=OURS,
    )


def test_replies_belong_to_the_turn_above_them() -> None:
    """Until the next one; empty lines and spaces at either end say nothing; what is said may hold a bar."""
    found = read(TURN, "0 n - 1 | Yes.", "", "  1 n d 0 | So?  ", "P other|light| Rain | or sun. ", "0 n - 1 | Rain.")
    assert [(each.persona, each.weight, each.context, each.reply) for each in found] == [
        ("grumbling_parent", "heavy", "You never ring.", "Yes."),
        ("grumbling_parent", "heavy", "You never ring.", "So?"),
        ("other", "light", "Rain | or sun.", "Rain."),
    ]
    assert [each.block for each in found] == ["me: You never ring.", "me: You never ring.", "me: Rain | or sun."]


@pytest.mark.parametrize(
    ("letters", "codes"), [("-", set()), *((letter, {code}) for letter, code in CODES.items()), ("wk", {"ownership", "care"})]
)
def test_each_code_has_its_letter(letters: str, codes: set[str]) -> None:
    """A dash is none of them."""
    assert one(f"0 n {letters} 1 | Yes.").codes == codes
    assert one(f"0 n {letters} 1 | Yes.").unsought == frozenset()


@pytest.mark.parametrize(("letters", "codes"), [("?", set()), ("rf?", {"reflection", "feeling_ack"})])
def test_a_question_mark_says_what_nobody_looked_for(letters: str, codes: set[str]) -> None:
    """Ownership and care, which came later than the others, count neither as there nor as missing."""
    found = one(f"0 n {letters} 1 | Yes.")
    assert (set(found.codes), set(found.unsought)) == (codes, {"ownership", "care"})


@pytest.mark.parametrize(
    "line",
    [
        "3 n - 1 | Yes.",
        "0 q - 1 | Yes.",
        "0 n z 1 | Yes.",
        "0 n - 5 | Yes.",
        "0 n 1 | Yes.",
        "0 n - 1 Yes.",
        "0 n - 1 | ",
        "0 n w? 1 | Yes.",
        "Yes.",
    ],
)
def test_a_line_in_no_known_form_is_named(line: str) -> None:
    """With its file and its number: a label that was misspelt must not get lost."""
    with pytest.raises(ValueError, match=r"^me, line 3: ") as caught:
        read(TURN, "0 n - 1 | Yes.", line)
    assert repr(line.strip()) in str(caught.value)


@pytest.mark.parametrize(
    ("line", "targets"),
    [
        ("0 n - 1 | Yes.", set()),
        ("1 n d 0 | So?", {"blame", "dismissal_or_argument"}),
        ("2 x d 0 | I feel you lie.", {"blame", "open_blame", "pseudo", "dismissal_or_argument"}),
        ("0 p k 2 | I miss you.", {"own", "care"}),
        ("0 f rfo 4 | I am sad when.", {"own", "concrete", "reflection", "feeling_ack", "open_question"}),
    ],
)
def test_targets_follow_from_the_labels(line: str, targets: set[str]) -> None:
    """A full I-message is the speaker's own and concrete; open blame is blame; how heavy the turn is belongs to all its replies."""
    assert {target for target in TARGETS if one(line).is_(target)} == targets | {"heavy"}
    assert {target for target in TARGETS if read(line)[0].is_(target)} == targets


def test_files_are_read_in_order_and_by_name(tmp_path: Path) -> None:
    """Every text file of a language; its name is its author."""
    (tmp_path / "en").mkdir()
    for name, said in (("b.txt", "B."), ("a.txt", "A."), ("notes.md", "C.")):
        (tmp_path / "en" / name).write_text(f"{TURN}\n0 n - 1 | {said}\n", "utf-8")
    assert [(each.author, each.reply) for each in replies("en", tmp_path)] == [("a", "A."), ("b", "B.")]


# what ships


def test_letters_are_codes_of_the_codebook() -> None:
    """Each code that is fitted has a letter."""
    assert set(CODES.values()) <= {str(code) for code in Code}
    assert set(CODES.values()) <= set(TARGETS)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/*.txt")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_shipped_file_can_be_read(path: Path) -> None:
    """No line of it is in no known form, and each reply answers a turn whose weight is known."""
    found = list(parse(path.read_text("utf-8"), path.stem))
    assert found
    assert {each.weight for each in found} <= {str(weight) for weight in Weight} | {UNKNOWN}
    assert [each.reply for each in found if not each.context or not each.persona] == []


CONSISTENT: dict[str, Callable[[Reply], bool]] = {
    "a full I-message is without blame": lambda each: not (each.i_message == "f" and each.blame),
    "a pseudo I-message blames": lambda each: each.i_message != "x" or each.blame > 0,
    "open blame is no listening": lambda each: each.blame < 2 or each.level <= 1,
    "a pseudo I-message is no listening": lambda each: each.i_message != "x" or each.level <= 1,
    "an argument is hardly listening": lambda each: "dismissal_or_argument" not in each.codes or each.level <= 1,
}


@pytest.mark.parametrize("rule", CONSISTENT)
@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_contradict_neither_each_other_nor_the_codebook(language: str, rule: str) -> None:
    """What the codebook says of codes together holds for every labelled reply."""
    assert [(each.author, each.reply) for each in shipped(language) if not CONSISTENT[rule](each)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_turn_weighs_the_same_wherever_it_is_answered(language: str) -> None:
    """By whichever author."""
    weights: defaultdict[str, set[str]] = defaultdict(set)
    for each in shipped(language):
        weights[each.context] |= {each.weight} - {UNKNOWN}
    assert [context for context, found in weights.items() if len(found) > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_reply_is_there_twice(language: str) -> None:
    """It would count twice, and might stand on both sides of a split."""
    counts = Counter((each.context, each.reply) for each in shipped(language))
    assert [pair for pair, times in counts.items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_held_out_turns_are_not_fitted_to(language: str) -> None:
    """The replies by which agreement is measured answer turns that the weights have never seen."""
    lines = (ROOT / "tests" / "replies" / f"{language}.jsonl").read_text("utf-8").splitlines()
    held = {json.loads(line)["context"] for line in lines}
    assert held & {each.context for each in shipped(language)} == set()


def test_a_harmless_sentence_beside_a_reply_changes_nothing() -> None:
    """Every other reply comes again with one, its labels of the targets kept, the others not sought."""
    ours = list(parse("P other | light | Hello.\n2 n d 0 | You are rude\n0 n - 1 | The bus is blue.\n0 f r 3 | I hear you.\n", "a"))
    found = padded(ours, frozenset({"blame", "dismissal_or_argument"}))
    assert [each.reply for each in found] == ["The bus is blue. You are rude", "I hear you. The bus is blue."]
    assert [(each.blame, each.is_("dismissal_or_argument"), each.block) for each in found] == [
        (2, True, "a: Hello."),
        (0, False, "a: Hello."),
    ]
    assert all({"reflection", "own"} <= each.unsought and "dismissal_or_argument" not in each.unsought for each in found)
    assert {each.weight for each in found} == {UNKNOWN}


def test_nothing_harmless_nothing_beside() -> None:
    """Where no plain statement is among the replies there is nothing to put beside them."""
    assert padded(list(parse("P other | light | Hello.\n2 n d 0 | You are rude\n", "a")), frozenset({"blame"})) == []
