"""The rule coder: the same text is always coded the same, every quote is exact, and the partner's turn has its weight."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings

from roleplay.coders import rules
from roleplay.coders.heard import Heard, hear
from roleplay.coders.rules import VERSION, RuleCoder
from roleplay.coders.table import load as weights_of
from roleplay.codes import Weight
from roleplay.dialogue import LANGUAGES, Exchange, Speaker, Turn
from roleplay.language.pack import Pack
from tests.coders.small import coder, small_pack, small_weights
from tests.language.packs import pack, texts


@pytest.mark.parametrize(
    ("heard", "weight"),
    [
        ("Mum died.", Weight.HEAVY),
        ("I am tired and broken.", Weight.HEAVY),
        ("I am tired.", Weight.LIGHT),
        ("You always sing.", Weight.HEAVY),
        ("Late again.", Weight.LIGHT),
        ("Late again!", Weight.HEAVY),
        ("I am sad.", Weight.HEAVY),
        ("Mum died. Are you there?", Weight.HEAVY),
        ("Is it raining?", Weight.QUESTION),
        ("Are you serious?", Weight.LIGHT),
        ("Are you serious? Is it raining?", Weight.QUESTION),
        ("It rains.", Weight.LIGHT),
        ("Hello dad.", Weight.GREETING),
        ("Hello dad, rain in every room!", Weight.LIGHT),
        ("Bye. Hello?", Weight.GREETING),
        ("(falls silent)", Weight.HEAVY),
        ("[silence]", Weight.HEAVY),
        ("", Weight.LIGHT),
        ("…", Weight.LIGHT),
    ],
)
def test_the_weight_of_the_partners_turn(heard: str, weight: Weight) -> None:
    """Strong feeling, blame and bad news weigh heavy, weak signs of them together, and a silence to bear; a rhetorical question asks nothing."""
    assert coder().code_text("Yes.", heard).weight is weight


def test_an_exchange_is_coded_like_its_texts() -> None:
    """What was heard is the partner's last turn, or nothing."""
    reply = Turn(index=1, speaker=Speaker.TRAINEE, text="(pause) Dust for weeks.")
    heard = Turn(index=0, speaker=Speaker.PERSONA, text="Weeks of dust and tired feet.")
    assert coder().code(Exchange(heard=heard, reply=reply)) == coder().code_text(reply.text, heard.text)
    assert coder().code(Exchange(heard=None, reply=reply)) == coder().code_text(reply.text)
    assert coder().code(Exchange(heard=heard, reply=reply)).pause_mark == 0.0


def test_a_coding_names_its_coder_and_the_word_data() -> None:
    """With other word data the version is another."""
    coding = coder().code_text("Yes.")
    assert (coding.coder, coding.version) == ("rules", f"{VERSION}+en.t")


