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
@click.option("--explain", is_flag=True, help=tell("Also say why: which signs spoke for and against it, and what was nearly marked."))
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.pass_context
def command(ctx: click.Context, text: str, language: str | None, heard: str, explain: bool, form: str) -> None:
    room = context(ctx, language)
    reader = message_language(room.settings)
    coder = room.coder(language or reader)
    coding = coder.code_text(text, heard)
    if form == "json":
        marks = [
            {"code": str(m.code), "quote": m.quote, "start": m.start, "end": m.end, "strength": m.strength, "rule": m.rule}
            for m in coding.marks
        ]
        value: dict[str, object] = {
            "coder": coding.coder,
            "version": coding.version,
            "blame": coding.blame,
            "i_message": str(coding.i_message),
            "listening_level": coding.listening_level,
            "weight": str(coding.weight),
            "marks": marks,
        }
        if explain:
            from roleplay.cli.reasons import as_data

            told = as_data(coder.explain(text, heard))
            value |= told | {"marks": [mark | why for mark, why in zip(marks, told["marks"], strict=True)]}
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
    if explain:
        from roleplay.cli.reasons import show

        show(coder.explain(text, heard), reader)
        return
    for mark in coding.marks:
        to_stdout(f"  {mark.code:<22} {inert(mark.quote, lines=False)}")
