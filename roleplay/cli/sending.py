"""What a model is given of talks that were not held here: pseudonyms instead of names, numbers and addresses, unless the user wants otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from roleplay.cli.coding import RULES
from roleplay.cli.context import note, tell
from roleplay.cli.replaced import replaced
from roleplay.dialogue import Header, Turn
from roleplay.session import Coder

if TYPE_CHECKING:
    from roleplay.redaction.pseudonyms import Redactor  # imported when a model is asked

__all__ = ["SEND_AS_IS", "Sending"]

SEND_AS_IS = click.option(
    "--send-as-is",
    "as_is",
    is_flag=True,
    help=tell("Give a model talks from elsewhere word for word. Without it, it gets pseudonyms for names, numbers and addresses."),
)


class Sending:
    """What goes to a model in one run, *as_is* or with pseudonyms, also for *names* beside those of speakers; and how often those were needed."""

    def __init__(self, *, as_is: bool, names: Sequence[str] = ()) -> None:
        self.as_is, self._names = as_is, names
        self._talks, self._counts = 0, Counter[str]()

    def coder(self, coder: Coder, header: Header, turns: Iterable[Turn]) -> Coder:
        """*coder* for the talk of *turns*: a model that is not to see them as they are gets pseudonyms."""
        redactor = None if coder.name == RULES else self.redactor(header, turns)
        if redactor is None:
            return coder
        from roleplay.coders.model import ModelCoder
        from roleplay.coders.redacted import RedactedCoder

        return RedactedCoder(coder, redactor) if isinstance(coder, ModelCoder) else coder

    def redactor(self, header: Header, turns: Iterable[Turn]) -> Redactor | None:
        """What replaces names in the talk of *turns*, of which all are known to it; None if it is given as it is."""
        if self.as_is or not header.imported:
            return None
        from roleplay.redaction.pseudonyms import Redactor, people

        redactor = Redactor([*self._names, *people(header, turns)])
        for turn in turns:  # so that pseudonyms are numbered as they come
            redactor.text(turn.text)
        self._talks += 1
        self._counts += redactor.counts
        return redactor

    def tell(self) -> None:
        """Say in a line that pseudonyms were given, if they were, and for how much."""
        if self._talks:
            note(
                tell(
                    "Talks from elsewhere: a model gets pseudonyms for names, numbers and addresses (replaced: {counts}). An aid, not a guarantee; more names: roleplay transcripts redact --name. Word for word: --send-as-is",
                    counts=replaced(self._counts),
                )
            )
            self._talks = 0
