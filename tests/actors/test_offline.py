"""The offline actor: what it says, and that it says nothing twice."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from roleplay.actors.offline import OfflineActor
from roleplay.catalog import load_persona
from roleplay.dialogue import Exchange, Mood, Speaker, Trainee, Turn
from roleplay.mood import Standing
from roleplay.persona import Band, Persona, Reaction, Scene, Voice
from roleplay.session import Cue
from roleplay.variants import needs, render
from tests.acts import SCENES, shipped
from tests.persona_folders import fact, lines_file, scene, write

STATES = {
    Band.HOT: Standing(mood=Mood(tension=0.8, trust=0.2)),
    Band.GUARDED: Standing(mood=Mood(tension=0.5, trust=0.3)),
    Band.SOFT: Standing(mood=Mood(tension=0.2, trust=0.7), yielded=True),
}
REPLIES = (
    "You never listen",
    "Ты никогда не слушаешь",
    "Și ce dacă?",
    "Why did you go?",
    "",
    "?!",
    "x" * 3000,
    "How is work, and your knee?",
)
ONCE = (Reaction.DISCLOSING, Reaction.CLOSING_WELL, Reaction.CLOSING_BADLY)
ANSWERED = (*(reaction for reaction in Reaction if reaction not in ONCE), None)
every_scene = pytest.mark.parametrize(("name", "language", "scenario"), SCENES)


def cue(reaction: Reaction | None, turn: int, *, state: Band = Band.GUARDED, reply: str | None = "So it is") -> Cue:
    """What the actor answers; *reply* None before the first word."""
    said = None if reply is None else Exchange(heard=None, reply=Turn(index=1, speaker=Speaker.TRAINEE, text=reply))
    return Cue(reaction=reaction, standing=STATES[state], exchange=said, turn=turn)


def opened(persona: Persona, scenario: str, language: str, *, trainee: Trainee | None = None, seed: int = 7) -> OfflineActor:
    """An actor before its first word."""
    return OfflineActor(persona, scenario=scenario, language=language, trainee=trainee or Trainee(gender="f"), seed=seed)


def talk(actor: OfflineActor, reactions: Sequence[Reaction | None], *, rng: random.Random | None = None) -> list[str]:
    """Everything *actor* says to *reactions*; with *rng* in changing states of mind and to changing replies."""
    texts = [actor.speak(cue(None, 0, reply=None))]
    for number, reaction in enumerate(reactions, 1):
        state, reply = (rng.choice(list(STATES)), rng.choice(REPLIES)) if rng else (Band.GUARDED, "So it is")
        texts.append(actor.speak(cue(reaction, number, state=state, reply=reply)))
    return texts


def written(voice: Voice, scene: Scene) -> Iterator[str]:
    """Every line that can be said in a scene, as it is written."""
    for lines in (*voice.reactions.values(), *scene.reactions.values(), scene.lines):
        for shelf in lines.values():
            yield from shelf
    yield from scene.openings
    for each in scene.facts:
        yield from each.says


@lru_cache(maxsize=64)
def whole(name: str, language: str, scenario: str, gender: str) -> tuple[str, ...]:
    """The lines of a scene as they are heard, without those that are part of another one or quote the trainee."""
    persona = shipped(name)
    voice = persona.voices[language]
    you = next(iter(voice.vocatives.get(gender, ())), "")
    lines = {
        render(line, listener=gender, speaker=persona.genders[language], you=you)
        for line in written(voice, voice.scenes[scenario])
        if "quote" not in needs(line)
    }
    everything = "\n".join(sorted(lines))
    return tuple(line for line in sorted(lines) if everything.count(line) == 1)


def assert_nothing_twice(texts: list[str], lines: tuple[str, ...]) -> None:
    """No text is the same as another, and no line is in two of them."""
    assert len(set(texts)) == len(texts)
    everything = "\n".join(texts)
    assert not [line for line in lines if everything.count(line) > 1]
    assert not [text for text in texts if any(mark in text for mark in "[]{}<>|\0")]
    assert "…" not in texts


# the shipped personas


@every_scene
def test_no_line_is_said_twice_in_random_talks(name: str, language: str, scenario: str) -> None:
    """Over a thousand talks of twenty random reactions no line comes twice, alone or after another one, and no bracket is left."""
    for seed in range(38):
        rng = random.Random(f"{name} {language} {scenario} {seed}")
        gender = rng.choice("fm")
        actor = opened(shipped(name), scenario, language, trainee=Trainee(gender=gender), seed=seed)
        texts = talk(actor, [rng.choice(ANSWERED) for _ in range(19)], rng=rng)
        assert_nothing_twice(texts, whole(name, language, scenario, gender))


@every_scene
def test_no_line_is_said_twice_to_one_and_the_same_reaction(name: str, language: str, scenario: str) -> None:
    """Whatever the reaction and the state of mind, twenty times the same: the talk moves on instead of repeating itself."""
    for number, reaction in enumerate(ANSWERED):
        for state in STATES:
            actor = opened(shipped(name), scenario, language, seed=number)
            texts = [actor.speak(cue(None, 0, reply=None))]
            texts += [actor.speak(cue(reaction, turn, state=state)) for turn in range(1, 20)]
            assert_nothing_twice(texts, whole(name, language, scenario, "f"))


@every_scene
def test_both_genders_hear_and_speak_their_own_forms(name: str, language: str, scenario: str) -> None:
    """Every line with variants differs between the genders, for listener and speaker, and none keeps a bracket."""
    voice = shipped(name).voices[language]
    for line in written(voice, voice.scenes[scenario]):
        heard = {g: render(line, listener=g, speaker="m", you="X", quote="x") for g in "fm"}
        spoken = {g: render(line, listener="m", speaker=g, you="X", quote="x") for g in "fm"}
        assert (heard["f"] != heard["m"]) == ("listener" in needs(line))
        assert (spoken["f"] != spoken["m"]) == ("speaker" in needs(line))
        assert not any(mark in text for text in (*heard.values(), *spoken.values()) for mark in "[]{}<>|")


@every_scene
@pytest.mark.parametrize("speaker", ["f", "m"])
def test_a_persona_may_be_of_either_gender(name: str, language: str, scenario: str, speaker: str) -> None:
    """An actor of either gender speaks to a trainee of either or unknown gender without a bracket left over."""
    persona = replace(shipped(name), genders={language: speaker})
    for trainee in (Trainee(gender="f"), Trainee(gender="m"), Trainee(), Trainee(name="Саша")):
        rng = random.Random(f"{name} {language} {scenario} {speaker} {trainee.gender}")
        texts = talk(opened(persona, scenario, language, trainee=trainee), [rng.choice(ANSWERED) for _ in range(19)], rng=rng)
        assert not [text for text in texts if any(mark in text for mark in "[]{}<>|")]
        assert not [text for text in texts if ", ," in text or "“”" in text or "«»" in text or "„”" in text]


@every_scene
def test_the_same_seed_says_the_same(name: str, language: str, scenario: str) -> None:
    """A talk is a function of its seed and its cues; other seeds say other things."""
    talks = [talk(opened(shipped(name), scenario, language, seed=seed), ANSWERED) for seed in (1, 1, 2, 3)]
    assert talks[0] == talks[1]
    assert talks[0] != talks[2] != talks[3]


@every_scene
def test_the_scenarios_own_lines_take_the_place_of_the_general_ones(name: str, language: str, scenario: str) -> None:
    """Where a scenario has lines for a reaction, nothing general is said to it, in no state of mind."""
    voice = shipped(name).voices[language]
    general = {reaction: {line for shelf in lines.values() for line in shelf} for reaction, lines in voice.reactions.items()}
    for reaction, lines in voice.scenes[scenario].reactions.items():
        own = {line for shelf in lines.values() for line in shelf}
        for state in STATES:
            actor = opened(shipped(name), scenario, language)
            for turn in range(1, 5):
                actor.speak(cue(reaction, turn, state=state))
            assert actor.said & own
            assert not actor.said & (general[reaction] - own)


@pytest.mark.parametrize("language", ["en", "ro", "ru"])
def test_he_declines_to_the_end(language: str) -> None:
    """The father who declines has his own goodbye, his own truth and his own answer to kindness in every language."""
    own = shipped("absent_father").voices[language].scenes["he-declines"].reactions
    assert {Reaction.ACKNOWLEDGED, Reaction.I_MESSAGE, Reaction.CARED_FOR, *ONCE} <= set(own)
    for reaction in ONCE:
        actor = opened(shipped("absent_father"), "he-declines", language)
        actor.speak(cue(reaction, 9, state=Band.SOFT))
        assert actor.said <= {line for shelf in own[reaction].values() for line in shelf}


@every_scene
def test_falling_silent_is_a_stage_direction_and_nothing_else(name: str, language: str, scenario: str) -> None:
    """After what goes deep the persona now and then has no words: one direction in parentheses, not twice within six turns."""
    voice = shipped(name).voices[language]
    lines = voice.scenes[scenario].reactions.get(Reaction.FALLING_SILENT) or voice.reactions[Reaction.FALLING_SILENT]
    directions = {render(line, listener="f", speaker=shipped(name).genders[language]) for shelf in lines.values() for line in shelf}
    places = []
    for seed in range(20):
        texts = talk(opened(shipped(name), scenario, language, seed=seed), [Reaction.I_MESSAGE] * 15)
        silent = [place for place, text in enumerate(texts) if text in directions]
        assert all(texts[place].startswith("(") and texts[place].endswith(")") for place in silent)
        assert all(place >= 3 for place in silent)
        assert all(later - earlier >= 6 for earlier, later in pairwise(silent))
        places += silent
    assert places


# a small persona


def neighbour(folder: Path, **changes: Any) -> Persona:
    """The small persona with *changes* to its lines."""
    return load_persona(write(folder / "neighbour", lines=lines_file(**changes)))


def hedge(folder: Path, trainee: Trainee | None = None, **changes: Any) -> OfflineActor:
    """An actor of the small persona in its only scenario, with *changes* to the scenario."""
    return opened(neighbour(folder, scenarios={"the-hedge": scene(**changes)}), "the-hedge", "en", trainee=trainee)


def reactions(**changes: dict[str, list[str]]) -> dict[str, Any]:
    """The reactions of the small persona with *changes*."""
    general: dict[str, Any] = lines_file()["reactions"]
    return general | changes


def test_the_first_words_are_an_opening(tmp_path: Path) -> None:
    """Before anything was said the persona opens the scene."""
    actor = hedge(tmp_path)
    assert actor.speak(cue(None, 0, reply=None)) in {f"Opening {number}." for number in range(5)}
    assert not actor.speak(cue(None, 1, reply=None)).startswith("Opening")


@pytest.mark.parametrize("reaction", [Reaction.ASKED_OPENLY, Reaction.ASKED_CLOSED, Reaction.REFLECTED, Reaction.ACKNOWLEDGED, None])
def test_a_question_with_a_known_answer_gets_it(tmp_path: Path, reaction: Reaction | None) -> None:
    """First the first text of the fact, then the second, then what is said to any question."""
    actor = hedge(tmp_path)
    said = [actor.speak(cue(reaction, 1, reply="What about word3?")) for _ in range(3)]
    assert said[:2] == ["First of fact_3.", "Second of fact_3."]
    assert "fact_3" not in said[2]


@pytest.mark.parametrize("reaction", [Reaction.I_MESSAGE, Reaction.CARED_FOR])
def test_a_wish_or_an_offer_with_a_known_answer_gets_it_once(tmp_path: Path, reaction: Reaction) -> None:
    """Without a question mark only what can be wished for answers, and not again; asked in so many words it goes on."""
    actor = hedge(tmp_path, facts=[*scene()["facts"], fact("gate", "gate", wished=True)])
    assert actor.speak(cue(reaction, 1, reply="I would like to mend the gate.")) == "First of gate."
    assert actor.speak(cue(reaction, 1, reply="It would be good to have the gate mended.")).startswith(reaction.capitalize())
    assert actor.speak(cue(reaction, 1, reply="And word3, I would like that.")).startswith(reaction.capitalize())
    assert actor.speak(cue(reaction, 1, reply="It matters to me. Shall I mend the gate?")) == "Second of gate."


@pytest.mark.parametrize(
    ("language", "wish"),
    [
        ("en", "I’d like to see you, if only once."),
        ("en", "I want to meet you somewhere halfway."),
        ("ru", "Мне бы хотелось с тобой увидеться, хоть раз."),
        ("ru", "Я хочу приехать к тебе."),
        ("ro", "Aș vrea să te văd măcar o dată."),
        ("ro", "Mi-ar plăcea să ne vedem."),
    ],
)
def test_a_wish_to_meet_is_declined_by_the_father_who_declines(language: str, wish: str) -> None:
    """Said and not asked, it gets his no; what it does to the one who wished is answered after that."""
    persona = shipped("absent_father")
    scene = persona.voices[language].scenes["he-declines"]
    refusal = next(fact.says for fact in scene.facts if fact.id == "meeting")
    actor = opened(persona, "he-declines", language)
    assert actor.speak(cue(Reaction.I_MESSAGE, 1, reply=wish)) == refusal[0]
    assert actor.speak(cue(Reaction.I_MESSAGE, 1, reply=wish)) not in refusal


def test_a_blow_is_answered_before_a_question(tmp_path: Path) -> None:
    """Who blames and asks gets no answer to the question."""
    assert "Blamed" in hedge(tmp_path).speak(cue(Reaction.BLAMED, 1, reply="What about word3?"))


def test_naming_a_thing_is_not_asking_for_it(tmp_path: Path) -> None:
    """A reflection that mentions what the scenario knows, without a question, is answered as a reflection."""
    assert hedge(tmp_path).speak(cue(Reaction.REFLECTED, 1, reply="So word3 it is.")).startswith("Reflected guarded")


def test_a_hidden_fact_is_told_only_when_soft(tmp_path: Path) -> None:
    """In any other state of mind the persona evades, even if a less precise answer is at hand."""
    facts = [*scene()["facts"], fact("secret", "word3 secret", hidden=True)]
    actor = hedge(tmp_path, facts=facts)
    for state in (Band.GUARDED, Band.HOT):
        assert actor.speak(cue(Reaction.ASKED_OPENLY, 1, state=state, reply="What is the word3 secret?")).startswith("Evasion")
    assert actor.speak(cue(Reaction.ASKED_OPENLY, 2, state=Band.SOFT, reply="What is the word3 secret?")) == "First of secret."


def test_asking_again_does_not_dig_out_what_is_hidden(tmp_path: Path) -> None:
    """When the open answers are used up, a hidden one that fits less well stays hidden."""
    facts = [*scene()["facts"], fact("open", "garden gate"), fact("secret", "gate", hidden=True)]
    actor = hedge(tmp_path, facts=facts)
    said = [actor.speak(cue(Reaction.ASKED_OPENLY, turn, reply="What of the garden gate?")) for turn in range(1, 6)]
    assert said[:2] == ["First of open.", "Second of open."]
    assert not [text for text in said if "secret" in text]


@pytest.mark.parametrize("reaction", [Reaction.ASKED_OPENLY, Reaction.ASKED_CLOSED])
def test_a_question_without_a_known_answer_is_evaded_in_character(tmp_path: Path, reaction: Reaction) -> None:
    """What the scenario does not know gets the lines for such questions, and evasions when they run out, before the topic goes on."""
    actor = hedge(tmp_path)
    said = [actor.speak(cue(reaction, turn, reply="And what of the moon?")) for turn in range(1, 13)]
    assert all(text.startswith((reaction.capitalize(), "Evasion")) for text in said)
    assert any(text.startswith("Evasion") for text in said)


def test_a_plain_answer_moves_the_topic_on(tmp_path: Path) -> None:
    """To a plain answer the scenario's own lines are said, for the state of mind; to no words at all what is said to nonsense."""
    assert hedge(tmp_path / "1").speak(cue(None, 1, state=Band.HOT)).startswith("Topic hot")
    assert hedge(tmp_path / "2").speak(cue(None, 1, state=Band.SOFT)).startswith("Topic soft")
    assert hedge(tmp_path / "3").speak(cue(None, 1, reply="?!")).startswith("Off_topic")


