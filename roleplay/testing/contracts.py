"""What a plugin must keep to, as assertions: `check_persona`, `check_scorer`, `check_format`. Each raises `AssertionError` with all that is wrong."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from roleplay import API_VERSION
from roleplay.authoring import checks
from roleplay.authoring.cases import Coder
from roleplay.authoring.finding import Finding
from roleplay.catalog import load_skill
from roleplay.coders.rules import RuleCoder
from roleplay.dialogue import LANGUAGES, Exchange
from roleplay.errors import RoleplayError
from roleplay.formats.conversation import Document, Format, Writer
from roleplay.scoring import Verdict, grade
from roleplay.testing.builders import talk, transcript

__all__ = ["check_format", "check_persona", "check_scorer", "score"]

_JUNK = ("", "\0", "\ufeff", "{", "[" * 5000, '{"a": 1}', "a,b\n1,2\n", "-->\n", "Ann: hello\n", "\ud800", "x" * 100_000)


def check_persona(folder: str | os.PathLike[str]) -> None:
    """Assert that the persona in *folder* is in order: what ``roleplay personas check`` looks at."""
    _agreed(checks.check_persona(Path(folder)))


def check_scorer(folder: str | os.PathLike[str]) -> None:
    """Assert that the scorer in *folder* is in order and all its minimal pairs come out: what ``roleplay scorers check`` looks at."""
    coders: dict[str, Coder] = {language: RuleCoder(language) for language in LANGUAGES}
    _agreed(checks.check_skill(Path(folder), coders))


def score(folder: str | os.PathLike[str], exchange: Exchange, language: str) -> Verdict:
    """What the scorer in *folder* says of *exchange*, coded by the rules for *language* (``en``, ``ro``, ``ru``). Raises `PluginInvalid`."""
    scorer = load_skill(Path(folder)).scorer
    assert scorer is not None
    return grade(scorer, exchange, RuleCoder(language).code(exchange))


def check_format(form: Format, example: str, *, name: str = "example.txt") -> None:
    """Assert that *form* knows the text *example* of a file called *name*, reads talks from it, and keeps its head with any other text.

    A format that can write too must read again what it has written, word for word.
    """
    faults = list(_format_faults(form, Document(name, example)))
    assert not faults, f"{getattr(form, 'id', form)!s}:\n" + "\n".join(f"  {fault}" for fault in faults)


def _agreed(findings: list[Finding]) -> None:
    faults = [f"  {finding.said}" for finding in findings if not finding.note]
    assert not faults, "\n".join(["is not in order:", *faults])


def _format_faults(form: Format, example: Document) -> Iterator[str]:
    if not isinstance(form, Format):
        yield "has not all of id, title, sniff(document) and read(document)"
        return
    if (version := getattr(form, "api_version", API_VERSION)) != API_VERSION:
        yield f"is made for version {version} of the plugin interface, this roleplay has {API_VERSION}"
    sure = form.sniff(example)
    if not 0.3 <= sure <= 1:
        yield f"is {sure} sure of its own example, which is not from 0.3 to 1"
    talks = form.read(example)
    if not any(each.utterances or each.transcript for each in talks):
        yield "reads no talk from its own example"
    for each in talks:
        times = [said.start for said in each.utterances if said.start is not None]
        if times != sorted(times):
            yield "reads utterances that are not in the order of their times"
        if any(said.end is not None and said.start is not None and said.end < said.start for said in each.utterances):
            yield "reads an utterance that ends before it starts"
    yield from _with_junk(form)
    if isinstance(form, Writer):
        yield from _written(form)


def _with_junk(form: Format) -> Iterator[str]:
    """How it takes what is nothing."""
    for text in _JUNK:
        document = Document("junk.txt", text)
        try:
            sure = form.sniff(document)
        except Exception as error:  # a plugin may raise anything; here that is what is looked for
            yield f"sniff raises {type(error).__name__} for {text[:20]!r}, and must not raise"
            continue
        if not 0 <= sure <= 1:
            yield f"is {sure} sure of {text[:20]!r}, which is not from 0 to 1"
        try:
            form.read(document)
        except RoleplayError:
            continue
        except Exception as error:  # as above
            yield f"read raises {type(error).__name__} for {text[:20]!r}; raise TranscriptInvalid instead"


def _written(form: Writer) -> Iterator[str]:
    turns = tuple(replace(turn, start=10.0 * turn.index, end=10.0 * turn.index + 4) for turn in talk(4))
    told = replace(transcript(), turns=turns)
    text = form.write(told)
    if not isinstance(form, Format):
        return
    read = form.read(Document("written.txt", text))
    words = [said.text for talk in read for said in talk.utterances] + [
        turn.text for talk in read if talk.transcript for turn in talk.transcript.turns
    ]
    if [" ".join(each.split()) for each in words] != [turn.text for turn in told.turns]:
        yield f"does not read what it has written: {words!r}"
