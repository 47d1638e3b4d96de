"""``roleplay practice``: hold a conversation."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from roleplay.cli.choices import Asked
from roleplay.cli.coding import BASE_URL, CODER
from roleplay.cli.context import context, examples, tell
from roleplay.cli.sending import SEND_AS_IS
from roleplay.dialogue import LANGUAGES
from roleplay.errors import Unusable
from roleplay.persona import DIFFICULTIES

__all__ = ["command"]


@click.command(
    help=tell("Hold a conversation with PERSONA. Off a terminal, standard input is read as one reply a line."),
    epilog=examples(
        "roleplay practice grumbling_parent --lang ru --me f",
        "roleplay practice absent_father --scenario he-declines --difficulty easy",
        "roleplay practice difficult_client --model ollama:gemma3 --coder ollama:gemma3",
        "roleplay practice difficult_client --format json < replies.txt",
        "roleplay practice --from last --turn 4",
        "roleplay practice difficult_client --from call.jsonl --turn 12 --as Ana",
    ),
)
@click.argument("persona", required=False)
@click.option("--scenario", help=tell("The situation; see: roleplay personas show PERSONA."))
@click.option("--lang", "language", type=click.Choice(LANGUAGES), help=tell("The language of the talk and of all messages."))
@click.option("--me", "gender", type=click.Choice(["f", "m"]), help=tell("Your grammatical gender."))
@click.option("--difficulty", type=click.Choice(DIFFICULTIES), help=tell("How fast the partner heats, and how much it takes to be let in."))
@click.option(
    "--about", metavar="TEXT", help=tell("Make the partner your own: “name: …; calls me: …; phrases: … | …”, and what they say in quotes.")
)
@click.option(
    "--model", metavar="NAME", help=tell("Who speaks for the partner: offline, openai:NAME, ollama:NAME, …; see: roleplay models list.")
)
@BASE_URL
@CODER
@click.option("--feedback", type=click.Choice(["turn", "end", "off"]), help=tell("When you hear how it went."))
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help=tell("Choose the same lines again."))
@click.option("--speed", type=click.FloatRange(0, 100), help=tell("How fast the partner speaks on a terminal; 0 shows lines at once."))
@click.option("--save", type=click.Path(dir_okay=False, path_type=Path), help=tell("Keep the transcript in this file."))
@click.option("--from", "origin", metavar="TRANSCRIPT", help=tell("Go on from a transcript, as a branch."))
@click.option("--as", "voice", metavar="NAME", help=tell("With --from an imported talk: whose place you take."))
@click.option("--changed", is_flag=True, help=tell("With --from: go on although the persona has changed since."))
@SEND_AS_IS
@click.option("--turn", type=click.IntRange(0), help=tell("With --from: the turn to try again."))
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "jsonl"]), default="text", help=tell("What standard output is, off a terminal.")
)
@click.pass_context
def command(ctx: click.Context, /, **given: Any) -> int:
    asked = Asked(**given)
    room = context(ctx, asked.language)
    if asked.turn is not None and not asked.origin:
        raise Unusable("--turn goes with --from")
    if asked.voice is not None and not asked.origin:
        raise Unusable("--as goes with --from")
    if sys.stdin.isatty() and sys.stdout.isatty() and asked.form == "text":
        from roleplay.cli.terminal import play

        return play(room, asked)
    from roleplay.cli.piped import hold

    return hold(room, asked)
