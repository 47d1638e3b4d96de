"""A turn of a talk in plain lines, with what each skill found in a reply and what people gave it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from roleplay.agreement.ratings import Rating, room_of
from roleplay.cli.cards import bar, quoted
from roleplay.cli.context import tell
from roleplay.cli.hands import picture
from roleplay.cli.moments import clock
from roleplay.cli.played import Played
from roleplay.cli.remarks import remark_on
from roleplay.dialogue import Speaker, Turn
from roleplay.inert import inert
from roleplay.scoreform import marks, worded
from roleplay.scoring import Score

__all__ = ["reply_lines", "turn_lines"]


def turn_lines(played: Played, turn: Turn, *, hidden: bool) -> Iterator[str]:
    """Number, time, who speaks and what; with *hidden* a remark in place of the words. Then what there is to say of a turn that is not whole."""
    time = "" if turn.start is None else f"{clock(turn.start)}  "
    words = tell("(hidden: this seems to speak of somebody’s own danger)") if hidden else inert(turn.text, lines=False) or tell("(silence)")
    yield f"{turn.index:>3}  {time}{played.name(turn)}: {words}"
    if turn.speaker is Speaker.PERSONA and (told := remark_on(turn)) is not None:
        yield f"       ! {told}"


def reply_lines(played: Played, scores: Sequence[Score], ratings: Mapping[str, Sequence[Rating]]) -> Iterator[str]:
    """For each skill a bar, a value, quotes and the reason; a better wording; and what people gave."""
    by_id = {skill.id: skill for skill in played.skills}
    titles = {skill.id: skill.titles.get(played.language) or skill.id for skill in played.skills}
    width = max(map(len, titles.values()), default=0)
    for score in scores:
        skill = by_id[score.scorer]
        reason, suggestion = worded(score, skill, played.header, played.language, played.header.trainee.address)
        value = "  –" if score.verdict.value is None else f"{score.verdict.value:4.0%}"
        quotes = " ".join(quoted(item.quote, 60) for item in score.verdict.evidence[:2])
        title = titles[skill.id]
        yield inert(f"       {title:<{width}} {bar(score.verdict.value)} {value}  {quotes} {reason}")
        yield from (f"       {told}" for told in marks(score, played.language))
        if suggestion is not None:
            yield inert(f"       → {suggestion}")
        given = ratings.get(score.scorer, ())
        if given:
            yield inert(f"       {'':<{width}} {_given(given)}", lines=False)


def _given(ratings: Sequence[Rating]) -> str:
    """What people gave, and the hands of a room as five bars."""
    people = [f"{rating.rater} {rating.value}" for rating in ratings if room_of(rating.rater) is None]
    hands = tuple(sorted(rating.value for rating in ratings if room_of(rating.rater) is not None))
    if hands:
        people.append(f"{tell('the room')} [{picture(hands)[0]}] {picture(hands)[1]:g}")
    return ", ".join(people)
