"""``roleplay replay``: a talk turn by turn, with the scores of every reply; rated by a person or a room before these are seen."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import click

from roleplay.batch.assessor import Assessor
from roleplay.batch.talks import Talks, spoken
from roleplay.cli.cards import card_lines
from roleplay.cli.coding import BASE_URL, CODER, coders
from roleplay.cli.context import context, examples, note, tell, to_stdout
from roleplay.cli.listing import reply_lines, turn_lines
from roleplay.cli.manner import Manner
from roleplay.cli.played import Played
from roleplay.cli.reading import casting_of, reel_of, talks_of
from roleplay.cli.score import remarks
from roleplay.cli.sending import SEND_AS_IS, Sending
from roleplay.cli.voices import who_is_who
from roleplay.dialogue import LANGUAGES, Transcript
from roleplay.errors import Unusable
from roleplay.inert import inert
from roleplay.record import Reading
from roleplay.recordline import to_json as record_json
from roleplay.scorecard import Scorecard, Tally, summarise
from roleplay.scoring import Score, Skill
from roleplay.session import Coder
from roleplay.workshop.notebook import Notebook, now
from roleplay.workshop.reel import Reel

__all__ = ["command"]

BRIEF = 400  # turns; after a longer talk no scorecard keeps one waiting
LONG = 2000  # turns; of a longer talk the best reply, the weakest and the curves are not looked for


@click.command(
    help=tell("Go through a transcript turn by turn. Off a terminal, list it."),
    epilog=examples(
        "roleplay replay last",
        "roleplay replay talk.jsonl --speed 2",
        "roleplay replay talk.jsonl --blind --scorers listening",
        "roleplay replay talk.jsonl --raters 12 --scorers listening",
        "roleplay replay talk.jsonl --coder openai:NAME",
        "roleplay replay call.vtt --trainee Anna --persona Mama --lang ro",
        "roleplay replay talk.jsonl > talk.txt",
    ),
)
@click.argument("name", metavar="TRANSCRIPT")
@click.option("--turn", type=click.IntRange(0), help=tell("Begin at this turn."))
@click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    help=tell("The language of messages, and of a transcript that does not say its own."),
)
@click.option(
    "--speed",
    type=click.FloatRange(0, 100, min_open=True),
    help=tell("On a terminal: let the talk run by itself, with its real pauses, this many times as fast."),
)
@click.option("--scorers", "names", metavar="A,B", help=tell("Only these skills."))
@CODER
@BASE_URL
@SEND_AS_IS
@click.option("--blind", is_flag=True, help=tell("Rate each reply yourself, 0 to 4, before you see its scores."))
@click.option("--rater", metavar="NAME", help=tell("With --blind: who rates; else the name in the settings."))
@click.option(
    "--raters",
    metavar="N",
    type=click.IntRange(1, 1000),
    help=tell("Count the hands of a room of N for each reply before its scores are seen."),
)
@who_is_who
@click.option("--reveal", is_flag=True, help=tell("Off a terminal: list also what seems to speak of somebody’s own danger."))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    name: str,
    turn: int | None,
    language: str | None,
    speed: float | None,
    names: str | None,
    coder: str | None,
    base_url: str | None,
    as_is: bool,
    blind: bool,
    rater: str | None,
    raters: int | None,
    reveal: bool,
    form: str,
    **roles: Any,
) -> int:
    room = context(ctx, language)
    path = room.store.resolve(name)
    wanted = [each for each in names.split(",") if each] if names is not None else None
    on_screen = form == "text" and sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    if (blind or raters) and not on_screen:
        raise Unusable("--blind and --raters need a terminal; ratings made elsewhere are read by: roleplay agreement ratings.csv")
    talks = talks_of(room, casting_of(roles, language))
    with _opened(path, talks, on_screen=on_screen) as reel:
        tongue = spoken(reel.header, language, path).language or ""
        remarks(path, Reading(Transcript(header=reel.header), reel.remarks))
        skills = room.skills(tongue, wanted, loud=wanted is None)
        sending = Sending(as_is=as_is)
        marker = sending.coder(coders(room, coder, skills, base_url=base_url)(tongue), reel.header, reel)
        sending.tell()
        if form == "json":
            _put_json(marker, reel, skills, talks, named=wanted is not None)
            return 0
        with Notebook(path, reel.header.id) as book:
            played = Played(room, reel, tongue, skills, language or tongue, marker)
            if not on_screen:
                for line in _listing(played, book, reveal=reveal):
                    to_stdout(line)
                return 0
            who = (rater or room.settings.get("name") or tell("coach")) if blind or rater else None
            return _shown(played, book, Manner(speed=speed, blind=who, raters=raters, room=now()), turn)


def _opened(path: Path, talks: Talks, *, on_screen: bool) -> Reel:
    """The talk at *path*, with a bar on a terminal while a long one is gone through."""
    size = path.stat().st_size
    if not on_screen or size < 3_000_000:
        return reel_of(path, talks)
    with click.progressbar(length=size, label=path.name, file=sys.stderr) as bar:
        return reel_of(path, talks, lambda at: bar.update(at - bar.pos))


def _listing(played: Played, book: Notebook, *, reveal: bool) -> Iterator[str]:
    """Every turn in a line or some, and the scorecard."""
    tallies = {skill.id: Tally() for skill in played.skills}
    kept: list[Score] = []
    short = len(played) <= LONG
    for place in range(len(played)):
        turn = played.reel[place]
        hidden = not reveal and played.delicate(place)
        yield from turn_lines(played, turn, hidden=hidden)
        scores = played.scores(place)
        for score in scores:
            tallies[score.scorer].add(score)
        kept += scores if short else ()
        yield from reply_lines(played, scores, {score.scorer: book.ratings(turn.index, score.scorer) for score in scores})
        yield from (inert(f"       ✎ {noted.text}", lines=False) for noted in book.notes(turn.index))
    yield from card_lines(*_card(played, kept, tallies), played.language)


def _card(played: Played, kept: list[Score], tallies: dict[str, Tally]) -> tuple[Scorecard, list[Skill], Transcript]:
    """The scorecard of a talk, of a long one only what its skills came to."""
    if len(played) > LONG:
        summary = {name: tally.summary() for name, tally in tallies.items()}
        return Scorecard(scores=(), summary=summary), played.skills, Transcript(header=played.header)
    turns = tuple(played.reel[place] for place in range(len(played)))
    return summarise(kept, [skill.id for skill in played.skills]), played.skills, Transcript(header=played.header, turns=turns)


def _put_json(marker: Coder, reel: Reel, skills: list[Skill], talks: Talks, *, named: bool) -> None:
    """Turns, scorecard, ratings and notes, as they come."""
    assessor = Assessor(coder_of=lambda _: marker, skills=skills, named=named, talks=talks)
    (card,) = assessor.long(reel.path)
    pieces = card.pieces()
    begun = next(pieces, "")  # what hinders scoring is told before anything is written
    to_stdout('{"turns": [', end="")
    for place in range(len(reel)):
        to_stdout((",\n" if place else "\n") + json.dumps(record_json(reel[place]), ensure_ascii=False), end="")
    to_stdout('],\n"scorecard": ', end="")
    for piece in chain((begun,), pieces):
        to_stdout(piece, end="")
    book = Notebook(reel.path, reel.header.id)
    for key, lines in (("ratings", book.all_ratings()), ("notes", book.notes())):
        to_stdout(f',\n"{key}": ' + json.dumps([line.to_json() for line in lines], ensure_ascii=False), end="")
    to_stdout("}")


def _shown(played: Played, book: Notebook, manner: Manner, turn: int | None) -> int:
    """Show the talk on the terminal; the exit code."""
    from roleplay.cli.feedback import card, console
    from roleplay.cli.hangup import HungUp, hearing
    from roleplay.cli.keyboard import Keyboard
    from roleplay.cli.showing import Showing, plain_line

    if not len(played):
        raise Unusable("{path} has no turns to go through", path=played.reel.path.name)
    begin = 0 if turn is None else played.reel.place_of(turn)
    if begin is None:
        raise Unusable("{path} has no turn {turn}; it has {count}", path=played.reel.path.name, turn=turn, count=len(played))
    screen, code = console(), 0
    try:
        with hearing(), Keyboard(arrows=True) as keys:

            def line(label: str) -> str:
                with keys.aside():
                    return plain_line(label)

            Showing(played, book, keys=keys, screen=screen, manner=manner, line=line, begin=begin).run()
    except (KeyboardInterrupt, HungUp):
        code = 130
    except EOFError:
        pass
    if code == 0 and len(played) <= BRIEF:
        kept = [score for place in range(len(played)) for score in played.scores(place)]
        found, skills, transcript = _card(played, kept, {})
        screen.print(card(found, skills, transcript, played.language, width=screen.width))
    _told(book)
    return code


def _told(book: Notebook) -> None:
    """Say where what was rated and noted is kept."""
    if book.rated:
        note(tell("Ratings are kept in {path}. To compare them:", path=book.ratings_at))
        note(f"  roleplay agreement {book.ratings_at}")
    if book.noted:
        note(tell("Notes are kept in {path}.", path=book.notes_at))
