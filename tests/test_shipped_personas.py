"""The three personas that ship: complete in three languages, and grammatical for everyone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from roleplay.actors.questions import asked
from roleplay.authoring.checks import check_persona
from roleplay.catalog import BEHAVIOURS
from roleplay.dialogue import LANGUAGES
from roleplay.persona import COMMON, DIFFICULTIES, Band, Reaction, Scene, Voice
from roleplay.plugins import discover
from roleplay.variants import needs, render
from roleplay.works import WORKS
from tests.acts import PERSONAS, SCENES, shipped

every_persona = pytest.mark.parametrize("name", PERSONAS)
every_voice = pytest.mark.parametrize(("name", "language"), [(name, language) for name in PERSONAS for language in LANGUAGES])
every_scene = pytest.mark.parametrize(("name", "language", "scenario"), SCENES)
SCENARIOS = {
    "grumbling_parent": ["sunday-call", "your-choices", "drifted-apart"],
    "absent_father": ["first-contact", "why-now", "he-declines"],
    "difficult_client": ["broken-promise", "angry-review", "last-chance"],
}


def reactions(voice: Voice) -> Iterator[tuple[Reaction, Band, str]]:
    """Every line said to a reaction, in general or in a scenario."""
    for each in (voice.reactions, *(scene.reactions for scene in voice.scenes.values())):
        for reaction, lines in each.items():
            for state, shelf in lines.items():
                yield from ((reaction, state, line) for line in shelf)


def scene_texts(scene: Scene) -> list[str]:
    """Every line of a scenario that belongs to no reaction."""
    facts = [line for fact in scene.facts for line in fact.says]
    return [*scene.openings, *(line for shelf in scene.lines.values() for line in shelf), *facts]


def texts(voice: Voice) -> list[str]:
    """Everything that can be said in a language."""
    return [line for *_, line in reactions(voice)] + [line for scene in voice.scenes.values() for line in scene_texts(scene)]


@every_persona
def test_the_check_finds_nothing(name: str) -> None:
    """What we ship passes what we ask of others."""
    assert check_persona(discover("personas").found[name].folder) == []


@every_persona
def test_three_languages_and_three_scenarios(name: str) -> None:
    """Each persona speaks English, Romanian and Russian in each of its three scenarios."""
    persona = shipped(name)
    assert persona.id == name
    assert set(persona.languages) == set(persona.voices) == set(LANGUAGES)
    assert list(persona.scenarios) == SCENARIOS[name]
    assert all(list(voice.scenes) == SCENARIOS[name] for voice in persona.voices.values())
    assert {key: each.good_end for key, each in persona.scenarios.items() if each.good_end != "warms"} == (
        {"he-declines": "declines"} if name == "absent_father" else {}
    )


@every_persona
def test_the_temperament_knows_every_behaviour(name: str) -> None:
    """Every behaviour moves the mood, blows to the worse and listening to the better, and hard takes more than easy."""
    persona = shipped(name)
    assert set(persona.temperament) == set(BEHAVIOURS)
    for blow in ("blame", "dismissal_or_argument", "pseudo_i_message", "advice", "own_story", "rushed"):
        assert persona.temperament[blow].tension > 0 > persona.temperament[blow].trust
    for help_ in ("reflection", "feeling_ack", "open_question", "i_message", "ownership", "care"):
        assert persona.temperament[help_].tension < 0 < persona.temperament[help_].trust
    needed = [persona.yields_after[difficulty] for difficulty in DIFFICULTIES]
    assert needed == sorted(set(needed))


@every_persona
def test_the_sources_are_known_works_told_in_each_language(name: str) -> None:
    """Each insight names its work and tells its passage in all three languages, differently."""
    assert shipped(name).sources
    for source in shipped(name).sources:
        assert source.work in WORKS
        assert len(set(source.passage.values())) == len(LANGUAGES)


@every_voice
def test_common_reactions_have_lines_for_each_state_of_mind(name: str, language: str) -> None:
    """Angry, wary or won: at least three hot, five guarded and three soft lines for each of the seven."""
    voice = shipped(name).voices[language]
    for reaction in COMMON:
        sizes = {state: len(shelf) for state, shelf in voice.reactions[reaction].items()}
        assert sizes[Band.HOT] >= 3
        assert sizes[Band.GUARDED] >= 5
        assert sizes[Band.SOFT] >= 3


@every_scene
def test_a_scenario_has_enough_to_talk_about(name: str, language: str, scenario: str) -> None:
    """Fifteen lines to carry the topic on, eight facts with three questions and two answers, one to three or four of them hidden."""
    scene = shipped(name).voices[language].scenes[scenario]
    assert [len(scene.lines[state]) >= least for state, least in ((Band.HOT, 3), (Band.GUARDED, 6), (Band.SOFT, 4))] == [True] * 3
    assert sum(len(shelf) for shelf in scene.lines.values()) >= 15
    assert len(scene.facts) >= 8
    assert all(len(fact.asks) >= 3 and len(fact.says) >= 2 for fact in scene.facts)
    assert 1 <= sum(fact.hidden for fact in scene.facts) <= 4


@every_voice
def test_lines_suit_both_genders(name: str, language: str) -> None:
    """No bracket is left over, and where there are variants they differ."""
    for line in texts(shipped(name).voices[language]):
        forms = {(a, b): render(line, listener=a, speaker=b, you="X", quote="x") for a in "fm" for b in "fm"}
        assert not [form for form in forms.values() if re.search(r"[\[\]{}<>|]", form)]
        assert (forms["f", "f"] != forms["m", "f"]) == ("listener" in needs(line))
        assert (forms["f", "f"] != forms["f", "m"]) == ("speaker" in needs(line))


@every_voice
def test_what_is_shown_about_a_persona_suits_both_genders(name: str, language: str) -> None:
    """The cards of persona and scenario leave no bracket either."""
    voice = shipped(name).voices[language]
    cards = [voice.name, voice.title, voice.who, voice.hidden_need, voice.triggers, voice.softens]
    cards += [text for scene in voice.scenes.values() for text in (scene.title, scene.situation, scene.task, scene.good_end)]
    for card in cards:
        for gender in "fm":
            assert not re.search(r"[\[\]{}<>|]", render(card, listener=gender, speaker=gender))


@every_voice
def test_quotations_stand_in_quotation_marks_and_only_where_something_was_said(name: str, language: str) -> None:
    """{quote} stands only in lines to a blow, within the quotation marks of the language; a scenario's own lines have none."""
    voice = shipped(name).voices[language]
    marks = {"en": r"“\{quote\}|‘\{quote\}", "ro": r"„\{quote\}|«\{quote\}", "ru": r"«\{quote\}|„\{quote\}"}[language]
    for reaction, _, line in reactions(voice):
        if "quote" in needs(line):
            assert reaction in (Reaction.BLAMED, Reaction.ARGUED_WITH)
            assert re.search(marks, line)
    assert not [line for scene in voice.scenes.values() for line in scene_texts(scene) if "quote" in needs(line)]


