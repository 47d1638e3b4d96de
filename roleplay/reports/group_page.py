"""The page of a group, and that of one of its participants."""

from __future__ import annotations

from collections.abc import Sequence

from roleplay.errors import mark
from roleplay.reports import page
from roleplay.reports.group import Group, Held
from roleplay.reports.handout import Handout
from roleplay.wording import say

__all__ = ["handout_html", "html"]

_SHEETS = ("page.css", "report.css", "group.css")
_WORDS = {
    "skip": mark("Skip to the participants"),
    "skills": mark("The group by skill"),
    "skills_note": mark(
        "A thin line for each participant’s mean; the box holds the middle half of them, the thick line is the mean of all; n is how many participants had a chance to show the skill."
    ),
    "people": mark("Participants by skill"),
    "people_note": mark("The same for each participant, over all their replies. A name leads to the page of that participant."),
    "spread_note": mark(
        "The thick line is the mean over the replies that had a chance to show the skill, the box holds the middle half of them; n is how many there were."
    ),
    "own": mark("What I take with me:"),
    "change": mark("From the first talk to the last"),
    "points": mark("From the first talk to the last, in points of 100"),
    "change_note": mark("A line for each participant who held more than one talk; the thick line is their mean."),
    "moments": mark("Worth replaying"),
    "moments_note": mark("The replies that moved the partner most, the largest change of tension and trust first."),
    "closed": mark("The partner closed up"),
    "opened": mark("The partner opened up"),
    "no_moments": mark("No mood was recorded in these talks, so no reply can be chosen by what it did to it."),
    "calm": mark("No reply moved a partner much."),
    "differ": mark("Where opinions differ"),
    "differ_note": mark("People who rated a reply, or another coder, are more than one step of five away from the score."),
    "no_differ": mark("Nobody rated these talks, and they were coded by rules alone: there is nothing to compare the scores with."),
    "agree": mark("Nobody is more than one step of five away from a score."),
    "talks": mark("The talks"),
    "some_talks": mark("There are too many turns to show them all: here are those worth replaying and those on which opinions differ."),
    "tension": mark("Tension"),
    "trust": mark("Trust"),
    "next": mark("Next time"),
    "notes": mark("How to read this"),
    "silence": mark("(silence)"),
    "heard": mark("heard"),
    "reply": mark("reply"),
}


def html(told: Group, language: str) -> str:
    """*told* as a page in *language*."""
    return page.html("group.html.j2", sheets=_SHEETS, language=language, told=told, words=_texts(language))


def handout_html(told: Handout, talks: Sequence[Held], notes: Sequence[str], language: str) -> str:
    """*told* as a page of its own in *language*, with the *talks* it speaks of."""
    return page.html("handout.html.j2", sheets=_SHEETS, language=language, told=told, talks=talks, notes=notes, words=_texts(language))


def _texts(language: str) -> dict[str, str]:
    return {name: say(text, language) for name, text in _WORDS.items()}
