"""One line of a transcript, a header, a turn or an end, as a JSON object and back."""

from __future__ import annotations

import math
from typing import Any

from roleplay.dialogue import SCHEMA, End, EndReason, Header, Mood, Speaker, Status, Trainee, Turn
from roleplay.errors import TranscriptInvalid, TranscriptTooNew

__all__ = ["end_of", "header_of", "to_json", "turn_of"]

_HEADER = ("language", "persona", "persona_version", "persona_hash", "scenario", "difficulty", "model")
_TURN = {"type", "index", "speaker", "text", "start", "end", "status", "name", "mood", "meta"}
_END = {"type", "reason", "outcome"}


def to_json(value: Header | Turn | End) -> dict[str, Any]:
    """The JSON object of a line, keys in the contract's order, unknown keys after them."""
    if isinstance(value, Header):
        return _header_json(value)
    if isinstance(value, Turn):
        return _turn_json(value)
    line: dict[str, Any] = {"type": "end", "reason": str(value.reason)}
    if value.outcome is not None:
        line["outcome"] = value.outcome
    return line | dict(value.extra)


def _header_json(header: Header) -> dict[str, Any]:
    line: dict[str, Any] = {"type": "header", "schema": header.schema, "id": header.id, "started_at": header.started_at}
    line |= {key: getattr(header, key) for key in _HEADER}
    line["seed"] = header.seed
    trainee = header.trainee
    line["trainee"] = {"name": trainee.name, "gender": trainee.gender, "address": trainee.address} | dict(trainee.extra)
    return line | {"parent": header.parent, "branch_turn": header.branch_turn, "source": header.source} | dict(header.extra)


def header_of(value: dict[str, Any], name: str) -> Header:
    """The header that *value* holds; *name* is used in the messages. Raises `TranscriptTooNew`, `TranscriptInvalid` for no version."""
    schema = value.get("schema", SCHEMA)
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
        raise TranscriptInvalid("{name} has no schema version that can be read", name=name)
    if schema > SCHEMA:
        raise TranscriptTooNew(
            "{name} was written by a newer version (schema {schema}); update roleplay to read it", name=name, schema=schema
        )
    known = {"type", "schema", "id", "started_at", "seed", "trainee", "parent", "branch_turn", "source", *_HEADER}
    return Header(
        schema=schema,
        id=_text(value.get("id")) or name,
        started_at=_text(value.get("started_at")),
        **{key: _text(value.get(key)) for key in _HEADER},
        seed=_whole(value.get("seed")),
        trainee=_trainee(value.get("trainee")),
        parent=_text(value.get("parent")),
        branch_turn=_whole(value.get("branch_turn")),
        source=value.get("source"),
        extra={k: v for k, v in value.items() if k not in known},
    )


def _trainee(value: object) -> Trainee:
    if not isinstance(value, dict):
        return Trainee()
    known = {key: _text(value.get(key)) for key in ("name", "gender", "address")}
    return Trainee(**known, extra={k: v for k, v in value.items() if k not in known})


def _turn_json(turn: Turn) -> dict[str, Any]:
    line: dict[str, Any] = {"type": "turn", "index": turn.index, "speaker": str(turn.speaker), "text": turn.text}
    line |= {"start": turn.start, "end": turn.end, "status": str(turn.status)}
    if turn.name is not None:
        line["name"] = turn.name
    if turn.mood is not None:
        line["mood"] = {"tension": turn.mood.tension, "trust": turn.mood.trust} | dict(turn.mood.extra)
    if turn.meta:
        line["meta"] = dict(turn.meta)
    return line | dict(turn.extra)


def turn_of(value: dict[str, Any]) -> Turn | None:
    """The turn that *value* holds; None if who speaks, what or as which turn is not known."""
    index, speaker, text = _whole(value.get("index")), value.get("speaker"), value.get("text")
    status = value.get("status", Status.COMPLETE)
    if index is None or speaker not in tuple(Speaker) or not isinstance(text, str) or status not in tuple(Status):
        return None
    meta = value.get("meta")
    return Turn(
        index=index,
        speaker=Speaker(speaker),
        text=text,
        start=_amount(value.get("start")),
        end=_amount(value.get("end")),
        status=Status(status),
        name=_text(value.get("name")),
        mood=_mood(value.get("mood")),
        meta=meta if isinstance(meta, dict) else {},
        extra={k: v for k, v in value.items() if k not in _TURN},
    )


def end_of(value: dict[str, Any]) -> End | None:
    """The end that *value* holds; None if its reason is not known."""
    reason = value.get("reason")
    if reason not in tuple(EndReason):
        return None
    return End(reason=EndReason(reason), outcome=_text(value.get("outcome")), extra={k: v for k, v in value.items() if k not in _END})


def _mood(value: object) -> Mood | None:
    if not isinstance(value, dict):
        return None
    tension, trust = _amount(value.get("tension")), _amount(value.get("trust"))
    if tension is None or trust is None or tension > 1 or trust > 1:
        return None
    return Mood(tension=tension, trust=trust, extra={k: v for k, v in value.items() if k not in ("tension", "trust")})


def _amount(value: object) -> float | None:
    """A number of seconds, or of anything else, that is none below 0; None for what is no such number."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    try:
        amount = float(value)
    except OverflowError:
        return None
    return amount if math.isfinite(amount) and amount >= 0 else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
