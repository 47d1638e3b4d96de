"""A scorer with Python: what ships runs here, what does not runs where it can be stopped."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import pytest

from roleplay import programmed
from roleplay.assessment import scorecard
from roleplay.catalog import load_skill
from roleplay.coders.rules import RuleCoder
from roleplay.codes import Code, Coding, Mark
from roleplay.confinement import Limits
from roleplay.dialogue import Exchange, Speaker, Transcript, Turn
from roleplay.errors import PluginInvalid
from roleplay.plugins import discover
from roleplay.programmed import Programmed, made
from roleplay.scoreform import to_json
from roleplay.scoring import Evidence, Outcome, Reason, Verdict, grade
from roleplay.wording import say
from tests.builders import header, talk
from tests.scorer_folders import scorer_file, write

SCORER = """
import os
from roleplay.scoring import Evidence, Outcome, Reason, Verdict, no_opportunity, scored

class Scorer:
    def score(self, exchange, coding):
        """
EXCHANGE = Exchange(heard=None, reply=Turn(index=1, speaker=Speaker.TRAINEE, text="Спасибо, țin la tine."))
CODING = Coding(coder="test", version="1", marks=(Mark(code=Code.GRATITUDE, quote="Спасибо", start=0, end=7, strength=0.5),), blame=1)


def verdict(folder: Path, body: str) -> Verdict:
    """What a scorer with this *body* says of the exchange."""
    write(folder, python=SCORER + body + "\n")
    return grade(Programmed(folder, "thanks", "scorer:Scorer"), EXCHANGE, CODING)


def test_a_verdict_comes_back_whole(tmp_path: Path) -> None:
    """Value, reason with its values, evidence and suggestion, as if it had been made here."""
    found = verdict(
        tmp_path,
        "return scored(0.25, Reason('plain', {'a': 1.5, 'b': 'ще'}), coding.of(*[m.code for m in coding.marks]), Reason('better'))",
    )
    assert found == Verdict(
        outcome=Outcome.SCORED,
        value=0.25,
        reason=Reason("plain", {"a": 1.5, "b": "ще"}),
        evidence=(Evidence(quote="Спасибо", start=0, end=7, code="gratitude"),),
        suggestion=Reason("better"),
    )
    assert verdict(tmp_path / "b", "return no_opportunity(Reason('none'))").outcome is Outcome.NO_OPPORTUNITY


def test_it_sees_the_exchange_and_its_codes(tmp_path: Path) -> None:
    """Everything that a scorer here sees, in another process."""
    body = "return scored(0.5, Reason('plain', {'text': exchange.reply.text, 'blame': coding.blame, 'process': os.getpid()}))"
    values = dict(verdict(tmp_path, body).reason.values)
    assert values.pop("process") != os.getpid()
    assert values == {"text": EXCHANGE.reply.text, "blame": 1}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("while True: pass", "took longer than 1 s"),
        ("x = []\n        while True: x.append(bytes(10 ** 7))", "MemoryError"),
        ("os._exit(3)", "its process ended (3)"),
        ("return scored(0.5, Reason('x' * 3_000_000))", "answered more than"),
        ("raise SystemExit(7)", "SystemExit: 7"),
        ("return scored(float('nan'), Reason('plain'))", "value nan is not a number"),
        (
            "return Verdict(outcome=Outcome.SCORED, value=1, reason=Reason('p'), evidence=(Evidence(quote='no', start=0, end=2, code='c'),))",
            "not in",
        ),
    ],
)
def test_g16_g17_g18_a_scorer_is_stopped_and_says_how(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, says: str) -> None:
    """G16 to G18: a loop, a leak, leaving, a flood, a value that is none: a failed outcome with the reason and without a number."""
    monkeypatch.setattr(programmed, "LIMITS", Limits(seconds=1.0 if "while True: pass" in body else 20.0, megabytes=500))
    found = verdict(tmp_path, body)
    assert (found.outcome, found.value) == (Outcome.FAILED, None)
    assert says in str(found.reason.values["error"])


def test_g18_a_scorer_that_never_ends_costs_its_own_scores_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """G18: the scorecard is whole, valid JSON, and there in bounded time: after three losses the scorer is not asked again."""
    monkeypatch.setattr(programmed, "LIMITS", Limits(seconds=0.5))
    python = SCORER + "while True: pass\n"
    own = write(tmp_path, scorer=scorer_file(languages=["ru"], **_worded("ru")), python=python)
    skills = [load_skill(discover("scorers", shipped_only=True).found["blame_avoidance"].folder), load_skill(own)]
    transcript, begun = Transcript(header=header(), turns=talk(20)), time.monotonic()
    coder = RuleCoder("ru")
    card = scorecard(transcript, coder, skills)
    assert time.monotonic() - begun < 20
    told = json.loads(json.dumps(to_json(card, skills, transcript.header, "a.jsonl", "ru", coder)))
    assert told["summary"]["thanks"] == {"value": None, "scored": 0, "no_opportunity": 0, "failed": 10}
    assert told["summary"]["blame_avoidance"]["scored"] == 10
    reasons = [score["reason"] for score in told["scores"] if score["scorer"] == "thanks"]
    assert reasons[0] == "Сбой оценщика: ответа нет дольше 0.5 с"
    assert reasons[-1] == "Сбой оценщика: остановлен 3 раза и больше не запускается"


def test_what_ships_runs_in_this_process() -> None:
    """It is ours, and a reply must be scored at once."""
    for found in discover("scorers", shipped_only=True).found.values():
        assert not isinstance(load_skill(found.folder).scorer, Programmed)


def test_a_user_who_interrupts_is_not_held(tmp_path: Path) -> None:
    """Ctrl-C while Python is read here is no fault of the scorer; after any other fault no half-read module stays."""
    write(tmp_path, scorer=scorer_file(id="held"), python="raise KeyboardInterrupt\n")
    with pytest.raises(KeyboardInterrupt):
        made(tmp_path, "held", "scorer:Scorer")
    (tmp_path / "scorer.py").write_text("raise ValueError\n")
    with pytest.raises(Exception, match="ValueError"):
        made(tmp_path, "held_too", "scorer:Scorer")
    assert "roleplay_scorer_held_too" not in sys.modules


def _worded(language: str) -> dict[str, object]:
    return {key: {language: "x"} for key in ("titles", "about", "next")} | {"reasons": {"plain": {language: "x"}}}


def test_what_is_wrong_with_a_class_is_told_in_the_language_of_the_reader(tmp_path: Path) -> None:
    """Also where it was found in a process of its own; only what the plugin's own code says stays as it is."""
    told = []
    for number, python in enumerate(("class Scorer:\n    pass\n", "raise OSError('kein Zugriff')\n")):
        with pytest.raises(PluginInvalid) as caught:
            load_skill(write(tmp_path / str(number), python=python))
        told += [say("{what}", "ru", what=fault) for fault in caught.value.faults]
    assert told == ["class: у scorer:Scorer нет метода score(exchange, coding)", "scorer.py не запускается: OSError: kein Zugriff"]
