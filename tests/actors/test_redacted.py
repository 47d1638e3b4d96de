"""An actor that sees pseudonyms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from roleplay.actors.redacted import RedactedActor
from roleplay.dialogue import Exchange, Speaker, Status, Turn
from roleplay.redaction.pseudonyms import Redactor
from roleplay.session import Cue, Speech
from tests.actors.test_chat import cue

HEARD = Turn(index=0, speaker=Speaker.PERSONA, text="Anna, it is you.", name="Mrs Anna Pop")


@dataclass
class Words:
    """Sentences of a model, and whether they were stopped."""

    sentences: tuple[str, ...]
    status: Status = Status.INTERRUPTED
    meta: Mapping[str, object] = field(default_factory=dict)
    closed: bool = False

    def __iter__(self) -> Iterator[str]:
        yield from self.sentences
        self.status, self.meta = Status.COMPLETE, {"model": "x"}

    def close(self) -> None:
        """Stop them."""
        self.closed = True


@dataclass
class Player:
    """Says *line* and keeps what it is given."""

    line: str | Words
    given: list[Cue] = field(default_factory=list)
    recalled: tuple[object, ...] = ()

    def speak(self, cue: Cue) -> str | Speech:
        """The *line*."""
        self.given.append(cue)
        return self.line

    def recall(self, turn: Turn, cue: Cue) -> None:
        """Keep *turn* and *cue*."""
        self.recalled = (turn, cue)


def test_d10_an_actor_sees_no_name_and_says_it_all_the_same() -> None:
    """D10: nothing of a cue holds it, and the pseudonym in what is said is the name again."""
    player = Player("Well, [NAME-1]. [NAME-9]?")
    actor = RedactedActor(player, Redactor(["Anna"]))
    reply = Turn(index=1, speaker=Speaker.TRAINEE, text="Anna speaking.")
    asked = cue("Anna, it is you.", "Anna speaking.")
    asked = Cue(
        reaction=None,
        standing=asked.standing,
        exchange=Exchange(heard=HEARD, reply=reply, before=(HEARD,)),
        turn=1,
        said=(HEARD, reply),
    )
    actor.recall(HEARD, asked)
    assert actor.speak(asked) == "Well, Anna. [NAME-9]?"
    assert len(player.recalled) == 2
    assert "Anna" not in f"{player.given}{player.recalled}"


def test_d10_words_on_their_way_are_put_back_as_they_come() -> None:
    """D10: sentence by sentence; how whole they are and who said them is told as ever, and they can be stopped."""
    words = Words(("Well, [NAME-1].", " At last."))
    redactor = Redactor(["Anna"])
    redactor.text("Anna")
    said = RedactedActor(Player(words), redactor).speak(cue("Anna?"))
    assert not isinstance(said, str)
    assert list(said) == ["Well, Anna.", " At last."]
    assert (said.status, said.meta) == (Status.COMPLETE, {"model": "x"})
    said.close()
    assert words.closed
