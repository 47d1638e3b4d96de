"""A chat model for one run of the program: found, allowed, guarded, and paid for out of one budget, whatever it is asked for."""

from __future__ import annotations

import os
from dataclasses import replace

from roleplay.cli.context import Context, message_language, note, tell
from roleplay.errors import ProviderFailed
from roleplay.models.attention import Attentive
from roleplay.models.guards import guarded
from roleplay.models.kind import Opened
from roleplay.models.opening import opened
from roleplay.wording import error_text

__all__ = ["reached"]

_TRACING = (
    "LANGSMITH_TRACING",
    "LANGSMITH_TRACING_V2",
    "LANGCHAIN_TRACING",
    "LANGCHAIN_TRACING_V2",
    "LANGSMITH_OTEL_ENABLED",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    "OTEL_TRACES_EXPORTER",
)


def reached(room: Context, name: str, base_url: str | None, *, chars: int = 8000, aloud: bool = True) -> Opened:
    """The model called *name*, guarded; its replies have at most *chars*, and further tries are told *aloud*. Raises `Unusable`, `Misconfigured`."""
    _untraced()
    found = opened(name, base_url=base_url, environment=os.environ, local_only=room.local_only, shipped_only=room.shipped_only)
    model = guarded(found.model, chars=chars, budget=room.budget(), told=_again if aloud else None)
    if not aloud:
        return replace(found, model=model)
    context = room.settings.get("context")
    return replace(found, model=Attentive(model, _inattentive, int(float(context)) if context else None))


def _inattentive(due: int, read: int | None) -> None:
    """Say that the model does not read, or will not, all that was said."""
    if read is None:
        note(tell("About {due} tokens are sent now, more than the context you set: what was said first may be cut off.", due=due))
    else:
        note(
            tell(
                "Of about {due} tokens only {read} were read: the server cuts off what was said first and does not say so. Raise its context (num_ctx) to go on with the whole talk.",
                due=due,
                read=read,
            )
        )


def _untraced() -> None:
    """Say that what the environment asks for is not done: talks are never traced."""
    asked = [variable for variable in _TRACING if os.environ.get(variable, "").lower() not in ("", "0", "false", "none")]
    if asked:
        note(tell("{names} is set; nothing of a talk is traced all the same", names=", ".join(asked)))


def _again(error: ProviderFailed, seconds: float, number: int) -> None:
    """Say that the model is asked again."""
    reason = error_text(error, message_language())
    note(tell("{reason}; asking again in {seconds} s (try {number})", reason=reason, seconds=f"{seconds:g}", number=number))
