"""``roleplay compare``: two attempts at one talk beside each other, from where they part."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from roleplay.cli.coding import BASE_URL, CODER, coders
from roleplay.cli.context import context, examples, tell
from roleplay.cli.delivery import FORM, OUT, deliver, form_of
from roleplay.cli.playbill import callers, playbill
from roleplay.cli.reading import casting_of, talks_of
from roleplay.cli.scoredtalk import ScoredTalk, scored_talk, titles_of
from roleplay.cli.sending import SEND_AS_IS, Sending
from roleplay.cli.voices import who_is_who
from roleplay.dialogue import LANGUAGES, Exchange
from roleplay.errors import Unusable
from roleplay.scoreform import score_json, summary_json
from roleplay.scoring import Skill
from roleplay.wording import say
from roleplay.workshop.branches import Attempt, beside, change, parting

__all__ = ["command"]


@click.command(
    help=tell(
        "Put two attempts at one talk beside each other, from where they part. On a page, names and numbers are replaced by pseudonyms unless --with-text is given."
    ),
    epilog=examples(
        "roleplay compare 01JD4 01JD7",
        "roleplay compare first.jsonl last --out compared.html",
        "roleplay compare monday.vtt friday.vtt --trainee Anna --persona Mama --lang ro",
    ),
)
@click.argument("names", metavar="A B", nargs=-1)
@click.option("--scorers", "wanted", metavar="A,B", help=tell("Only these skills."))
@click.option(
    "--lang", "language", type=click.Choice(LANGUAGES), help=tell("The language of messages, and of transcripts that do not say theirs.")
)
@CODER
@BASE_URL
@SEND_AS_IS
@click.option("--with-text", "plain", is_flag=True, help=tell("On a page: show words and names as they are."))
@click.option(
    "--name",
    "hidden",
    metavar="NAME",
    multiple=True,
    help=tell("A name to replace, in every case and in both scripts; those of speakers are known."),
)
@who_is_who
@FORM
@OUT
@click.pass_context
def command(
    ctx: click.Context,
    /,
    names: tuple[str, ...],
    wanted: str | None,
    language: str | None,
    coder: str | None,
    base_url: str | None,
    as_is: bool,
    plain: bool,
    hidden: tuple[str, ...],
    form: str | None,
    out: Path | None,
    **roles: Any,
) -> int:
    room = context(ctx, language)
    if len(names) != 2:
        raise Unusable("name the two talks to compare, as in: roleplay compare 01JD4 last; which there are: roleplay transcripts list")
    read_by = talks_of(room, casting_of(roles, language))
    marking = coders(room, coder, room.skills(loud=False), base_url=base_url)
    sending = Sending(as_is=as_is, names=hidden)
    talks = [scored_talk(room, room.store.resolve(name), read_by, marking=marking, sending=sending) for name in names]
    sending.tell()
    skills = _common(talks, [room.find("scorers", name).name for name in wanted.split(",") if name] if wanted is not None else None)
    one, other = attempts(talks[0], talks[1], skills)
    reader = language or talks[0].language
    chosen = form_of(form, out, "text")
    if chosen == "json":
        deliver(json.dumps(as_data(talks, (one, other), skills, reader), ensure_ascii=False, indent=2), out)
    elif chosen == "html":
        deliver(_page(talks, (one, other), skills, reader, None if plain else hidden).rstrip("\n"), out)
    else:
        from roleplay.cli.comparing import parts
        from roleplay.cli.paper import show

        header = talks[0].transcript.header
        persona, _ = playbill(room, header, talks[0].language) or (None, None)
        stems = [talk.path.stem for talk in talks]
        show(parts((one, other), stems, titles_of(skills, reader), callers(header, persona), reader), out)
    return 0


def _page(
    talks: list[ScoredTalk], found: tuple[Attempt, Attempt], skills: list[Skill], language: str, hidden: tuple[str, ...] | None
) -> str:
    """The comparison as a page; with pseudonyms for the names in the talks and for those *hidden* besides, unless these are None."""
    from roleplay.redaction.pseudonyms import Redactor, people
    from roleplay.reports.attempts import html

    if hidden is None:
        return html(found, [talk.path.stem for talk in talks], skills, language)
    known = [name for talk in talks for name in people(talk.transcript.header, talk.transcript.turns)]
    called = [say("Attempt {number}", language, number=number) for number in (1, 2)]  # the name of a file may be that of a person
    return html(found, called, skills, language, Redactor([*hidden, *known]), redacted=True)


def _common(talks: list[ScoredTalk], wanted: list[str] | None) -> list[Skill]:
    """The skills that both talks were scored by. Raises `Unusable` if there is none."""
    first, second = talks
    common = [skill for skill in first.skills if skill.id in {each.id for each in second.skills} and (wanted is None or skill.id in wanted)]
    if not common:
        raise Unusable("there is no skill by which both talks can be scored")
    return common


def attempts(one: ScoredTalk, other: ScoredTalk, skills: list[Skill]) -> tuple[Attempt, Attempt]:
    """Both talks from where they part."""
    shared = parting(one.transcript.turns, other.transcript.turns)
    names = tuple(skill.id for skill in skills)

    def attempt(talk: ScoredTalk) -> Attempt:
        kept = {turn: tuple(score for score in found if score.scorer in names) for turn, found in talk.scores.items()}
        return Attempt(header=talk.transcript.header, turns=talk.transcript.turns, shared=shared, scores=kept, skills=names)

    return attempt(one), attempt(other)


def as_data(talks: list[ScoredTalk], found: tuple[Attempt, Attempt], skills: list[Skill], language: str) -> dict[str, Any]:
    """The comparison as data: what is shared, each skill in both, and the replies beside each other."""
    one, other = found
    cards = one.card.summary, other.card.summary
    by_id = {skill.id: skill for skill in skills}

    def reply(attempt: Attempt, each: Exchange | None) -> dict[str, Any] | None:
        if each is None:
            return None
        turn, heard = each.reply, each.heard
        scores = [score_json(score, by_id[score.scorer], attempt.header, language) for score in attempt.scores.get(turn.index, ())]
        return {"turn": turn.index, "heard": None if heard is None else heard.text, "reply": turn.text, "scores": scores}

    return {
        "schema": 1,
        "shared": one.shared,
        "versions": {skill.id: skill.version for skill in skills},
        "attempts": [
            {"id": talk.transcript.header.id, "path": str(talk.path), "coder": talk.coder, "summary": summary_json(attempt.card.summary)}
            for talk, attempt in zip(talks, found, strict=True)
        ],
        "change": {name: change(cards[0][name], cards[1][name]) for name in one.skills},
        "replies": [[reply(attempt, each) for attempt, each in zip(found, pair, strict=True)] for pair in beside(one, other)],
    }