def test_a_guarded_persona_snaps_before_it_softens(tmp_path: Path) -> None:
    """When the guarded lines run out the soft ones wait for one who has yielded."""
    actor = hedge(tmp_path)
    said = [actor.speak(cue(Reaction.ADVISED, turn)) for turn in range(1, 15)]
    assert any("hot" in text for text in said)
    assert not any("soft" in text for text in said)


def test_a_persona_with_hardly_any_lines_still_says_nothing_twice(tmp_path: Path) -> None:
    """When every fitting line is said, the others come, and when there is none left at all, silence."""
    few = {str(reaction): {"any": [f"{reaction.capitalize()}."]} for reaction in Reaction}
    small = scene(lines={"any": ["Topic."]})
    actor = opened(neighbour(tmp_path, reactions=few, scenarios={"the-hedge": small}), "the-hedge", "en")
    said = [actor.speak(cue(Reaction.THANKED, turn)) for turn in range(1, 40)]
    spoken = [text for text in said if text != "…"]
    assert len(set(spoken)) == len(spoken) > 10
    assert said[-1] == "…"
    assert not set(spoken) & {f"{reaction.capitalize()}." for reaction in ONCE}


def test_lines_vary_with_the_trainees_gender(tmp_path: Path) -> None:
    """The same talk differs between the genders just where the variants are."""
    lines = reactions(thanked={"any": ["You are a good [lad|lass], {you}."]})
    said = [
        opened(neighbour(tmp_path / gender, reactions=lines), "the-hedge", "en", trainee=Trainee(gender=gender)).speak(
            cue(Reaction.THANKED, 1)
        )
        for gender in "mf"
    ]
    assert said[0].startswith("You are a good lad, lad.")
    assert said[1] == said[0].replace("lad", "lass")


