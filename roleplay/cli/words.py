"""The sentences click says by itself, listed so that they are in our catalogues. Never imported by the program."""

from roleplay.errors import mark

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
    mark("{name} {filename!r} is a directory."),
)
