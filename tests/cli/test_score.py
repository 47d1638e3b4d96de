"""Scorecards for transcripts."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import resource
import signal
import sqlite3
import stat
import subprocess
import time
from pathlib import Path
from typing import Any

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roleplay.batch import flow
from roleplay.coders.rules import RuleCoder
from roleplay.codes import Coding
from roleplay.dialogue import LANGUAGES
from tests.cli.running import PATIENCE, PROGRAM, Call, alone, objects, one_line, surroundings
from tests.cli.talks import BLAME, GRIEF, lines, write
from tests.cli.terminal import Terminal

SKILLS = ["listening", "pauses", "i_messages", "blame_avoidance"]
GOOD = "It hurts me to hear that. What was the hardest evening?"
UNTIMED = {"value": None, "scored": 0, "no_opportunity": 1, "failed": 0}
ANY_CONTENT = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def ids(cards: list[dict[str, Any]]) -> list[str]:
    """The transcripts that *cards* are of."""
    return [card["transcript"]["id"] for card in cards]


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A folder with three transcripts, one of them further down, and ratings, which are none."""
    folder = tmp_path / "talks"
    write(folder / "a.jsonl", lines(BLAME, GOOD, id="A"))
    write(folder / "b.jsonl", lines(GOOD, id="B"))
    write(folder / "more" / "c.jsonl", lines(BLAME, id="C"))
    write(folder / "a.ratings.jsonl", [{"transcript": "A", "turn": 1, "rater": "x", "scorer": "listening", "value": 3}])
    return folder


# what is scored, and in which form


