"""``roleplay report``: a talk, or the talks of a group, as one page to read, print and pass on."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from roleplay import private
from roleplay.cli.bars import Bar
from roleplay.cli.coding import BASE_URL, CODER, coders
from roleplay.cli.context import context, examples, message_language, note, tell, to_stdout
from roleplay.cli.gathering import Gathering
from roleplay.cli.paths import TALKS, files, names_many
from roleplay.cli.reading import casting_of
from roleplay.cli.scoring import assessor_of, order_of
from roleplay.cli.sending import SEND_AS_IS, Sending
from roleplay.cli.voices import who_is_who
from roleplay.dialogue import LANGUAGES
from roleplay.errors import StorageFailed, Unusable
from roleplay.redaction.pseudonyms import Redactor, people
from roleplay.reports.group import Group, group
from roleplay.reports.group_page import handout_html
from roleplay.reports.group_page import html as group_html
from roleplay.reports.participants import Given, Participant, participants
from roleplay.reports.passage import BARE, Veil
from roleplay.reports.talk import html, notes, talk

__all__ = ["command"]


@click.command(
    help=tell(
        "Make one HTML page of a talk, or of the talks of a group. PATH is a file in any known format, a folder, a pattern, an id, or `last`. Names and numbers are replaced by pseudonyms unless --with-text is given."
    ),
    epilog=examples(
        "roleplay report last --out report.html",
        "roleplay report talks/ --lang ro --name 'Anna Petrova' --out group.html",
        "roleplay report call.vtt --trainee Anna --persona Mama --lang ru --with-text --out report.html",
        "roleplay report talks/ --handouts handouts",
    ),
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=tell("Write the page to this file."))
@click.option(
    "--handouts", type=click.Path(file_okay=False, path_type=Path), help=tell("Also write a page for each participant into this folder.")
)
@click.option(
    "--lang", "language", type=click.Choice(LANGUAGES), help=tell("The language of the page, and of transcripts that do not say theirs.")
)
@click.option("--scorers", "scorers", metavar="A,B", help=tell("Only these skills."))
@CODER
@BASE_URL
@SEND_AS_IS
@click.option("--with-text", "plain", is_flag=True, help=tell("Show words and names as they are."))
@click.option(
    "--name",
    "names",
    metavar="NAME",
    multiple=True,
    help=tell("A name to replace, in every case and in both scripts; those of speakers are known."),
)
@who_is_who
@click.option("--format", "form", type=click.Choice(["html", "json"]), default="html")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    paths: tuple[str, ...],
    out: Path | None,
    handouts: Path | None,
    language: str | None,
    scorers: str | None,
    coder: str | None,
    base_url: str | None,
    as_is: bool,
    plain: bool,
    names: tuple[str, ...],
    form: str,
    **who: Any,
) -> int:
    room = context(ctx, language)
    if out is None and handouts is None and form == "html" and sys.stdout.isatty():
        raise Unusable("a report is a file; add --out report.html")
    wanted = [each for each in scorers.split(",") if each] if scorers is not None else None
    found = [path for path in files(paths, room.store.resolve, TALKS) if out is None or path.absolute() != out.absolute()]
    folders = [Path(name) for name in paths if Path(name).is_dir()]
    skills = room.skills(names=wanted)
    roles = casting_of(who, language)
    order = order_of(room, skills, roles, coder, base_url, named=wanted is not None, as_is=as_is)
    sending = Sending(as_is=as_is, names=names)
    with Bar(len(found)) as bar:
        gathering = Gathering(room, assessor_of(room, order, skills, coders(room, coder, skills, base_url=base_url), sending), bar)
        talks = list(gathering.talks(found, folders))
    sending.tell()
    if not found:
        raise Unusable("there is no transcript in {path}", path=", ".join(paths))
    several = len(talks) > 1 or any(map(names_many, paths))
    if several:
        talks = _practised(talks)
    if talks:
        reader = language or _language(talks, message_language(room.settings))
        veil = (
            BARE
            if plain
            else Redactor(
                [*names, *(name for each in talks for name in people(each.scored.transcript.header, each.scored.transcript.turns))]
            )
        )
        _write(_Pages(talks, reader, veil, several), form, out, handouts)
    if len(found) == 1 and gathering.bad:
        return gathering.bad[0].exit_code
    return 1 if gathering.bad else 0


def _practised(talks: list[Given]) -> list[Given]:
    """Those of *talks* in which somebody practises; of the others it is said that they are left out. Raises `Unusable` if that is all of them."""
    kept = [each for each in talks if each.scored.assessed]
    for each in talks:
        if not each.scored.assessed:
            note(tell("{path} is left out: nobody in it is marked as the one who practises; --trainee or --map says who", path=each.file))
    if talks and not kept:
        raise Unusable("nobody practises in these talks; say who does with --trainee or --map")
    return kept


def _language(talks: Sequence[Given], otherwise: str) -> str:
    """The language that all *talks* are in, else that of messages."""
    spoken = Counter(each.scored.header.language for each in talks)
    (most, _), *others = spoken.most_common()
    return otherwise if others or most is None else most


class _Pages:
    """The pages of *talks* in one language."""

    def __init__(self, talks: Sequence[Given], language: str, veil: Veil, several: bool) -> None:
        self.language, self.redacted = language, veil is not BARE
        self.notes = list(notes([each.scored for each in talks], language, redacted=self.redacted))
        self.one = None if several else talk(talks[0].scored, language, veil, redacted=self.redacted)
        self.people = participants(talks, language, named=not self.redacted)
        self._veil = veil
        self._group: Group | None = None

    @property
    def group(self) -> Group:
        """The report of all of them as a group."""
        self._group = self._group or group(self.people, self.language, self._veil, self.notes)
        return self._group

    def page(self) -> str:
        """The one page of the report."""
        return group_html(self.group, self.language) if self.one is None else html(self.one, self.language)

    def values(self) -> dict[str, Any]:
        """What is on it, as data."""
        return {"schema": 1, "language": self.language, **asdict(self.group if self.one is None else self.one)}

    def handout(self, person: Participant) -> str:
        """The page of *person* alone: nothing of anybody else is on it."""
        alone = group([person], self.language, self._veil, self.notes)
        return handout_html(alone.people[0], alone.talks, self.notes, self.language)


def _write(pages: _Pages, form: str, out: Path | None, handouts: Path | None) -> None:
    if out is not None or handouts is None:
        _put(json.dumps(pages.values(), ensure_ascii=False, indent=2) + "\n" if form == "json" else pages.page(), out)
    if handouts is not None:
        width = len(str(len(pages.people)))
        try:
            private.make_folder(handouts)
        except OSError as error:
            raise _unwritable(handouts, error) from None
        for person in pages.people:
            _put(pages.handout(person), handouts / f"{person.number:0{width}}.html", quiet=True)
        note(tell("{path}: a page for each of {count}", path=handouts.name, count=len(pages.people)))
    if pages.redacted and (pages.one is None or handouts is not None):
        for person in pages.people:
            note(f"{person.label}: {', '.join(dict.fromkeys(each.file for each in person.talks))}")
        note(tell("Who is who is said here alone; it is in none of the pages."))


def _put(page: str, out: Path | None, *, quiet: bool = False) -> None:
    if out is None:
        to_stdout(page, end="")
        return
    try:
        private.replace(out, page.encode("utf-8", "replace"))
    except OSError as error:
        raise _unwritable(out, error) from None
    if not quiet:
        note(tell("{path} is written; open it in a browser", path=out.name))


def _unwritable(place: Path, error: OSError) -> StorageFailed:
    return StorageFailed("{path} cannot be written: {reason}; nothing that was saved is lost", path=place, reason=error.strerror)
