"""The texts of others as labelled replies, from a few lines made up in the form of each set."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fitting.outside import SETS, addressed, outside
from fitting.replies import OURS, UNKNOWN, Reply
from roleplay.coders.weights import HEAVY, TARGETS
from roleplay.dialogue import LANGUAGES
from roleplay.language.pack import load

BLAME = {"blame", "open_blame"}
LISTENING = {"reflection", "open_question", "closed_question"}
EMPTY: dict[str, list[dict[str, Any]]] = {name: [] for name in SETS}
LINES: dict[str, list[dict[str, Any]]] = {
    "attack_en_wikitactics.jsonl": [
        {"id": "wiki-7.1-0", "context": "", "reply": "You are a silly goose.", "attack": 1},
        {"id": "wiki-7.1-1", "context": "You are a silly goose.", "reply": "You left out the lake.", "attack": 0},
        {"id": "wiki-8.2-0", "context": "", "reply": "The lake is deep.", "attack": 0},
    ],
    "listening_en_annomi.jsonl": [
        {"session": "3", "context": "I fell again.", "reply": "You fell again.", "reflection": "simple", "question": "none"},
        {"session": "3", "context": "Yes.", "reply": "So it hurts. What helps?", "reflection": "complex", "question": "open"},
        {"session": "4", "context": "", "reply": "Is it raining?", "reflection": "none", "question": "closed"},
        {"session": "4", "context": "No.", "reply": "Good.", "reflection": "none", "question": "none"},
    ],
    "contempt_ru_pairs.jsonl": [
        {"id": "rudetox-1", "hostile": "Ты осёл.", "rewritten": "Ты неправ."},
        {"id": "rudetox-2", "hostile": "Дурацкая погода.", "rewritten": "Плохая погода."},
    ],
    "contempt_ro.jsonl": [
        {"id": "rooff-1", "text": "Ești un măgar.", "label": "INSULT"},
        {"id": "rooff-2", "text": "Ai grijă de tine.", "label": "OTHER"},
        {"id": "rooff-3", "text": "Ce vreme urâtă.", "label": "ABUSE"},
        {"id": "rooff-4", "text": "Ce vreme frumoasă.", "label": "OTHER"},
        {"id": "rooff-5", "text": "Tu să taci, măgarule.", "label": "ABUSE"},
    ],
}


def filled(folder: Path, sets: dict[str, list[dict[str, Any]]]) -> Path:
    """The *folder* with *sets* in it, one JSON object a line."""
    for name, lines in sets.items():
        (folder / name).write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    return folder


def read(folder: Path, name: str) -> dict[str, Reply]:
    """The replies of one set, by what is said."""
    language = SETS[name][0]
    return {each.reply: each for each in outside(language, filled(folder, EMPTY | {name: LINES[name]}))}


def sought(reply: Reply) -> set[str]:
    """The codes that were looked for in *reply*."""
    return set(TARGETS) - reply.unsought


def labels(reply: Reply) -> set[str]:
    """What *reply* is labelled with, of what was looked for in it."""
    return {target for target in sought(reply) if reply.is_(target)}


# each set


def test_attacks_are_open_blame_and_an_accusation_may_be_blame(tmp_path: Path) -> None:
    """Whether a reply without an attack blames is not known where it speaks to somebody; where it does not, it blames nobody."""
    found = read(tmp_path, "attack_en_wikitactics.jsonl")
    told = {said: (labels(each), sought(each)) for said, each in found.items()}
    assert told == {
        "You are a silly goose.": (BLAME, BLAME),
        "You left out the lake.": (set(), {"open_blame"}),
        "The lake is deep.": (set(), BLAME),
    }
    assert found["You left out the lake."].context == "You are a silly goose."


def test_replies_of_one_dispute_stay_together(tmp_path: Path) -> None:
    """Else cross-validation would see some of it while fitting."""
    goose, left, deep = read(tmp_path, "attack_en_wikitactics.jsonl").values()
    assert goose.block == left.block != deep.block


def test_counsellors_reflect_and_ask(tmp_path: Path) -> None:
    """A reflection of either kind, a question by its kind; nothing else was labelled."""
    found = read(tmp_path, "listening_en_annomi.jsonl")
    assert {said: labels(each) for said, each in found.items()} == {
        "You fell again.": {"reflection"},
        "So it hurts. What helps?": {"reflection", "open_question"},
        "Is it raining?": {"closed_question"},
        "Good.": set(),
    }
    assert [sought(each) for each in found.values()] == [LISTENING] * 4
    assert [each.context for each in found.values()] == ["I fell again.", "Yes.", "", "No."]
    blocks = [each.block for each in found.values()]
    assert (blocks[0], blocks[2], len(set(blocks))) == (blocks[1], blocks[3], 2)


def test_a_hostile_sentence_blames_whom_it_addresses(tmp_path: Path) -> None:
    """Its rewrite does not, and stays with it; hostility at nobody is no blame, and its rewrite would say nothing new."""
    found = read(tmp_path, "contempt_ru_pairs.jsonl")
    assert {said: labels(each) for said, each in found.items()} == {"Ты осёл.": BLAME, "Ты неправ.": set(), "Дурацкая погода.": set()}
    assert [sought(each) for each in found.values()] == [BLAME] * 3
    assert found["Ты осёл."].block == found["Ты неправ."].block != found["Дурацкая погода."].block


def test_comments_that_are_hostile_to_nobody_are_left_out(tmp_path: Path) -> None:
    """They might be at somebody who is not named; all others are blame or none, as they are labelled."""
    found = read(tmp_path, "contempt_ro.jsonl")
    assert {said: labels(each) for said, each in found.items()} == {
        "Ești un măgar.": BLAME,
        "Ai grijă de tine.": set(),
        "Ce vreme frumoasă.": set(),
        "Tu să taci, măgarule.": BLAME,
    }
    assert [sought(each) for each in found.values()] == [BLAME] * 4


# all of them


@pytest.mark.parametrize("name", SETS)
def test_texts_of_others_are_told_from_ours(tmp_path: Path, name: str) -> None:
    """One source a set; how heavy the turn is, and whether the speaker owns what is said, nobody looked for."""
    found = read(tmp_path, name).values()
    (source,) = {each.source for each in found}
    assert source != OURS
    assert all(each.block.startswith(f"{source}: ") for each in found)
    assert {each.weight for each in found} == {UNKNOWN}
    assert {HEAVY, "own", "concrete", "pseudo", "ownership", "care"} & set().union(*map(sought, found)) == set()


def test_each_language_has_its_own_sets(tmp_path: Path) -> None:
    """All of them, one after the other, in the order of their lines; and every set is somebody's."""
    folder = filled(tmp_path, LINES)
    counts = {language: len(outside(language, folder)) for language in LANGUAGES}
    assert counts == {"en": 7, "ro": 4, "ru": 3}
    assert len({each.source for language in LANGUAGES for each in outside(language, folder)}) == len(SETS) == 4
    assert [each.reply for each in outside("en", folder)][2:4] == ["The lake is deep.", "You fell again."]


@pytest.mark.parametrize("name", SETS)
def test_a_set_that_is_not_there_is_missed(tmp_path: Path, name: str) -> None:
    """Without it the weights would be others; the sets of other languages are not asked for."""
    folder = filled(tmp_path, LINES)
    (folder / name).unlink()
    for language in LANGUAGES:
        if language == SETS[name][0]:
            with pytest.raises(FileNotFoundError, match=name):
                outside(language, folder)
        else:
            assert outside(language, folder)


@pytest.mark.parametrize(
    ("language", "text", "to_somebody"),
    [
        ("en", "Your lake is deep.", True),
        ("en", "The lake is deep.", False),
        ("en", "The lake (you know it) is deep.", False),
        ("ro", "Ai uitat lacul.", True),
        ("ro", "Lacul e adânc.", False),
        ("ru", "Опять опаздываешь.", True),
        ("ru", "Перестань.", True),
        ("ru", "Озеро глубокое.", False),
    ],
)
def test_a_text_speaks_to_somebody_by_its_words(language: str, text: str, *, to_somebody: bool) -> None:
    """A pronoun, a form of the verb or an order; a stage direction is not said."""
    assert addressed(load(language), text) is to_somebody
