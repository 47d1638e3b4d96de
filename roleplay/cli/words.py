"""The sentences click says by itself, listed so that they are in our catalogues. Never imported by the program."""

from roleplay.errors import mark


def mark_many(one: str, many: str) -> tuple[str, str]:
    """Mark both forms of a sentence with a number."""
    return one, many


WORDS = (
    mark("Aborted!"),
    mark("Choose from:\n\t{choices}"),
    mark("Error: {message}"),
    mark("Invalid value for {param_hint}: {message}"),
    mark("Invalid value: {message}"),
    mark("Missing argument"),
    mark("Missing command."),
    mark("Missing option"),
    mark("Commands"),
    mark("Options"),
    mark("Show this message and exit."),
    mark("Try '{command} {option}' for help."),
    mark("Usage:"),
    mark("{value!r} is not a valid {number_type}."),
    mark("{value} is not in the range {range}."),
    mark("Option {name!r} does not take a value."),
    mark("No such option {name!r}."),
    mark("No such command {name!r}."),
    mark("{name} {filename!r} does not exist."),
    mark_many("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    mark_many("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    mark_many("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    mark_many("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    mark("{name} {filename!r} is a directory."),
)
