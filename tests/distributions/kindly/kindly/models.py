"""A model that gives back what it heard, word for word."""

from collections.abc import Mapping

from roleplay.models.kind import Opened
from roleplay.testing import Scripted


class Parrot:
    """``parrot:WORD`` says WORD to everything."""

    rest = "WORD"
    key = None

    def place(self, base_url: str | None, environment: Mapping[str, str]) -> str:
        return "here; says one word"

    def open(self, name: str, *, base_url: str | None, environment: Mapping[str, str], local_only: bool) -> Opened:
        return Opened(Scripted(otherwise=name.partition(":")[2] + "."), None, local=True)


PARROT = Parrot()
