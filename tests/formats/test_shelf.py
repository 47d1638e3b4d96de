"""Formats are plugins: found, recognised, and when broken they stop nothing else."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from roleplay import API_VERSION
from roleplay.dialogue import Transcript
from roleplay.errors import StorageFailed, TranscriptInvalid, Unusable
from roleplay.formats import shelf
from roleplay.formats.conversation import Conversation, Document, Format, Utterance, Writer
from roleplay.formats.shelf import formats, opened
from tests.builders import header
from tests.formats.files import document


class Shouting:
    """A format of somebody else."""

    id = "shout"
    title = "Shouting"

    def sniff(self, document: Document) -> float:
        """Sure of itself, and wrong where the file is empty."""
        return 1.0 if document.text[0] == "!" else 0.0

    def read(self, document: Document) -> list[Conversation]:
        """Stumbles over two signs."""
        if document.text.startswith("!!"):
            raise RuntimeError("too loud")
        return [Conversation(utterances=(Utterance(text=document.text),))]


SHOUTING = Shouting()


def point(name: str, value: str) -> EntryPoint:
    """An entry point."""
    return EntryPoint(name, value, "roleplay.formats")


HERE = "tests.formats.test_shelf:SHOUTING"


def test_all_shipped_formats_are_found_and_none_is_broken() -> None:
    found = formats(shipped_only=True)

    assert found.broken == ()
    assert all(isinstance(each, Format) and each.id == name for name, each in found.known.items())
    assert sorted(name for name, each in found.known.items() if isinstance(each, Writer)) == ["csv", "jsonl", "md", "openai", "vtt"]


def test_a_format_of_somebody_else_enters_by_the_same_door() -> None:
    found = formats(installed=[point("shout", HERE)])

    assert found.recognise(document("!x")).id == "shout"
    assert formats(installed=[point("shout", HERE)], shipped_only=True).known == {}


@pytest.mark.parametrize("value", ["no.such:thing", "tests.formats.test_shelf:HERE", "tests.formats.test_shelf:nothing"])
def test_a_broken_format_is_listed_and_stops_no_other(value: str) -> None:
    found = formats(installed=[point("bad", value), point("shout", HERE)])

    assert (list(found.known), [broken.name for broken in found.broken]) == (["shout"], ["bad"])


def test_g19_a_name_that_is_taken_twice_is_refused_and_reported() -> None:
    found = formats(installed=[point("shout", HERE), point("shout", "roleplay.formats.table:CSV")])

    assert found.known == {}
    assert all("the name is taken twice" in broken.reason for broken in found.broken)


@pytest.mark.parametrize("name", ["sniff", "read", "write"])
@pytest.mark.parametrize("error", [SystemExit(7), BaseException("out"), ValueError("no")])
def test_g16_a_format_that_leaves_or_raises_anything_is_contained(name: str, error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    """G16: not sure of the file, or a bad file; the program goes on, and other formats are asked."""

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(Shouting, name, fail, raising=False)
    monkeypatch.setattr(Shouting, "write", fail, raising=False)
    found = formats(installed=[point("shout", HERE), point("plain", "roleplay.formats.plain:PLAIN")])
    if name == "sniff":
        assert found.recognise(document("Ann: hello\nBen: good day\nAnn: well\n")).id == "plain"
    elif name == "read":
        with pytest.raises(TranscriptInvalid, match=f"cannot be read as shout .{type(error).__name__}"):
            found.read(document("!"))
    else:
        with pytest.raises(TranscriptInvalid, match=f"cannot be written as shout .{type(error).__name__}"):
            found.write(Transcript(header=header()), "shout")


@pytest.mark.parametrize("sureness", [float("nan"), 2.0, -1.0, float("inf")])
def test_g17_a_format_that_is_surer_than_sure_is_not_believed(sureness: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """G17: what is no number from 0 to 1 counts as 0."""
    monkeypatch.setattr(Shouting, "sniff", lambda *_: sureness)
    with pytest.raises(TranscriptInvalid):
        formats(installed=[point("shout", HERE)]).recognise(document("!"))


def test_g16_what_a_format_prints_stays_out_of_the_data(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """G16: standard output is data."""

    def loud(*_: object) -> float:
        print("{")
        return 1.0

    monkeypatch.setattr(Shouting, "sniff", loud)
    found = formats(installed=[point("shout", HERE)])
    assert found.recognise(document("!x")).id == "shout"
    found.read(document("!x"))
    assert capsys.readouterr().out == ""


def test_g20_a_format_for_another_interface_is_refused_with_both_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    """G20: it is listed as broken, and asked for by name it is refused with the reason."""
    monkeypatch.setattr(Shouting, "api_version", 99, raising=False)
    found = formats(installed=[point("shout", HERE)])
    assert found.known == {}
    assert "version 99" in found.broken[0].reason
    assert str(API_VERSION) in found.broken[0].reason
    with pytest.raises(Unusable, match=r"shout cannot be used: .*version 99"):
        found.get("shout")
    with pytest.raises(Unusable, match=r"shout cannot be used: .*version 99"):
        found.writer("shout")


def test_a_format_that_stumbles_is_a_bad_file_and_no_crash() -> None:
    found = formats(installed=[point("shout", HERE)])

    with pytest.raises(TranscriptInvalid, match=r"cannot be read as shout .RuntimeError: too loud"):
        found.read(document("!!"))
    with pytest.raises(TranscriptInvalid, match="holds no conversation"):
        found.read(document(""))


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ('{"a": 1', "x.json", "broken: line 1"),
        ('{"a": NaN}', "x.json", "broken: NaN"),
        ('{"a": 1e999}', "x.json", "broken"),
        ('{"a": 1, "a": 2}', "x.json", "twice"),
        ("[" * 100_000, "x.json", "too deeply"),
        ("[" * 60 + "]" * 60, "x.json", "too deeply"),
        ('{"a": ' + "9" * 5000 + "}", "x.json", "broken"),
        ('{"version": 1, "nodes": []}', "x.json", r"\(version, nodes\)"),
        ("a,b,c,d\n1,2,3,4", "x.csv", "a table without a column"),
        ("<html></html>", "x.html", "no known export"),
    ],
)
def test_t3_what_is_no_conversation_is_refused_with_a_reason(text: str, name: str, words: str) -> None:
    with pytest.raises(TranscriptInvalid, match=words):
        formats().recognise(document(text, name))


def test_a_name_that_is_no_format_is_refused_with_those_that_are() -> None:
    with pytest.raises(Unusable, match="there are: chatgpt, csv"):
        formats().get("nope")
    with pytest.raises(Unusable, match="srt is no format that can be written; these are: csv, jsonl"):
        formats().writer("srt")


def test_files_that_are_empty_missing_or_too_large_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.txt"
    with pytest.raises(StorageFailed, match="cannot be read"):
        opened(path)
    path.write_bytes(b"\xef\xbb\xbf\n \0")
    with pytest.raises(TranscriptInvalid, match="is empty"):
        opened(path)
    monkeypatch.setattr(shelf, "MAX_BYTES", 2)
    with pytest.raises(TranscriptInvalid, match="split it"):
        opened(path)
