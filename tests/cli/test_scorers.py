"""The skills that are graded."""

from __future__ import annotations

from pathlib import Path

import pytest

from roleplay.dialogue import LANGUAGES
from tests import scorer_folders
from tests.cli.running import Call, Outcome
from tests.cli.talks import BLAME, lines, write

SHIPPED = ["listening", "pauses", "i_messages", "blame_avoidance"]
THANKS = """
from roleplay.scoring import Reason, scored


class Scorer:
    def score(self, exchange, coding):
        {body}
"""


def refused(outcome: Outcome, code: int, *words: str) -> bool:
    """Whether *outcome* is *code* with one line on standard error that holds all *words*."""
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (code, "", 1), outcome
    return all(word in outcome.err for word in words)


@pytest.fixture(name="plugins")
def _plugins(tmp_path: Path) -> Path:
    """A plugins folder with a declared scorer in English."""
    scorer_folders.write(tmp_path / "plugins" / "scorers" / "thanks")
    return tmp_path / "plugins"


def scored_with(call: Call, plugins: Path, body: str) -> Outcome:
    """A talk scored with a scorer in Python whose method does *body*."""
    scorer_folders.write(plugins / "scorers" / "thanks", python=THANKS.format(body=body))
    return call("--plugins", plugins, "score", write(plugins / "a.jsonl", lines(BLAME)), "--format", "json")


# list and show


@pytest.mark.parametrize("language", LANGUAGES)
def test_list_names_the_four_skills_in_the_language_asked_for(call: Call, language: str) -> None:
    """Each skill has a title and says what it is about; the table has both."""
    rows = call("scorers", "list", "--lang", language, "--format", "json").json
    assert [row["id"] for row in rows] == SHIPPED
    assert all(row["title"] and row["about"] and set(row["languages"]) == set(LANGUAGES) for row in rows)
    table = call("scorers", "list", "--lang", language)
    assert all(row["title"] in table.out and row["about"] in table.out for row in rows)
    assert table.err == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("skill", SHIPPED)
def test_show_tells_what_is_graded_and_what_it_rests_on(call: Call, skill: str, language: str) -> None:
    """Title, next step and sources are there in JSON and for reading."""
    shown = call("scorers", "show", skill, "--lang", language, "--format", "json").json
    assert (shown["id"], shown["version"]) == (skill, "1")
    assert shown["title"]
    assert shown["next"]
    assert shown["sources"]
    assert all(source["work"] and source["passage"] for source in shown["sources"])
    assert shown["about"] in call("scorers", "show", skill.replace("_", "-"), "--lang", language).out


def test_an_unknown_scorer_is_a_usage_error_with_a_suggestion(call: Call) -> None:
    """A misspelt name is exit 2 and says what may have been meant."""
    assert refused(call("scorers", "show", "i-mesages"), 2, "i-mesages", "did you mean i_messages?")
    assert refused(call("scorers", "check", "i-mesages"), 2, "did you mean i_messages?")


# check


def test_check_runs_the_pairs_of_a_scorer(call: Call, plugins: Path) -> None:
    """A scorer whose better reply scores higher than its worse one is in order, by name or by path."""
    assert call("--plugins", plugins, "scorers", "check", "thanks").out == "thanks: in order\n"
    outcome = call("scorers", "check", plugins / "scorers" / "thanks", "--format", "json")
    assert (outcome.code, outcome.json) == (0, [])


