"""The talks that were kept: listed, mended, removed."""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from pathlib import Path

import pytest

from tests.cli.running import Call, Outcome
from tests.cli.talks import BLAME, kept, lines, write


@pytest.fixture(name="sessions")
def _sessions(home: Path) -> Path:
    """A store with an old talk and a new one."""
    folder = home / "sessions"
    write(folder / "01AAA.jsonl", lines(BLAME, id="01AAA", scenario="sunday-call", started_at="2026-01-01T10:00:00Z"))
    write(folder / "01BBB.jsonl", lines(BLAME, BLAME, id="01BBB", scenario="sunday-call", parent="01AAA", branch_turn=2)[:-1])
    past = time.time() - 100 * 86400
    os.utime(folder / "01AAA.jsonl", (past, past))
    return folder


def names(folder: Path) -> list[str]:
    """What is in *folder*."""
    return sorted(path.name for path in folder.iterdir())


def refused(outcome: Outcome, code: int, *words: str) -> bool:
    """Whether *outcome* is *code* with one line on standard error that holds all *words*."""
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (code, "", 1), outcome
    return all(word in outcome.err for word in words)


# list


def test_list_shows_the_newest_first(call: Call, sessions: Path) -> None:
    """Each talk is a line with id, start, language, persona and scenario, number of turns, and how it ended."""
    outcome = call("transcripts", "list")
    assert [line.split() for line in outcome.out.splitlines()] == [
        ["01BBB", "?", "en", "grumbling_parent/sunday-call", "4", "…"],
        ["01AAA", "2026-01-01T10:00:00Z", "en", "grumbling_parent/sunday-call", "2", "trainee"],
    ]
    assert (outcome.code, outcome.err) == (0, "")


def test_list_as_json_has_the_same_and_the_paths(call: Call, sessions: Path) -> None:
    """In JSON the rows carry the path, the parent of a branch, and how much was damaged."""
    newest, oldest = call("transcripts", "list", "--format", "json").json
    assert (newest["id"], newest["path"], newest["parent"], newest["end"]) == ("01BBB", str(sessions / "01BBB.jsonl"), "01AAA", None)
    assert (oldest["turns"], oldest["end"], oldest["remarks"]) == (2, "trainee", 0)


def test_an_empty_store_lists_nothing_and_says_how_to_begin(call: Call, home: Path) -> None:
    """Without talks the data is empty, the talk about it is on standard error, and no folder is made."""
    assert call("transcripts", "list", "--format", "json").json == []
    outcome = call("transcripts", "list")
    assert (outcome.code, outcome.out) == (0, "")
    assert "roleplay practice" in outcome.err
    assert not home.exists()


def test_t2_a_bad_file_is_listed_with_its_fault_and_hides_no_other(call: Call, sessions: Path) -> None:
    """A file that holds no conversation stands in the list with the reason."""
    (sessions / "01CCC.jsonl").write_bytes(b"\0\0\0")
    rows = call("transcripts", "list", "--format", "json").json
    assert [row["id"] for row in rows] == ["01CCC", "01BBB", "01AAA"]
    assert "holds no conversation" in rows[0]["error"]
    assert "01CCC" in call("transcripts", "list").out


def test_t8_a_hostile_header_stays_on_its_line(call: Call, home: Path) -> None:
    """What a header says cannot colour the terminal nor begin a line of its own."""
    write(home / "sessions" / "01X.jsonl", lines(BLAME, id="\x1b[31mX\n01FAKE", persona=None))
    out = call("transcripts", "list").out
    assert "\x1b" not in out
    assert out.count("\n") == 1
    assert "?/?" in out


# recover