def test_a_trainee_of_unknown_gender_hears_neutral_lines_first(tmp_path: Path) -> None:
    """Lines that show the listener's gender wait until nothing else is left on the shelves."""
    lines = reactions(boundary={"guarded": ["Good [lad|lass] 1.", "Good [lad|lass] 2."], "any": ["Fair.", "Right."]})
    actor = opened(neighbour(tmp_path, reactions=lines), "the-hedge", "en", trainee=Trainee())
    said = [actor.speak(cue(Reaction.BOUNDARY, turn)) for turn in range(1, 5)]
    assert set(said[:2]) == {"Fair.", "Right."}
    assert set(said[2:]) == {"Good lad 1.", "Good lad 2."}


@pytest.mark.parametrize(
    ("trainee", "called"),
    [(Trainee(gender="m"), "lad"), (Trainee(gender="f"), "lass"), (Trainee(name="Ann", gender="f"), "Ann"), (Trainee(), None)],
)
def test_the_trainee_is_called_only_when_there_is_a_word_for_it(tmp_path: Path, trainee: Trainee, called: str | None) -> None:
    """A line with {you} waits for a name or a vocative of the right gender."""
    lines = reactions(boundary={"any": ["Well, {you}."]})
    said = opened(neighbour(tmp_path, reactions=lines), "the-hedge", "en", trainee=trainee).speak(cue(Reaction.BOUNDARY, 1))
    assert said == f"Well, {called}." if called else said.startswith("Topic")


