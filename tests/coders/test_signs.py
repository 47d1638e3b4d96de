"""The signs in a reply: what they are called, on which words they lie, and what gives none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given, settings

from roleplay.coders.heard import hear
from roleplay.coders.signs import QUOTED, Signs, collect, collect_heard, names_of_word
from roleplay.dialogue import LANGUAGES
from roleplay.language.cues import HEARD
from roleplay.language.pack import Pack, load
from roleplay.language.text import Sentence
from tests.language.packs import pack, texts

PACK = pack(
    classes={"i": ["i my me"], "you": ["you your"]},
    cues={
        "blame": ["you always", {"match": ["careless"], "weight": 0.7}, {"match": ["late again"], "weight": 0.8}],
        "apology": ["sorry"],
    },
    empty=["i my me you your so the in is and it to at"],
    kin=["kitchen oven"],
    meanings={"neglect": "late ~forget", "place": "kitchen late", "plain_place": "oven town"},
    plain=["plain_place"],
    word_endings=["ing"],
    conjunctions=["and"],
)


def signs(reply: str, heard: str = "") -> Signs:
    """The signs of *reply* to *heard*."""
    return collect(PACK, PACK.analyse(reply), hear(PACK, heard))


def lying(reply: str, heard: str = "") -> list[tuple[str, int, int]]:
    """The signs that lie on words, with the first and last of them."""
    return [sign for part in signs(reply, heard).parts for sign in part.names(PACK)]


def on(reply: str, kind: str, heard: str = "") -> set[str]:
    """The names of the signs on words of *reply* that begin with *kind*."""
    return {name for name, *_ in lying(reply, heard) if name.startswith(kind)}


def shape(reply: str, heard: str = "") -> list[set[str]]:
    """The shape of each sentence."""
    return [set(part.shape) for part in signs(reply, heard).parts]


def starting(names: Iterable[str], *kinds: str) -> set[str]:
    """Those of *names* that begin with one of *kinds*."""
    return {name for name in names if name.startswith(kinds)}


# words


@pytest.mark.parametrize(
    ("form", "person", "names"),
    [
        ("rain", "-", {"word rain"}),
        ("ovens", "-", {"word ovens", "word ~oven"}),
        ("late", "y", {"word late", "@neglect", "y @neglect", "@place", "y @place"}),
        ("forgotten", "i", {"word forgotten", "word ~forget", "@neglect", "i @neglect"}),
    ],
)
def test_a_word_is_called_by_its_forms_and_meanings(form: str, person: str, names: set[str]) -> None:
    """As it is, by its dictionary form, by each of its meanings, and by each with the person its clause is about."""
    assert set(names_of_word(PACK, form, person)) == names


def test_a_romanian_or_russian_word_is_called_by_its_beginning_too() -> None:
    """Five letters, where there are more; they have many endings, and English has not."""
    assert "word intar*" in set(names_of_word(pack("ro"), "intarziat", "-"))
    assert "word забыв*" in set(names_of_word(pack("ru"), "забывала", "-"))
    assert not starting(names_of_word(pack("ro"), "tarzi", "-"), "word tarzi*")
    assert not [name for name in names_of_word(PACK, "forgetting", "-") if name.endswith("*")]


def test_russian_grammar_is_a_sign() -> None:
    """Whether somebody is told what to do is said by the form of the verb."""
    assert "#imp" in set(names_of_word(pack("ru"), "перестань", "-"))


def test_a_stretched_word_is_called_by_the_word() -> None:
    """All that it may stand for, and not the letters as they were drawn out."""
    assert {"word late", "@neglect", "y @neglect"} <= set(names_of_word(PACK, "laaaate", "y"))
    assert "word laaaate" not in set(names_of_word(PACK, "laaaate", "y"))


@pytest.mark.parametrize("reply", ["You said «late again, careless».", 'You said "late again, careless".'])
def test_quoted_words_are_signs_of_a_quotation_only(reply: str) -> None:
    """They are another's: no word, meaning or cue of them counts, and in a frame they are all the same."""
    assert on(reply, "word ") == {"word you", "word said", "word ~say", f"word {QUOTED}"}
    assert not on(reply, "@") | on(reply, "y @") | on(reply, "cue")
    assert "frame you · “” “”" in on(reply, "frame")


def test_a_single_quoted_word_is_irony() -> None:
    """It is the speaker's own."""
    assert {"word late", "@neglect"} <= {name for name, *_ in lying('So you were "late".')}


