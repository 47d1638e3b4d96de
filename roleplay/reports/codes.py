"""What the codes are called in reports."""

from __future__ import annotations

from roleplay.errors import mark

__all__ = ["TITLES"]

TITLES = {
    "blame": mark("Blame"),
    "i_message": mark("I-message"),
    "pseudo_i_message": mark("Accusation put as a feeling"),
    "reflection": mark("Reflection"),
    "feeling_ack": mark("Feeling met"),
    "open_question": mark("Open question"),
    "closed_question": mark("Closed question"),
    "advice": mark("Advice"),
    "own_story": mark("Own story"),
    "dismissal_or_argument": mark("Dismissal or argument"),
    "ownership": mark("Own part admitted"),
    "care": mark("Care"),
    "acknowledgement": mark("Acknowledgement"),
    "apology": mark("Apology"),
    "gratitude": mark("Thanks"),
    "boundary": mark("Boundary"),
    "parroting": mark("Parroting"),
}