@pytest.mark.parametrize(
    ("reply", "quoted"),
    [
        ("You never listen.", "You never listen"),
        ("Ты никогда не слушаешь!", "Ты никогда не слушаешь"),
        ("Why would you?", None),
        ("ok", None),
        ("one two three four five six seven eight", None),
        ("see <b>this</b>", None),
        ("[red]x[/red] {you}", None),
        ("", None),
    ],
)
def test_only_short_plain_words_are_quoted_back(tmp_path: Path, reply: str, quoted: str | None) -> None:
    """A line with {quote} is said only to words that stand well in quotation marks."""
    lines = reactions(boundary={"any": ["“{quote}”, is it."]})
    said = opened(neighbour(tmp_path, reactions=lines), "the-hedge", "en").speak(cue(Reaction.BOUNDARY, 1, reply=reply))
    assert said == f"“{quoted}”, is it." if quoted else "is it" not in said


def test_pet_phrases_open_a_line_now_and_then(tmp_path: Path) -> None:
    """Each phrase is said once, three turns apart, with a full stop of its own, and never before a silence or a goodbye."""
    actor = opened(neighbour(tmp_path, phrases=["Well, well", "Honestly!"]), "the-hedge", "en")
    assert actor.speak(cue(Reaction.CLOSING_WELL, 1)).startswith("Closing_well")
    said = [actor.speak(cue(Reaction.ASKED_CLOSED, turn, reply="Is it?")) for turn in range(1, 8)]
    assert [place for place, text in enumerate(said, 1) if text.startswith(("Well, well. ", "Honestly! "))] == [1, 4]


