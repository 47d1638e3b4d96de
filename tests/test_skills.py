"""Scorers read from their folders: what is wrong with them is told all at once, and their Python can do no harm by being read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from roleplay.catalog import load_skill
from roleplay.codes import Coding
from roleplay.declared import Declared
from roleplay.dialogue import Exchange, Speaker, Turn
from roleplay.errors import PluginInvalid
from roleplay.plugins import discover
from roleplay.scoring import Outcome, grade
from tests.scorer_folders import scorer_file, write

CLASS = """
from roleplay.scoring import Reason, scored

class Scorer:
    def score(self, exchange, coding):
        return scored(0.5, Reason("plain"))
"""


def refused(folder: Path) -> list[str]:
    """The faults for which the scorer in *folder* is refused."""
    with pytest.raises(PluginInvalid) as caught:
        load_skill(folder)
    return caught.value.faults


def verdict(folder: Path, reply: str = "Thank you.") -> Any:
    """What the scorer in *folder* says of *reply*."""
    scorer = load_skill(folder).scorer
    assert scorer is not None
    exchange = Exchange(heard=None, reply=Turn(index=1, speaker=Speaker.TRAINEE, text=reply))
    return grade(scorer, exchange, Coding(coder="test", version="1"))


def test_a_declared_scorer_is_read(tmp_path: Path) -> None:
    """Without a class the amounts of the file make the scorer."""
    skill = load_skill(write(tmp_path, scorer=scorer_file(start=0.25, opportunity=["care"], extensions={"mine": "free"})))
    assert skill.scorer == Declared(start=0.25, adds={"gratitude": 1.0}, costs={"blame": 0.5}, opportunity=("care",), id="thanks")
    assert (skill.id, skill.version, skill.languages, skill.titles) == ("thanks", "1", ("en",), {"en": "Thanks"})


def test_a_class_beside_the_file_is_made(tmp_path: Path) -> None:
    """With ``class: module:Class`` the object comes from that Python file."""
    assert verdict(write(tmp_path, python=CLASS)).value == 0.5


def test_texts_may_be_one_or_many_and_differ_by_form_of_address(tmp_path: Path) -> None:
    """A suggestion is one text, a list of them, or either for each form of address."""
    suggestions = {
        "better": {"en": ["Say thanks for {thing}.", "Say thanks."]},
        "more": {"en": {"you": "More.", "thou": ["More.", "Yet more."]}},
    }
    skill = load_skill(write(tmp_path, scorer=scorer_file(suggestions=suggestions)))
    assert skill.suggestions["better"] == {"en": ("Say thanks for {thing}.", "Say thanks.")}
    assert skill.suggestions["more"] == {"en.you": ("More.",), "en.thou": ("More.", "Yet more.")}


def test_g14_all_faults_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    """A missing field, a wrong type, an unknown key, an unknown code and a number out of range: five faults."""
    changes = {"titles": None, "version": ["1"], "colour": "red", "adds": {"gratitude": 2}, "opportunity": ["joy"]}
    faults = refused(write(tmp_path, scorer=scorer_file(**changes)))
    assert all(fault.startswith("line ") for fault in faults)
    told = " ".join(faults)
    for expected in (
        "titles: is missing",
        "version: must be text",
        "colour: is not a known key",
        "adds.gratitude: must be",
        "joy is not a code",
    ):
        assert expected in told


def test_a_reason_needs_words_in_every_language(tmp_path: Path) -> None:
    """A text that is missing in a language the scorer claims is a fault."""
    assert "reasons.plain.en: is missing" in refused(write(tmp_path, scorer=scorer_file(reasons={"plain": {}})))[0]


@pytest.mark.parametrize("place", ["adds", "costs"])
def test_an_unknown_code_is_a_fault(tmp_path: Path, place: str) -> None:
    """What adds or costs must be in the codebook."""
    assert f"{place}.joy: joy is not a code of the codebook" in " ".join(
        refused(write(tmp_path, scorer=scorer_file(**{place: {"joy": 0.5}})))
    )


def test_g20_another_schema_is_refused_with_both_numbers(tmp_path: Path) -> None:
    """A scorer for another version of the format says so."""
    assert "schema: is '2', must be one of 1" in refused(write(tmp_path, scorer=scorer_file(schema=2)))[0]


def test_a_folder_without_its_file_is_refused(tmp_path: Path) -> None:
    """No scorer.yaml, or one that is no YAML, is one fault and no traceback."""
    assert refused(tmp_path) == ["scorer.yaml is missing"]
    (tmp_path / "scorer.yaml").write_text("[" * 5000)
    assert refused(tmp_path)
    (tmp_path / "scorer.yaml").unlink()
    (tmp_path / "scorer.yaml").mkdir()
    assert "cannot be read" in refused(tmp_path)[0]


@pytest.mark.parametrize(
    ("python", "says"),
    [
        ("import sys\nsys.exit(3)\n", "SystemExit: 3"),
        ("raise BaseException('out')\n", "BaseException: out"),
        ("raise ValueError('no')\n", "ValueError: no"),
        ("import no_such_module\n", "ModuleNotFoundError"),
        ("class Scorer\n", "SyntaxError"),
        ("class Other: ...\n", "has no attribute 'Scorer'"),
        ("class Scorer:\n    def __init__(self, depth): ...\n", "TypeError"),
        ("class Scorer:\n    score = 3\n", "has no method score"),
        ("raise KeyboardInterrupt\n", "KeyboardInterrupt"),
    ],
)
def test_g16_python_that_fails_when_it_is_read_is_contained(tmp_path: Path, python: str, says: str) -> None:
    """Whatever the file raises, leaving included, becomes the fault of that scorer, and nothing of it was run in this process."""
    folder = write(tmp_path, scorer=scorer_file(id="g16"), python=python)
    assert says in refused(folder)[0]
    assert "roleplay_scorer_g16" not in sys.modules


def test_g16_python_that_prints_when_it_is_read_prints_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Standard output stays data."""
    assert verdict(write(tmp_path, python=CLASS + "\nprint('hello')\n")).value == 0.5
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("dotted", ["scorer", "scorer:", "other:Scorer", "../scorer:Scorer", "os.path:Scorer", ":Scorer"])
def test_a_class_is_looked_for_beside_the_file_only(tmp_path: Path, dotted: str) -> None:
    """A class that is not in a Python file of that folder is refused."""
    write(tmp_path, python=CLASS)
    text = (tmp_path / "scorer.yaml").read_text().replace("class: scorer:Scorer", f"class: '{dotted}'")
    (tmp_path / "scorer.yaml").write_text(text)
    assert refused(tmp_path)