def test_a_table_is_in_one_language(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader's, whatever language the talk is in."""
    monkeypatch.setenv("ROLEPLAY_LANGUAGE", "ro")
    told = call("score", write(tmp_path / "a.jsonl", lines(BLAME, GOOD))).out
    assert "Fișă de evaluare" in told
    assert "Ascultare" in told
    assert "Listening" not in told


def test_one_file_gives_one_object(call: Call, tmp_path: Path) -> None:
    """A single named file is a single scorecard with the keys of the contract, its scores by turn and then by skill."""
    path = write(tmp_path / "a.jsonl", lines(BLAME, GOOD, times=True))
    outcome = call("score", path, "--format", "json")
    card = outcome.json
    assert list(card) == ["schema", "transcript", "coder", "scores", "summary"]
    assert card["coder"]["name"] == "rules"
    assert "+en." in card["coder"]["version"]
    assert card["transcript"] == {"id": "01TALK", "path": str(path), "persona": "grumbling_parent", "language": "en"}
    assert [(each["turn"], each["scorer"]) for each in card["scores"]] == [(turn, skill) for turn in (1, 3) for skill in SKILLS]
    assert list(card["summary"]) == SKILLS
    assert (outcome.code, outcome.err) == (0, "")


def test_several_files_give_a_list_in_the_order_named(call: Call, folder: Path) -> None:
    """Named files come as a list, in the order in which they were named."""
    assert ids(call("score", folder / "b.jsonl", folder / "a.jsonl", "--format", "json").json) == ["B", "A"]


def test_a_folder_gives_a_list_of_all_that_is_in_it(call: Call, folder: Path) -> None:
    """A folder is searched to the bottom, in a stable order; ratings are no transcripts."""
    assert ids(call("score", folder, "--format", "json").json) == ["A", "B", "C"]


def test_a_folder_with_one_file_still_gives_a_list(call: Call, folder: Path) -> None:
    """What comes of a folder or a pattern is a list, however many there are in it."""
    assert ids(call("score", folder / "more", "--format", "json").json) == ["C"]
    assert ids(call("score", folder / "b*.jsonl", "--format", "json").json) == ["B"]


def test_a_pattern_is_understood_where_the_shell_left_it(call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Quoted patterns work, absolute and relative, and reach into folders with two stars."""
    assert ids(call("score", folder / "*.jsonl", "--format", "json").json) == ["A", "B"]
    monkeypatch.chdir(folder)
    assert ids(call("score", "[ab].jsonl", "--format", "json").json) == ["A", "B"]
    assert ids(call("score", "**/*.jsonl", "--format", "json").json) == ["A", "B", "C"]


def test_last_and_the_beginning_of_an_id_name_a_transcript_of_the_store(call: Call) -> None:
    """What practice kept can be scored by id, and the newest as last."""
    header = call("practice", "absent_father", "--lang", "en", "--format", "jsonl", typed=f"{BLAME}\n").objects[0]
    assert call("score", "last", "--format", "json").json["transcript"]["id"] == header["id"]
    assert call("score", header["id"][:12].lower(), "--format", "json").json["transcript"]["id"] == header["id"]


def test_jsonl_is_one_scorecard_a_line(call: Call, folder: Path) -> None:
    """With --format jsonl every scorecard is a line, also of one file."""
    assert ids(call("score", folder, "--format", "jsonl").objects) == ["A", "B", "C"]
    assert ids(call("score", folder / "a.jsonl", "--format", "jsonl").objects) == ["A"]


def test_jsonl_is_streamed(call: Call, folder: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each scorecard is out before the next file is read."""
    out: list[bytes] = []

    def read_and_look(path: Path) -> bytes:
        out.append(capfdbinary.readouterr().out)
        return path.read_bytes()

    monkeypatch.setattr(flow, "content", read_and_look)
    call("score", folder, "--format", "jsonl")
    assert [ids(objects(each.decode())) if each else [] for each in out] == [[], ["A"], ["B"]]


def test_a_scorecard_that_comes_in_pieces_is_the_same(call: Call, tmp_path: Path) -> None:
    """Whatever the order of the turns in the file, one missing, one there twice, the line of jsonl is the object of json."""
    whole = lines(BLAME, GOOD, BLAME, id="A")
    shuffled = [*whole[:1], *reversed(whole[1:]), *whole[2:3]]
    for name, written in (("whole.jsonl", whole), ("shuffled.jsonl", shuffled), ("holes.jsonl", [*whole[:2], *whole[4:]])):
        path = write(tmp_path / name, written)
        assert call("score", path, "--format", "jsonl").objects == [call("score", path, "--format", "json").json]


def test_table_is_for_reading(call: Call, folder: Path) -> None:
    """Without --format there is a readable scorecard for each transcript, with every skill and the weakest reply."""
    out = call("score", folder / "a.jsonl").out
    assert out.startswith("a.jsonl  A  grumbling_parent  en\n")
    assert [skill for skill in ("Listening", "Pauses", "I-messages", "No blame") if f"  {skill} " not in out] == []
    assert f"Weakest reply: “{BLAME}”" in out
    assert "\x1b" not in out


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_are_in_the_language_asked_for_and_scores_are_not_changed_by_it(call: Call, tmp_path: Path, language: str) -> None:
    """--lang words the reasons; the outcome, the value and the evidence are those of the talk's own language."""
    path = write(tmp_path / "a.jsonl")
    own = call("score", path, "--format", "json").json["scores"]
    asked = call("score", path, "--format", "json", "--lang", language).json["scores"]
    same = ("scorer", "turn", "outcome", "value", "evidence")
    assert [[each.get(key) for key in same] for each in asked] == [[each.get(key) for key in same] for each in own]
    assert ([each["reason"] for each in asked] == [each["reason"] for each in own]) == (language == "en")


def test_scorers_may_be_chosen(call: Call, folder: Path) -> None:
    """--scorers takes names with a hyphen or an underscore, and only those are scored."""
    card = call("score", folder / "a.jsonl", "--scorers", "blame-avoidance,listening", "--format", "json").json
    assert set(card["summary"]) == {"listening", "blame_avoidance"}
    assert {each["scorer"] for each in card["scores"]} == {"listening", "blame_avoidance"}


def test_out_writes_the_data_to_a_file_instead(call: Call, folder: Path, tmp_path: Path) -> None:
    """With --out standard output is empty and the file holds, privately, what would have been there."""
    for form in ("table", "json", "jsonl", "csv"):
        place = tmp_path / f"scores.{form}"
        place.write_text("what was there before", "utf-8")
        told = call("score", folder, "--format", form)
        written = call("score", folder, "--format", form, "--out", place)
        assert (written.code, written.out) == (0, "")
        assert place.read_text("utf-8") == told.out
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.glob("*scores*")) == [f"scores.{form}" for form in ("csv", "json", "jsonl", "table")]


def test_out_that_cannot_be_written_is_a_storage_fault(call: Call, folder: Path) -> None:
    """A place nobody can write to is exit 4 and one line."""
    assert one_line(call("score", folder, "--format", "json", "--out", folder / "a.jsonl" / "x.json"), 4, "x.json")


def test_r7_out_is_left_alone_when_nothing_could_be_scored(call: Call, tmp_path: Path) -> None:
    """An old result outlives a run whose only file is bad."""
    place = tmp_path / "scores.json"
    place.write_text("old", "utf-8")
    (tmp_path / "bad.jsonl").write_text("no", "utf-8")
    assert call("score", tmp_path / "bad.jsonl", "--format", "json", "--out", place).code == 6
    assert place.read_text("utf-8") == "old"


def test_a_disk_without_room_for_the_result_is_told_once_and_leaves_the_old_one(call: Call, folder: Path, tmp_path: Path) -> None:
    """R3: it is no fault of a file, so the others are not tried; exit 4."""
    place = tmp_path / "scores.jsonl"
    place.write_text("old", "utf-8")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        outcome = call("score", folder, "--format", "jsonl", "--out", place, "--no-cache")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert one_line(outcome, 4, "scores.jsonl", "File too large")
    assert place.read_text("utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir() if "scores" in path.name] == ["scores.jsonl"]


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "table"])
def test_a_long_talk_is_scored_like_a_short_one(call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    """One that is not held whole gives the same as one that is."""
    held = call("score", folder, "--format", form)
    monkeypatch.setattr(flow, "LONG", 100)
    assert call("score", folder, "--format", form) == held


# other formats


VTT = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v Mama>I sit here alone every evening and nobody calls.

00:00:06.000 --> 00:00:09.000
<v Anna>You never listen to me.
"""


def test_any_known_format_is_scored_as_it_is(call: Call, tmp_path: Path) -> None:
    """A caption file needs no import: named people are the trainee and the partner, its times are times."""
    path = tmp_path / "call.vtt"
    path.write_text(VTT, "utf-8")
    card = call("score", path, "--trainee", "Anna", "--persona", "mama", "--lang", "en", "--format", "json").json
    assert (card["transcript"]["id"][:9], card["summary"]["blame_avoidance"]["value"]) == ("call.vtt-", 0.0)
    assert card["summary"]["pauses"]["scored"] == 1
    assert call("score", path, "--trainee", "Anna", "--lang", "en").out.startswith("call.vtt  en\n")


def test_the_language_that_a_file_says_is_its_own(call: Call, tmp_path: Path) -> None:
    """--lang words the reasons, and is the language only of what does not say one."""
    path = tmp_path / "call.vtt"
    path.write_text(VTT.replace("WEBVTT\n", "WEBVTT\nLanguage: en\n", 1), "utf-8")
    card = call("score", path, "--trainee", "Anna", "--lang", "ro", "--format", "json").json
    assert card["transcript"]["language"] == "en"


def test_a_folder_gives_talks_of_every_kind_and_not_the_result_itself(call: Call, folder: Path) -> None:
    """What is no talk is named among them, hidden files and what belongs to a talk are not looked at, nor is the file that is written."""
    (folder / "call.VTT").write_text(VTT, "utf-8")
    for name in (".hidden.jsonl", "a.jsonl.pseudonyms.json", "notes.md"):
        (folder / name).write_text("{}", "utf-8")
    place = folder / "scores.jsonl"
    for _ in range(2):
        outcome = call("score", folder, "--trainee", "Anna", "--lang", "en", "--format", "jsonl", "--out", place)
        assert (outcome.code, outcome.err) == (0, "")
        assert ids(objects(place.read_text("utf-8"))) == ["A", "B", "call.VTT-b6ccdb58", "C"]


def test_a_file_with_names_only_needs_a_trainee(call: Call, tmp_path: Path) -> None:
    """Without one there is nothing to score: the line says who speaks and how to say who it is."""
    path = tmp_path / "call.vtt"
    path.write_text(VTT, "utf-8")
    assert one_line(call("score", path, "--lang", "en"), 6, "call.vtt", "--trainee", "Mama, Anna")
    assert one_line(call("score", path, "--lang", "en", "--trainee", "Ana"), 6, "Ana", "Mama, Anna")


def test_an_export_of_ours_is_scored_as_the_transcript(call: Call, tmp_path: Path) -> None:
    """A table of ours knows who speaks; only its language must be said."""
    path = write(tmp_path / "a.jsonl", lines(BLAME, GOOD, times=True))
    call("transcripts", "export", path, "--format", "csv", "--out", tmp_path / "a.csv")
    told, again = (call("score", each, "--lang", "en", "--format", "json").json for each in (path, tmp_path / "a.csv"))
    assert again["scores"] == told["scores"]
    assert again["transcript"]["id"].startswith("a.csv-")


def test_a_file_of_several_talks_gives_several_scorecards(call: Call, tmp_path: Path) -> None:
    """Those that the trainee is not in are left out, and it is said."""
    messages = [{"role": "assistant", "content": GRIEF}, {"role": "user", "content": BLAME}]
    talks = [
        {
            "mapping": {
                str(n): {
                    "parent": str(n - 1),
                    "message": {"author": {"role": m["role"]}, "content": {"content_type": "text", "parts": [m["content"]]}},
                }
                for n, m in enumerate(said)
            }
        }
        for said in (messages, messages[:1], messages)
    ]
    path = tmp_path / "conversations.json"
    path.write_text(json.dumps(talks), "utf-8")
    outcome = call("score", path, "--trainee", "user", "--lang", "en", "--format", "jsonl")
    first, second = ids(outcome.objects)
    assert (first[:19], first[-2:], second) == ("conversations.json-", "-1", f"{first[:-1]}3")
    assert "left out: 1" in outcome.err


# many files, and what was scored before


@pytest.fixture(name="many")
def _many(tmp_path: Path) -> Path:
    """Thirty talks in three languages, and one file that is none."""
    folder = tmp_path / "many"
    for number in range(30):
        write(folder / f"{number:02}.jsonl", lines(BLAME, GOOD, id=f"T{number}", language=LANGUAGES[number % 3]))
    (folder / "15a.jsonl").write_text("no", "utf-8")
    return folder


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
def test_jobs_change_nothing_but_the_time(call: Call, many: Path, form: str) -> None:
    """Every form is the same to the byte from several processes, from one, and from what was remembered; the bad file is told each time."""
    told = call("score", many, "--format", form, "--jobs", 1, "--no-cache")
    assert told.code == 1
    assert "15a.jsonl" in told.err
    for _ in range(2):
        assert call("score", many, "--format", form, "--jobs", 3) == told


def test_what_was_scored_before_is_not_coded_again(call: Call, folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless it is asked for: --no-cache neither takes nor keeps anything."""
    coded: list[str] = []
    real = RuleCoder.code_text

    def code(self: RuleCoder, reply: str, heard: str = "") -> Coding:
        coded.append(reply)
        return real(self, reply, heard)

    monkeypatch.setattr(RuleCoder, "code_text", code)
    first = call("score", folder, "--no-cache")
    assert (len(coded), (home / "cache").exists()) == (4, False)
    assert call("score", folder) == call("score", folder) == first
    assert len(coded) == 8
    call("score", folder, "--no-cache")
    assert len(coded) == 12


def test_remarks_are_told_each_time(call: Call, tmp_path: Path) -> None:
    """A damaged file is damaged also when its scores are remembered, and --strict fails all the same."""
    path = write(tmp_path / "a.jsonl", torn=b"no\n")
    first = call("score", path, "--format", "json")
    assert call("score", path, "--format", "json") == first
    assert "line 5" in first.err
    assert call("score", path, "--strict").code == 6


def test_own_words_make_the_scores_anew(call: Call, tmp_path: Path, home: Path) -> None:
    """A word that is added, changed or taken out counts at once, and the card tells the version."""
    path = write(tmp_path / "a.jsonl")
    versions = []
    for words in (None, "blimey", "crikey"):
        if words is not None:
            (home / "language").mkdir(parents=True, exist_ok=True)
            text = f"schema: 1\nlanguage: en\nclasses:\n  thanks: [{words}]\n"
            (home / "language" / "en.yaml").write_text(text, "utf-8")
        versions.append(call("score", path, "--format", "json").json["coder"]["version"])
    assert len(set(versions)) == 3
    assert "+user-" in versions[1]


def test_r8_a_damaged_cache_costs_nothing_but_time(call: Call, folder: Path, home: Path) -> None:
    """The result is the same, without a word; no transcript is touched."""
    before = {path: path.read_bytes() for path in folder.rglob("*.jsonl")}
    first = call("score", folder)
    (home / "cache" / "scores.sqlite").write_bytes(b"damaged" * 1000)
    assert call("score", folder) == call("score", folder) == first
    assert {path: path.read_bytes() for path in folder.rglob("*.jsonl")} == before


def test_r8_a_cache_that_cannot_be_is_told_of_and_done_without(call: Call, folder: Path, home: Path) -> None:
    """One line on standard error; the scores are there."""
    home.mkdir()
    (home / "cache").write_text("in the way", "utf-8")
    outcome = call("score", folder, "--format", "jsonl")
    assert (outcome.code, ids(outcome.objects), outcome.err.count("\n")) == (0, ["A", "B", "C"], 1)
    assert "scores cannot be remembered" in outcome.err


def test_a_bar_is_on_a_terminal_only(many: Path, tmp_path: Path) -> None:
    """It counts the files, and leaves nothing behind it."""
    with Terminal("score", str(many), "--out", str(tmp_path / "scores.csv"), "--format", "csv", ROLEPLAY_HOME=str(tmp_path)) as terminal:
        terminal.until("/31", "15a.jsonl")
        assert terminal.leave() == 1
    assert alone("score", many, "--format", "csv", ROLEPLAY_HOME=str(tmp_path)).err.count("\n") == 1


@pytest.mark.parametrize(("columns", "term"), [(60, "xterm"), (80, "xterm"), (80, "dumb")])
def test_on_a_terminal_no_word_is_broken(tmp_path: Path, columns: int, term: str) -> None:
    """A frame as wide as the screen, with bars in colour; plain lines where the terminal can do nothing."""
    path = write(
        tmp_path / "talk.jsonl",
        lines(BLAME, "I am sad that you sit alone every evening, and I would like to call you more often. Would you like that?"),
    )
    with Terminal("score", str(path), columns=columns, TERM=term, COLORTERM="", ROLEPLAY_HOME=str(tmp_path)) as terminal:
        assert terminal.leave() == 0
        drawn = term != "dumb"
        assert ("╭" in terminal.screen, b"\x1b[31m" in terminal.output) == (drawn, drawn)
        assert max(map(len, terminal.screen.splitlines())) <= columns or not drawn
        assert "Scorecard" in terminal.screen


def test_r12_a_terminal_that_can_do_nothing_gets_no_bar(many: Path, tmp_path: Path) -> None:
    """With TERM=dumb there is only what is said."""
    with Terminal("score", str(many), "--out", str(tmp_path / "o"), TERM="dumb", ROLEPLAY_HOME=str(tmp_path)) as terminal:
        assert terminal.leave() == 1
    assert "/31" not in terminal.screen


def test_r11_an_interrupted_run_leaves_the_old_result_and_is_gone_on_with(many: Path, tmp_path: Path) -> None:
    """Ctrl-C: exit 130, no traceback from any process; what was scored by then is remembered."""
    place = tmp_path / "scores.jsonl"
    place.write_text("old", "utf-8")
    command = [*PROGRAM, "score", str(many), "--format", "jsonl", "--jobs", "2", "--out", str(place)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=surroundings(ROLEPLAY_HOME=str(tmp_path)), start_new_session=True) as run:
        assert run.stderr is not None
        run.stderr.readline()  # the bad file was told of: some of the others are done
        os.killpg(run.pid, signal.SIGINT)
        left = run.stderr.read()
        assert (run.wait(PATIENCE), left.strip()) == (130, b"")
    assert place.read_text("utf-8") == "old"
    assert sorted(path.name for path in tmp_path.glob("*scores*")) == ["scores.jsonl"]
    with sqlite3.connect(tmp_path / "cache" / "scores.sqlite") as base:
        assert base.execute("SELECT count(*) FROM talk").fetchone()[0] >= 16  # all before the bad one
    base.close()


def test_r11_a_run_interrupted_while_its_processes_begin_says_nothing(many: Path, tmp_path: Path) -> None:
    """Ctrl-C reaches all processes of the terminal, also those that are still loading."""
    command = [*PROGRAM, "score", str(many), "--format", "jsonl", "--jobs", "2", "--out", str(tmp_path / "o")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=surroundings(ROLEPLAY_HOME=str(tmp_path)), start_new_session=True) as run:
        assert run.stderr is not None
        end = time.monotonic() + PATIENCE
        while len(psutil.Process(run.pid).children()) < 2 and time.monotonic() < end:
            time.sleep(0.001)
        os.killpg(run.pid, signal.SIGINT)
        assert (run.stderr.read().strip(), run.wait(PATIENCE)) == (b"", 130)


# spreadsheets


def test_csv_has_a_row_for_every_score(call: Call, folder: Path) -> None:
    """With --format csv there is a row for every scorer on every reply, under a row of names."""
    rows = list(csv.DictReader(io.StringIO(call("score", folder, "--format", "csv").out)))
    assert [(row["transcript"], row["turn"], row["scorer"]) for row in rows[:8]] == [
        ("A", turn, skill) for turn in "13" for skill in SKILLS
    ]
    assert len(rows) == 16
    assert {row["outcome"] for row in rows} <= {"scored", "no_opportunity"}
    assert all(row["value"] == "" or 0 <= float(row["value"]) <= 1 for row in rows)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_t13_no_cell_is_a_formula(call: Call, tmp_path: Path, start: str) -> None:
    """A cell that a spreadsheet would calculate begins with an apostrophe; in JSON it is exact."""
    path = write(tmp_path / "a.jsonl", lines(BLAME, id=f"{start}cmd|' /C calc'!A0", persona=f"{start}1+1"))
    (row, *_) = csv.DictReader(io.StringIO(call("score", path, "--format", "csv").out, newline=""))
    assert (row["transcript"], row["persona"]) == (f"'{start}cmd|' /C calc'!A0", f"'{start}1+1")
    about = call("score", path, "--format", "json").json["transcript"]
    assert (about["id"], about["persona"]) == (f"{start}cmd|' /C calc'!A0", f"{start}1+1")


def test_t13_a_quoted_reply_is_no_formula(call: Call, tmp_path: Path) -> None:
    """Evidence that begins like a formula is made harmless too, and quotes inside it survive."""
    path = write(tmp_path / "a.jsonl", lines(f'-{BLAME[:-1]}, "liar"!'))
    rows = list(csv.DictReader(io.StringIO(call("score", path, "--format", "csv").out, newline="")))
    assert all(row[key][:1] not in tuple("=+-@\t\r") for row in rows for key in row if row[key])


# bad input


def test_the_only_file_being_bad_is_exit_6(call: Call, tmp_path: Path) -> None:
    """A file that holds no conversation is one line and exit 6, named, in a folder or by a pattern."""
    path = tmp_path / "talks" / "bad.jsonl"
    path.parent.mkdir()
    path.write_text("shopping: milk\n", "utf-8")
    for name in (path, path.parent, path.parent / "*.jsonl"):
        for form in ("table", "json", "jsonl", "csv"):
            assert one_line(call("score", name, "--format", form), 6, "bad.jsonl")


def test_some_bad_files_among_several_are_exit_1_and_the_others_are_scored(call: Call, folder: Path) -> None:
    """Bad files are named on standard error, the good ones are on standard output, the exit code is 1."""
    (folder / "aa.jsonl").write_bytes(b"\0\1\2")
    (folder / "empty.jsonl").write_bytes(b"")
    outcome = call("score", folder, "--format", "json")
    assert (outcome.code, ids(outcome.json)) == (1, ["A", "B", "C"])
    assert [line.split()[1] for line in outcome.err.splitlines()] == ["aa.jsonl", "empty.jsonl"]


def test_a_file_that_cannot_be_opened_does_not_stop_the_others(call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file without the right to read it is one bad file among several, and exit 4 when it is the only one."""
    real = Path.open

    def open_unless_forbidden(path: Path, *how: Any, **more: Any) -> Any:
        if path.name == "b.jsonl":
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, *how, **more)

    monkeypatch.setattr(Path, "open", open_unless_forbidden)
    outcome = call("score", folder, "--format", "json")
    assert (outcome.code, ids(outcome.json), outcome.err.count("\n")) == (1, ["A", "C"], 1)
    assert one_line(call("score", folder / "b.jsonl"), 4, "b.jsonl", "Permission denied")


def test_an_unknown_scorer_is_a_usage_error_with_a_suggestion(call: Call, folder: Path) -> None:
    """A misspelt scorer is exit 2 before anything is scored, and says what may have been meant."""
    assert one_line(call("score", folder, "--scorers", "listening,blame-avoidence"), 2, "blame-avoidence", "did you mean blame_avoidance?")


@pytest.mark.parametrize("name", ["nothing.jsonl", "01ZZZ", "last", "", "x" * 5000, "no*thing", "a**b", "[", "\ud800"])
def test_a_transcript_that_is_not_there_is_a_usage_error(call: Call, name: str) -> None:
    """Whatever names nothing is exit 2 and one line."""
    assert one_line(call("score", name), 2)


def test_an_empty_folder_is_a_usage_error(call: Call, tmp_path: Path) -> None:
    """A folder without a transcript is exit 2 and named."""
    (tmp_path / "empty").mkdir()
    assert one_line(call("score", tmp_path / "empty"), 2, "empty")


def test_a_transcript_of_an_unknown_persona_is_scored(call: Call, tmp_path: Path) -> None:
    """Scoring needs no persona: one that is not installed is named as the file names it."""
    card = call("score", write(tmp_path / "a.jsonl", lines(BLAME, persona="aunt_polly")), "--format", "json").json
    assert card["transcript"]["persona"] == "aunt_polly"
    assert card["summary"]["blame_avoidance"]["scored"] == 1


def test_without_times_pauses_have_no_opportunity(call: Call, tmp_path: Path) -> None:
    """A pause nobody measured is neither good nor bad."""
    untimed = call("score", write(tmp_path / "a.jsonl", lines(BLAME)), "--format", "json").json
    timed = call("score", write(tmp_path / "b.jsonl", lines(BLAME, times=True)), "--format", "json").json
    assert untimed["summary"]["pauses"] == UNTIMED
    assert timed["summary"]["pauses"]["scored"] == 1


@pytest.mark.parametrize("language", [None, "de"])
def test_a_transcript_without_a_language_needs_one(call: Call, tmp_path: Path, language: str | None) -> None:
    """Without a language that can be scored the line says how to give one; with --lang it is scored and says so."""
    path = write(tmp_path / "a.jsonl", lines(BLAME, language=language))
    assert one_line(call("score", path), 6, "a.jsonl", "--lang")
    card = call("score", path, "--lang", "en", "--format", "json").json
    assert card["transcript"]["language"] == "en"
    assert card["summary"]["blame_avoidance"]["value"] < 1
    assert call("score", path, "--lang", "en").out.startswith("a.jsonl  01TALK  grumbling_parent  en\n")


def test_a_transcript_of_others_only_has_nothing_to_score(call: Call, tmp_path: Path) -> None:
    """Voices of an imported group are no trainee: the scorecard is there and empty."""
    talk = [
        {"type": "header", "schema": 1, "id": "G", "language": "en"},
        {"type": "turn", "index": 0, "speaker": "other", "name": "Ann", "text": BLAME},
    ]
    card = call("score", write(tmp_path / "a.jsonl", talk), "--format", "json").json
    assert card["scores"] == []
    assert {summary["value"] for summary in card["summary"].values()} == {None}


def test_t1_t2_a_byte_order_mark_and_nul_bytes_are_survived(call: Call, tmp_path: Path) -> None:
    """A mark at the beginning is dropped silently; a line of NUL bytes is set aside, numbered, with exit 0."""
    path = write(tmp_path / "a.jsonl", lines(BLAME))
    data = path.read_bytes()
    path.write_bytes(b"\xef\xbb\xbf" + data)
    assert call("score", path, "--format", "json").err == ""
    path.write_bytes(data.replace(b"\n", b"\n" + b"\0" * 12 + b"\n", 1))
    outcome = call("score", path, "--format", "json")
    assert (outcome.code, len(outcome.json["scores"])) == (0, 4)
    assert outcome.err.startswith("a.jsonl: line 2 ")
    assert outcome.err.count("\n") == 1


def test_t2_a_torn_last_line_is_said_and_strict_fails(call: Call, tmp_path: Path) -> None:
    """What is whole is scored with a warning and exit 0; with --strict the file is bad."""
    path = write(tmp_path / "a.jsonl", lines(BLAME)[:-1], torn=b'{"type":"turn","ind')
    outcome = call("score", path, "--format", "json")
    assert (outcome.code, len(outcome.json["scores"])) == (0, 4)
    assert "a.jsonl: line 4 is torn" in outcome.err
    strict = call("score", path, "--format", "json", "--strict")
    assert (strict.code, strict.out) == (6, "")
    assert "--strict" in strict.err


def test_strict_takes_a_whole_file(call: Call, tmp_path: Path) -> None:
    """--strict changes nothing for a file without damage."""
    assert call("score", write(tmp_path / "a.jsonl"), "--strict").code == 0


@pytest.mark.parametrize(
    "line",
    ['{"type":"turn","index":1,"speaker":"trainee","text":"x","start":NaN}', '{"type":"turn","type":"turn"}', "[" * 9000, "9" * 5000],
)
def test_t3_a_line_that_is_no_strict_json_is_set_aside(call: Call, tmp_path: Path, line: str) -> None:
    """NaN, a key twice, nesting without end and numbers without end cost their line and nothing else."""
    path = write(tmp_path / "a.jsonl", lines(BLAME)[:3], torn=f"{line}\n".encode())
    outcome = call("score", path, "--format", "json")
    assert (outcome.code, len(outcome.json["scores"])) == (0, 4)
    assert "line 4" in outcome.err


def test_t4_half_a_character_becomes_a_replacement(call: Call, tmp_path: Path) -> None:
    """A lone surrogate is replaced and noted, and the output is UTF-8."""
    turn = '{"type":"turn","index":3,"speaker":"trainee","text":"You never listen\\ud800"}\n'
    outcome = call("score", write(tmp_path / "a.jsonl", lines(BLAME)[:3], torn=turn.encode()), "--format", "json")
    assert outcome.code == 0
    assert "U+FFFD" in outcome.err


def test_t5_line_separators_do_not_break_a_record(call: Call, tmp_path: Path) -> None:
    """U+2028 and U+0085 inside a text leave one line one line, in the file and in the quoted evidence."""
    path = write(tmp_path / "a.jsonl", lines("You never\u2028listen to\u0085me."))
    outcome = call("score", path, "--format", "jsonl")
    assert (outcome.code, outcome.err, len(outcome.objects)) == (0, "", 1)


def test_t8_t9_what_a_transcript_says_does_not_act_on_the_terminal(call: Call, tmp_path: Path) -> None:
    """The readable form shows control and bidi characters as symbols, in ids, names and quotes."""
    path = write(tmp_path / "a.jsonl", lines(f"{BLAME}\x1b[2J\x9b\u202e", "Well.", id="\x1b]0;x\x07", persona="a\u202eb\nc"))
    out = call("score", path).out
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(out)
    assert f"Weakest reply: “{BLAME}␛[2J" in out
    assert "\nc " not in out


def test_t17_a_turn_twice_and_time_going_backwards_are_reported(call: Call, tmp_path: Path) -> None:
    """The first of two turns with one number counts, both oddities are named, and the result is the same every time."""
    talk = lines(BLAME, GOOD, times=True)
    talk[4]["start"] = 1.0
    talk.insert(3, talk[2] | {"text": "Another."})
    path = write(tmp_path / "a.jsonl", talk)
    first, second = call("score", path, "--format", "json"), call("score", path, "--format", "json")
    assert first.out == second.out
    assert [each["turn"] for each in first.json["scores"]] == [1] * 4 + [3] * 4
    assert "turn 1 is there twice" in first.err
    assert "begins before the one above it" in first.err


def test_r10_a_newer_schema_is_refused_and_left_alone(call: Call, tmp_path: Path) -> None:
    """A file of a newer version is exit 6 with the way out, and no byte of it is changed."""
    path = write(tmp_path / "a.jsonl", lines(BLAME, schema=2))
    before = path.read_bytes()
    assert one_line(call("score", path), 6, "schema 2", "update roleplay")
    assert path.read_bytes() == before


def test_many_remarks_are_summed_up(call: Call, tmp_path: Path) -> None:
    """A file with a hundred bad lines does not fill the screen."""
    path = write(tmp_path / "a.jsonl", torn=b"no\n" * 100)
    err = call("score", path, "--format", "json").err
    assert err.count("\n") == 21
    assert "80 more" in err


def test_r11_output_that_nobody_reads_ends_without_a_word(folder: Path) -> None:
    """When the reader of standard output has gone, no traceback is left behind."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [*PROGRAM, "score", str(folder), "--format", "jsonl"]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, env=surroundings(), timeout=PATIENCE, check=False)
    os.close(writing)
    assert done.stderr == b""


def test_data_is_utf_8_whatever_the_locale(folder: Path) -> None:
    """In a locale without UTF-8 the data on standard output is UTF-8 all the same."""
    write(folder / "a.jsonl", lines("Ты никогда меня не слушаешь!", language="ru"))
    outcome = alone("score", folder / "a.jsonl", "--format", "json", LC_ALL="C", LANG="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert any("\u0400" <= letter <= "\u04ff" for letter in outcome.out)


# whatever is in a file


@ANY_CONTENT
@given(
    content=st.one_of(
        st.binary(max_size=400),
        st.lists(st.text(max_size=60), max_size=6).map(lambda rows: "\n".join(rows).encode("utf-8", "surrogatepass")),
    )
)
def test_any_bytes_are_scored_or_refused(call: Call, tmp_path: Path, content: bytes) -> None:
    """No content of a file gives a traceback: it is scored, or it is bad input."""
    path = tmp_path / "any.jsonl"
    path.write_bytes(content)
    outcome = call("score", path, "--format", "json", "--lang", "en")
    assert outcome.code in {0, 6}
    assert bool(outcome.out) == (outcome.code == 0)


VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=20),
        st.sampled_from([*LANGUAGES, "trainee", "persona", "other", "m", "ty", BLAME]),
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["tension", "trust", "gender", "address", "name", "set_aside"]), inner, max_size=3)
    ),
    max_leaves=4,
)
HEADERS = st.dictionaries(
    st.sampled_from(["schema", "id", "language", "persona", "scenario", "difficulty", "seed", "trainee", "parent", "source", "about"]),
    VALUES,
)
TURNS = st.dictionaries(st.sampled_from(["start", "end", "status", "name", "mood", "meta", "index", "speaker", "text"]), VALUES, max_size=4)


