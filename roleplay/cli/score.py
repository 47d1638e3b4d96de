"""``roleplay score``: scorecards for transcripts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from roleplay import private
from roleplay.assessment import assess_turns, scorecard
from roleplay.cli.cards import card_lines
from roleplay.cli.context import Context, complain, context, examples, note, tell, to_stdout
from roleplay.cli.paths import files, names_many
from roleplay.dialogue import LANGUAGES, Transcript
from roleplay.errors import BadInput, Misconfigured, RoleplayError, StorageFailed, TranscriptInvalid, Unusable
from roleplay.inert import inert
from roleplay.journal import read, skim, turns
from roleplay.record import Reading
from roleplay.scorecard import Tally, head_json, score_json, summary_json, to_json
from roleplay.scoring import Score, Skill
from roleplay.wording import say

__all__ = ["command", "remarks", "spoken_in"]


@click.command(
    help=tell("Score transcripts: files, folders and patterns, an id, or `last`."),
    epilog=examples(
        "roleplay score last",
        "roleplay score talks/*.jsonl --format csv --out scores.csv",
        "roleplay score talk.jsonl --scorers listening,pauses --format json",
    ),
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--scorers", "names", metavar="A,B", help=tell("Only these skills."))
@click.option(
    "--lang", "language", type=click.Choice(LANGUAGES), help=tell("The language of messages, and of transcripts that do not say theirs.")
)
@click.option("--coder", type=click.Choice(["rules"]), help=tell("Who marks the codes; rules are the only one yet."))
@click.option("--format", "form", type=click.Choice(["table", "json", "jsonl", "csv"]), default="table")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=tell("Write the data to this file."))
@click.option("--strict", is_flag=True, help=tell("Fail on files that had to be repaired in reading."))
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[str, ...],
    names: str | None,
    language: str | None,
    coder: str | None,
    form: str,
    out: Path | None,
    strict: bool,
) -> int:
    room = context(ctx, language)
    wanted = [name for name in names.split(",") if name] if names is not None else None
    talks = list(files(paths, room.store.resolve))
    if not talks:
        raise Unusable("there is no transcript in {path}", path=", ".join(paths))
    if wanted is not None:
        room.skills(names=wanted)
    writer = _Writer(form, out, single=len(paths) == 1 and not names_many(paths[0]))
    bad = _score_all(room, talks, wanted, language, strict, writer)
    if len(bad) < len(talks):
        writer.finish()
    if len(talks) == 1 and bad:
        return bad[0].exit_code
    if any(isinstance(error, Misconfigured) for error in bad):
        return Misconfigured.exit_code
    return 1 if bad else 0


def _score_all(
    room: Context, talks: list[Path], wanted: list[str] | None, language: str | None, strict: bool, writer: _Writer
) -> list[RoleplayError]:
    bad: list[RoleplayError] = []
    for path in talks:
        try:
            if writer.form == "jsonl":
                writer.stream(_pieces(room, path, wanted, language, strict))
            else:
                writer.add(*_scored(room, path, wanted, language, strict))
        except (BadInput, StorageFailed, Misconfigured) as error:
            if str(error) not in map(str, bad):  # what is wrong with the word data of a language is wrong with each of its talks
                complain(error)
            bad.append(error)
    return bad


def _scored(room: Context, path: Path, wanted: list[str] | None, language: str | None, strict: bool) -> tuple[Any, ...]:
    reading = read(path)
    transcript, skills = _about(room, path, reading, wanted, language, strict)
    spoken = transcript.header.language or ""
    card = scorecard(transcript, room.coder(spoken), skills)
    reader = language or spoken
    return to_json(card, skills, transcript.header, str(path), reader), card, skills, transcript, reader


def _pieces(room: Context, path: Path, wanted: list[str] | None, language: str | None, strict: bool) -> Iterator[str]:
    """The scorecard of a transcript as it comes, in memory that does not grow with its length: the scores turn by turn, the summary last."""
    reading = skim(path)
    transcript, skills = _about(room, path, reading, wanted, language, strict)
    header, spoken = transcript.header, transcript.header.language or ""
    by_id, tallies = {skill.id: skill for skill in skills}, {skill.id: Tally() for skill in skills}
    scores: Iterable[Score] = (score for *_, found in assess_turns(turns(path), room.coder(spoken), skills) for score in found)
    if not reading.ordered:
        scores = sorted(scores, key=lambda score: score.turn)
    yield _json(head_json(header, str(path)))[:-1] + ', "scores": ['
    gap = ""
    for score in scores:
        tallies[score.scorer].add(score)
        yield gap + _json(score_json(score, by_id[score.scorer], header, language or spoken))
        gap = ", "
    yield '], "summary": ' + _json(summary_json({name: tally.summary() for name, tally in tallies.items()})) + "}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _about(
    room: Context, path: Path, reading: Reading, wanted: list[str] | None, language: str | None, strict: bool
) -> tuple[Transcript, list[Skill]]:
    """The transcript that was read, with its language, and the skills to score it by."""
    remarks(path, reading)
    if strict and reading.remarks:
        raise TranscriptInvalid("{path} had to be repaired, and --strict forbids it", path=path.name)
    transcript = spoken_in(reading.transcript, language, path)
    return transcript, room.skills(transcript.header.language or "", wanted, loud=wanted is None)


def spoken_in(transcript: Transcript, language: str | None, path: Path) -> Transcript:
    """*transcript* with a language that can be scored: its own, else *language*. Raises `TranscriptInvalid`."""
    header = transcript.header
    spoken = header.language if header.language in LANGUAGES else language
    if spoken is None:
        raise TranscriptInvalid("{path} does not say its language; add --lang", path=path.name)
    return replace(transcript, header=replace(header, language=spoken))


def remarks(path: Path, reading: Reading) -> None:
    """Say on standard error what could not be read."""
    from roleplay.cli.context import message_language

    for remark in reading.remarks[:20]:
        note(f"{path.name}: " + say(remark.message, message_language(), **remark.values))
    if len(reading.remarks) > 20:
        note(tell("{path}: and {count} more", path=path.name, count=len(reading.remarks) - 20))


class _Writer:
    """Scorecards in the form asked for: streamed where the form allows, at the end where it does not."""

    def __init__(self, form: str, out: Path | None, single: bool) -> None:
        self.form, self.out, self.single = form, out, single
        self.cards: list[dict[str, Any]] = []
        self.lines: list[str] = []

    def add(self, card: dict[str, Any], scored: Any, skills: Any, transcript: Transcript, language: str) -> None:
        if self.form == "table":
            self._put(
                inert(f"{card['transcript']['id']}  {card['transcript']['persona'] or '?'}  {card['transcript']['language']}", lines=False)
            )
            for line in card_lines(scored, skills, transcript, language):
                self._put(line)
            self._put("")
        else:
            self.cards.append(card)

    def stream(self, pieces: Iterable[str]) -> None:
        """Write one line that comes in *pieces*; one that breaks off is ended, so that the next one is whole."""
        if self.out is not None:
            self.lines.append("".join(pieces))
            return
        begun = False
        try:
            for piece in pieces:
                to_stdout(piece, end="")
                begun = True
        finally:
            if begun:
                to_stdout("")

    def finish(self) -> None:
        if self.form == "json":
            self._put(json.dumps(self.cards[0] if self.single else self.cards, ensure_ascii=False, indent=2))
        elif self.form == "csv":
            self._put(_csv(self.cards).rstrip("\n"))
        if self.out is not None:
            try:
                private.replace(self.out, "".join(f"{line}\n" for line in self.lines).encode("utf-8", "replace"))
            except OSError as error:
                raise StorageFailed(
                    "{path} cannot be written: {reason}; nothing that was saved is lost", path=self.out, reason=error.strerror
                ) from None

    def _put(self, line: str) -> None:
        if self.out is not None:
            self.lines.append(line)
        else:
            to_stdout(line)


def _csv(cards: list[dict[str, Any]]) -> str:
    made = io.StringIO()
    table = csv.writer(made, lineterminator="\n", quoting=csv.QUOTE_ALL)
    table.writerow(
        ["transcript", "path", "persona", "language", "turn", "scorer", "version", "outcome", "value", "quotes", "reason", "suggestion"]
    )
    for card in cards:
        about = card["transcript"]
        for score in card["scores"]:
            quotes = " | ".join(item["quote"] for item in score.get("evidence", []))
            row = [about["id"], about["path"], about["persona"], about["language"], score["turn"], score["scorer"], score["version"]]
            row += [score["outcome"], score.get("value", ""), quotes, score["reason"], score.get("suggestion", "")]
            table.writerow([_cell(value) for value in row])
    return made.getvalue()


def _cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP ASVS 1.2.10)."""
    text = "" if value is None else str(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r", "\0") else text
