"""A pack: rules with their conditions, words with their classes, and files that say where they are wrong."""

from __future__ import annotations

import pytest

from roleplay.dialogue import LANGUAGES
from roleplay.errors import PluginInvalid
from roleplay.language.cues import CUES, HEARD
from roleplay.language.pack import load
from roleplay.language.text import LONGEST
from tests.language.packs import find, fired, pack, pack_of

SMALL = """schema: 1
language: en
version: "1"
conjunctions: []
empty: []
kin: []
classes:
  you: [you]
cues:
"""


@pytest.mark.parametrize(
    ("only", "text", "found"),
    [
        ("question", "late? late. late! late", 1),
        ("statement", "late? late. late! late", 3),
        ("exclaim", "late? late. late! late", 1),
        ("any", "late? late. late! late", 4),
    ],
)
def test_a_rule_may_be_for_one_kind_of_sentence(only: str, text: str, found: int) -> None:
    """Questions only, statements only (anything else), exclamations only."""
    assert len(fired({"match": ["late"], "only": only}, text)) == found


def test_unless_blocks_its_own_rule_in_its_own_sentence() -> None:
    """Another rule and another sentence are not touched."""
    made = pack(cues={"blame": [{"match": ["late"], "unless": ["sorry"]}, "late"]})
    found = find(made, "Sorry, late. So late.")
    assert [(item.rule.id, item.first) for item in found] == [("blame1", 1), ("blame0", 3), ("blame1", 3)]


def test_quoted_speech_fires_nothing() -> None:
    """What stands in quotation marks is said by another; a single word within the speaker's own is irony, and counts."""
    assert fired("so late", 'You said "so late" and «so late».') == []
    assert fired("so .. late", 'You are so very "late".') == ['so very "late']
    assert fired("you .. late", 'You said "I am late".') == []


def test_what_is_quoted_still_blocks() -> None:
    """An exception holds wherever its words stand."""
    assert fired({"match": ["late"], "unless": ["train"]}, 'late, the "train"') == []


def test_cues_come_in_the_order_of_the_text() -> None:
    """By first word, then last, then by the rule's place in the file; each match once."""
    made = pack(cues={"blame": ["b", "a b"], "advice": [{"match": ["a", "a (b)"]}]})
    found = find(made, "a b")
    assert [(item.rule.id, item.first, item.last) for item in found] == [
        ("advice0", 0, 0),
        ("blame1", 0, 1),
        ("advice0", 0, 1),
        ("blame0", 1, 1),
    ]


def test_in_what_was_heard_only_what_weighs_it_is_looked_for() -> None:
    """Greetings, heavy words and questions that ask nothing; what blocks a rule blocks it there too, and no other rule's words do."""
    rules = {cue: [{"match": ["late"], "unless": [cue]}] for cue in CUES}
    made = pack(cues=rules)
    assert {item.rule.cue for item in find(made, "So late.")} == set(CUES)
    assert {item.rule.cue for item in find(made, "So late.", heard=True)} == HEARD
    assert {item.rule.cue for item in find(made, "Heavy blame, late.", heard=True)} == HEARD - {"heavy"}


@pytest.mark.parametrize("text", ["My oven, broken.", "Oven? Broken oven, you always sing."])
def test_rules_for_what_was_heard_find_the_same_beside_others(text: str) -> None:
    """Leaving the others out changes nothing of what is found by them."""
    made = pack(cues={"blame": ["you always", "broken"], "heavy": ["broken (oven)", "my .. broken", "oven $"]})
    assert find(made, text, heard=True) == [item for item in find(made, text) if item.rule.cue == "heavy"] != []


def test_words_without_an_apostrophe_are_split() -> None:
    """A split stands for its words, and each of them has the place of the whole."""
    assert fired("i 'm late", "Im late", splits={"im": "i 'm"}) == ["Im late"]


def test_names_of_a_word() -> None:
    """A content word is called by its dictionary form and the head of its kin; an empty or short word by nothing."""
    made = pack(empty=["the go"], kin=["kitchen kitchens oven"])
    assert made.look_up("ovens").names == {"ovens", "oven", "=kitchen"}
    assert made.look_up("going").names == frozenset()
    assert made.look_up("the").names == frozenset()
    assert made.look_up("ab").names == frozenset()
    assert made.look_up("7").names == {"7"}


@pytest.mark.parametrize(
    ("cues", "fault"),
    [
        ("  blame:\n    - id: x\n      match: [ok,\n        you |]\n", "line 13: cues.blame[0].match: '|' is no word"),
        ("  blame:\n    - id: x\n      match: ['@nobody late']\n", "there is no class @nobody"),
        ("  blame:\n    - id: x\n      match: ['(maybe)']\n", "no word it can be found by"),
        ("  blame:\n    - id: x\n      match: [ok]\n      unless: ['!']\n", "line 13: cues.blame[0].unless: '!' is no word"),
        ("  blame:\n    - id: x\n      match: [ok]\n      only: sometimes\n", "only"),
        ("  blame:\n    - id: x\n      match: [ok]\n      weight: heavy\n", "weight"),
        ("  blame:\n    - id: x\n      match: [ok]\n      colour: red\n", "colour"),
        ("  blame:\n    - id: x\n      match: []\n", "has 0 entries"),
        ("  blaming:\n    - id: x\n      match: [ok]\n", "blaming"),
        ("  blame:\n    - match: [ok]\n", "id"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(cues: str, fault: str) -> None:
    """The message names the file and what is wrong in which line."""
    with pytest.raises(PluginInvalid) as caught:
        pack_of(SMALL + cues, "mine.yaml")
    assert caught.value.name == "mine.yaml"
    (message,) = caught.value.faults
    assert fault in message
    assert "line 1" in message


def test_all_faults_are_told_at_once() -> None:
    """Nobody mends a file one message at a time."""
    with pytest.raises(PluginInvalid) as caught:
        pack_of(SMALL + "  blame:\n    - id: x\n      match: ['!', '@nobody', '^']\n  care: {}\n")
    assert len(caught.value.faults) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_packs_are_complete(language: str) -> None:
    """Each language has rules for every kind of cue, each rule a name of its own."""
    made = load(language)
    assert made.language == language
    assert {rule.cue for rule in made.rules} == set(CUES)
    names = [rule.id for rule in made.rules]
    assert len(set(names)) == len(names)


def test_a_word_is_looked_up_once() -> None:
    """What is known of a word is remembered."""
    made = pack(cues={"blame": ["late"]})
    assert made.look_up("late") is made.look_up("late")


def test_an_endless_word_is_not_remembered() -> None:
    """It will hardly come again, and memory must not grow with what is sent."""
    made = pack(cues={"blame": ["late"]})
    assert [len(form) for form in ("a" * LONGEST, "a" * (LONGEST + 1)) if made.look_up(form) is made.look_up(form)] == [LONGEST]


def test_the_words_of_a_text_are_those_it_is_made_of() -> None:
    """One for each token, in order, as each would be looked up by itself."""
    made = pack(splits={"im": "i 'm"})
    text = made.analyse("Im late. So late!")
    assert made.words(text) == [made.look_up(form) for form in ("i", "'m", "late", "so", "late")]
    assert made.words(made.analyse("…")) == []