def test_t2_recover_writes_what_is_whole_and_leaves_the_old_file(call: Call, tmp_path: Path) -> None:
    """The whole lines go to a new private file that is scored without a warning; the damaged one keeps every byte."""
    talk = lines(BLAME, BLAME)[:-1]
    path = write(tmp_path / "a.jsonl", [talk[0], *talk[2:]], torn=b'{"type":"tu')
    before = path.read_bytes()
    outcome = call("transcripts", "recover", path)
    fresh = tmp_path / "a.recovered.jsonl"
    assert (outcome.code, outcome.out) == (0, f"{fresh}\n")
    assert "line 5 is torn" in outcome.err
    assert "3 turns recovered" in outcome.err
    assert [line["text"] for line in kept(fresh)[1:]] == [line["text"] for line in talk[2:]]
    assert stat.S_IMODE(fresh.stat().st_mode) == 0o600
    assert path.read_bytes() == before
    assert call("score", fresh, "--strict").code == 0


def test_recover_writes_where_it_is_told(call: Call, tmp_path: Path) -> None:
    """--out names the new file; one that is there already is not overwritten."""
    path = write(tmp_path / "a.jsonl", torn=b"{")
    assert call("transcripts", "recover", path, "--out", tmp_path / "b.jsonl").code == 0
    before = (tmp_path / "b.jsonl").read_bytes()
    outcome = call("transcripts", "recover", path, "--out", tmp_path / "b.jsonl")
    assert (outcome.code, outcome.out) == (4, "")
    assert (tmp_path / "b.jsonl").read_bytes() == before


def test_a_whole_file_needs_no_recovery(call: Call, tmp_path: Path) -> None:
    """For a file without damage nothing is written."""
    outcome = call("transcripts", "recover", write(tmp_path / "a.jsonl"))
    assert (outcome.code, outcome.out) == (0, "")
    assert "nothing to recover" in outcome.err
    assert names(tmp_path) == ["a.jsonl"]


