"""An idea for the next reply, made from the partner's own last words: what the skills would suggest to somebody who had just said nothing of use."""

from __future__ import annotations

from collections.abc import Sequence

from roleplay.codes import Coding
from roleplay.dialogue import Exchange, Header, Speaker, Turn
from roleplay.scoring import Outcome, Reason, Skill, Verdict
from roleplay.session import Coder
from roleplay.wording import suggestion_text

__all__ = ["hint"]


def hint(turns: Sequence[Turn], coder: Coder, skills: Sequence[Skill], header: Header, language: str) -> str | None:
    """The listening suggestion for the last turn that was heard; None if there is none."""
    heard = next((turn for turn in reversed(turns) if turn.speaker is not Speaker.TRAINEE), None)
    listening = next((skill for skill in skills if skill.id == "listening"), None)
    if heard is None or listening is None:
        return None
    exchange = Exchange(heard=heard, reply=Turn(index=heard.index + 1, speaker=Speaker.TRAINEE, text=""))
    material = coder.material(exchange, Coding(coder=coder.name, version=coder.version))
    verdict = Verdict(outcome=Outcome.SCORED, value=0.0, reason=Reason("level_0"), suggestion=Reason("reflect"))
    said_by = header.trainee
    return suggestion_text(
        listening, verdict, language, address=said_by.address, gender=said_by.gender, material=material, turn=exchange.reply.index
    )
