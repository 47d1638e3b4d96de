"""Agreement of the coder with human labels, from files to a table, data or a page."""

from __future__ import annotations

import json
import re
import stat
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from roleplay.coders.rules import VERSION
from roleplay.codes import LISTENING
from roleplay.dialogue import LANGUAGES
from tests.cli.running import Call, Outcome, alone
from tests.cli.talks import BLAME, GRIEF
from tests.cli.talks import lines as talk
from tests.cli.talks import write as write_talk
from tests.cli.terminal import Terminal
from tests.labelled import line, write
from tests.messages import ROOT

REPLIES = ROOT / "tests" / "replies"
FLAT = ["blame", "i_message", *map(str, LISTENING), "listening_level"]
SCRIPT = "<script>alert(1)</script>"
KIND: dict[str, Any] = {"blame": 0, "listening": {"dismissal_or_argument": 0}, "listening_level": 1}


def one_line(outcome: Outcome, code: int, *words: str) -> bool:
    """Whether *outcome* is *code* with nothing but one line on standard error that holds all *words*."""
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (code, "", 1), outcome
    return all(word in outcome.err for word in words)


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A folder with labels in two files, one of them further down."""
    folder = tmp_path / "labels"
    write(folder / "a.jsonl", line(1), line(2, reply="It sounds lonely.", **KIND))
    write(folder / "more" / "b.jsonl", line(3, lang="ru", id="ru-3", reply="Ты никогда меня не слушаешь!"))
    return folder


# data


def test_data_has_every_language_with_its_coder(call: Call, folder: Path) -> None:
    """The coder with its version, the numbers of each code, the tables, and the languages side by side."""
    outcome = call("agreement", folder, "--format", "json")

    assert (outcome.code, outcome.err) == (0, "")
    assert list(outcome.json) == ["schema", "method", "languages", "parity"]
    assert {language: (each["n"], each["coder"]["name"]) for language, each in outcome.json["languages"].items()} == {
        "en": (2, "rules"),
        "ru": (1, "rules"),
    }
    assert outcome.json["languages"]["ru"]["coder"]["version"].startswith(f"{VERSION}+ru.")
    assert outcome.json["languages"]["en"]["codes"]["blame"]["positives"] == 1
    assert outcome.json["languages"]["en"]["confusion"]["blame_level"]["counts"][2] == [0, 0, 1]
    assert list(outcome.json["parity"]["blame"]["f1"]) == ["en", "ru"]


def test_items_are_those_of_the_contract(call: Call, folder: Path) -> None:
    """Id, language, label and coding of every item, the last two in the same flat form."""
    items = call("agreement", folder, "--items", "--format", "json").json["items"]

    assert [item["id"] for item in items] == ["en-1", "en-2", "ru-3"]
    for item in items:
        assert list(item) == ["id", "lang", "label", "coded"]
        assert list(item["label"]) == list(item["coded"]) == FLAT
    assert items[0]["label"] == dict.fromkeys(FLAT, 0) | {"blame": 2, "i_message": "none", "dismissal_or_argument": 1}
    assert items[0]["coded"]["blame"] == 2


def test_data_is_the_same_each_time(call: Call) -> None:
    """Intervals come from a seed."""
    path = REPLIES / "ro.jsonl"

    assert call("agreement", path, "--items", "--format", "json") == call("agreement", path, "--items", "--format", "json")


def test_the_numbers_are_those_of_the_items(call: Call) -> None:
    """Recounted from what is printed, in all three languages."""
    data = call("agreement", REPLIES, "--items", "--format", "json").json
    for language in LANGUAGES:
        items = [item for item in data["items"] if item["lang"] == language]
        told = data["languages"][language]["codes"]
        for code in LISTENING:
            both = sum(item["label"][code] and item["coded"][code] for item in items)
            marked = sum(item["label"][code] + item["coded"][code] for item in items)
            assert told[code]["f1"] == round(2 * both / marked, 4)
        assert told["blame"]["positives"] == sum(item["label"]["blame"] > 0 for item in items)
        assert told["listening_level"]["n"] == len(items)


def test_nine_hundred_replies_take_seconds(call: Call, tmp_path: Path) -> None:
    """A person waits for it: coding, a thousand resamples and all."""
    lines = [json.loads(text) for path in sorted(REPLIES.glob("*.jsonl")) for text in path.read_text("utf-8").splitlines()]
    again = [{**each, "id": each["id"] + "+"} for each in lines]
    path = write(tmp_path / "many.jsonl", *[*lines, *again][:900])

    start = time.process_time()
    assert call("agreement", path, "--format", "json").code == 0
    assert time.process_time() - start < 10


# for reading


def test_the_table_is_for_reading(call: Call, folder: Path) -> None:
    """Plain lines off a terminal: languages side by side, then each with its codes and tables; notes at the end."""
    out = call("agreement", folder).out

    assert out.startswith("Agreement of the coder with human labels\n\nThe languages side by side")
    assert f"\nEnglish: 2 replies, coder rules {VERSION}+en." in out
    assert f"\nRussian: 1 reply, coder rules {VERSION}+ru." in out
    assert "\n  Dismissal or argument  " in out
    assert "\x1b" not in out
    assert not any(text.endswith(" ") for text in out.splitlines())


def test_columns_stand_below_each_other(call: Call, folder: Path) -> None:
    """Every row of a table is as long as its headings."""
    lines = call("agreement", folder).out.splitlines()
    start = lines.index("Codes") + 1
    rows = lines[start : lines.index("", start)]

    assert len(rows) == 10
    assert len({len(each) for each in rows}) == 1


def test_items_in_the_table_are_those_that_differ(call: Call, tmp_path: Path) -> None:
    """With what was heard and replied, and what was labelled and coded; the one that agrees is not there."""
    path = write(tmp_path / "a.jsonl", line(1), line(2, blame=0))
    out = call("agreement", path, "--items").out

    assert (
        "Label and coder differ in 1 of 2\n\nen-2\n  You never call.\n  You never listen to me!\n    Blame, 0 to 2: label 0, coder 2\n"
        in out
    )
    assert "en-1" not in out
    assert "Label and coder" not in call("agreement", path).out


def test_texts_from_labels_are_inert(call: Call, tmp_path: Path) -> None:
    """Nothing in an id, a reply or what was heard acts on a terminal or is markup in a page."""
    odd = line(id=f"\x1b[31m{SCRIPT}", context="a\u202eb\n\x9b2J", reply=f"[red]{SCRIPT}\x07", i_message="full")
    path = write(tmp_path / "a.jsonl", odd)
    out = call("agreement", path, "--items").out
    page = call("agreement", path, "--items", "--format", "html").out

    assert f"␛[31m{SCRIPT}\n  a⟨RLO⟩b␊⟨9B⟩2J\n  [red]{SCRIPT}␇\n" in out
    assert not {"\x1b", "\u202e", "\x9b", "\x07"} & set(out + page)
    assert "<script" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_in_the_language_of_messages(call: Call, folder: Path, language: str) -> None:
    """--lang words it; the numbers are the same."""
    page = call("agreement", folder, "--items", "--format", "html", "--lang", language).out

    assert page.startswith(f'<!doctype html>\n<html lang="{language}">')
    assert page.endswith("</html>\n")
    assert ("Agreement of the coder" in page) == (language == "en")
    data: list[Any] = [call("agreement", folder, "--format", "json", "--lang", each).json for each in LANGUAGES]
    assert data[0] == data[1] == data[2]


def test_out_writes_to_a_file_instead(call: Call, folder: Path, tmp_path: Path) -> None:
    """With --out standard output is empty and the file holds, privately, what would have been there."""
    for form in ("table", "json", "html"):
        place = tmp_path / f"agreement.{form}"
        told = call("agreement", folder, "--format", form)
        written = call("agreement", folder, "--format", form, "--out", place)
        assert (written.code, written.out, written.err) == (0, "", "")
        assert place.read_text("utf-8") == told.out
        assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_out_that_cannot_be_written_is_a_storage_fault(call: Call, folder: Path) -> None:
    """A place nobody can write to is exit 4 and one line."""
    assert one_line(call("agreement", folder, "--out", folder / "a.jsonl" / "x"), 4, "x")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("columns", [80, 110])
def test_on_a_terminal_numbers_stay_whole(tmp_path: Path, columns: int) -> None:
    """Coloured, and where it is narrow broken between words, never within an interval."""
    with Terminal("agreement", str(REPLIES / "en.jsonl"), "--items", columns=columns) as terminal:
        terminal.until("English: 300 replies", "Dismissal", "Blame, 0 to 2: kappa", "Label and coder differ in", "Precision:")
        assert terminal.leave() == 0
        assert b"\x1b[32m" in terminal.output
        assert "…" not in terminal.screen.partition("Label and coder")[0]
        assert "(0." in terminal.screen


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_column_without_room_is_left_out_and_no_number_is_cut(folder: Path) -> None:
    """On a screen of fifty columns the counts are not there, and a mark says so."""
    with Terminal("agreement", str(REPLIES / "en.jsonl"), columns=50) as terminal:
        codes = terminal.until("Codes", "Blame, 0 to 2")
        assert terminal.leave() == 0
    heading, *rows = codes.partition("Codes\n")[2].splitlines()
    assert heading.split() == ["code", "F1", "kappa", "precision", "…"]
    assert re.fullmatch(r"Blame(?: +[01]\.\d\d){3} *", rows[0])


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_no_colour_where_it_is_not_wanted(folder: Path) -> None:
    """NO_COLOR is honoured."""
    with Terminal("agreement", str(folder), "--items", NO_COLOR="1") as terminal:
        terminal.until("Precision:")
        assert terminal.leave() == 0
        assert b"\x1b[3" not in terminal.output


# which files


def test_files_folders_and_patterns_are_read_once_each(call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is named twice counts once; notes are no labels."""
    monkeypatch.chdir(folder)
    for names, counts in (
        (("a.jsonl",), {"en": 2}),
        (("*.jsonl",), {"en": 2}),
        (("**/*.jsonl", "a.jsonl", "."), {"en": 2, "ru": 1}),
        (("more",), {"ru": 1}),
    ):
        found = call("agreement", *names, "--format", "json").json["languages"]
        assert {language: each["n"] for language, each in found.items()} == counts