def test_what_was_heard_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many replies to it are coded or explained; another turn is another, and the reply itself was not heard."""
    looked: list[str] = []

    def noted(pack: Pack, raw: str) -> Heard:
        looked.append(raw)
        return hear(pack, raw)

    monkeypatch.setattr(rules, "hear", noted)
    made, asked = coder(), [(reply, heard) for reply in ("Dust.", "You always sing.") for heard in ("Mum died.", "Dust.", "Mum died.")]
    codings = [made.code_text(*each) for each in asked]
    made.explain("Dust.", "Mum died.")
    assert looked == ["Mum died.", "Dust."]
    assert codings == [coder().code_text(*each) for each in asked]


def test_each_coder_remembers_for_itself() -> None:
    """With other word data the same turn weighs otherwise, whoever heard it first."""
    calm = coder()
    afraid = RuleCoder("en", pack(cues={"heavy": [{"match": ["rain"], "weight": 2}]}), small_weights())
    weights = [made.code_text("Yes.", "So much rain.").weight for made in (calm, afraid, calm, afraid)]
    assert weights == [Weight.LIGHT, Weight.HEAVY] * 2


def test_another_pack_does_not_write_into_the_shipped_table() -> None:
    """What its words come to is its own: the same word may mean something else in it."""
    made, shipped = RuleCoder("en", small_pack()), weights_of("en")
    made.code_text("Zorblax.", "Flumphix.")
    assert (made.weights.replies.rows, made.weights.turns.rows) == (shipped.replies.rows, shipped.turns.rows)
    for half, other, word in zip(made.weights, shipped, ("zorblax", "flumphix"), strict=True):
        assert (word, "-") in half.words
        assert (word, "-") not in other.words
        assert half.called is not other.called
    assert RuleCoder("en").weights is shipped


@pytest.mark.parametrize(("reply", "level"), [("Uh huh.", 0), ("It rains.", 1), ("", 0), ("...", 0), ("(nods)", 0)])
def test_a_plain_answer_is_more_than_a_filler(reply: str, level: int) -> None:
    """A mere sound, a sign or nothing is no answer."""
    assert coder().code_text(reply, "It rains.").listening_level == level


SPELLINGS = {
    "en": (
        "You’re always late and I don’t feel heard",
        ["You're always late and I don't feel heard", "YOU'RE ALWAYS LATE AND I DON'T FEEL HEARD"],
    ),
    "ro": (
        "Mereu întârzii și mă doare când aștept. Ți-e greu?",
        [
            "Mereu intarzii si ma doare cand astept. Ti-e greu?",
            "Mereu întârzii şi mă doare când aştept. Ţi-e greu?",
            "Mereu întârzii și mă doare când aștept. Ți‑e greu?",
        ],
    ),
    "ru": (
        "Ты всё время опаздываешь, и мне тяжело. Ещё обиднее, когда ждёшь",
        [
            "Ты все время опаздываешь, и мне тяжело. Еще обиднее, когда ждешь",
            "ТЫ ВСЁ ВРЕМЯ ОПАЗДЫВАЕШЬ, И МНЕ ТЯЖЕЛО. ЕЩЁ ОБИДНЕЕ, КОГДА ЖДЁШЬ",
        ],
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_t16_spelling_makes_no_difference(language: str) -> None:
    """Case, ё, diacritics, cedillas, decomposed letters and apostrophes change neither codes nor levels; quotes stay as written."""
    plain, others = SPELLINGS[language]
    made = RuleCoder(language)
    expected = made.code_text(plain)
    assert expected.marks
    for other in (*others, unicodedata.normalize("NFD", plain)):
        coding = made.code_text(other)
        assert [(mark.code, mark.rule) for mark in coding.marks] == [(mark.code, mark.rule) for mark in expected.marks]
        assert (coding.blame, coding.i_message, coding.listening_level) == (expected.blame, expected.i_message, expected.listening_level)
        assert all(other[mark.start : mark.end] == mark.quote for mark in coding.marks)


@pytest.mark.parametrize(
    ("language", "plain", "stretched"),
    [
        ("en", "You never listen", "You neveeeer listen"),
        ("ro", "Tu mereu întârzii", "Tu mereeeu întârzii"),
        ("ru", "Ты вечно опаздываешь", "Ты веееечно опаздываешь"),
    ],
)
def test_stretched_words_are_understood(language: str, plain: str, stretched: str) -> None:
    """A drawn-out word is coded like the word."""
    made = RuleCoder(language)
    assert made.code_text(stretched).blame == made.code_text(plain).blame == 2


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None, max_examples=150)
@given(reply=texts(), heard=texts())
def test_t9_every_quote_is_exact_whatever_is_written(language: str, reply: str, heard: str) -> None:
    """No text stops the coder; each mark points at an exact, non-empty piece of the reply, in order, and numbers stay in range."""
    coding = RuleCoder(language).code_text(reply, heard)
    assert all(mark.quote and reply[mark.start : mark.end] == mark.quote and 0 <= mark.strength <= 1 for mark in coding.marks)
    assert [mark.start for mark in coding.marks] == sorted(mark.start for mark in coding.marks)
    assert coding.blame in (0, 1, 2)
    assert coding.listening_level in (0, 1, 2, 3, 4)
    assert coding == RuleCoder(language).code_text(reply, heard)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "piece", ["а-", "z", "don't'", '"', "(", "*", "[5s", "e\u0301\u0301", "?!", "you never ", "ты вечно ", "\n", "\u202e"]
)
def test_t7_endless_texts_are_coded(language: str, piece: str) -> None:
    """One endless word, a forest of brackets, a repeated reproach: all come to an end."""
    text = piece * (25_000 // len(piece) if " " not in piece else 300)
    assert RuleCoder(language).code_text(text, text).version.startswith(f"{VERSION}+{language}.")
