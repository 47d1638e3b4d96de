"""What a better wording is made from: only what stays grammatical and true to the words."""

from __future__ import annotations

import pytest

from roleplay.coders.rules import RuleCoder
from roleplay.codes import Code, Coding, Mark
from roleplay.dialogue import Exchange, Speaker, Turn


def slots(language: str, reply: str, heard: str = "") -> dict[str, str]:
    """What *reply* to *heard* gives to be reworded."""
    coder = RuleCoder(language)
    partner = Turn(index=0, speaker=Speaker.PERSONA, text=heard) if heard else None
    exchange = Exchange(heard=partner, reply=Turn(index=1, speaker=Speaker.TRAINEE, text=reply))
    return coder.material(exchange, coder.code(exchange))


@pytest.mark.parametrize(
    ("language", "reply", "situation"),
    [
        ("en", "You always forget the keys.", "you forget the keys"),
        ("en", "You always say you can't come.", "you say you can't come"),
        ("en", "You always think im stupid.", "you think im stupid"),
        ("en", "You (sighs) always forget the keys.", "you forget the keys"),
        ("en", "You're always late.", None),
        ("en", "You are a selfish man.", None),
        ("ro", "Tu mereu întârzii la masă.", "întârzii la masă"),
        ("ro", "Tu mereu nu-mi răspunzi la telefon.", "nu-mi răspunzi la telefon"),
        ("ro", "tu mereu uiti ca lucrez duminica", "uiti ca lucrez duminica"),
        ("ro", "tu mereu ma cert", None),
        ("ru", "Ты вечно опаздываешь на ужин.", "когда ты опаздываешь на ужин"),
        ("ru", "Ты вечно опаздывал на ужин.", "что ты опаздывал на ужин"),
    ],
)
def test_the_concrete_act_in_a_reproach(language: str, reply: str, situation: str | None) -> None:
    """Without "always", as it is written; nothing where the sentence cannot be turned safely."""
    assert slots(language, reply).get("situation") == situation


@pytest.mark.parametrize(
    ("language", "heard", "kept"),
    [
        ("en", "Well. Six weeks of dust, and still no kitchen.", "Six weeks of dust, and still no kitchen"),
        (
            "en",
            "Well, six weeks of plaster dust, and when I think of it at night, there is still no kitchen, and no date.",
            "six weeks of plaster dust",
        ),
        ("en", "There is dust everywhere. Do you know how it tastes?", "There is dust everywhere"),
        ("en", "Yes.", None),
        ("ro", "Am luat aminte.", None),
        ("en", "(sighs) Fine.", None),
        ("en", "You said “six weeks of dust”.", None),
        ("en", "Six weeks (he points) of dust.", None),
        ("en", "You could talk the hind leg off a donkey. The shop stood empty all week.", "The shop stood empty all week"),
        ("en", "You hide it better than me.", None),
        ("en", "Half that queue could have gone home!", None),
        ("ro", "Credeam că iar uiți de casă.", None),
        ("ru", "Опять ты про работу. Картошка остыла на столе.", "Картошка остыла на столе"),
        ("ro", "Stau singură aici toată ziua.", "Stau singură aici toată ziua"),
        ("ru", "Сижу тут одна целыми днями.", "Сижу тут одна целыми днями"),
    ],
)
def test_the_weightiest_short_sentence_or_clause_that_was_heard(language: str, heard: str, kept: str | None) -> None:
    """Word for word; nothing where there is none, where it holds a quotation or a stage direction, is shouted, or is about who they talk to."""
    assert slots(language, "Yes.", heard).get("heard") == kept


def test_what_of_the_reply_can_be_kept_and_what_not() -> None:
    """The own feeling and the reproach, each as it was said."""
    found = slots("en", "I feel sad. You never listen to me!")
    assert found["own"] == "I feel sad"
    assert found["blame"] == "You never listen to me"


def test_the_widest_of_marks_on_the_same_words_is_quoted() -> None:
    """A rule that sees less of a sentence does not cut the quotation short."""
    reply = "And me, you think, had it easy? You never ask."
    whole, other = (0, reply.index("?")), (reply.index("You"), len(reply))
    marks = tuple(Mark(code=Code.BLAME, quote=reply[a:b], start=a, end=b) for a, b in ((0, 17), whole, other))
    exchange = Exchange(heard=None, reply=Turn(index=1, speaker=Speaker.TRAINEE, text=reply))
    found = RuleCoder("en").material(exchange, Coding(coder="test", version="1", marks=marks, blame=2))
    assert found["blame"] == "And me, you think, had it easy"


def test_a_long_quote_is_cut_between_words() -> None:
    """At most sixty characters and an ellipsis."""
    blame = slots("en", "You never ever listen to anything that I or anybody else in this house has to say to you")["blame"]
    assert blame.startswith("You never ever listen")
    assert blame.endswith("…")
    assert len(blame) <= 61
    assert not blame[:-1].endswith(" ")


def test_a_reply_with_nothing_in_it_gives_nothing() -> None:
    """Slots that cannot be filled are left out."""
    assert slots("en", "Yes.") == {}
