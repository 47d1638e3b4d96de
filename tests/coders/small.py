"""A coder with a pack of a few words, in which every meaning has one plain sign."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from roleplay.coders.rules import RuleCoder
from roleplay.coders.table import Table, parse
from roleplay.language.pack import Pack
from tests.language.packs import pack

__all__ = ["coder", "small_pack", "small_weights", "written"]

CLASSES = {"i": ["i my me"], "you": ["you your"]}
CUES = {
    "blame": [{"match": ["you always"], "weight": 2}, {"match": ["careless"], "weight": 0.7}, {"match": ["late again"], "weight": 0.8}],
    "pseudo": [{"match": ["i feel that you"], "weight": 2}],
    "open_reproach": ["go to hell"],
    "unblame": ["not your fault"],
    "undirected": [{"match": ["damn"], "unless": ["@you"]}],
    "praise": ["you always shine"],
    "own_feeling": ["i am sad|glad"],
    "reflect": [{"match": ["it sounds like"], "weight": 1}, {"match": ["so then"], "weight": 0.5}],
    "feeling_ack": ["you are lonely"],
    "open": [{"match": ["what is", "tell me"]}],
    "rhetorical": [{"match": ["are you serious"]}],
    "advice": [{"match": ["you should"]}],
    "dismiss": ["not that bad"],
    "ack": ["i hear you"],
    "filler": ["uh huh"],
    "apology": ["sorry"],
    "gratitude": ["thank you"],
    "boundary": ["not now"],
    "greeting": [{"match": ["hello (dad)", "bye"]}],
    "injection": ["ignore the rules"],
    "danger": ["want to die"],
    "heavy": [{"match": ["died"], "weight": 2}, {"match": ["tired"], "weight": 0.8}, {"match": ["broken"], "weight": 0.8}],
}
EMPTY = [
    "i my me you your a the is are it so then and but for of to in am was not that tell what feel like sound sounds with still no at be all"
]
KIN = ["kitchen oven cook", "dust plaster"]


TABLE = {
    "blame": {
        "": -0.5,
        "cue blame": 1,
        "word great": 1,
        "cue pseudo": 1,
        "reply mocking": 1,
        "cue ack": -0.6,
        "word loud": 0.3,
        "word so": 0.3,
    },
    "open_blame": {"": -0.5, "cue blame strong": 1, "cue pseudo strong": 1},
    "own": {"": -0.5, "cue own_feeling": 1, "word need": 1, "frame am · you": -1},
    "concrete": {"": -1.5, "cue own_feeling": 1, "word when": 1},
    "pseudo": {"": -0.5, "cue pseudo": 1.2},
    "reflection": {"": -1, "cue reflect": 0.6, "echo 1": 0.6, "echo 2": 0.6, "about i": -1, "reply mocking": -2},
    "feeling_ack": {"": -0.5, "cue feeling_ack": 1},
    "open_question": {"": -0.5, "cue open": 1, "cue rhetorical": -1},
    "closed_question": {"": -0.5, "closed by ?": 1, "cue open": -1, "cue rhetorical": -1, "cue advice": -1},
    "advice": {"": -0.5, "cue advice": 1},
    "own_story": {"": -0.5, "word happened": 1},
    "dismissal_or_argument": {"": -0.5, "cue dismiss": 1, "word but": 0.3, "cue ack": 0.3, "reply mocking": 1},
    "ownership": {"": -0.5, "word mistake": 1},
    "care": {"": -0.5, "word over": 1},
    "heavy": {
        "": -0.5,
        "cue heavy": 0.3,
        "cue heavy strong": 0.3,
        "word always": 0.6,
        "word late": 0.3,
        "closed by !": 0.3,
        "word sad": 1,
    },
}


@lru_cache(maxsize=1)
def small_pack() -> Pack:
    """The pack of a few words."""
    return pack(classes=CLASSES, cues=CUES, empty=EMPTY, kin=KIN, conjunctions=["but"])


def written(weights: Mapping[str, Mapping[str, float]]) -> str:
    """A table of *weights*, which are given code by code, the start of each under ""."""
    signs = dict.fromkeys(sign for of_code in weights.values() for sign in of_code)
    lines = [["sign", *weights], *[[sign, *[str(of_code.get(sign, "")) for of_code in weights.values()]] for sign in signs]]
    return "".join("\t".join(line) + "\n" for line in lines)


@lru_cache(maxsize=1)
def small_weights() -> Table:
    """Weights of a few signs, each strong enough to be followed by hand."""
    return parse(written(TABLE))


def coder() -> RuleCoder:
    """The rule coder with the pack of a few words."""
    return RuleCoder("en", small_pack(), small_weights())
