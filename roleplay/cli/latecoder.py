"""The rule coder of a talk on a terminal, which is not there before it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roleplay.cli.context import Context
from roleplay.codes import Coding
from roleplay.dialogue import Exchange

if TYPE_CHECKING:
    from roleplay.coders.rules import RuleCoder  # imported late

__all__ = ["LateCoder", "late_coder"]


class LateCoder:
    """The rule coder of a language, loaded when first needed: while the partner speaks, not before."""

    name = "rules"

    def __init__(self, ctx: Context, language: str) -> None:
        self._ctx, self._language = ctx, language

    @property
    def version(self) -> str:
        """The coder's version."""
        return self.ready().version

    def ready(self) -> RuleCoder:
        """The coder, loaded."""
        return self._ctx.coder(self._language)

    def code(self, exchange: Exchange) -> Coding:
        """The codes of *exchange*."""
        return self.ready().code(exchange)

    def material(self, exchange: Exchange, coding: Coding) -> dict[str, str]:
        """What a better wording can be made from."""
        return self.ready().material(exchange, coding)


def late_coder(ctx: Context, language: str) -> LateCoder:
    """The coder of a talk; where there are own word data it is loaded at once, so that a fault in them is told before the first word."""
    coder = LateCoder(ctx, language)
    if ctx.own_words(language):
        coder.ready()
    return coder
