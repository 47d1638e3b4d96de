"""From a character card to a persona's folder and back.

A card of ours carries the files of the persona below ``extensions``, word for word: imported again it is the same persona. Any other card
gives a name, a description, a situation and greetings; the rest is a plain persona's, and the card itself is kept beside it as
``card.json``, with everything in it that is not ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from roleplay import prompt
from roleplay.authoring import scaffold, schema
from roleplay.authoring.checks import CARD
from roleplay.authoring.scaffold import STARTERS
from roleplay.cards.card import OURS, Card, parsed, plain
from roleplay.catalog import load_persona
from roleplay.errors import BadInput, CardInvalid, mark
from roleplay.persona import Persona, Voice
from roleplay.variants import render
from roleplay.wording import say

__all__ = ["card_of", "persona_of"]

SCENARIO = "card"
_FILE = re.compile(r"persona\.yaml|prompt\.j2|lines\.(?:en|ro|ru)\.yaml")
_MAX_FILES = 2_000_000

_TITLES = {
    "hidden_need": mark("What is really felt stays unsaid until somebody listens."),
    "triggers": mark("Being blamed, being hurried, and being told what to do."),
    "softens": mark("Being heard to the end, and being asked by somebody who waits for the answer."),
    "situation": mark("The two of you are talking."),
    "task": mark("Hear what is said, and what is felt behind it."),
    "good_end": mark("You part on better terms than you met."),
    "opening": mark("Well. Here we are."),
}


def persona_of(card: Card, folder: Path, name: str, *, language: str, gender: str, reader: str) -> None:
    """Fill *folder* with the persona in *card* as one called *name*.

    *language* and *gender* (``f``, ``m``) are those of a card that is not ours; comments are for *reader*. Raises `CardInvalid`,
    `PluginInvalid`, `OSError`.
    """
    if card.ours is not None:
        _restored(card.ours, folder, name)
    else:
        _made(card, folder, name, language, gender, reader)
    (folder / CARD).write_text(json.dumps(_foreign(card.raw), ensure_ascii=False, indent=1) + "\n", "utf-8")
    load_persona(folder)
    faults = prompt.faults(folder / "prompt.j2")
    if faults:
        raise CardInvalid("the prompt in the card cannot be used: {reason}", reason=faults[0][1])


def card_of(folder: Path, persona: Persona, language: str, *, spec: str) -> dict[str, Any]:
    """The card of *persona*, whose files are in *folder*, in *language*; *spec* is ``chara_card_v2`` or ``chara_card_v3``. Raises `CardInvalid`."""
    files = {path.name: _text(path) for path in sorted(folder.iterdir()) if _FILE.fullmatch(path.name)}
    base = _kept(folder)
    data = dict(base.raw["data"]) if base is not None else _blank(persona.version)
    before = _fields_of_card(base, language) if base is not None else {}
    for key, value in _fields(persona, persona.voices[language]).items():
        if before.get(key) != value:
            data[key] = value
    data["extensions"] = {**data.get("extensions", {}), OURS: {"schema": 1, "id": persona.id, "files": files}}
    if spec == "chara_card_v3":
        data.setdefault("group_only_greetings", [])
    rest = {key: value for key, value in base.raw.items() if key not in ("spec", "spec_version", "data")} if base is not None else {}
    return {"spec": spec, "spec_version": "3.0" if spec == "chara_card_v3" else "2.0", "data": data, **rest}


def _text(path: Path) -> str:
    """What stands in a file of a persona, with the ends of lines that it has."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise CardInvalid("{name} cannot go into a card: save it as UTF-8 first", name=path.name) from None


def _restored(ours: Mapping[str, Any], folder: Path, name: str) -> None:
    files = ours.get("files")
    usable = isinstance(files, dict) and all(isinstance(text, str) and _FILE.fullmatch(key) for key, text in files.items())
    if not usable or not isinstance(files, dict) or sum(len(text) for text in files.values()) > _MAX_FILES:
        raise CardInvalid("the persona in the card is not whole; import it without: delete {key} from its extensions", key=OURS)
    for key, text in files.items():
        kept = name == ours.get("id") or key.endswith(".j2")
        own = text if kept else scaffold.renamed(text, "id" if key == "persona.yaml" else "persona", name)
        (folder / key).write_text(own, "utf-8", newline="")
    schema.write(folder / ".schemas", ("persona", "lines"))