def test_what_the_user_told_is_said_as_the_topic(tmp_path: Path) -> None:
    """Memories come in the order they were told, each once, before the lines of the scenario."""
    actor = opened(neighbour(tmp_path, memories=["You broke my fence in May.", "You forgot my birthday."]), "the-hedge", "en")
    said = [actor.speak(cue(None, turn)) for turn in range(1, 4)]
    assert said[:2] == ["You broke my fence in May.", "You forgot my birthday."]
    assert said[2].startswith("Topic")


# going on


def test_a_talk_that_goes_on_does_not_repeat_what_was_said(tmp_path: Path) -> None:
    """After `avoid` nothing of the earlier turns is said again, quotations and pet phrases included."""
    persona = neighbour(
        tmp_path, phrases=["Honestly"], reactions=reactions(blamed={"guarded": ["“{quote}”? Rich."], "hot": [], "soft": []})
    )
    first = opened(persona, "the-hedge", "en")
    texts = [
        first.speak(cue(reaction, turn, reply="You never listen")) for turn, reaction in enumerate([Reaction.BLAMED, None, None, None], 1)
    ]
    turns = tuple(Turn(index=2 * n, speaker=Speaker.PERSONA, text=text) for n, text in enumerate(texts))
    again = opened(persona, "the-hedge", "en")
    again.avoid(turns)
    assert again.said == first.said