@pytest.mark.parametrize(("kind", "name"), [("scorers", "listening"), ("personas", "absent-father")])
def test_check_by_name_passes_by_a_folder_that_is_no_plugin(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, name: str
) -> None:
    """The folder of a distribution is called as the plugin in it; without a plugin of that name the folder is looked at and found wanting."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).mkdir()
    (tmp_path / "soup").mkdir()

    assert call(kind, "check", name).code == 0
    assert "soup" in call(kind, "check", "soup").out


def test_check_names_the_pair_that_fails(call: Call, plugins: Path) -> None:
    """A pair that is the wrong way round is exit 1, with its place."""
    pair = {"id": "upside_down", "heard": "I made soup.", "better": "Soup.", "worse": "Thank you for the soup."}
    scorer_folders.write(plugins / "scorers" / "thanks", cases=scorer_folders.cases_file(pairs={"en": [pair]}))
    outcome = call("--plugins", plugins, "scorers", "check", "thanks", "--format", "json")
    assert (outcome.code, [row["scorer"] for row in outcome.json]) == (1, ["thanks"])
    assert "upside_down" in outcome.json[0]["where"]
    assert call("--plugins", plugins, "scorers", "check", "thanks").code == 1


def test_check_of_a_broken_scorer_says_why(call: Call, plugins: Path) -> None:
    """A scorer that cannot be read is a failed check, no fault of the program."""
    scorer_folders.write(plugins / "scorers" / "thanks", scorer=scorer_folders.scorer_file(adds={"kindness": 1}))
    outcome = call("scorers", "check", plugins / "scorers" / "thanks")
    assert outcome.code == 1
    assert "kindness" in outcome.out


# a scorer from a folder


def test_a_scorer_of_a_plugins_folder_is_scored_beside_the_others(call: Call, plugins: Path) -> None:
    """It comes after the shipped ones, in talks and in files of its languages only."""
    path = write(plugins / "a.jsonl", lines("Thank you for the soup."))
    assert list(call("--plugins", plugins, "score", path, "--format", "json").json["summary"]) == [*SHIPPED, "thanks"]
    assert list(call("--plugins", plugins, "--no-plugins", "score", path, "--format", "json").json["summary"]) == SHIPPED
    russian = write(plugins / "b.jsonl", lines("Спасибо за суп.", language="ru"))
    assert list(call("--plugins", plugins, "score", russian, "--format", "json").json["summary"]) == SHIPPED
    talk = call("--plugins", plugins, "practice", "absent_father", "--lang", "en", "--format", "json", typed="Thank you.\n")
    assert list(talk.json["summary"]) == [*SHIPPED, "thanks"]


@pytest.mark.parametrize(
    "body",
    [
        "raise RuntimeError('no')",
        "return 0.5",
        "return scored(float('nan'), Reason('plain'))",
        "return scored(7, Reason('plain'))",
        "return None",
    ],
)
def test_g17_a_failing_scorer_costs_its_own_scores_only(call: Call, plugins: Path, body: str) -> None:
    """What it raises or returns wrongly is a failed outcome with a reason and no value; the others are as ever."""
    outcome = scored_with(call, plugins, body)
    (failed,) = [score for score in outcome.json["scores"] if score["scorer"] == "thanks"]
    assert set(failed) == {"scorer", "version", "turn", "outcome", "reason"}
    assert failed["outcome"] == "failed"
    assert outcome.json["summary"]["thanks"] == {"value": None, "scored": 0, "no_opportunity": 0, "failed": 1}
    assert outcome.json["summary"]["blame_avoidance"]["scored"] == 1
    assert outcome.code == 0


def test_g16_a_scorer_that_prints_does_not_spoil_the_data(call: Call, plugins: Path) -> None:
    """Standard output stays one JSON value whatever a plugin prints."""
    outcome = scored_with(call, plugins, "print('hello'); return scored(0.5, Reason('plain'))")
    assert outcome.json["summary"]["thanks"]["value"] == 0.5


def test_g16_a_scorer_that_leaves_is_contained(call: Call, plugins: Path) -> None:
    """A plugin that calls sys.exit fails, and the program goes on."""
    outcome = scored_with(call, plugins, "raise SystemExit(7)")
    assert outcome.json["summary"]["thanks"]["failed"] == 1


def test_g15_a_scorer_that_raises_on_import_is_left_out(call: Call, plugins: Path) -> None:
    """It is named with its reason; the others score; asked for by name, it is refused in one line."""
    scorer_folders.write(plugins / "scorers" / "thanks", python="raise RuntimeError('out of order')")
    path = write(plugins / "a.jsonl", lines(BLAME))
    outcome = call("--plugins", plugins, "score", path, "--format", "json")
    assert (outcome.code, list(outcome.json["summary"])) == (0, SHIPPED)
    assert "scorer thanks is left out" in outcome.err
    assert "out of order" in outcome.err
    named = call("--plugins", plugins, "score", path, "--scorers", "thanks")
    assert (named.code != 0, named.out) == (True, "")
    assert "out of order" in named.err
