"""``roleplay report``: what a coach types, and what becomes of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from roleplay.dialogue import LANGUAGES
from tests.cli.running import START, Call, one_line, surroundings
from tests.cli.talks import BLAME, lines, write
from tests.reports.pages import Tags

LISTENS = "You sound lonely. What is the hardest part of it?"


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    """A talk of two replies, with times."""
    return write(tmp_path / "talk.jsonl", lines(BLAME, LISTENS, times=True))


def test_a_talk_becomes_one_page(call: Call, path: Path, tmp_path: Path) -> None:
    """With the scores that `score` gives, each with its reason, and nothing on standard output."""
    done = call("report", path, "--out", tmp_path / "talk.html")
    scores = call("score", path, "--format", "json").json["scores"]
    page = Tags((tmp_path / "talk.html").read_text("utf-8"))

    assert (done.code, done.out, done.err) == (0, "", "talk.html is written; open it in a browser\n")
    assert page.runs_and_asks_for_nothing()
    for score in scores:
        assert " ".join(score["reason"].split()) in page.text
    assert "Mum: " not in page.text
    assert "pause 3.0 s" in page.text


def test_off_a_terminal_the_page_is_the_output(call: Call, path: Path) -> None:
    """A pipe gets the page and nothing else."""
    done = call("report", path)

    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("<!doctype html>")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_in_the_language_asked_for(call: Call, path: Path, language: str) -> None:
    """Whatever the talk is in; the talk keeps its own."""
    page = Tags(call("report", path, "--lang", language).out)

    assert page.of("html") == [{"lang": language}]
    assert {each["lang"] for each in page.of("p") if "lang" in each} == {"en"}


def test_a_talk_that_does_not_say_its_language_is_refused_with_a_way_out(call: Call, tmp_path: Path) -> None:
    """As when it is scored."""
    path = write(tmp_path / "talk.jsonl", lines(BLAME, language=None))

    assert one_line(call("report", path), 6, "talk.jsonl does not say its language; add --lang")
    assert call("report", path, "--lang", "en").code == 0


def test_a_file_without_turns_is_refused(call: Call, tmp_path: Path) -> None:
    """There is nothing to make a page of."""
    assert one_line(call("report", write(tmp_path / "talk.jsonl", lines())), 6, "holds no conversation")


def test_only_the_skills_asked_for_are_on_the_page(call: Call, path: Path) -> None:
    """And a name that is none is told."""
    page = Tags(call("report", path, "--scorers", "listening").out)

    assert "Listening" in page.text
    assert "I-messages" not in page.text
    assert one_line(call("report", path, "--scorers", "listning"), 2, "did you mean listening")


def test_a_persona_that_is_not_installed_is_no_obstacle(call: Call, tmp_path: Path) -> None:
    """The page has its id; one that has no persona is a conversation."""
    path = write(tmp_path / "talk.jsonl", lines(BLAME, persona="aunt_martha", scenario="tea"))
    done = call("report", path)

    assert "persona aunt_martha is not installed" in done.err
    assert "aunt_martha: tea" in Tags(done.out).text
    assert "A conversation" in Tags(call("report", write(tmp_path / "b.jsonl", lines(BLAME, persona=None))).out).text


def test_d11_a_page_has_pseudonyms_and_no_path_unless_the_words_are_asked_for(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """D11: no name, number, file or folder; with --with-text the words as they are, and still no file."""
    monkeypatch.setenv("USER", "sam_the_coach")
    told = "Anna Petrova told Ion to call me at +40 722 123 456."
    path = write(
        tmp_path / "petrova" / "anna.jsonl",
        lines(told, trainee={"name": "Anna Petrova"}, source={"file": "anna.vtt", "title": "A. Petrova"}),
    )

    page, open_page = call("report", path, "--name", "Ion").out, call("report", path, "--with-text").out

    for word in ("Anna", "Petrova", "anna", "petrova", "Ion ", "722", str(tmp_path), "sam_the_coach"):
        assert word not in page, word
    assert told in Tags(open_page).plain
    for word in (str(tmp_path), "anna.", "sam_the_coach"):
        assert word not in open_page, word


def test_a_page_that_cannot_be_written_is_told(call: Call, path: Path, tmp_path: Path) -> None:
    """In one line, with exit code 4."""
    (tmp_path / "file").write_bytes(b"")

    assert one_line(call("report", path, "--out", tmp_path / "file" / "talk.html"), 4, "cannot be written")


@pytest.mark.parametrize("stop", ["_write", "_take_the_place"])
def test_r7_a_process_killed_while_it_writes_leaves_the_old_report(call: Call, path: Path, tmp_path: Path, stop: str) -> None:
    """R7: killed in the middle of the bytes, or before the new file takes its place; the next run removes what was left."""
    page = tmp_path / "talk.html"
    page.write_bytes(b"the old report")
    die = "import os, signal\nfrom roleplay import private\n"
    half = "os.write(one, bytes(two)[:100]);" if stop == "_write" else ""
    die += f"def dying(one, two):\n    {half} os.kill(os.getpid(), signal.SIGKILL)\nprivate.{stop} = dying\n"

    killed = subprocess.run([sys.executable, "-c", die + START, "report", str(path), "--out", str(page)], env=surroundings(), check=False)

    assert killed.returncode == -signal.SIGKILL
    assert page.read_bytes() == b"the old report"
    (left,) = [each for each in tmp_path.iterdir() if each.name.startswith(".talk.html.")]
    os.utime(left, (0, 0))
    assert call("report", path, "--out", page).code == 0
    assert page.read_bytes().startswith(b"<!doctype html>")
    assert not left.exists()


def test_what_could_not_be_read_is_told_and_the_rest_is_on_the_page(call: Call, tmp_path: Path) -> None:
    """A torn last line takes nothing else away."""
    path = write(tmp_path / "talk.jsonl", lines(BLAME), torn=b'{"type": "turn", "ind')
    done = call("report", path)

    assert (done.code, "torn" in done.err) == (0, True)
    assert BLAME in Tags(done.out).plain


def test_a_page_is_the_same_each_time(call: Call, path: Path) -> None:
    """Nothing in it depends on when or where it was made."""
    assert call("report", path).out == call("report", path).out