@pytest.mark.parametrize("name", ["nothing.jsonl", "no*thing", "", "x" * 5000, "a**b", "\ud800", "last"])
def test_what_is_not_there_is_a_usage_error(call: Call, name: str) -> None:
    """Whatever names nothing is exit 2 and one line."""
    assert one_line(call("agreement", name), 2)


def test_an_empty_folder_is_a_usage_error(call: Call, tmp_path: Path) -> None:
    """A folder without labels is exit 2 and named."""
    (tmp_path / "empty").mkdir()
    assert one_line(call("agreement", tmp_path / "empty"), 2, "empty")


def test_the_only_file_being_bad_is_exit_6(call: Call, tmp_path: Path) -> None:
    """With the line that is wrong and why, and an old result left alone."""
    path, place = write(tmp_path / "bad.jsonl", line(1), line(2, blame=9)), tmp_path / "out.json"
    place.write_text("old", "utf-8")

    for form in ("table", "json", "html"):
        assert one_line(
            call("agreement", path, "--format", form, "--out", place), 6, "bad.jsonl: line 2: blame must be one of 0, 1, 2, not 9"
        )
    assert place.read_text("utf-8") == "old"


def test_one_bad_file_among_several_is_exit_1_and_the_rest_is_done(call: Call, folder: Path) -> None:
    """It is named on standard error, and none of its lines counts."""
    write(folder / "bad.jsonl", line(1), line(2, lang="de"))
    outcome = call("agreement", folder, "--format", "json")

    assert (outcome.code, outcome.err.count("\n")) == (1, 1)
    assert 'bad.jsonl: line 2: there is no word data for the language "de", only for en, ro, ru' in outcome.err
    assert {language: each["n"] for language, each in outcome.json["languages"].items()} == {"en": 2, "ru": 1}