def _made(card: Card, folder: Path, name: str, language: str, gender: str, reader: str) -> None:
    scaffold.persona(folder, name, origin=STARTERS / "persona", languages=(language,), reader=reader)
    path = folder / "persona.yaml"
    text = path.read_text("utf-8").replace("  the-promise:", f"  {SCENARIO}:")
    path.write_text(re.sub(r"^genders:.*$", f"genders: {{{language}: {gender}}}", text, count=1, flags=re.MULTILINE), "utf-8")
    told = {key: say(text, language) for key, text in _TITLES.items()}
    told |= {key: value for key, value in _fields_of_card(card, language).items() if isinstance(value, str)}
    starter = (STARTERS / "persona" / f"lines.{language}.yaml").read_text("utf-8")
    reactions = starter[starter.index("\nreactions:") : starter.index("\nscenarios:")]
    greetings = [each for each in (plain(text, card.name, language) for text in card.greetings) if each]
    openings = "".join(f"      - {_quoted(each)}\n" for each in dict.fromkeys([told["first_mes"], *greetings]))
    lines = (
        f"#: lines\nschema: 1\npersona: {name}\nlanguage: {language}\nname: {_quoted(told['name'])}\ntitle: {_quoted(told['name'])}\n"
        f"who: {_quoted(told['description'])}\n"
        + "".join(f"{key}: {_quoted(told[key])}\n" for key in ("hidden_need", "triggers", "softens"))
        + f"vocatives: {{m: [], f: []}}\n{reactions}\nscenarios:\n  {SCENARIO}:\n    title: {_quoted(told['name'])}\n"
        + f"    situation: {_quoted(told['scenario'])}\n"
        + "".join(f"    {key}: {_quoted(told[key])}\n" for key in ("task", "good_end"))
        + f"    openings:\n{openings}    lines: {{}}\n    facts: []\n"
    )
    scaffold.write(folder / f"lines.{language}.yaml", lines, "lines", reader)


def _default(key: str, language: str) -> str:
    return say(_TITLES[key], language)


def _fields_of_card(card: Card, language: str) -> dict[str, object]:
    """What of a card becomes part of the persona, as words."""
    description = "\n".join(each for each in (card.description, card.personality) if each)
    greetings = [each for each in (plain(text, card.name, language) for text in card.greetings) if each]
    return {
        "name": plain(card.name, card.name, language) or "?",
        "description": plain(description, card.name, language) or plain(card.name, card.name, language) or "?",
        "scenario": plain(card.scenario, card.name, language) or _default("situation", language),
        "first_mes": greetings[0] if greetings else _default("opening", language),
        "alternate_greetings": greetings[1:],
    }


def _fields(persona: Persona, voice: Voice) -> dict[str, object]:
    """What a card tells of the persona."""

    def told(text: str) -> str:
        return render(text, listener=None, speaker=persona.genders[voice.language], you="{{user}}")

    scene = next(iter(voice.scenes.values()))
    return {
        "name": told(voice.name),
        "description": told(voice.who),
        "scenario": told(scene.situation),
        "first_mes": told(scene.openings[0]),
        "alternate_greetings": [told(line) for line in scene.openings[1:]],
    }


def _blank(version: str) -> dict[str, Any]:
    texts = dict.fromkeys(("personality", "mes_example", "creator_notes", "system_prompt", "post_history_instructions", "creator"), "")
    return {**texts, "tags": ["roleplay"], "character_version": version, "extensions": {}}


def _foreign(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The card without the persona of ours in it, which stands beside it as files."""
    data = dict(raw.get("data", {}))
    data["extensions"] = {key: value for key, value in data.get("extensions", {}).items() if key != OURS}
    return {**raw, "data": data}


def _kept(folder: Path) -> Card | None:
    """The card that the persona in *folder* came from, None if it came from none."""
    try:
        return parsed(json.loads((folder / CARD).read_text("utf-8")), CARD)
    except (OSError, ValueError, BadInput):
        return None


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