def test_a_file_without_a_conversation_cannot_be_recovered(call: Call, tmp_path: Path) -> None:
    """Where no turn is whole the file is bad, and nothing is written."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\0\0\n{}\n")
    assert refused(call("transcripts", "recover", path), 6, "a.jsonl")
    assert names(tmp_path) == ["a.jsonl"]


# delete


def test_d6_delete_removes_all_that_belongs_to_a_transcript(call: Call, sessions: Path) -> None:
    """The file, its ratings, its torn line and its pseudonyms go, others stay, and what is out of reach is said."""
    for name in ("01AAA.ratings.jsonl", "01AAA.jsonl.torn", "01AAA.jsonl.pseudonyms.json"):
        (sessions / name).write_text("{}", "utf-8")
    outcome = call("transcripts", "delete", "01aaa", "--yes")
    assert (outcome.code, names(sessions)) == (0, ["01BBB.jsonl"])
    assert sorted(outcome.out.splitlines()) == sorted(
        str(sessions / name) for name in ("01AAA.jsonl", "01AAA.ratings.jsonl", "01AAA.jsonl.torn", "01AAA.jsonl.pseudonyms.json")
    )
    assert "Backups" in outcome.err
    assert "provider" in outcome.err


def test_d6_delete_removes_what_is_remembered_of_the_scores(call: Call, home: Path) -> None:
    """They quote the words of the talk: of one that went on since it was scored, too."""
    call("practice", "absent_father", "--lang", "en", "--format", "jsonl", typed=f"{BLAME}\n")
    call("score", "last")
    call("practice", "absent_father", "--lang", "en", "--format", "jsonl", typed="Another.\n")
    call("score", "last")
    (path, other) = sorted((home / "sessions").glob("*.jsonl"))
    with path.open("ab") as file:
        file.write(b"\n")
    assert call("transcripts", "delete", path.stem, "--yes").err.count("\n") == 1
    with sqlite3.connect(home / "cache" / "scores.sqlite") as base:
        assert base.execute("SELECT ident FROM talk").fetchall() == [(other.stem,)]
    base.close()


def test_delete_asks_first(call: Call, sessions: Path) -> None:
    """Without --yes the question is on standard error; no, and no answer at all, remove nothing."""
    for answer in ("n\n", "", "\n"):
        outcome = call("transcripts", "delete", "01AAA", typed=answer)
        assert outcome.code != 0
        assert outcome.out == ""
        assert "Remove 1 transcript for good?" in outcome.err
        assert names(sessions) == ["01AAA.jsonl", "01BBB.jsonl"]
    assert call("transcripts", "delete", "01AAA", typed="y\n").code == 0
    assert names(sessions) == ["01BBB.jsonl"]


def test_a_dry_run_removes_nothing(call: Call, sessions: Path) -> None:
    """--dry-run prints what would be removed and leaves it."""
    outcome = call("transcripts", "delete", "01AAA", "--dry-run")
    assert (outcome.code, outcome.out, outcome.err) == (0, f"{sessions / '01AAA.jsonl'}\n", "")
    assert names(sessions) == ["01AAA.jsonl", "01BBB.jsonl"]


def test_deleting_what_is_not_there_is_a_usage_error(call: Call, sessions: Path) -> None:
    """An id that fits nothing, or more than one, is exit 2."""
    assert refused(call("transcripts", "delete", "01ZZZ", "--yes"), 2, "01ZZZ", "transcripts list")
    assert refused(call("transcripts", "delete", "01", "--yes"), 2, "2 transcripts")
    assert names(sessions) == ["01AAA.jsonl", "01BBB.jsonl"]


def test_r5_a_talk_under_way_is_not_deleted(call: Call, sessions: Path) -> None:
    """A transcript that another process writes is exit 4 and stays."""
    (sessions / "01AAA.jsonl.lock").write_text("1\nelsewhere\n", "utf-8")
    assert refused(call("transcripts", "delete", "01AAA", "--yes"), 4, "in use")
    assert (sessions / "01AAA.jsonl").exists()


# purge


def test_d7_purge_removes_only_what_is_old(call: Call, sessions: Path) -> None:
    """What was not touched for so many days goes, the rest stays."""
    outcome = call("transcripts", "purge", "--older-than", 90, "--yes")
    assert (outcome.code, outcome.out) == (0, f"{sessions / '01AAA.jsonl'}\n")
    assert names(sessions) == ["01BBB.jsonl"]


def test_d7_a_dry_run_of_purge_removes_nothing(call: Call, sessions: Path) -> None:
    """--dry-run prints what would go."""
    assert call("transcripts", "purge", "--older-than", 90, "--dry-run").out == f"{sessions / '01AAA.jsonl'}\n"
    assert names(sessions) == ["01AAA.jsonl", "01BBB.jsonl"]


def test_d7_nothing_old_is_nothing_to_remove(call: Call, sessions: Path) -> None:
    """When nothing is old enough nothing is asked."""
    outcome = call("transcripts", "purge", "--older-than", 365)
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "nothing to remove\n")


def test_d7_nothing_is_purged_unasked(call: Call, sessions: Path) -> None:
    """There is no default age, and without an answer everything stays."""
    assert call("transcripts", "purge").code == 2
    assert call("transcripts", "purge", "--older-than", "-1").code == 2
    assert call("transcripts", "purge", "--older-than", 0).code != 0
    assert names(sessions) == ["01AAA.jsonl", "01BBB.jsonl"]


def test_r5_purge_goes_on_after_a_talk_under_way(call: Call, sessions: Path) -> None:
    """A talk that is being written stays and is named with exit 4; the others go."""
    (sessions / "01AAA.jsonl.lock").write_text("1\nelsewhere\n", "utf-8")
    outcome = call("transcripts", "purge", "--older-than", 0, "--yes")
    assert (outcome.code, outcome.out) == (4, f"{sessions / '01BBB.jsonl'}\n")
    assert "01AAA.jsonl is in use" in outcome.err
    assert names(sessions) == ["01AAA.jsonl", "01AAA.jsonl.lock"]
