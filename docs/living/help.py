"""The answer of a command to ``--help``, and the page of all commands."""

from __future__ import annotations

import click
from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from roleplay.cli import COMMANDS, root

__all__ = ["Commands", "Help", "asked", "sections", "tree"]

_WIDTH = 78  # as click takes it, without its margin


def tree() -> dict[str, click.Command]:
    """Every command by its words, in the order of ``roleplay --help``; the program itself is the empty string."""
    context = click.Context(root)
    everything: dict[str, click.Command] = {"": root}
    for name in COMMANDS:
        command = root.get_command(context, name)
        assert command is not None
        everything[name] = command
        if isinstance(command, click.Group):
            everything |= {f"{name} {below}": each for below, each in command.commands.items()}
    return everything


def asked(words: str) -> str:
    """What ``roleplay`` *words* ``--help`` prints where lines are 80 wide. Raises `KeyError` where there is no such command."""
    there = tree()
    context = click.Context(root, info_name="roleplay", terminal_width=_WIDTH, **root.context_settings)
    for number, word in enumerate(words.split(), 1):
        command = there[" ".join(words.split()[:number])]
        context = click.Context(command, parent=context, info_name=word, **command.context_settings)
    return context.get_help()


class Help(SphinxDirective):
    """``{help} personas new``: the help of that command."""

    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        words = self.arguments[0].strip() if self.arguments else ""
        text = " ".join(filter(None, ("$ roleplay", words, "--help\n"))) + asked(words)
        return [nodes.literal_block(text, text, language="console")]


def sections(notes: dict[str, str]) -> str:
    """A section for every command, with its help below its note, as the text of a page. Raises `KeyError` for a note on what is no command."""
    there = tree()
    for words in notes:
        there[words]
    return "\n".join(
        f"{'###' if ' ' in words else '##'} `{words or 'roleplay'}`\n\n{notes.get(words, '')}\n\n```{{help}} {words}\n```\n"
        for words in there
    )


class Commands(SphinxDirective):
    """``{commands}``: `sections`; its lines are the notes, ``practice: what the help does not say``."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        notes = dict(line.split(": ", 1) for line in self.content if line.strip())
        holder = nodes.section()
        self.state.nested_parse(StringList(sections(notes).splitlines(), source="help"), 0, holder, match_titles=True)
        return holder.children
