"""A model around another one: what all guards have in common, whichever way the model is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roleplay.models.reply import ChatModel, Message, Reply, filled

__all__ = ["Ask", "Guard"]


@dataclass(frozen=True, slots=True)
class Ask:
    """Asks *model*, once more at each call; for JSON if there is a *schema*."""

    model: ChatModel
    messages: Sequence[Message]
    schema: Mapping[str, object] | None = None

    def __call__(self) -> Reply:
        """The reply, on its way."""
        return self.model.stream(self.messages) if self.schema is None else filled(self.model, self.messages, self.schema)


class Guard:
    """Passes on what the model inside says, as `_guarded` lets it through."""

    def __init__(self, model: ChatModel) -> None:
        self.model = model

    @property
    def name(self) -> str:
        """The name of the model inside."""
        return self.model.name

    def stream(self, messages: Sequence[Message]) -> Reply:
        """The reply to *messages*, guarded."""
        return self._guarded(Ask(self.model, messages))

    def fill(self, messages: Sequence[Message], schema: Mapping[str, object]) -> Reply:
        """JSON that fills *schema*, guarded in the same way."""
        return self._guarded(Ask(self.model, messages, schema))

    def _guarded(self, ask: Ask) -> Reply:
        raise NotImplementedError
