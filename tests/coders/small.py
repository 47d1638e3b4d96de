"""A coder with a pack of a few words, in which every meaning has one plain sign."""

from __future__ import annotations

from functools import lru_cache

from roleplay.coders.rules import RuleCoder
from roleplay.language.pack import Pack
from tests.language.packs import pack

__all__ = ["coder", "small_pack"]

CLASSES = {"i": ["i my me"], "you": ["you your"]}
CUES = {
    "blame": [{"match": ["you always"], "weight": 2}, {"match": ["careless"], "weight": 0.7}, {"match": ["late again"], "weight": 0.8}],
    "sarcasm": [{"match": ["oh great"], "weight": 0.6}],
    "pseudo": [{"match": ["i feel that you"], "weight": 2}],
    "unblame": ["not your fault"],
    "own_feeling": ["i am sad|glad"],
    "own_need": ["i need"],
    "not_own": ["i am glad you *"],
    "situation": ["when"],
    "reflect": [{"match": ["it sounds like"], "weight": 1}, {"match": ["so then"], "weight": 0.5}],
    "feeling_ack": ["you are lonely"],
    "open": [{"match": ["what is", "tell me"]}],
    "rhetorical": [{"match": ["are you serious"]}],
    "advice": [{"match": ["you should"]}],
    "own_story": ["happened to me"],
    "dismiss": ["not that bad"],
    "but": ["but"],
    "ownership": ["my mistake"],
    "care": ["i will come over"],
    "ack": ["i hear you"],
    "filler": ["uh huh"],
    "apology": ["sorry"],
    "gratitude": ["thank you"],
    "boundary": ["not now"],
    "greeting": [{"match": ["hello (dad)", "bye"]}],
    "injection": ["ignore the rules"],
    "danger": ["want to die"],
    "heavy": [{"match": ["died"], "weight": 1}, {"match": ["tired"], "weight": 0.5}, {"match": ["broken"], "weight": 0.5}],
}
EMPTY = [
    "i my me you your a the is are it so then and but for of to in am was not that tell what feel like sound sounds with still no at be all"
]
KIN = ["kitchen oven cook", "dust plaster"]


@lru_cache(maxsize=1)
def small_pack() -> Pack:
    """The pack of a few words."""
    return pack(classes=CLASSES, cues=CUES, empty=EMPTY, kin=KIN, conjunctions=["but"])


def coder() -> RuleCoder:
    """The rule coder with the pack of a few words."""
    return RuleCoder("en", small_pack())
