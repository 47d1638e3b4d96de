"""Pauses: the gap between the partner's last word and the reply's first, by the codebook's table.

Between two rows of the table the value runs in a straight line, from one fifth before the border to one fifth after it (1.6 to 2.4 s for the
border at 2 s), so that a tenth of a second never costs half a mark. In typed practice the time it takes to read the partner's line is taken off
first, as far as the line was not shown at reading speed anyway. An answer in 0.2 s is what any conversation has (Stivers et al., PNAS 2009).
"""

from roleplay.codes import Coding, Weight
from roleplay.dialogue import Exchange
from roleplay.scoring import Reason, Verdict, no_opportunity, scored

BORDERS = (0.6, 2.0, 6.0, 15.0)
TABLE = {
    Weight.HEAVY: (0.0, 0.5, 1.0, 0.8, 0.5),
    Weight.QUESTION: (0.2, 0.7, 1.0, 0.8, 0.5),
    Weight.LIGHT: (0.8, 1.0, 1.0, 0.7, 0.5),
}
GOOD_LENGTH = 4.0
GOOD = 0.75
READING_SPEED = 25.0  # characters a second, silent reading of about 250 words a minute


class Pauses:
    """Scores replies whose gap is known, from times or from a pause written into the text."""

    def score(self, exchange: Exchange, coding: Coding) -> Verdict:
        """The value of the gap after a heavy turn, a question, or a light one."""
        if exchange.in_row:
            return scored(0.0, Reason("flooding"), (), Reason("one_at_a_time"))
        if exchange.heard is None:
            return no_opportunity(Reason("nothing_heard"))
        weight = coding.weight if coding.weight in TABLE else Weight.LIGHT
        if exchange.reply.silent:
            return _silence(exchange, weight)
        if coding.pause_mark is not None:
            return scored(value_of(coding.pause_mark or GOOD_LENGTH, weight), Reason("marked"))
        gap = gap_of(exchange)
        if gap is None:
            return no_opportunity(Reason("no_times"))
        return _graded(gap, weight)


def gap_of(exchange: Exchange) -> float | None:
    """The gap in seconds, None where a time is missing, negative for an overlap."""
    heard, reply = exchange.heard, exchange.reply
    if heard is None or heard.end is None or reply.start is None:
        return None
    gap = reply.start - heard.end
    if reply.meta.get("input") == "typed" and heard.start is not None and gap > 0:
        unread = len(heard.text) / READING_SPEED - (heard.end - heard.start)
        gap -= min(gap, max(0.0, unread))
    return gap


def value_of(gap: float, weight: Weight) -> float:
    """The table's value for *gap* seconds, running smoothly across the borders."""
    values = TABLE[weight]
    for border, low, high in zip(BORDERS, values, values[1:], strict=False):
        if gap < border * 0.8:
            return low
        if gap <= border * 1.2:
            return round(low + (high - low) * (gap - border * 0.8) / (border * 0.4), 3)
    return values[-1]


def _silence(exchange: Exchange, weight: Weight) -> Verdict:
    if weight is not Weight.HEAVY:
        return no_opportunity(Reason("silence_light"))
    if exchange.silences >= 2:
        return scored(0.5, Reason("silence_again"))
    return scored(1.0, Reason("silence"))


def _graded(gap: float, weight: Weight) -> Verdict:
    value = value_of(gap, weight)
    seconds = {"seconds": round(abs(gap), 1)}
    if gap < 0:
        return scored(value, Reason("overlap", seconds), (), Reason("let_finish"))
    if gap > BORDERS[3] or (gap > BORDERS[2] and value < GOOD):
        return scored(value, Reason("long", seconds), (), Reason("show_presence"))
    if value >= GOOD:
        return scored(value, Reason("good" if seconds["seconds"] else "at_once", seconds))
    quick = "quick" if gap >= BORDERS[0] else "reflex" if seconds["seconds"] else "at_once"
    return scored(value, Reason(quick, seconds), (), Reason("wait"))
