"""A model that marks the codes: of transcripts, and of one reply."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from roleplay.dialogue import LANGUAGES
from roleplay.testing.server import Provider
from tests.cli.running import Call, Outcome, one_line
from tests.cli.talks import BLAME, lines, write

ALONE = "You sit there alone, evening after evening."
CODES = 'openai:codes:[["reflection", "You sit there alone"], ["open_question", "What was the hardest evening?"]]'


def score(call: Call, provider: Provider, *given: object, coder: str = CODES, form: str = "json") -> Outcome:
    """Score with the model called *coder*."""
    return call("score", *given, "--coder", coder, "--base-url", provider.url, "--format", form)


def values(card: Any, scorer: str) -> list[tuple[int, str, float | None]]:
    """What *scorer* says in *card*, turn by turn."""
    return [(each["turn"], each["outcome"], each.get("value")) for each in card["scores"] if each["scorer"] == scorer]


@pytest.fixture(name="talk")
def _talk(tmp_path: Path) -> Path:
    """A talk of three replies."""
    return write(tmp_path / "talk.jsonl", lines(ALONE, BLAME, "What was the hardest evening?"))


def test_a_model_codes_a_transcript(call: Call, provider: Provider, talk: Path) -> None:
    """One request a reply; the scorecard names who coded, and every quote is in the reply."""
    outcome = score(call, provider, talk)
    assert (outcome.code, outcome.err, len(provider.requests)) == (0, "", 3)
    assert outcome.json["coder"]["name"] == CODES
    assert values(outcome.json, "listening") == [(1, "scored", 0.5), (3, "scored", 0.25), (5, "scored", 0.5)]
    assert outcome.json["scores"][0]["evidence"] == [{"quote": "You sit there alone", "start": 0, "end": 19, "code": "reflection"}]


def test_where_rules_and_model_disagree_the_turn_is_marked(call: Call, provider: Provider, talk: Path) -> None:
    """With what the rules say beside what the model says, in every form; the value is the model's, not an average."""
    card = score(call, provider, talk).json
    blame = next(each for each in card["scores"] if (each["turn"], each["scorer"]) == (3, "blame_avoidance"))
    assert (blame["value"], blame["marked"]) == (1.0, [{"by": "rules", "outcome": "scored", "value": 0.0}])
    assert 3 in card["coding"]["marked"]
    assert "codings differ at turns " in score(call, provider, talk, form="table").out
    rows = list(csv.DictReader(io.StringIO(score(call, provider, talk, form="csv").out)))
    assert next(row["marked"] for row in rows if (row["turn"], row["scorer"]) == ("3", "blame_avoidance")) == "rules 0.0"
    assert score(call, provider, talk, form="jsonl").objects[0]["coding"] == card["coding"]


@pytest.mark.parametrize("form", ["text", "json"])
def test_replay_and_report_show_where_rules_and_model_disagree(call: Call, provider: Provider, talk: Path, form: str) -> None:
    """Beside the score of that reply, in the listing, in JSON and in the HTML of one talk; without a model there is nothing to disagree with."""
    asked = ("--coder", CODES, "--base-url", provider.url)
    outcome = call("replay", talk, *asked, "--format", form)
    assert (outcome.code, outcome.err) == (0, "")
    if form == "json":
        assert outcome.json["scorecard"] == score(call, provider, talk).json
        return
    assert "For the coach: the rules say 0%." in outcome.out
    assert "the rules say" not in call("replay", talk).out
    page = talk.with_suffix(".html")
    assert call("report", talk, *asked, "--out", page).code == 0
    assert "by the rules: 0%" in page.read_text("utf-8").replace("\u00a0", " ")


def test_replay_says_of_each_reply_why_a_model_has_not_coded_it(call: Call, provider: Provider, talk: Path) -> None:
    """The talk is shown all the same, and no number is made up."""
    outcome = call("replay", talk, "--coder", "openai:html", "--base-url", provider.url)
    assert outcome.code == 0
    assert BLAME in outcome.out
    listing, _ = outcome.out.split("\nScorecard\n")
    assert listing.count("could not be coded") >= 3
    assert "%" not in listing


def test_what_a_model_coded_is_remembered(call: Call, provider: Provider, talk: Path) -> None:
    """The same scorecard costs no second request; another model, other rules or --no-cache are asked."""
    first = score(call, provider, talk)
    assert score(call, provider, talk) == first
    assert len(provider.requests) == 3
    assert score(call, provider, talk, "--no-cache") == first
    score(call, provider, talk, coder=CODES.replace("open_question", "reflection"))
    assert len(provider.requests) == 9
    assert "coding" not in call("score", talk, "--format", "json").json


def test_what_a_model_failed_at_is_asked_again(call: Call, provider: Provider, talk: Path) -> None:
    """A failure is no result to remember."""
    score(call, provider, talk, coder="openai:say")
    score(call, provider, talk, coder="openai:say")
    assert len(provider.requests) == 12


def test_the_rules_mark_nothing_against_themselves(call: Call, talk: Path) -> None:
    """Their scorecard is as ever."""
    card = call("score", talk, "--format", "json").json
    assert "coding" not in card
    assert not any("marked" in each for each in card["scores"])