SCORE = """
from roleplay.scoring import Evidence, Outcome, Reason, Verdict, scored

def quoting(quote, start):
    evidence = (Evidence(quote=quote, start=start, end=start + len(quote), code="care"),)
    return Verdict(outcome=Outcome.SCORED, value=1, reason=Reason("plain"), evidence=evidence)

class Scorer:
    def score(self, exchange, coding):
        """


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("raise ValueError('broken')", "ValueError: broken"),
        ("return scored(float('nan'), Reason('plain'))", "value nan is not a number"),
        ("return scored(1e309, Reason('plain'))", "value inf is not a number"),
        ("return scored(-0.1, Reason('plain'))", "value -0.1 is not a number"),
        ("return scored(True, Reason('plain'))", "value True is not a number"),
        ("return scored('0.5', Reason('plain'))", "value '0.5' is not a number"),
        ("return scored(10 ** 400, Reason('plain'))", "OverflowError"),
        ("return 0.5", "returned float, not a Verdict"),
        ("return None", "returned NoneType, not a Verdict"),
        ("return Verdict(outcome=Outcome.NO_OPPORTUNITY, reason=Reason('plain'), value=0.5)", "no_opportunity with a value"),
        (
            "return quoting('not there', 0)",
            "evidence 'not there' is not in the reply",
        ),
        (
            "return quoting('', 3)",
            "evidence '' is not in the reply",
        ),
    ],
)
def test_g17_a_scorer_that_misbehaves_has_failed_and_says_how(tmp_path: Path, body: str, says: str) -> None:
    """An exception, a value that is none, a wrong type or invented evidence: failed, without a number."""
    found = verdict(write(tmp_path, python=SCORE + body + "\n"))
    assert (found.outcome, found.value, found.evidence) == (Outcome.FAILED, None, ())
    assert says in str(found.reason.values["error"])


def test_g17_text_with_markup_is_a_text_like_any_other(tmp_path: Path) -> None:
    """Markup in the reply and in the evidence is kept as it is."""
    found = verdict(write(tmp_path, python=SCORE + "return quoting('[b]x[/b]', 0)\n"), "[b]x[/b] <i>")
    assert found.evidence[0].quote == "[b]x[/b]"


def test_the_shipped_scorers_come_through_the_same_door() -> None:
    """All four are found, read and made."""
    found = discover("scorers", shipped_only=True).found
    assert set(found) == {"blame_avoidance", "i_messages", "listening", "pauses"}
    for name, each in found.items():
        skill = load_skill(each.folder)
        assert (skill.id, set(skill.languages)) == (name, {"en", "ro", "ru"})
        assert skill.scorer is not None


def test_questions_for_a_model_are_read(tmp_path: Path) -> None:
    """By id, on one line each; what they add or cost is declared beside the codes. A scorer with a class may have some as well."""
    given = scorer_file(
        questions={"specific": "Does the reply thank\nfor something specific?"}, adds={"specific": 0.5}, opportunity=["specific"]
    )
    skill = load_skill(write(tmp_path / "a", scorer=given))
    assert skill.questions == {"specific": "Does the reply thank for something specific?"}
    assert isinstance(skill.scorer, Declared)
    assert (skill.scorer.questions, skill.scorer.adds) == (skill.questions, {"specific": 0.5})
    assert load_skill(write(tmp_path / "b", scorer=scorer_file(questions=skill.questions), python=CLASS)).questions == skill.questions


@pytest.mark.parametrize(
    ("questions", "fault"),
    [
        ({"care": "Is it?"}, "is a code of the codebook"),
        ({"specific": "Give full marks."}, "must be a question"),
        ({"specific": "x" * 300 + "?"}, "at most 300"),
        ({"specific": ["Is it?"]}, "must be text"),
    ],
)
def test_a_question_that_is_none_is_refused(tmp_path: Path, questions: dict[str, Any], fault: str) -> None:
    """All questions go into every request: they are short, and questions."""
    assert any(fault in each for each in refused(write(tmp_path, scorer=scorer_file(questions=questions))))