@every_scene
def test_a_shipped_talk_that_goes_on_does_not_repeat_what_was_said(name: str, language: str, scenario: str) -> None:
    """Ten turns, a break, ten more: no line comes twice."""
    rng = random.Random(f"{name} {language} {scenario}")
    first, again = (opened(shipped(name), scenario, language, seed=seed) for seed in (1, 1))
    texts = talk(first, [rng.choice(ANSWERED) for _ in range(9)])
    again.avoid(tuple(Turn(index=2 * n, speaker=Speaker.PERSONA, text=text) for n, text in enumerate(texts)))
    assert first.said <= again.said
    more = [again.speak(cue(rng.choice(ANSWERED), turn)) for turn in range(10, 20)]
    assert_nothing_twice(texts + more, whole(name, language, scenario, "f"))


def test_only_the_personas_own_words_are_recalled(tmp_path: Path) -> None:
    """A line that the trainee happens to say is not taken for said."""
    actor = hedge(tmp_path)
    actor.avoid((Turn(index=1, speaker=Speaker.TRAINEE, text="Topic hot 1."),))
    assert actor.said == set()


@every_scene
def test_a_shipped_talk_that_goes_on_says_what_it_would_have_said(name: str, language: str, scenario: str) -> None:
    """As if there had been no break, one line of which was broken off included; a line of somebody else is not said again."""
    rng = random.Random(f"{name} {language} {scenario}")
    cues = [cue(None, 0, reply=None), *(cue(rng.choice(ANSWERED), turn) for turn in range(1, 20))]
    first, again = (opened(shipped(name), scenario, language, seed=seed) for seed in (1, 1))
    texts = [first.speak(each) for each in cues]
    for turn, each in enumerate(cues[:10]):
        said = texts[turn] if turn != 4 else texts[turn][:5]
        again.recall(Turn(index=2 * turn, speaker=Speaker.PERSONA, text=said), each)
    assert [again.speak(each) for each in cues[10:]] == texts[10:]
    other = opened(shipped(name), scenario, language, seed=2)
    for turn, each in enumerate(cues[:10]):
        other.recall(Turn(index=2 * turn, speaker=Speaker.PERSONA, text=texts[turn]), each)
    assert_nothing_twice(texts[:10] + [other.speak(each) for each in cues[10:]], whole(name, language, scenario, "f"))
