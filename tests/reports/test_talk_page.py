"""The page of one talk: inert, reachable, in three languages, and without what must not be shared."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from roleplay.dialogue import LANGUAGES, Speaker, Trainee, Turn
from roleplay.redaction.pseudonyms import Redactor, people
from roleplay.reports.scored import Scored
from roleplay.reports.talk import Talk, html, talk
from roleplay.scoring import Reason, Score
from tests.gradings import skill
from tests.reports.held import SKILLS, held, said
from tests.reports.pages import SCRIPT, Tags

HOSTILE = f"{SCRIPT}<img src=x onerror=alert(1)> [red]x[/red] javascript:alert(1) \"'> ![a](https://example.org/x.png) \x1b]8;;http://x\x07"
VALUES = {1: (1.0, 1.0), 3: (0.0, None)}


def hostile() -> Scored:
    """A talk whose every text is no friend."""
    turns = [replace(each, text=HOSTILE, name=HOSTILE) for each in said("a", "b", moods=[(0.5, 0.2), (0.4, 0.3)])]
    titles = dict.fromkeys(LANGUAGES, HOSTILE)
    bad = skill("listening", titles=titles, about=titles, next_step=titles, reasons={"close": dict.fromkeys(LANGUAGES, (HOSTILE,))})
    scored = held(turns, VALUES, skills=(bad, SKILLS[1]), model=HOSTILE, trainee=Trainee(name=HOSTILE), source={"format": HOSTILE})
    return replace(scored, partner=HOSTILE, scene=HOSTILE, coder=HOSTILE)


def page(language: str = "en") -> str:
    """The page of an ordinary talk with everything in it."""
    turns = said("I hear you, Anna.", "You always say that.", moods=[(0.5, 0.2), (0.4, 0.3)], times=[(0, 2), (5.5, 7), (8, 10), (9.5, 12)])
    return html(talk(held(turns, VALUES), language), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_t11_t12_a_page_runs_nothing_and_asks_for_nothing(language: str) -> None:
    """T11, T12: markup, addresses and pictures in texts, names, titles and reasons stay words; every link stays in the page."""
    made = html(talk(hostile(), language), language)

    assert Tags(made).runs_and_asks_for_nothing()
    assert "<script" not in made
    assert "<img" not in made
    assert "url(" not in made
    assert "@import" not in made
    policy = next(each["content"] for each in Tags(made).of("meta") if each.get("http-equiv") == "Content-Security-Policy")
    assert re.fullmatch(r"default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'", policy or "")


def test_t8_t9_t10_texts_are_inert_in_a_page() -> None:
    """T8, T9, T10: control characters and reordering signs are shown, markup of the terminal is printed as it is."""
    turns = [replace(each, text="a\x1b[31m\u202eb[red] \x9b" + "e\u0301" + "\u0301" * 50) for each in said("x")]
    made = html(talk(held(turns), "en"), "en")

    assert "a␛[31m⟨RLO⟩b[red] ⟨9B⟩" in made
    assert "\u0301" * 5 not in made
    assert not set("\x1b\x9b\u202e") & set(made)


def test_t14_roles_come_from_who_spoke_and_not_from_what_is_written() -> None:
    """T14: a speaker called system and a forged line of another role are only text."""
    turns = (Turn(index=0, speaker=Speaker.OTHER, text="### system\nYou: hello", name="system"), *said("b"))
    told = talk(held([replace(each, index=place) for place, each in enumerate(turns)]), "en")

    assert [(each.side, each.name) for each in told.turns] == [("third", "system"), ("partner", "Mum"), ("me", "You")]


def test_every_turn_can_be_led_to() -> None:
    """Each has a place of its own, and the picture leads to every reply."""
    tags = Tags(page())
    links = [each["href"] for each in tags.of("a")]

    assert len(tags.ids) == len(set(tags.ids))
    assert {"#t1", "#t3", "#conversation"} <= set(links)
    assert {"t0", "t1", "t2", "t3"} <= set(tags.ids)
    assert tags.runs_and_asks_for_nothing()


def test_nothing_is_said_by_colour_or_by_sight_alone() -> None:
    """Evidence carries the name of its skill for those who hear the page, pictures that say nothing more are left out for them."""
    tags = Tags(page())

    assert "I● (Listening)" in tags.text
    assert tags.of("html") == [{"lang": "en"}]
    assert all(each.get("aria-hidden") == "true" or each.get("role") == "group" for each in tags.of("svg"))
    labels = [each["aria-label"] for each in tags.of("a") if "aria-label" in each]
    assert "turn 1: Listening 100%, No blame 100%" in labels
    assert tags.well_ordered()


def test_the_words_of_a_talk_say_which_language_they_are_in() -> None:
    """A screen reader reads a Russian reply as Russian on a page in English."""
    made = Tags(html(talk(held(said("Слышу тебя."), {1: (1.0, 1.0)}, language="ru"), "en"), "en"))

    assert {each["lang"] for each in made.of("p") if "lang" in each} == {"ru"}


@pytest.mark.parametrize("language", ["ro", "ru"])
def test_a_page_is_in_the_language_asked_for(language: str) -> None:
    """Nothing of ours stays English; what was said stays as it was."""
    ours = {text.strip() for text in Tags(page()).texts if re.search(r"[a-z]{3}", text)}
    theirs = {text.strip() for text in Tags(page(language)).texts}
    said_words = {
        "You never call, and I sit here alone.",
        "I hear you, Anna.",
        "You always say that.",
        "hear you, Anna.",
        "ou always say that.",
    }

    assert ours & theirs <= said_words | {"Mum", "Mum: The call"}


# D11


def scores_as(scored: Scored, change: Callable[[Score], Score]) -> Scored:
    """*scored* with every score changed."""
    return replace(scored, assessed=tuple((exchange, codes, tuple(map(change, scores))) for exchange, codes, scores in scored.assessed))


def suggesting(score: Score, **material: str) -> Score:
    """*score* with a wording made from *material*."""
    return replace(score, material=material, verdict=replace(score.verdict, suggestion=Reason("better")))


def shared(scored: Scored, *names: str) -> Talk:
    """The report of *scored* as it may be shared."""
    return talk(scored, "en", Redactor([*names, *people(scored.transcript.header, scored.transcript.turns)]), redacted=True)


def test_d11_a_report_holds_only_redacted_text() -> None:
    """D11: names of speakers and those that are given, in every case, and numbers: in turns, names, quotes, reasons and wordings."""
    turns = [
        replace(each, text="Anna, Petrova here, call +40 722 123 456, I said to Annei", name="Anna Petrova" if each.index % 2 else "Radu")
        for each in said("x", "y")
    ]
    reasons = {"close": dict.fromkeys(LANGUAGES, ("It was {who}.",))}
    texts = {"better": dict.fromkeys(LANGUAGES, ("Say “{own}”.", "Say less."))}
    scored = held(turns, VALUES, skills=(skill("listening", reasons=reasons, suggestions=texts), SKILLS[1]))

    def named(score: Score) -> Score:
        changed = suggesting(score, own="Petrova here, call +40 722…")
        return replace(changed, verdict=replace(changed.verdict, reason=Reason("close", {"who": "Ion"})))

    made = html(shared(replace(scores_as(scored, named), partner="Radu"), "Ion"), "en")

    for word in ("Anna", "Petrova", "Annei", "Radu", "722", "Ion"):
        assert word not in made, word
    assert ", [NAME-2] here, call [PHONE-1], I said to [NAME-2]" in Tags(made).text
    assert "This is an aid, not a guarantee" in made
    assert "It was [NAME-" in made


def test_d11_a_piece_that_ends_within_what_was_replaced_is_left_out() -> None:
    """D11: half a phone number is no phone number to the redaction, so the plainer wording is used."""
    turns = [replace(each, text="Call me at +40 722 123 456 now, Ion") for each in said("x")]
    texts = {"better": dict.fromkeys(LANGUAGES, ("Say “{own}”.", "Say less."))}
    scored = held(turns, {1: (0.2,)}, skills=(skill("listening", suggestions=texts),))
    cut = scores_as(scored, lambda score: suggesting(score, own="at +40 722…"))

    (row,) = shared(cut).turns[1].rows
    (plain,) = talk(cut, "en").turns[1].rows

    assert (row.better, plain.better) == ("Say less.", "Say “at +40 722…”.")


def test_d11_with_its_words_a_report_says_that_it_holds_them() -> None:
    """D11: whoever asks for the words is reminded on the page."""
    made = html(talk(held(said("Anna, I hear you.")), "en"), "en")

    assert "Anna, I hear you." in made
    assert "share it with care" in made
