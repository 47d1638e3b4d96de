"""The command line. The root only wires: a command's module is imported when that command is run, so that help and errors are instant."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from roleplay.errors import RoleplayError, mark

COMMANDS = {
    "practice": mark("Hold a conversation, scored reply by reply."),
    "score": mark("Score transcripts."),
    "code": mark("Show what the coder marks in one reply."),
    "agreement": mark("Measure how far the coder agrees with human labels."),
    "replay": mark("Go through a transcript turn by turn."),
    "report": mark("Make a page of a talk, to read, print and pass on."),
    "compare": mark("Put two attempts at one talk beside each other."),
    "tree": mark("Show all branches of a talk."),
    "progress": mark("Show your skills over your talks."),
    "personas": mark("The characters to talk with."),
    "scorers": mark("The skills that are graded."),
    "models": mark("The chat models that can speak for a partner."),
    "serve": mark("Offer the partners as models to any chat client."),
    "transcripts": mark("The talks that were kept."),
    "config": mark("Settings."),
    "plugins": mark("Personas, scorers, kinds of models and formats: what is there and from where."),
    "doctor": mark("Check what is installed, and say what is broken and why."),
}

MEANT = {
    **dict.fromkeys(("chat", "talk", "start", "play", "run", "exercise"), "practice"),
    **dict.fromkeys(("history", "talks", "sessions", "log", "logs", "list", "ls"), "transcripts list"),
    **dict.fromkeys(("show", "last", "view", "read"), "replay last"),
    **dict.fromkeys(("stats", "skills", "statistics"), "progress"),
    **dict.fromkeys(("settings", "set", "lang", "language"), "config show"),
    "delete": "transcripts delete",
    "import": "transcripts import",
    "export": "transcripts export",
    "help": "--help",
    "version": "--version",
}
"""What other programs call it, and its name here."""


class Lazy(click.Group):
    """A group whose commands live in ``roleplay.cli.<name>`` and are imported when asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"roleplay.cli.{name}")
        command: click.Command = module.command
        _everywhere(command)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from roleplay.cli.context import nearest, tell

            meant = MEANT.get(args[0].lower())
            near = tell(" (did you mean {near}?)", near=meant) if meant else nearest(args[0], COMMANDS)
            ctx.fail(tell("there is no command {name}", name=args[0]) + near)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_translated("Commands")):
            formatter.write_dl([(name, _translated(text)) for name, text in COMMANDS.items()])


def _language() -> str:
    """The language of help, found without importing what commands need: the settings' or the locale's."""
    for value in (os.environ.get("ROLEPLAY_LANGUAGE"), _settled(), *(os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))):
        short = (value or "")[:2].lower()
        if short:
            return short if short in ("ru", "ro") else "en"
    return "en"


def _settled() -> str | None:
    """The language in ``config.toml``, read as a line and not parsed: help must be instant."""
    home = os.environ.get("ROLEPLAY_HOME")
    if home is None and sys.platform.startswith("linux"):  # what platformdirs says there, without its 10 ms
        home = os.path.join(os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config"), "roleplay")
    elif home is None:
        from platformdirs import user_config_dir

        home = user_config_dir("roleplay", appauthor=False)
    try:
        with open(os.path.join(home, "config.toml"), encoding="utf-8") as lines:
            found = [line.partition("=")[2].strip(" \"'\n") for line in lines if line.startswith("language")]
    except (OSError, UnicodeDecodeError):
        return None
    return found[0] if found else None


def _let_click_speak() -> None:
    """Let click's own sentences ("Usage:", "Missing argument") come from our catalogues."""
    import gettext
    from pathlib import Path

    os.environ["LANGUAGE"] = _language()  # what gettext looks at first
    gettext.bindtextdomain("roleplay", str(Path(__file__).parent.parent / "locale"))
    gettext.textdomain("roleplay")


def _translated(text: str) -> str:
    if _language() == "en":
        return text
    from roleplay.cli.context import tell

    return tell(text)


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        import roleplay

        click.echo(f"roleplay {roleplay.__version__}")
        ctx.exit()


def _told(ctx: click.Context, option: click.Parameter, value: object) -> None:
    """Keep what was said before or after the name of a command, for `roleplay.cli.context`."""
    given = ctx.find_root().ensure_object(dict)
    if value:
        given[option.name] = value


def _general() -> list[click.Parameter]:
    """What every command takes, before its name or after it."""
    kept: dict[str, Any] = {"expose_value": False, "callback": _told}
    return [
        click.Option(["--plugins"], metavar="DIR", help=_translated("Also use the personas, scorers and words in this folder."), **kept),
        click.Option(["--no-plugins"], is_flag=True, help=_translated("Use only what ships with roleplay."), **kept),
        click.Option(["--local-only"], is_flag=True, help=_translated("Let nothing leave this machine."), **kept),
    ]


def _everywhere(command: click.Command) -> None:
    """Let *command*, or each command of a group, take what the program itself takes."""
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _everywhere(inner)
    elif not any(option.name == "no_plugins" for option in command.params):
        command.params += _general()


EXAMPLES = """
  roleplay practice grumbling_parent --lang en
  roleplay practice difficult_client --scenario angry-review < replies.txt
  roleplay score last
"""


@click.group(
    cls=Lazy,
    invoke_without_command=True,
    epilog="\b\n" + _translated("Examples:") + EXAMPLES,
    help=_translated("Practise hard conversations against a simulated partner, and hear reply by reply how well you listened."),
    params=_general(),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help=_translated("Show the version and exit.")
)
@click.pass_context
def root(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        if sys.stdin.isatty() and sys.stdout.isatty():
            from roleplay.cli.menu import menu

            ctx.exit(menu(ctx))
        click.echo(ctx.get_help())


def main() -> None:
    """Run the program; every way out is an exit code and at most one line."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by who started us
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115  # open as long as the program runs
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run with *arguments*; the exit code."""
    if _language() != "en":
        _let_click_speak()
    try:
        result: Any = root.main(arguments, prog_name="roleplay", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.Abort:
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except SystemExit:  # how click leaves when nobody reads on
        return 0
    except RoleplayError as error:
        from roleplay.cli.context import complain

        complain(error)
        return error.exit_code
    except Exception as error:
        if os.environ.get("ROLEPLAY_DEBUG"):
            raise
        from roleplay.cli.context import stumble

        stumble(error)
        return 1
