"""The contracts of the testing kit: what keeps to them passes, what does not is told with all that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

import roleplay.testing
from roleplay.formats.conversation import Conversation, Document, Utterance
from roleplay.formats.shelf import formats
from roleplay.plugins import discover
from roleplay.testing import check_format, check_persona, check_scorer, exchange, score
from tests import persona_folders, scorer_folders

SHIPPED = formats(shipped_only=True).known


class Quiet:
    """A format that keeps its head; subclasses lose it."""

    id, title = "quiet", "Quiet"

    def sniff(self, document: Document) -> float:
        return 0.9 if document.text.startswith("quiet") else 0.0

    def read(self, document: Document) -> list[Conversation]:
        return [Conversation(utterances=(Utterance(text=document.text, start=0.0), Utterance(text="x", start=1.0)))]


class Raising(Quiet):
    def sniff(self, document: Document) -> float:
        return 1.0 if document.text[0] == "q" else 0.0

    def read(self, document: Document) -> list[Conversation]:
        return [] if document.text.startswith("quiet") else [Conversation(title={"a": "b"}["no"])]


class Backwards(Quiet):
    def read(self, document: Document) -> list[Conversation]:
        return [Conversation(utterances=(Utterance(text="b", start=5.0, end=1.0), Utterance(text="a", start=2.0)))]


class Sure(Quiet):
    api_version = 2

    def sniff(self, document: Document) -> float:
        return 7.0


class Forgetful(Quiet):
    def write(self, transcript: object) -> str:
        return "quiet"


def told(form: object) -> str:
    """All that is wrong with *form*."""
    with pytest.raises(AssertionError) as caught:
        check_format(form, "quiet")  # type: ignore[arg-type]  # what is no format is what is tried
    return str(caught.value)


def test_a_format_that_keeps_its_head_passes() -> None:
    """As do the shipped ones, with examples of their own."""
    check_format(Quiet(), "quiet")
    check_format(SHIPPED["vtt"], "WEBVTT\n\n00:00.000 --> 00:01.000\n<v Ann>Hello.\n\n00:05.000 --> 00:06.000\n<v Ben>Good day.\n")
    check_format(SHIPPED["plain"], "Ann: hello there\nBen: good day\nAnn: how are you?\n")


def test_all_that_is_wrong_with_a_format_is_told_at_once() -> None:
    """Raising, sureness out of range, no talk, times that go back, another interface, what it wrote and cannot read, what is no format."""
    raising = told(Raising())
    assert "sniff raises IndexError for ''" in raising
    assert "read raises KeyError" in raising
    assert "reads no talk" in raising
    assert "order of their times" in told(Backwards())
    assert "ends before it starts" in told(Backwards())
    assert "version 2" in told(Sure())
    assert "7.0 sure" in told(Sure())
    assert "does not read what it has written" in told(Forgetful())
    assert "has not all of" in told(object())


def test_personas_and_scorers_are_held_to_their_checks(tmp_path: Path) -> None:
    """In order nothing happens; else every finding is in the message, by path or by text."""
    check_persona(persona_folders.write(tmp_path / "a"))
    check_scorer(str(scorer_folders.write(tmp_path / "b")))
    with pytest.raises(AssertionError, match=r"prompt\.j2: is missing"):
        check_persona(str(persona_folders.write(tmp_path / "c", template=None)))
    with pytest.raises(AssertionError, match=r"cases\.yaml: line 4: en: thanked: better 0 is not above worse 0"):
        check_scorer(scorer_folders.write(tmp_path / "d", scorer=scorer_folders.scorer_file(adds={})))


def test_a_scorer_is_asked_about_one_exchange() -> None:
    """By the rules of a language, with or without a gap."""
    pauses = discover("scorers", shipped_only=True).found["pauses"].folder
    assert score(pauses, exchange("I hear you.", gap=3.0), "en").value == 1.0
    assert score(pauses, exchange("I hear you.", gap=None), "en").value is None


def test_the_kit_is_imported_when_it_is_asked_for() -> None:
    """Every name is there, and no other."""
    assert all(getattr(roleplay.testing, name) for name in roleplay.testing.__all__)
    with pytest.raises(AttributeError):
        roleplay.testing.soup  # noqa: B018
