"""``roleplay code``: what the coder marks in one reply."""

from __future__ import annotations

import json

import click

from roleplay.cli.context import context, examples, message_language, tell, to_stdout
from roleplay.dialogue import LANGUAGES
from roleplay.inert import inert

__all__ = ["command"]


@click.command(
    help=tell("Show what the coder marks in TEXT, and where."),
    epilog=examples(
        'roleplay code "You never listen to me" --lang en --explain',
        'roleplay code "Тебе тяжело одной. Расскажи" --lang ru --context "Никто не приезжает"',
    ),
)
@click.argument("text")
@click.option("--lang", "language", type=click.Choice(LANGUAGES), help=tell("The language of the reply."))
@click.option("--context", "heard", default="", metavar="TEXT", help=tell("What the partner said before."))
@click.option("--explain", is_flag=True, help=tell("Also say by which rule, and how strongly."))
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.pass_context
def command(ctx: click.Context, text: str, language: str | None, heard: str, explain: bool, form: str) -> None:
    from roleplay.coders.rules import RuleCoder

    room = context(ctx, language)
    coding = RuleCoder(language or message_language(room.settings)).code_text(text, heard)
    if form == "json":
        marks = [
            {"code": str(m.code), "quote": m.quote, "start": m.start, "end": m.end, "strength": m.strength, "rule": m.rule}
            for m in coding.marks
        ]
        value = {
            "coder": coding.coder,
            "version": coding.version,
            "blame": coding.blame,
            "i_message": str(coding.i_message),
            "listening_level": coding.listening_level,
            "weight": str(coding.weight),
            "marks": marks,
        }
        to_stdout(json.dumps(value, ensure_ascii=False, indent=2))
        return
    to_stdout(
        tell(
            "blame {blame}, I-message {kind}, listening level {level}; heard: {weight}",
            blame=coding.blame,
            kind=coding.i_message,
            level=coding.listening_level,
            weight=coding.weight,
        )
    )
    for mark in coding.marks:
        why = f"  ({mark.rule}, {mark.strength:g})" if explain else ""
        to_stdout(f"  {mark.code:<22} {inert(mark.quote, lines=False)}{why}")
