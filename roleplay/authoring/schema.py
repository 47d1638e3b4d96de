"""What a plugin's YAML files may hold, as JSON Schema (draft 2020-12) for editors: `roleplay/authoring/schemas/*.json`, which a test keeps in step.

An editor that knows the schema shows what a key means and underlines what is wrong; `roleplay personas check` and `scorers check` find more. Text is
text here: a version or an amount may be written with quotation marks or without.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from roleplay.catalog import BEHAVIOURS
from roleplay.codes import Code
from roleplay.dialogue import LANGUAGES
from roleplay.persona import DIFFICULTIES, Band, Reaction

__all__ = ["SCHEMAS", "Schema", "write"]

Schema = dict[str, object]

_TEXT: Schema = {"type": ["string", "number", "boolean"]}
_TRUTH = [True, False, "true", "false"]
_LINE: Schema = {"$ref": "#/$defs/line"}
_LINES: Schema = {"type": "array", "items": _LINE}
_FREE: Schema = {"$ref": "#/$defs/free"}
_BANDED: Schema = {"$ref": "#/$defs/banded"}


def _amount(low: float, high: float, description: str = "") -> Schema:
    return {"type": "number", "minimum": low, "maximum": high, **({"description": description} if description else {})}


def _object(properties: Mapping[str, object], required: Iterable[str] = (), description: str = "") -> Schema:
    made: Schema = {"type": "object", "properties": {**properties, "extensions": _FREE}, "additionalProperties": False}
    if required:
        made["required"] = list(required)
    return made | ({"description": description} if description else {})


def _by(keys: Iterable[str], value: Schema, description: str = "") -> Schema:
    return _object(dict.fromkeys(map(str, keys), value), description=description)


def _named(value: Schema, description: str = "") -> Schema:
    return {"type": "object", "additionalProperties": value, **({"description": description} if description else {})}


_VERSION: Schema = {"enum": [1, "1"], "description": "The version of the format."}
_SPOKEN: Schema = {"type": "array", "minItems": 1, "items": {"enum": list(LANGUAGES)}, "description": "The languages it is complete in."}
_TOLD = _by(LANGUAGES, _TEXT)
_SOURCES: Schema = {
    "type": "array",
    "items": _object({"work": _TEXT, "passage": _TOLD}, ("work", "passage")),
    "description": "Where the insight comes from: a work and, by language, what it says.",
}
_DEFS: Mapping[str, Schema] = {
    "line": {
        "type": "string",
        "description": "[he|she] varies with the trainee's gender, <he|she> with the persona's; {you} is a vocative, {quote} what was just said.",
    },
    "free": {"description": "Free for your own keys; never read here."},
    "banded": _by(Band, _LINES, "Lines by state of mind: angry, wary, won over, or any."),
}
_EFFECT = _object({"tension": _amount(-0.5, 0.5), "trust": _amount(-0.5, 0.5)})
_REACTIONS = _by(Reaction, _BANDED, "What is said to each act of the trainee, and at the turns of the talk.")
_FACT = _object(
    {
        "id": _TEXT,
        "asks": {
            "type": "array",
            "minItems": 1,
            "items": _TEXT,
            "description": "Words that must all be asked for: a|b either, knee* a beginning.",
        },
        "says": {**_LINES, "minItems": 1},
        "hidden": {"enum": _TRUTH, "description": "Told only by one who has yielded."},
        "wished": {"enum": _TRUTH, "description": "Answers a wish or an offer too."},
    },
    ("id", "asks", "says"),
)
_SCENE = _object(
    {
        "title": _LINE,
        "situation": _LINE,
        "task": _LINE,
        "good_end": _LINE,
        "openings": {**_LINES, "minItems": 1},
        "lines": _BANDED,
        "facts": {"type": "array", "items": _FACT},
        "reactions": _REACTIONS,
    },
    ("title", "situation", "task", "good_end", "openings", "lines"),
)
_ONE_OR_MORE: list[Schema] = [_TEXT, {"type": "array", "minItems": 1, "items": _TEXT}]
_BY_ADDRESS = _named({"anyOf": _ONE_OR_MORE}, "By form of address: ty, vy, tu, dumneavoastra, you.")
_WORDED = _named(_by(LANGUAGES, {"anyOf": [*_ONE_OR_MORE, _BY_ADDRESS]}))
_WEIGHTS: Schema = {"type": "object", "properties": dict.fromkeys(map(str, Code), _amount(0, 1)), "additionalProperties": _amount(0, 1)}
_PAIR = {
    "id": _TEXT,
    "heard": _TEXT,
    "better": _TEXT,
    "worse": _TEXT,
    "better_gap": _amount(-60, 600),
    "worse_gap": _amount(-60, 600),
    "why": _TEXT,
}
_SINGLE = {"id": _TEXT, "heard": _TEXT, "reply": _TEXT, "should": _amount(0, 1), "better_gap": _amount(-60, 600), "why": _TEXT}
_PAIRS: Schema = {"type": "array", "items": _object(_PAIR, ("id", "heard", "better", "worse"))}
_LIMITS: Schema = {
    "type": "array",
    "items": {"anyOf": [_object(_PAIR, ("id", "heard", "better", "worse")), _object(_SINGLE, ("id", "heard", "reply", "should"))]},
}

_PERSONA = _object(
    {
        "schema": _VERSION,
        "id": _TEXT,
        "version": _TEXT,
        "languages": _SPOKEN,
        "genders": _by(LANGUAGES, {"enum": ["f", "m"]}, "The persona's grammatical gender in each language."),
        "addresses": _by(LANGUAGES, _TEXT, "How the two address each other: you, tu, dumneavoastra, ty, vy."),
        "temperament": _by(BEHAVIOURS, _EFFECT, "What each behaviour of the trainee does to tension and trust."),
        "yields_after": {
            **_by(DIFFICULTIES, {"type": "integer", "minimum": 1, "maximum": 20}, "How many acknowledged feelings it takes to open up."),
            "required": list(DIFFICULTIES),
        },
        "scenarios": _named(
            _object({"tension": _amount(0, 1), "trust": _amount(0, 1), "good_end": {"enum": ["warms", "declines"]}}, ("tension", "trust")),
            "Where the mood of each situation starts, and how it ends well.",
        ),
        "sources": _SOURCES,
    },
    ("schema", "id", "version", "languages", "genders", "addresses", "temperament", "yields_after", "scenarios"),
    "A character to talk with: everything about it that is the same in every language.",
)
_VOICE = _object(
    {
        "schema": _VERSION,
        "persona": _TEXT,
        "language": {"enum": list(LANGUAGES)},
        "name": _LINE,
        "title": _LINE,
        "who": _LINE,
        "hidden_need": _LINE,
        "triggers": _LINE,
        "softens": _LINE,
        "vocatives": _object({"m": _LINES, "f": _LINES}),
        "reactions": _REACTIONS,
        "scenarios": _named(_SCENE),
        "phrases": _LINES,
        "memories": _LINES,
    },
    ("schema", "persona", "language", "name", "title", "who", "hidden_need", "triggers", "softens", "reactions", "scenarios"),
    "What a persona says in one language.",
)
_SCORER = _object(
    {
        "schema": _VERSION,
        "api": {"enum": [1, "1"], "description": "The version of the plugin interface that the class was written for."},
        "id": _TEXT,
        "version": _TEXT,
        "languages": _SPOKEN,
        "class": {
            "type": "string",
            "pattern": r"^[A-Za-z_]\w*:[A-Za-z_]\w*$",
            "description": "module:Class in a Python file beside this one.",
        },
        "titles": _TOLD,
        "about": _TOLD,
        "next": {**_TOLD, "description": "The one thing to try next time."},
        "reasons": _WORDED,
        "suggestions": _WORDED,
        "start": _amount(0, 1, "The value before anything is added or taken away."),
        "adds": _WEIGHTS,
        "costs": _WEIGHTS,
        "opportunity": {"type": "array", "items": _TEXT, "description": "Without any of these codes or questions there is no opportunity."},
        "questions": _named(_TEXT, "Yes/no questions for a model, by a name that can be added or taken like a code."),
        "sources": _SOURCES,
    },
    ("schema", "id", "version", "languages", "titles", "about", "next", "reasons"),
    "A skill that is graded.",
)
_CASES = _object(
    {"schema": _VERSION, "pairs": _by(LANGUAGES, _PAIRS), "limits": _by(LANGUAGES, _LIMITS)},
    ("schema", "pairs"),
    "Minimal pairs: of two replies to the same words the better must score higher; and what is not true yet.",
)


def _published(title: str, schema: Schema) -> Schema:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"roleplay: {title}", **schema, "$defs": dict(_DEFS)}


SCHEMAS: Mapping[str, Schema] = {
    "persona": _published("persona.yaml", _PERSONA),
    "lines": _published("lines.<lang>.yaml", _VOICE),
    "scorer": _published("scorer.yaml", _SCORER),
    "cases": _published("cases.yaml", _CASES),
}
"""The schemas by the kind of file."""


def write(folder: Path, names: Iterable[str] = SCHEMAS) -> None:
    """Write the schemas called *names* to *folder*. Raises `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / f"{name}.json").write_text(json.dumps(SCHEMAS[name], indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