def test_p22_a_failure_cancels_nothing_and_is_told(call: Call, provider: Provider, tmp_path: Path) -> None:
    """The replies that could not be coded have failed, by name; the others have their scores; exit 5."""
    path = write(tmp_path / "talk.jsonl", lines(ALONE, "word " * 5000, ALONE))
    outcome = score(call, provider, path)
    assert values(outcome.json, "listening") == [(1, "scored", 0.5), (3, "failed", None), (5, "scored", 0.5)]
    assert outcome.json["coding"]["failed"] == [3]
    assert (outcome.code, outcome.err.splitlines()) == (5, ["talk.jsonl: not coded, and so without a score: turns 3"])
    assert "Not coded" in score(call, provider, path, form="table").out


def test_j5_a_model_that_cannot_code_gives_no_numbers(call: Call, provider: Provider, talk: Path) -> None:
    """Two requests a reply, then it has failed, with the reason and whose fault it is."""
    outcome = score(call, provider, talk, coder="openai:say")
    assert outcome.json["summary"]["listening"] == {"value": None, "scored": 0, "no_opportunity": 0, "failed": 3}
    assert "openai:say gave no usable codes, twice: it is not one JSON object" in outcome.json["scores"][0]["reason"]
    assert (outcome.code, len(provider.requests)) == (5, 6)


@pytest.mark.parametrize(
    ("model", "code", "words"), [("key", 3, "OPENAI_API_KEY"), ("quota", 5, "nothing left"), ("status:404", 5, "no model")]
)
def test_p2_who_never_answered_is_told_once(call: Call, provider: Provider, talk: Path, model: str, code: int, words: str) -> None:
    """One line, and no scorecard that is nothing but failures."""
    assert one_line(score(call, provider, talk, coder=f"openai:{model}"), code, words)


def test_p21_a_budget_ends_the_coding(call: Call, provider: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was coded stays; the rest has failed with the reason. Tokens, or money at a price."""
    path = write(tmp_path / "talk.jsonl", lines(*[f"{ALONE} {number}" for number in range(30)]))
    monkeypatch.setenv("ROLEPLAY_BUDGET", "60")
    outcome = score(call, provider, path)
    summary = outcome.json["summary"]["listening"]
    assert (outcome.code, summary["scored"] + summary["failed"]) == (5, 30)
    assert summary["scored"] == len(provider.requests) > 0
    assert "60 tokens that may be used are used up" in outcome.json["scores"][-1]["reason"]

    monkeypatch.delenv("ROLEPLAY_BUDGET")
    monkeypatch.setenv("ROLEPLAY_MAX_COST", "0.1")
    assert one_line(score(call, provider, path), 3, "config set price")
    monkeypatch.setenv("ROLEPLAY_PRICE", "1000/1000")
    assert "the 0.1 that may be spent is spent" in score(call, provider, path).json["scores"][-1]["reason"]


def test_d9_what_leaves_the_machine_is_said_once(call: Call, talk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it leaves; --local-only forbids it."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-x")
    monkeypatch.setenv("NO_PROXY", "*")
    command = ("score", talk, "--coder", "openai:x", "--base-url", "http://model.invalid/v1")
    assert one_line(call("--local-only", *command), 3, "--local-only")
    assert call(*command).err.count("leave this machine and go to model.invalid") == 1
    assert "leave this machine" not in call(*command).err


@pytest.mark.parametrize("name", ["soup", "offline", "rule", ""])
def test_who_cannot_code_is_refused(call: Call, talk: Path, name: str) -> None:
    """With who can."""
    assert one_line(call("score", talk, "--coder", name), 2, "rules and models")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_coach_is_told_in_the_language_of_messages(call: Call, provider: Provider, talk: Path, language: str) -> None:
    """In the reader's."""
    words = {"en": "For the coach", "ro": "Pentru formator", "ru": "Для тренера"}
    assert words[language] in score(call, provider, talk, "--lang", language, form="table").out


def test_one_reply_is_coded_by_a_model(call: Call, provider: Provider) -> None:
    """Its marks, and what the rules say where that is something else."""
    given = ("code", ALONE, "--lang", "en", "--coder", CODES, "--base-url", provider.url)
    told = call(*given, "--format", "json").json
    assert (told["coder"], told["dropped"], [mark["quote"] for mark in told["marks"]]) == (CODES, 0, ["You sit there alone"])
    assert set(told["others"]["rules"]) == {"blame", "i_message", "listening_level", "weight"}
    shown = call(*given).out.splitlines()
    assert shown[1].split() == ["reflection", *["You", "sit", "there", "alone"]]


def test_words_that_are_not_in_the_reply_are_left_out_and_told(call: Call, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line for the user."""
    from roleplay.testing import behaviours

    monkeypatch.setitem(behaviours.BEHAVIOURS, "liar", _liar)
    outcome = call("code", ALONE, "--lang", "en", "--coder", "openai:liar", "--base-url", provider.url)
    assert "1 code was left out" in outcome.err
    assert outcome.code == 0


async def _liar(answer: Any) -> None:
    from roleplay.testing.coding import answer as coded
    from roleplay.testing.coding import material

    await answer.reply(coded(material(answer.request.text).key, [("care", "I care so much")]))


def test_a_model_gives_no_reasons(call: Call, provider: Provider) -> None:
    """Signs and weights are those of the rules."""
    assert one_line(call("code", ALONE, "--explain", "--coder", CODES, "--base-url", provider.url), 2, "--explain")


def test_a_failed_coding_of_one_reply_is_an_error(call: Call, provider: Provider) -> None:
    """Nothing is shown."""
    assert one_line(call("code", ALONE, "--coder", "openai:say", "--base-url", provider.url), 5, "no usable codes")
