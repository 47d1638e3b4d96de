"""Personas read from their folders."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from roleplay.catalog import BEHAVIOURS, load_persona, load_voice
from roleplay.errors import PluginInvalid
from roleplay.persona import Band, Effect, Reaction
from tests.persona_folders import fact, lines_file, persona_file, scene, write


def refused(folder: Path) -> list[str]:
    """The faults for which the persona in *folder* is refused."""
    with pytest.raises(PluginInvalid) as caught:
        load_persona(folder)
    return caught.value.faults


def test_a_persona_is_read(tmp_path: Path) -> None:
    """Temperament, scenarios and lines become values."""
    persona = load_persona(write(tmp_path))
    assert (persona.id, persona.version, persona.languages) == ("neighbour", "1", ("en",))
    assert persona.temperament["blame"] == Effect(tension=0.12, trust=-0.1)
    assert persona.yields_after == {"easy": 2, "normal": 3, "hard": 5}
    assert persona.scenarios["the-hedge"].good_end == "warms"
    voice = persona.voices["en"]
    assert voice.reactions[Reaction.BLAMED][Band.HOT][0] == "Blamed hot 0."
    assert voice.scenes["the-hedge"].facts[0].says == ("First of fact_0.", "Second of fact_0.")
    assert not voice.scenes["the-hedge"].facts[0].hidden


def test_only_the_languages_asked_for_are_read(tmp_path: Path) -> None:
    """A broken file of another language does not stop a talk."""
    folder = write(
        tmp_path, persona=persona_file(languages=["en", "ro"], genders={"en": "m", "ro": "m"}, addresses={"en": "you", "ro": "tu"})
    )
    assert set(load_persona(folder, ("en",)).voices) == {"en"}
    assert load_persona(folder, ("ru",)).voices == {}
    assert refused(folder) == ["lines.ro.yaml is missing"]


def test_g14_all_faults_of_persona_yaml_are_told_at_once(tmp_path: Path) -> None:
    """Missing, empty, unknown, out of range, wrong type, not a language: six faults, each with its line."""
    changes: dict[str, Any] = {
        "version": None,
        "id": " ",
        "colour": "red",
        "temperament": {"blame": {"tension": 0.9}, "joy": {}},
        "yields_after": "soon",
        "languages": ["en", "de"],
        "genders": {"en": "m", "de": "x"},
        "addresses": {"en": "you", "de": "du"},
    }
    faults = refused(write(tmp_path, persona=persona_file(**changes)))
    assert all(fault.startswith("line ") for fault in faults)
    told = " ".join(faults)
    for expected in (
        "version: is missing",
        "id: is empty",
        "colour: is not a known key",
        "temperament.blame.tension: must be a number from -0.5 to 0.5",
        "temperament.joy: is not a known key",
        "yields_after: must be a mapping",
        "genders.de: is 'x'",
        "'de' is not one of en, ro, ru",
    ):
        assert expected in told


def test_g14_all_faults_of_a_lines_file_are_told_at_once(tmp_path: Path) -> None:
    """A misspelt reaction, an unknown state of mind, a missing scenario, a broken variant: each with its path."""
    reactions = lines_file()["reactions"] | {
        "blamd": {"any": ["x"]},
        "thanked": {"cold": ["x"]},
        "silence": {"any": ["Ты [забыл|забыла", "{me}"]},
    }
    faults = refused(write(tmp_path, lines=lines_file(who=None, reactions=reactions, scenarios={"the-fence": {}})))
    told = " ".join(faults)
    for expected in (
        "who: is missing",
        "reactions.blamd: is not a known key",
        "reactions.thanked.cold: is not a known key",
        "reactions.silence.any: a bracket that is no variant or slot: [забыл|забыла",
        "reactions.silence.any: a bracket that is no variant or slot: {me}",
        "scenarios.the-hedge: is missing",
        "scenarios.the-fence: is not a known key",
    ):
        assert expected in told


def test_a_broken_variant_is_told_with_its_own_line(tmp_path: Path) -> None:
    """The line number is that of the text, not of the list it is in."""
    folder = write(tmp_path, lines=lines_file(phrases=["Well, well", "Hm [a"], memories=["You <b"]))
    text = (folder / "lines.en.yaml").read_text("utf-8").splitlines()
    faults = refused(folder)
    assert [fault.split(":")[0] for fault in faults] == [f"line {text.index(line) + 1}" for line in ("- Hm [a", "- You <b")]


@pytest.mark.parametrize("key", ["name", "title", "who", "hidden_need", "triggers", "softens"])
def test_a_text_about_the_persona_has_variants_but_no_slots(tmp_path: Path, key: str) -> None:
    """Gender may vary in what is shown before the talk; nothing can be filled in there."""
    assert load_persona(write(tmp_path / "1", lines=lines_file(**{key: "<Ned|Nell> and [his|her] hedge"})))
    for wrong in ("Ned, {you}", "{quote}", "[Ned"):
        assert key in refused(write(tmp_path / "2", lines=lines_file(**{key: wrong})))[0]


@pytest.mark.parametrize("key", ["title", "situation", "task", "good_end"])
def test_a_text_about_the_scenario_has_variants_but_no_slots(tmp_path: Path, key: str) -> None:
    """The same holds for the card of a scenario."""
    assert f"scenarios.the-hedge.{key}" in refused(write(tmp_path, lines=lines_file(scenarios={"the-hedge": scene(**{key: "{you}"})})))[0]


def test_facts_need_a_question_and_an_answer(tmp_path: Path) -> None:
    """A fact without words to ask with or to say is refused; hidden and wished are true or false."""
    odd = fact("c", "x") | {"hidden": "no", "wished": "1"}
    broken = [{"id": "a", "asks": [], "says": ["x"]}, {"id": "b", "asks": ["x"], "says": []}, odd]
    told = " ".join(refused(write(tmp_path, lines=lines_file(scenarios={"the-hedge": scene(facts=broken)}))))
    for expected in ("facts[0].asks: has 0 entries", "facts[1].says: has 0 entries", "facts[2].hidden: is 'no'", "facts[2].wished: is '1'"):
        assert expected in told


def test_a_lines_file_of_another_persona_or_language_is_refused(tmp_path: Path) -> None:
    """A file that was copied and not changed says what it is."""
    told = " ".join(refused(write(tmp_path, lines=lines_file(persona="aunt", language="ru"))))
    assert "persona: is 'aunt', must be one of neighbour" in told
    assert "language: is 'ru', must be one of en" in told


def test_g20_another_schema_is_refused_with_both_numbers(tmp_path: Path) -> None:
    """A persona for another version of the format says so."""
    assert "schema: is '2', must be one of 1" in refused(write(tmp_path, persona=persona_file(schema=2)))[0]


@pytest.mark.parametrize(
    "data", [b"", b"[" * 5000, b"\xff\xfe", b"a: &x 1\nb: *x\n", b"- 1\n", b"id: !!python/object/apply:os.system [ls]\n", b"a: 1\na: 2\n"]
)
def test_g7_g14_a_file_that_is_no_notation_is_refused(tmp_path: Path, data: bytes) -> None:
    """Whatever is in persona.yaml, the answer is faults and not a traceback."""
    (write(tmp_path) / "persona.yaml").write_bytes(data)
    assert refused(tmp_path)


def test_a_missing_or_unreadable_file_is_refused(tmp_path: Path) -> None:
    """No file, or a folder in its place."""
    assert refused(tmp_path) == ["persona.yaml is missing"]
    (tmp_path / "persona.yaml").mkdir()
    assert "persona.yaml cannot be read" in refused(tmp_path)[0]


def test_free_keys_go_under_extensions(tmp_path: Path) -> None:
    """What other programs want to keep there is left alone."""
    extensions = {"mine": {"anything": ["goes"]}}
    assert load_persona(write(tmp_path, persona=persona_file(extensions=extensions), lines=lines_file(extensions=extensions)))


def test_a_persona_needs_a_scenario(tmp_path: Path) -> None:
    """Without any there is nothing to talk about."""
    assert "needs at least one scenario" in " ".join(refused(write(tmp_path, persona=persona_file(scenarios={}))))


def test_every_behaviour_can_be_in_a_temperament(tmp_path: Path) -> None:
    """Each behaviour that moves a mood may be given, with tension or trust left out."""
    temperament = {behaviour: {"tension": 0.1} if number % 2 else {"trust": 0.1} for number, behaviour in enumerate(BEHAVIOURS)}
    persona = load_persona(write(tmp_path, persona=persona_file(temperament=temperament)))
    assert set(persona.temperament) == set(BEHAVIOURS)
    assert persona.temperament["blame"] == Effect(tension=0.0, trust=0.1)


def test_sources_tell_a_passage_in_each_language(tmp_path: Path) -> None:
    """An insight without its passage in a spoken language is a fault."""
    sources = [{"work": "A1", "passage": {"en": "Listen."}}]
    assert load_persona(write(tmp_path / "1", persona=persona_file(sources=sources))).sources[0].passage == {"en": "Listen."}
    told = refused(write(tmp_path / "2", persona=persona_file(sources=[{"work": "A1", "passage": {}}])))
    assert "sources[0].passage.en: is missing" in told[0]


def test_the_hash_follows_the_content(tmp_path: Path) -> None:
    """A copy has the same hash; one changed letter in any file another; a folder or other file beside them changes nothing."""
    first = write(tmp_path / "first")
    copy = Path(shutil.copytree(first, tmp_path / "copy"))
    (copy / "notes.txt").write_text("hello", "utf-8")
    (copy / "drafts.yaml").mkdir()
    assert load_persona(first).hash == load_persona(copy).hash
    (copy / "prompt.j2").write_text("{{ name }}!", "utf-8")
    assert load_persona(first).hash != load_persona(copy).hash


def test_a_voice_can_be_read_alone(tmp_path: Path) -> None:
    """`load_voice` reads one language of a persona that was read without any."""
    folder = write(tmp_path)
    persona = load_persona(folder, ())
    assert load_voice(folder, persona, "en") == load_persona(folder).voices["en"]
