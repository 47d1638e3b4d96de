"""What ``personas check`` and ``scorers check`` find: everything at once, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from roleplay.authoring.cases import Case, cases_of
from roleplay.authoring.checks import LEAST, LEAST_FACTS, LEAST_OPENINGS, LEAST_TOPIC, check_persona, check_skill
from roleplay.authoring.finding import Finding
from roleplay.codes import Code, Coding, Mark
from roleplay.dialogue import Exchange
from roleplay.errors import PluginInvalid
from roleplay.persona import COMMON, Reaction
from roleplay.wording import say
from tests import persona_folders, scorer_folders
from tests.messages import strange
from tests.persona_folders import fact, lines_file, persona_file, scene


def found(folder: Path, **files: Any) -> list[Finding]:
    """What is found in the small persona, written with other *files*."""
    findings = check_persona(persona_folders.write(folder, **files))
    assert [each for finding in findings for each in strange(finding.what)] == []
    assert [
        each for each in findings if each.where.startswith("lines.en.yaml: ") and each.line is None and "has 0 lines" not in each.what
    ] == []
    return findings


def reactions(**changes: Any) -> dict[str, Any]:
    """A lines file with other reactions; None takes one out."""
    merged = lines_file()["reactions"] | changes
    return lines_file(reactions={key: value for key, value in merged.items() if value is not None})


def scenario(**changes: Any) -> dict[str, Any]:
    """A lines file whose scenario is changed."""
    return lines_file(scenarios={"the-hedge": scene(**changes)})


# personas


def test_a_persona_in_order_has_no_findings(tmp_path: Path) -> None:
    """The small persona of these tests has all that a persona must have."""
    assert found(tmp_path) == []


@pytest.mark.parametrize("reaction", list(Reaction))
def test_missing_lines_are_found(tmp_path: Path, reaction: Reaction) -> None:
    """A reaction without any line says how many it needs: twelve the common ones, eight evasions, five the rest."""
    needed = 12 if reaction in COMMON else 8 if reaction is Reaction.EVASION else 5
    assert found(tmp_path, lines=reactions(**{reaction: None})) == [Finding(f"lines.en.yaml: {reaction}", f"has 0 lines, needs {needed}")]


@pytest.mark.parametrize("reaction", list(Reaction))
def test_too_few_lines_are_found(tmp_path: Path, reaction: Reaction) -> None:
    """One line short is short, and lines that quote the trainee do not count: they cannot always be said."""
    form = "({} {})" if reaction is Reaction.FALLING_SILENT else "{} {}."
    few = [form.format(reaction, number) for number in range(LEAST[reaction] - 1)]
    quoting = ["(“{quote}”)"] if reaction is Reaction.FALLING_SILENT else ["“{quote}”, is it."]
    (finding,) = found(tmp_path / "1", lines=reactions(**{reaction: {"any": few + quoting}}))
    assert finding.what == f"has {LEAST[reaction] - 1} lines, needs {LEAST[reaction]}"
    assert found(tmp_path / "2", lines=reactions(**{reaction: {"any": [*few, form.format(reaction, 99)]}})) == []


@pytest.mark.parametrize(
    ("changes", "where", "what"),
    [
        ({"openings": ["One.", "Two."]}, "openings", f"has 2, needs {LEAST_OPENINGS}"),
        ({"lines": {"any": ["One."]}}, "lines", f"has 1, needs {LEAST_TOPIC}"),
        ({"facts": [fact("knee", "knee")]}, "facts", f"has 1, needs {LEAST_FACTS}"),
    ],
)
def test_a_thin_scenario_is_found(tmp_path: Path, changes: dict[str, Any], where: str, what: str) -> None:
    """A scenario needs openings, lines that carry its topic on, and things to ask about."""
    assert found(tmp_path, lines=scenario(**changes)) == [Finding(f"lines.en.yaml: the-hedge.{where}", what)]


TWICE = "Blamed hot 0."


@pytest.mark.parametrize(
    ("lines", "where"),
    [
        (reactions(thanked={"any": [TWICE, "1.", "2.", "3.", "4."]}), "thanked"),
        (scenario(openings=[TWICE, "1.", "2.", "3.", "4."]), "the-hedge"),
        (scenario(reactions={"blamed": {"any": [TWICE]}}), "the-hedge.blamed"),
        (scenario(facts=[*scene()["facts"], fact("knee", "knee") | {"says": [TWICE, "More."]}]), "the-hedge.knee"),
        (lines_file(phrases=[TWICE]), "phrases, memories"),
    ],
)
def test_a_line_that_is_there_twice_is_found_wherever_it_is(tmp_path: Path, lines: dict[str, Any], where: str) -> None:
    """The finding names both places and the line."""
    assert found(tmp_path, lines=lines) == [Finding(f"lines.en.yaml: {where}", f"is said in blamed already: {TWICE}")]


def test_a_line_twice_on_its_own_shelf_is_found(tmp_path: Path) -> None:
    """Also next to itself."""
    assert (
        found(tmp_path, lines=reactions(thanked={"any": ["Same.", "Same.", "1.", "2.", "3."]}))[0].what
        == "is said in thanked already: Same."
    )


def test_a_fact_that_is_there_twice_is_found(tmp_path: Path) -> None:
    """Two facts of one scenario have two names."""
    facts = [*scene()["facts"], fact("fact_0", "other") | {"says": ["New.", "Newer."]}]
    assert found(tmp_path, lines=scenario(facts=facts)) == [Finding("lines.en.yaml: the-hedge.fact_0", "is a fact twice")]


def test_a_vocative_that_nobody_gave_is_found(tmp_path: Path) -> None:
    """A line with {you} needs something to call the trainee by."""
    lines = reactions(thanked={"any": ["Well, {you}.", "1.", "2.", "3.", "4."]})
    assert found(tmp_path / "1", lines=lines) == []
    assert "no vocatives" in found(tmp_path / "2", lines=lines | {"vocatives": {"m": [], "f": []}})[0].what


def test_falling_silent_in_words_is_found(tmp_path: Path) -> None:
    """A silence is a stage direction in parentheses, in general and in a scenario."""
    general = reactions(falling_silent={"any": ["(a)", "(b)", "(c)", "(d)", "Well."]})
    own = scenario(reactions={"falling_silent": {"any": ["Hm."]}})
    for number, lines in enumerate((general, own)):
        (finding,) = found(tmp_path / str(number), lines=lines)
        assert finding.where == "lines.en.yaml: falling_silent"
        assert "stage direction" in finding.what


@pytest.mark.parametrize("name", ["feeling_ack", "reflection", "blame"])
def test_a_temperament_that_nothing_moves_is_found(tmp_path: Path, name: str) -> None:
    """What the trainee is there to learn must show in the mood."""
    temperament = {key: value for key, value in persona_file()["temperament"].items() if key != name}
    assert found(tmp_path, persona=persona_file(temperament=temperament)) == [
        Finding("persona.yaml: temperament", f"{name} moves nothing: add it")
    ]


@pytest.mark.parametrize(
    ("template", "line", "what"),
    [
        ("{{ name }}\n{{ nmae }}", 2, "'nmae' is undefined"),
        ("\n\n{{ name | shout }}", 3, "'shout'"),
        ("{% if %}", 1, "what stands between the braces is not understood"),
        (None, None, "is missing"),
    ],
)
def test_g6_a_bad_template_is_found_with_file_and_line(tmp_path: Path, template: str | None, line: int | None, what: str) -> None:
    """An undefined variable, an unknown filter, a syntax error, no template at all."""
    (finding,) = found(tmp_path, template=template)
    assert (finding.where, finding.line) == ("prompt.j2", line)
    assert what in finding.what


def test_g14_faults_of_all_files_are_found_at_once(tmp_path: Path) -> None:
    """Lines of two languages and the template are all looked at, whatever is wrong with the others."""
    persona = persona_file(languages=["en", "ro"], genders={"en": "m", "ro": "m"}, addresses={"en": "you", "ro": "tu"}, temperament={})
    where = [finding.where for finding in found(tmp_path, persona=persona, lines=lines_file(who=None, colour="red"), template="{{ x }}")]
    assert where == ["prompt.j2", *["persona.yaml: temperament"] * 3, *["lines.en.yaml"] * 2, "lines.ro.yaml"]


def test_g14_faults_of_persona_yaml_are_found_with_those_of_the_template(tmp_path: Path) -> None:
    """When the persona itself cannot be read its lines wait, its template does not."""
    findings = found(tmp_path, persona=persona_file(version=None, colour="red"), template="{{ x }}")
    assert [finding.where for finding in findings] == ["persona.yaml", "persona.yaml", "prompt.j2"]
    assert {"version: is missing", "colour: is not a known key (free keys go under extensions)"} == {
        finding.what for finding in findings[:2]
    }


def test_g5_a_link_out_of_the_folder_is_found(tmp_path: Path) -> None:
    """G5: what it leads to is not read, neither for a persona nor for a scorer."""
    (tmp_path / "secret").write_text("{{ secret }}")
    places = [persona_folders.write(tmp_path / "persona", template=None), scorer_folders.write(tmp_path / "scorer")]
    for place in places:
        (place / "prompt.j2").symlink_to(tmp_path / "secret")
    findings = [*check_persona(places[0]), *check_skill(places[1], {})]
    assert [finding.where for finding in findings] == ["prompt.j2"] * 2
    assert all("leads out" in finding.what and "secret" not in finding.what for finding in findings)


def test_a_folder_without_a_persona_is_found(tmp_path: Path) -> None:
    """An empty folder is told what it lacks."""
    assert check_persona(tmp_path)[0] == Finding("persona.yaml", "is missing")


# scorers


@dataclass
class Thankful:
    """A coder that marks every "thank"."""

    def code(self, exchange: Exchange) -> Coding:
        """Gratitude where there is a thank."""
        at = exchange.reply.text.casefold().find("thank")
        marks = (Mark(code=Code.GRATITUDE, quote=exchange.reply.text[at : at + 5], start=at, end=at + 5),) if at >= 0 else ()
        return Coding(coder="test", version="1", marks=marks)


def skill(folder: Path, **files: Any) -> list[Finding]:
    """What is found in the small scorer, written with other *files*."""
    findings = check_skill(scorer_folders.write(folder, **files), {"en": Thankful()})
    assert [each for finding in findings for each in strange(finding.what)] == []
    return findings


def pair(**changes: Any) -> dict[str, Any]:
    """A pair that the small scorer tells apart, with *changes*."""
    return {"id": "soup", "heard": "I made soup.", "better": "Thank you.", "worse": "Soup."} | changes


def limit(**changes: Any) -> dict[str, Any]:
    """A known limit of the small scorer, with *changes*."""
    return {"id": "kind", "heard": "I made soup.", "reply": "How kind.", "should": 1, "why": "no word for it"} | changes


def cases(pairs: list[dict[str, Any]], limits: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """A cases file in English."""
    return {"schema": 1, "pairs": {"en": pairs}} | ({"limits": {"en": limits}} if limits else {})


def pair_of_limit(**changes: Any) -> dict[str, Any]:
    """A pair that the small scorer does not tell apart yet, with *changes*."""
    return pair(id="kind", better="How kind.", why="no word for it") | changes


@pytest.mark.parametrize("known", [limit(), pair_of_limit()])
def test_a_scorer_in_order_has_no_findings(tmp_path: Path, known: dict[str, Any]) -> None:
    """Its better reply scores higher, and its known limit, a single reply or a pair, is still one."""
    assert skill(tmp_path, cases=cases([pair()], [known])) == []


@pytest.mark.parametrize("better", ["Soup!", "(pause) Soup."])
def test_a_pair_that_does_not_come_out_is_found(tmp_path: Path, better: str) -> None:
    """Equal is not better."""
    assert skill(tmp_path, cases=cases([pair(better=better)])) == [Finding("cases.yaml: en: soup", "better 0 is not above worse 0")]


def test_a_pair_without_an_opportunity_is_found(tmp_path: Path) -> None:
    """A case that gives no number proves nothing."""
    (finding,) = skill(tmp_path, scorer=scorer_folders.scorer_file(opportunity=["gratitude"]), cases=cases([pair()]))
    assert finding.what == "better 1 is not above worse no opportunity"


@pytest.mark.parametrize("known", [limit(reply="Thank you."), pair_of_limit(better="Thank you.")])
def test_a_limit_that_is_none_any_more_is_noted(tmp_path: Path, known: dict[str, Any]) -> None:
    """What works now belongs to the pairs; that is a note, not a fault."""
    assert skill(tmp_path, cases=cases([pair()], [known])) == [
        Finding("cases.yaml: en: kind", "is a known limit no more: move it to the pairs", note=True)
    ]


def test_a_language_without_a_pair_is_found(tmp_path: Path) -> None:
    """Every language a scorer claims is shown in a pair; languages without a coder are read but not run."""
    scorer = scorer_folders.scorer_file(
        languages=["en", "ro"], titles={"en": "a", "ro": "b"}, about={"en": "a", "ro": "b"}, next={"en": "a", "ro": "b"}
    )
    both = scorer | {"reasons": {key: {"en": key, "ro": key} for key in scorer["reasons"]}}
    assert skill(tmp_path / "1", scorer=both) == [Finding("cases.yaml", "has no pair in ro")]
    in_both = {"schema": 1, "pairs": {"en": [pair()], "ro": [pair(better="Supă.", worse="Supă.")]}}
    assert skill(tmp_path / "2", scorer=both, cases=in_both) == []


def test_a_reason_without_words_is_found(tmp_path: Path) -> None:
    """A declared scorer needs a text for each of its reasons."""
    assert skill(tmp_path, scorer=scorer_folders.scorer_file(reasons={"plain": {"en": "plain"}, "gained": {"en": "gained"}})) == [
        Finding("scorer.yaml: reasons", "cost is missing"),
        Finding("scorer.yaml: reasons", "no_opportunity is missing"),
    ]


def test_a_text_that_a_class_names_and_nobody_wrote_is_found(tmp_path: Path) -> None:
    """Of the reasons that come up in the cases: a reader would see the bare key. A suggestion without a text is none."""
    python = (
        "from roleplay.scoring import Reason, scored\nclass Scorer:\n    def score(self, exchange, coding):\n"
        "        kind = 'Thank' in exchange.reply.text\n"
        "        return scored(float(kind), Reason('kind' if kind else 'plain'), suggestion=None if kind else Reason('better'))\n"
    )
    assert skill(tmp_path, python=python, cases=cases([pair()])) == [Finding("scorer.yaml: reasons", "kind is missing")]


def test_a_scorer_that_fails_fails_its_cases(tmp_path: Path) -> None:
    """A class that raises is found by every pair."""
    python = "class Scorer:\n    def score(self, exchange, coding):\n        raise ValueError('no soup')\n"
    assert skill(tmp_path / "1", python=python)[0].what == "the scorer fails: ValueError: no soup"
    python = "class Scorer:\n    def score(self, exchange, coding):\n        return 'soup'\n"
    assert say("{what}", "ru", what=skill(tmp_path / "2", python=python)[0].what) == "оценщик не срабатывает: он вернул str, а не Verdict"


def test_the_gap_before_a_reply_is_part_of_a_case(tmp_path: Path) -> None:
    """With a gap the two replies may be the same words; the times are known to the scorer."""
    python = (
        "from roleplay.scoring import Reason, scored\nclass Scorer:\n    def score(self, exchange, coding):\n"
        "        gap = exchange.reply.start - exchange.heard.end\n        return scored(min(1, gap / 10), Reason('plain'))\n"
    )
    assert skill(tmp_path, python=python, cases=cases([pair(better="Hm.", worse="Hm.", better_gap=4, worse_gap=0.2)])) == []
    assert skill(tmp_path, python=python, cases=cases([pair(better="Hm.", worse="Hm.", better_gap=0.2, worse_gap=4)]))


def test_what_cannot_be_read_is_found(tmp_path: Path) -> None:
    """Faults of scorer.yaml and of cases.yaml, a missing or broken cases file."""
    assert "colour" in skill(tmp_path / "1", scorer=scorer_folders.scorer_file(colour="red"))[0].what
    assert "pairs" in skill(tmp_path / "2", cases={"schema": 1, "colour": "red"})[0].what
    folder = scorer_folders.write(tmp_path / "3")
    (folder / "cases.yaml").write_text("[", "utf-8")
    assert check_skill(folder, {})
    (folder / "cases.yaml").unlink()
    assert check_skill(folder, {}) == [Finding("3", "cases.yaml is missing")]


def test_cases_are_values(tmp_path: Path) -> None:
    """Pairs and limits are read language by language, with their gaps."""
    folder = scorer_folders.write(tmp_path, cases=cases([pair(better_gap=3)], [limit(), pair_of_limit(worse_gap=1)]))
    assert cases_of(folder) == [
        Case(id="soup", language="en", heard="I made soup.", better="Thank you.", worse="Soup.", better_gap=3.0),
        Case(id="kind", language="en", heard="I made soup.", better="How kind.", should=1.0, limit=True),
        Case(id="kind", language="en", heard="I made soup.", better="How kind.", worse="Soup.", worse_gap=1.0, limit=True),
    ]
    assert [case.limit for case in cases_of(folder)] == [False, True, True]


def test_g14_all_faults_of_a_cases_file_are_told_at_once(tmp_path: Path) -> None:
    """Each case is looked at, whatever is wrong with the one before."""
    folder = scorer_folders.write(tmp_path, cases=cases([pair(heard=""), pair(better_gap="soon"), pair(colour="red")]))
    with pytest.raises(PluginInvalid) as caught:
        cases_of(folder)
    assert [fault.split(": ")[1] for fault in caught.value.faults] == ["pairs.en[0].heard", "pairs.en[1].better_gap", "pairs.en[2].colour"]
