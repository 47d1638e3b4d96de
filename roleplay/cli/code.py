"""``roleplay code``: what the coder marks in one reply."""

from __future__ import annotations

import json

import click

from roleplay.cli.coding import BASE_URL, CODER, RULES, coders
from roleplay.cli.context import context, examples, message_language, note, tell, to_stdout
from roleplay.codes import Coding
from roleplay.dialogue import LANGUAGES, Exchange, Speaker, Turn
from roleplay.errors import Unusable
from roleplay.inert import inert
from roleplay.wording import say_many

__all__ = ["command"]


@click.command(
    help=tell("Show what the coder marks in TEXT, and where."),
    epilog=examples(
        'roleplay code "You never listen to me" --lang en --explain',
        'roleplay code "Is it hard, all alone?" --lang en --coder ollama:gemma3',
        'roleplay code "Тебе тяжело одной. Расскажи" --lang ru --context "Никто не приезжает"',
    ),
)
@click.argument("text")
@click.option("--lang", "language", type=click.Choice(LANGUAGES), help=tell("The language of the reply."))
@click.option("--context", "heard", default="", metavar="TEXT", help=tell("What the partner said before."))
@CODER
@BASE_URL
@click.option("--explain", is_flag=True, help=tell("Also say why: which signs spoke for and against it, and what was nearly marked."))
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.pass_context
def command(
    ctx: click.Context, text: str, language: str | None, heard: str, coder: str | None, base_url: str | None, explain: bool, form: str
) -> None:
    room = context(ctx, language)
    reader = message_language(room.settings)
    spoken = language or reader
    rules = room.coder(spoken)
    coding = rules.code_text(text, heard)
    if coder not in (None, RULES):
        if explain:
            raise Unusable("--explain tells why the rules mark what they mark; a model gives no such reasons")
        coding = coders(room, coder, room.skills(spoken), base_url=base_url)(spoken).code(_exchange(text, heard))
        if coding.failure is not None:
            raise coding.failure
    if form == "json":
        marks = [
            {"code": str(m.code), "quote": m.quote, "start": m.start, "end": m.end, "strength": m.strength, "rule": m.rule}
            for m in coding.marks
        ]
        value: dict[str, object] = {
            "coder": coding.coder,
            "version": coding.version,
            **_brief(coding),
            "marks": marks,
        }
        if coding.coder != RULES:
            value |= {"dropped": coding.dropped, "others": {by: _brief(other) for by, other in coding.others.items()}}
        if explain:
            from roleplay.cli.reasons import as_data

            told = as_data(rules.explain(text, heard))
            value |= told | {"marks": [mark | why for mark, why in zip(marks, told["marks"], strict=True)]}
        to_stdout(json.dumps(value, ensure_ascii=False, indent=2))
        return
    to_stdout(_summed(coding))
    if explain:
        from roleplay.cli.reasons import show

        show(rules.explain(text, heard), reader)
        return
    for mark in coding.marks:
        to_stdout(f"  {mark.code:<22} {inert(mark.quote, lines=False)}")
    for by, other in coding.others.items():
        if _brief(other) != _brief(coding):
            to_stdout(f"{by}: {_summed(other)}")
    if coding.dropped:
        note(
            say_many(
                "{n} code was left out, because its words are not in the reply.",
                "{n} codes were left out, because their words are not in the reply.",
                coding.dropped,
                reader,
            )
        )


def _exchange(text: str, heard: str) -> Exchange:
    before = Turn(index=0, speaker=Speaker.PERSONA, text=heard)
    return Exchange(heard=before if heard else None, reply=Turn(index=1, speaker=Speaker.TRAINEE, text=text))


def _brief(coding: Coding) -> dict[str, object]:
    return {
        "blame": coding.blame,
        "i_message": str(coding.i_message),
        "listening_level": coding.listening_level,
        "weight": str(coding.weight),
    }


def _summed(coding: Coding) -> str:
    return tell(
        "blame {blame}, I-message {kind}, listening level {level}; heard: {weight}",
        blame=coding.blame,
        kind=tell(coding.i_message),
        level=coding.listening_level,
        weight=tell(coding.weight),
    )