# persons


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        ("It is late.", {"- @neglect"}),
        ("I am late.", {"i @neglect"}),
        ("You are late.", {"y @neglect"}),
        ("I see you late.", {"iy @neglect"}),
        ("You sing, it is late.", {"- @neglect"}),
        ("You sing and I am late.", {"i @neglect"}),
        ("You sing. My late train.", {"i @neglect"}),
        ("You are late and I am late.", {"y @neglect", "i @neglect"}),
    ],
)
def test_a_meaning_is_about_whom_its_clause_is_about(reply: str, found: set[str]) -> None:
    """*I*, *you*, both or nobody; a comma, a conjunction or a full stop ends a clause."""
    assert {name for name, *_ in lying(reply) if name.endswith(" @neglect") and not name.startswith("frame")} == found


# frames


def test_frames_are_neighbours_with_the_edges_of_their_sentence() -> None:
    """Two to four in a row; ``^`` before the first word, ``$`` after the last; an edge lies on the word beside it."""
    assert [sign for sign in lying("You swim.") if sign[0].startswith("frame")] == [
        ("frame ^ you", 0, 0),
        ("frame you ·", 0, 1),
        ("frame · $", 1, 1),
        ("frame ^ you ·", 0, 1),
        ("frame you · $", 0, 1),
        ("frame ^ you · $", 0, 1),
    ]


@pytest.mark.parametrize(("closing", "edge"), [(".", "$"), ("", "$"), ("?", "$?"), ("!", "$!"), ("…", "$…"), ("?!", "$?")])
def test_the_last_edge_tells_how_the_sentence_is_closed(closing: str, edge: str) -> None:
    """A question, an exclamation and a trailing off are told apart."""
    assert f"frame @neglect {edge}" in on(f"So late{closing}", "frame")


def test_a_frame_stays_in_its_sentence() -> None:
    """The words of two sentences are no neighbours, and places go on counting through the reply."""
    assert ("frame ^ @neglect $", 1, 1) in lying("Rain. Late.")
    assert "frame · @neglect" not in on("Rain. Late.", "frame")
    assert "frame · @neglect" in on("Rain late.", "frame")


def test_a_word_nobody_thought_of_has_the_frame_of_its_kin() -> None:
    """Content words stand as their meaning or their ending."""
    assert on("You forgot it.", "frame") == on("You forget it.", "frame")
    assert on("You zizzing it.", "frame") == on("You humming it.", "frame")


# what the partner said


def test_meanings_that_the_partners_turn_has_too_are_shared() -> None:
    """With the person they are about; plain ones, which half of all talk has, are not counted."""
    assert on("You are late.", "shared", "He forgot the oven.") == {"shared y @neglect"}
    assert on("The oven in town.", "shared", "The oven.") == set()
    assert on("You are late.", "shared") == on("You are late.", "shared", "It rains.") == set()
    assert "reply shared 1" in signs("You are late.", "He forgot.").shape
    assert "reply shared 0" in signs("You sing.", "He forgot.").shape


def test_an_echo_is_counted_in_each_sentence() -> None:
    """Words and their kin; how many, whom the sentence is about, and whether they are half of it."""
    first, second = shape("Rain in your kitchen. Tuesday it is.", "Rain in the oven.")
    assert starting(first, "echo") == {"echo 1", "echo 2", "echo 1 about y", "echo 2 about y", "echo half"}
    assert starting(second, "echo") == set()
    assert starting(signs("Rain, kitchen.", "Rain in the oven.").shape, "reply echo", "reply parroting") == {
        "reply echo 0.5",
        "reply echo 1",
        "reply echo about -",
        "reply parroting",
    }


# cues


def test_a_cue_is_a_sign_on_its_words_once_a_sentence() -> None:
    """The weightiest of its rules says where; it is strong where rules add up to one and a half."""
    cue = [sign for sign in lying("Late again. Careless and late again. Careless, careless.") if sign[0].startswith("cue")]
    assert cue == [("cue blame", 0, 1), ("cue blame", 4, 5), ("cue blame strong", 4, 5), ("cue blame", 7, 7)]
    assert set(signs("Sorry, you always sing.").found) == {"apology", "blame"}


# the turn itself


