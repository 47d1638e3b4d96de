"""Texts of others that the weights are fitted to beside our own replies, from a folder that is given: they are not ours to ship.

===============================  ==========================================================================================
``attack_en_wikitactics.jsonl``  disputes; name-calling and attacks on the person are open blame, what speaks to nobody is none
``listening_en_annomi.jsonl``    counsellors; reflections and questions are labelled as the codebook has them
``contempt_ru_pairs.jsonl``      hostile sentences, open blame where they address somebody, and their rewrites, which are none
``contempt_ro.jsonl``            comments; insults and abuse at somebody are open blame
===============================  ==========================================================================================

What the labels of a set do not tell is not sought in it: an accusation without an insult, which WikiTactics does not label, may be blame. Only signs that our
own replies have are fitted, so no words of others get into the tables.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from fitting.replies import UNKNOWN, Reply
from roleplay.coders.weights import TARGETS
from roleplay.language.pack import Pack, load
from roleplay.language.stage import spoken

__all__ = ["SETS", "addressed", "outside"]

Line = dict[str, Any]


def addressed(pack: Pack, text: str) -> bool:
    """Whether *text* speaks to somebody: a pronoun, a verb form or an order, as the word data tells."""
    return any(pack.look_up(token.form).yours for token in pack.analyse(spoken(text)).tokens)


def attacks(lines: list[Line], pack: Pack) -> Iterator[Reply]:
    """WikiTactics."""
    for each in lines:
        attack = bool(each["attack"])
        sought = {"open_blame"} if addressed(pack, each["reply"]) and not attack else {"open_blame", "blame"}
        yield _reply(each["reply"], each["context"], "wikitactics", each["id"].rpartition("-")[0], sought, blame=2 * attack)


def listening(lines: list[Line], _: Pack) -> Iterator[Reply]:
    """AnnoMI."""
    for each in lines:
        codes = {"reflection"} if each["reflection"] != "none" else set()
        codes |= {f"{each['question']}_question"} if each["question"] != "none" else set()
        sought = {"reflection", "open_question", "closed_question"}
        yield _reply(each["reply"], each["context"], "annomi", each["session"], sought, codes=codes)


def rewrites(lines: list[Line], pack: Pack) -> Iterator[Reply]:
    """Russian hostile sentences, each with a person's polite rewrite."""
    for each in lines:
        at_somebody = addressed(pack, each["hostile"])
        yield _reply(each["hostile"], "", "pairs", each["id"], {"blame", "open_blame"}, blame=2 * at_somebody)
        if at_somebody:
            yield _reply(each["rewritten"], "", "pairs", each["id"], {"blame", "open_blame"})


def comments(lines: list[Line], pack: Pack) -> Iterator[Reply]:
    """Romanian comments; what is hostile and addresses nobody is left out."""
    for each in lines:
        hostile = each["label"] != "OTHER"
        if not hostile or addressed(pack, each["text"]):
            yield _reply(each["text"], "", "comments", each["id"], {"blame", "open_blame"}, blame=2 * hostile)


def _reply(
    text: str, heard: str, source: str, block: str, sought: set[str], *, blame: int = 0, codes: set[str] | frozenset[str] = frozenset()
) -> Reply:
    return Reply(
        persona="",
        weight=UNKNOWN,
        context=heard,
        reply=text,
        blame=blame,
        i_message="n",
        codes=frozenset(codes),
        level=0,
        author=source,
        block=f"{source}: {block}",
        unsought=frozenset(TARGETS) - sought,
        source=source,
    )


SETS: dict[str, tuple[str, Callable[[list[Line], Pack], Iterator[Reply]]]] = {
    "attack_en_wikitactics.jsonl": ("en", attacks),
    "listening_en_annomi.jsonl": ("en", listening),
    "contempt_ru_pairs.jsonl": ("ru", rewrites),
    "contempt_ro.jsonl": ("ro", comments),
}


def outside(language: str, folder: Path) -> list[Reply]:
    """All of *folder* in *language*. Raises `FileNotFoundError` for a set that is not there: without it the weights would be others."""
    found: list[Reply] = []
    for name, (spoken_in, made) in SETS.items():
        if spoken_in == language:
            lines = filter(None, (folder / name).read_text(encoding="utf-8").split("\n"))
            found += made([json.loads(line) for line in lines], load(language))
    return found
