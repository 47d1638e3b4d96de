"""A transcript written in another format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import Call, one_line
from tests.cli.talks import BLAME, lines, write


@pytest.fixture(name="talk")
def _talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.jsonl"
    write(path, lines(BLAME))
    return path


@pytest.mark.parametrize(
    ("form", "words"), [("jsonl", '"type":"turn"'), ("md", "**trainee:**"), ("csv", '"trainee"'), ("openai", '"assistant"')]
)
def test_every_format_goes_to_standard_output(call: Call, talk: Path, form: str, words: str) -> None:
    outcome = call("transcripts", "export", talk, "--format", form)

    assert (outcome.code, outcome.err) == (0, "")
    assert words in outcome.out


def test_jsonl_is_exactly_the_file(call: Call, talk: Path) -> None:
    exported = call("transcripts", "export", talk, "--format", "jsonl").objects

    assert [line.get("text") for line in exported] == [json.loads(line).get("text") for line in talk.read_text("utf-8").splitlines()]


def test_d11_a_file_is_private_and_a_word_of_care_is_said(call: Call, talk: Path, tmp_path: Path) -> None:
    outcome = call("transcripts", "export", talk, "--format", "csv", "--out", tmp_path / "out.csv")

    assert (outcome.code, outcome.out) == (0, "")
    assert "share it with care" in outcome.err
    assert (tmp_path / "out.csv").stat().st_mode & 0o077 == 0
    assert str(tmp_path) not in (tmp_path / "out.csv").read_text("utf-8")


def test_what_cannot_be_written_is_said(call: Call, talk: Path, tmp_path: Path) -> None:
    assert one_line(call("transcripts", "export", talk, "--format", "srt"), 2, "these are: csv, jsonl, md, openai, vtt")
    assert one_line(call("transcripts", "export", talk, "--format", "md", "--out", tmp_path / "no" / "x.md"), 4, "cannot be written")
    write(tmp_path / "none.jsonl", lines())
    assert one_line(call("transcripts", "export", tmp_path / "none.jsonl", "--format", "md"), 6, "holds no conversation")