HEAVY = pack(
    classes={"i": ["i my"], "you": ["you your"]},
    cues={
        "blame": ["you always"],
        "heavy": ["broken"],
        "greeting": ["hello"],
        "rhetorical": ["are you"],
        "advice": ["always"],
        "injection": ["ten points"],
    },
    empty=["so the you are"],
    meanings={"neglect": "late"},
)


def test_of_the_turn_itself_only_cues_for_it_are_signs() -> None:
    """Whether it is a greeting, asks nothing, is heavy, or talks to a grader; what is looked for in replies is not looked for."""
    raw = "Hello, you always sing. Are you broken? Ten points."
    found = collect_heard(HEAVY, hear(HEAVY, raw))
    assert set(found.found) == HEARD
    assert set(collect(HEAVY, HEAVY.analyse(raw), hear(HEAVY, "")).found) == HEARD | {"blame", "advice"}
    cues = {name for part in found.parts for name, *_ in part.names(HEAVY) if name.startswith("cue")}
    assert cues == {"cue greeting", "cue heavy", "cue rhetorical", "cue injection"}


def test_the_turn_itself_answers_nothing() -> None:
    """Its words, frames and shape are those of any text; nothing is shared, echoed or asked before it."""
    raw = "You are late. Your late train?"
    turn, reply = collect_heard(HEAVY, hear(HEAVY, raw)), collect(HEAVY, HEAVY.analyse(raw), hear(HEAVY, ""))
    assert (turn.parts, turn.shape, turn.echo) == (reply.parts, reply.shape, reply.echo)
    assert "partner asks" not in turn.shape
    assert collect(HEAVY, HEAVY.analyse(raw), hear(HEAVY, raw)).shape != turn.shape


# shape


@pytest.mark.parametrize(
    ("reply", "places"),
    [
        ("It rains.", [{"only sentence"}]),
        ("It rains. So it is.", [{"first sentence"}, {"last sentence"}]),
        ("It rains. So. So it is.", [{"first sentence"}, {"inner sentence"}, {"last sentence"}]),
    ],
)
def test_a_sentence_has_its_place(reply: str, places: list[set[str]]) -> None:
    """The only one, the first, the last or one between."""
    assert [starting(each, "only", "first", "inner", "last") for each in shape(reply)] == places


def test_a_sentence_has_length_mark_and_person() -> None:
    """The length in steps of 3, 6, 10 and 16 words."""
    assert starting(shape("My rain in your town?")[0], "length", "closed", "about") == {"length 1", "closed by ?", "about iy"}
    assert starting(shape("Rain")[0], "length", "closed", "about") == {"length 0", "closed by nothing", "about -"}
    assert starting(shape("rain " * 16)[0], "length") == {"length 4"}


def test_the_reply_has_a_shape_of_its_own() -> None:
    """Length, sentences, persons, whether the partner asked, and the faces in it."""
    found = signs("I sing. You sing. So it is. So. So 😀😀🙏", "Is it? So.")
    assert set(found.shape) == {
        "reply length 2",
        "reply sentences 4",
        "reply about iy",
        "reply shared 0",
        "partner asks",
        "emoji 😀",
        "emoji 🙏",
    }


@pytest.mark.parametrize("reply", ["", "…", "?!", " \n", "😀"])
def test_without_words_there_are_no_signs(reply: str) -> None:
    """Nothing is nothing."""
    assert signs(reply, "Rain.") == Signs()
    assert collect_heard(PACK, hear(PACK, reply)) == Signs()


def assert_lying(made: Pack, found: Signs, sentences: Sequence[Sentence]) -> None:
    """Each part of *found* has its signs within its sentence."""
    assert len(found.parts) == len(sentences)
    for part, sentence in zip(found.parts, sentences, strict=True):
        named = list(part.names(made))
        assert all(sentence.first <= first <= last < sentence.last for _, first, last in named)
        assert [
            name for name in [*(name for name, *_ in named), *part.shape, *found.shape] if "\t" in name or len(name.splitlines()) != 1
        ] == []


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None, max_examples=80)
@given(reply=texts(), heard=texts())
def test_t9_every_sign_lies_on_words_of_its_sentence(language: str, reply: str, heard: str) -> None:
    """Whatever is written; and no name would break the table: it has neither tabs nor line breaks."""
    made = load(language)
    text, turn = made.analyse(reply), hear(made, heard)
    for found, sentences in ((collect(made, text, turn), text.sentences), (collect_heard(made, turn), turn.text.sentences)):
        assert_lying(made, found, sentences)