@every_voice
def test_vocatives_are_there_for_both_genders_or_none(name: str, language: str) -> None:
    """{you} is used only where the persona has a word for a trainee of either gender."""
    voice = shipped(name).voices[language]
    assert bool(voice.vocatives["m"]) == bool(voice.vocatives["f"])
    if not voice.vocatives["m"]:
        assert not [line for line in texts(voice) if "you" in needs(line)]


@every_voice
def test_silences_are_stage_directions(name: str, language: str) -> None:
    """Falling silent is told in parentheses, and holds no word spoken."""
    for reaction, _, line in reactions(shipped(name).voices[language]):
        if reaction is Reaction.FALLING_SILENT:
            assert re.fullmatch(r"\([^()]+\)", line)


@every_voice
def test_the_three_languages_are_not_mixed(name: str, language: str) -> None:
    """Russian is in Cyrillic, English and Romanian are not; Romanian has commas below and no cedillas."""
    for line in texts(shipped(name).voices[language]):
        spoken = re.sub(r"\{\w+\}", "", line)
        letters = re.findall(r"[^\W\d_]", spoken)
        cyrillic = [letter for letter in letters if "\u0400" <= letter <= "\u04ff"]
        assert len(cyrillic) > len(letters) / 2 if language == "ru" else not cyrillic
        assert not re.search("[şţŞŢ]", line)


@pytest.mark.parametrize("language", LANGUAGES)
def test_he_declines_has_its_own_ends_and_its_own_kindness(language: str) -> None:
    """What would warm in another scenario is declined in this one: the goodbyes, the disclosure, and the answers to being understood."""
    scene = shipped("absent_father").voices[language].scenes["he-declines"]
    for reaction in (Reaction.ACKNOWLEDGED, Reaction.ASKED_OPENLY, Reaction.I_MESSAGE):
        assert set(scene.reactions[reaction]) == {Band.HOT, Band.GUARDED, Band.SOFT}
    for reaction in (Reaction.DISCLOSING, Reaction.CLOSING_WELL, Reaction.CLOSING_BADLY, Reaction.ASKED_CLOSED):
        assert len(scene.reactions[reaction][Band.ANY]) >= 5


@pytest.mark.parametrize(
    ("language", "reply"),
    [
        ("en", "thanks for picking up. can i ring you again?"),
        ("en", "Could I phone you some Sunday?"),
        ("ro", "mersi ca ai raspuns. pot sa te mai sun?"),
        ("ro", "Te mai sun și altă dată, e bine?"),
        ("ru", "спасибо что трубку не бросил. можно я еще позвоню?"),
        ("ru", "Созвонимся ещё как-нибудь?"),
    ],
)
def test_the_usual_end_of_a_first_call_is_answered(language: str, reply: str) -> None:
    """Who asks to ring again hears what comes of it, and not an evasion."""
    assert asked(reply, shipped("absent_father").voices[language].scenes["first-contact"].facts)[0].id == "calling_again"


@pytest.mark.parametrize(
    ("language", "reply"),
    [
        ("en", "why did you never ring me?"),
        ("en", "Can I call you Dad?"),
        ("ro", "de ce nu m-ai sunat niciodata?"),
        ("ru", "а почему ты ни разу не позвонил за 15 лет?"),
    ],
)
def test_a_question_about_the_years_is_not_taken_for_a_wish_to_ring(language: str, reply: str) -> None:
    """Another fact answers it, or none."""
    found = asked(reply, shipped("absent_father").voices[language].scenes["first-contact"].facts)
    assert not found or found[0].id != "calling_again"