@ANY_CONTENT
@given(header=HEADERS, turns=st.lists(TURNS, max_size=4))
def test_any_values_of_known_keys_are_scored_or_refused(
    call: Call, tmp_path: Path, header: dict[str, Any], turns: list[dict[str, Any]]
) -> None:
    """A transcript whose keys are right and whose values are anything is scored or refused in every form, and never breaks the program."""
    talk: list[dict[str, Any]] = [{"type": "header", **header}]
    for number, turn in enumerate(turns):
        said = {"type": "turn", "index": number, "speaker": "trainee" if number % 2 else "persona", "text": BLAME if number % 2 else GRIEF}
        talk.append(said | turn)
    path = tmp_path / "any.jsonl"
    path.write_bytes("".join(json.dumps(line) + "\n" for line in talk).encode())
    codes = {call("score", path, "--format", form, "--lang", "en").code for form in ("json", "table", "csv")}
    codes.add(call("replay", path, "--lang", "en").code)
    assert codes <= {0, 6}
    assert len(codes) == 1


@pytest.mark.parametrize(("said", "told"), [("У вас всё хорошо.", "для вас"), ("У тебя всё хорошо.", "для тебя")])
def test_suggestions_address_the_other_as_the_trainee_does(call: Call, tmp_path: Path, said: str, told: str) -> None:
    """In a talk from elsewhere, where only their own words tell how."""
    path = tmp_path / "a.txt"
    path.write_text(f"Mama: Мне очень тяжело, никто не помогает.\nAnna: Ерунда. {said}\nMama: …\nAnna: …\n", "utf-8")
    card = call("score", path, "--trainee", "Anna", "--persona", "Mama", "--lang", "ru", "--scorers", "listening", "--format", "json").json
    assert told in card["scores"][0]["suggestion"].casefold()