def test_all_files_being_bad_is_exit_1_and_no_data(call: Call, tmp_path: Path) -> None:
    """Each is named."""
    for name in "ab":
        write(tmp_path / f"{name}.jsonl", {"id": name})
    outcome = call("agreement", tmp_path / "*.jsonl", "--format", "json")

    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (1, "", 2)


def test_a_file_from_windows_is_read(call: Call, tmp_path: Path) -> None:
    """A byte order mark, carriage returns and empty lines do no harm."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(line(1)).encode() + b"\r\n\r\n" + json.dumps(line(2)).encode())

    assert call("agreement", path, "--format", "json").json["languages"]["en"]["n"] == 2


def test_data_is_utf_8_whatever_the_locale(folder: Path) -> None:
    """In a locale without UTF-8 the page is UTF-8 all the same."""
    outcome = alone("agreement", folder, "--format", "html", "--lang", "ru", LC_ALL="C", LANG="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert any("\u0400" <= letter <= "\u04ff" for letter in outcome.out)


# ratings

RATED = {"transcript": "01TALK", "turn": 1, "rater": "Ana", "scorer": "blame_avoidance", "value": 1}


@pytest.fixture(name="rated")
def _rated(tmp_path: Path) -> Path:
    """A talk of two replies, and beside it what two people gave them."""
    write_talk(tmp_path / "talk.jsonl", talk(BLAME, "I am sad that you sit alone."))
    given = [RATED, RATED | {"turn": 3, "value": 4}, RATED | {"rater": "Ion", "value": 0}, RATED | {"turn": 3, "rater": "Ion", "value": 4}]
    return write(tmp_path / "talk.ratings.jsonl", *given)


def test_ratings_are_compared_with_the_scorers_of_the_talk_beside_them(call: Call, rated: Path) -> None:
    """Each person, all of them, and both with each other; the language is that of the talk."""
    outcome = call("agreement", rated, "--format", "json")

    assert (outcome.code, outcome.err) == (0, "")
    assert list(outcome.json) == ["schema", "ratings"]
    found = outcome.json["ratings"]["languages"]["en"]["blame_avoidance"]
    assert [(*pair["raters"], pair["n"], pair["same"]) for pair in found["pairs"]] == [
        ("blame_avoidance", "*", 2, 0.75),
        ("blame_avoidance", "Ana", 2, 0.5),
        ("blame_avoidance", "Ion", 2, 1.0),
        ("Ana", "Ion", 2, 0.5),
    ]
    assert found["versions"] == ["1"]


def test_a_folder_gives_ratings_tables_and_labels_and_not_the_talks(call: Call, rated: Path) -> None:
    """Both kinds are shown, one after the other, on a page too; a table counts as ratings."""
    write(rated.parent / "labels.jsonl", line(1))
    (rated.parent / "more.csv").write_text("transcript,turn,rater,scorer,value\n01TALK,1,Eva,blame_avoidance,4\n", "utf-8")
    outcome = call("agreement", rated.parent, "--format", "json")

    assert (outcome.code, outcome.err) == (0, "")
    assert list(outcome.json) == ["schema", "method", "languages", "parity", "ratings"]
    assert outcome.json["ratings"]["languages"]["en"]["blame_avoidance"]["people"]["names"] == ["Ana", "Eva", "Ion"]
    page = call("agreement", rated.parent, "--format", "html").out
    assert page.count("<h1>") == 2
    identities = re.findall(r' id="([^"]+)"', page)
    assert len(identities) == len(set(identities))


def test_what_people_disagree_on_is_shown_with_its_words(call: Call, rated: Path) -> None:
    """The widest first, once for all skills, with what each of them gave and what the scorer gives; the talk by the name of its file."""
    listening = RATED | {"scorer": "listening", "value": 2}
    write(rated, RATED | {"value": 4}, RATED | {"rater": "Ion", "value": 1}, listening, listening | {"rater": "Ion", "value": 0})
    out = call("agreement", rated).out
    assert "To talk about, rated two levels apart or more: 2 of 2" in out
    given = "    No blame: Ana 4, Ion 1, scorer 0\n    Listening: Ana 2, Ion 0, scorer 0\n"
    assert f"\ntalk, turn 1\n  {GRIEF}\n  {BLAME}\n{given}" in out


def test_ratings_without_their_talk_compare_people_and_say_so(call: Call, tmp_path: Path) -> None:
    """Nothing is made up about the scorer, nor about one that is not installed."""
    outcome = call(
        "agreement", write(tmp_path / "r.jsonl", RATED, RATED | {"rater": "Ion"}, RATED | {"scorer": "charm"}), "--format", "json"
    )
    assert outcome.code == 0
    assert "talks that were not found" in outcome.err
    assert "there is no scorer charm" in outcome.err
    assert [pair["raters"] for pair in outcome.json["ratings"]["languages"]["unknown"]["blame_avoidance"]["pairs"]] == [["Ana", "Ion"]]


def test_bad_ratings_are_one_line(call: Call, tmp_path: Path) -> None:
    """With the line that is wrong; an empty file is said to be one."""
    path = write(tmp_path / "a.ratings.jsonl", RATED | {"value": 7})
    assert one_line(call("agreement", path), 6, "a.ratings.jsonl: line 1: value must be one of 0, 1, 2, 3, 4, not 7")
    path.write_bytes(b"\n")
    assert one_line(call("agreement", path), 6, "a.ratings.jsonl holds no ratings")


def test_t8_t13_names_of_raters_do_not_act(call: Call, rated: Path) -> None:
    """T8: neither on the terminal nor on a page."""
    write(rated, RATED | {"rater": "\x1b[2J<script>", "value": 4}, RATED | {"rater": "Ion", "value": 0})
    assert "\x1b" not in call("agreement", rated).out
    assert "<script>" not in call("agreement", rated, "--format", "html").out


@pytest.mark.parametrize("language", LANGUAGES)
def test_ratings_are_told_in_every_language(call: Call, rated: Path, language: str) -> None:
    """Headings and skills are in the language asked for."""
    out = call("agreement", rated, "--lang", language).out
    assert ("who with whom" in out) == ("No blame" in out) == (language == "en")
