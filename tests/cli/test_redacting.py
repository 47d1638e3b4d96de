"""A copy of a transcript with pseudonyms."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Call, one_line
from tests.cli.talks import kept, lines, write


@pytest.fixture(name="talk")
def _talk(tmp_path: Path) -> Path:
    return write(tmp_path / "talk.jsonl", lines("Radule, sună-mă la 0721 123 456.", trainee={"name": "Ana"}))


def test_d2_a_copy_is_made_with_a_count_and_the_plain_statement(call: Call, talk: Path, tmp_path: Path) -> None:
    before = talk.read_bytes()
    outcome = call("transcripts", "redact", talk, "--name", "Radu")
    header, _, reply, _ = kept(tmp_path / "talk.redacted.jsonl")

    assert (outcome.code, outcome.out) == (0, f"{tmp_path / 'talk.redacted.jsonl'}\n")
    assert (header["trainee"]["name"], reply["text"]) == (
        "[NAME-2]" if "2" in header["trainee"]["name"] else "[NAME-1]",
        "[NAME-2], sună-mă la [PHONE-1].",
    )
    assert "replaced: names: 2, phones: 1" in outcome.err
    assert "an aid, not a guarantee" in outcome.err
    assert talk.read_bytes() == before
    assert {path.stat().st_mode & 0o077 for path in tmp_path.glob("talk.*") if path != talk} == {0}


def test_d2_pseudonyms_are_kept_beside_and_used_again(call: Call, talk: Path, tmp_path: Path) -> None:
    call("transcripts", "redact", talk, "--name", "Radu")
    row = call("transcripts", "redact", talk, "--name", "Radu", "--name", "Ion", "--out", tmp_path / "two.jsonl", "--format", "json").json

    assert row["replaced"] == {"name": 2, "phone": 1}
    assert kept(tmp_path / "two.jsonl") == kept(tmp_path / "talk.redacted.jsonl")
    assert Path(row["pseudonyms"]) == tmp_path / "talk.jsonl.pseudonyms.json"


def test_nothing_is_overwritten_and_a_broken_file_of_pseudonyms_is_refused(call: Call, talk: Path, tmp_path: Path) -> None:
    write(tmp_path / "talk.redacted.jsonl")

    assert one_line(call("transcripts", "redact", talk), 4, "is there already")
    (tmp_path / "p.json").write_text('{"a": 1}', "utf-8")
    assert one_line(call("transcripts", "redact", talk, "--out", tmp_path / "x", "--pseudonyms", tmp_path / "p.json"), 6, "no pseudonyms")
