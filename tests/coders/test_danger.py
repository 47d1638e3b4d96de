"""C2 and C7: when practice pauses because a reply seems to speak of the person's own danger, and when it must not."""

from __future__ import annotations

import pytest

from roleplay.coders.rules import RuleCoder
from roleplay.codes import Code

OWN_DANGER = {
    "en": (
        "I don't want to live any more",
        "i dont want to be here anymore, i want to die",
        "I'm going to kill myself",
        "Sometimes I think about ending my life",
        "I want to hurt myself",
        "I've been cutting myself again",
        "Everyone would be better off without me",
        "there is no point in living",
    ),
    "ro": (
        "Nu mai vreau să trăiesc",
        "nu mai vreau sa traiesc, vreau sa mor",
        "O să mă omor",
        "Mă gândesc să-mi iau viața",
        "Vreau să-mi fac rău",
        "M-am tăiat din nou pe mâini",
        "Ar fi mai bine pentru toți fără mine",
        "n-are rost sa mai traiesc",
    ),
    "ru": (
        "Я не хочу больше жить",
        "не хочу жить, хочу умереть",
        "Я покончу с собой",
        "Думаю о самоубийстве",
        "Хочу сделать себе больно",
        "Я опять режу себе руки",
        "Всем будет лучше без меня",
        "жить незачем",
    ),
}
BENIGN = {
    "en": (
        "This meeting is killing me",
        "I'm dying to hear how it went",
        "I nearly died laughing",
        "I'd kill for a cup of tea",
        "I could murder a curry",
        "You scared me to death when you didn't answer",
        "I don't want to live in that flat any more",
        "I was dead tired after the shift",
        "My phone died in the middle of it",
        "I want to end this call now",
        "Grandad died in that house",
        "I cut myself off from the family group chat",
        "It would be better to start without me, I'm late",
        "I'm killing time at the station",
        "There's no point in living so far from the office",
    ),
    "ro": (
        "Mor de foame",
        "Mor de nerăbdare să aud cum a fost",
        "Am murit de râs",
        "Mă omori cu întrebările astea",
        "Ședința asta mă omoară",
        "Nu mai vreau să trăiesc în apartamentul ăla",
        "Mi-a murit telefonul",
        "Bunicul a murit în casa aia",
        "Eram moartă de oboseală",
        "Vreau să închei discuția acum",
        "M-am tăiat la deget cu hârtia",
        "Era mai bine să începeți fără mine, întârzii",
        "Mor după ciorba ta",
        "Ne omorâm timpul în gară",
        "M-ai speriat de moarte când n-ai răspuns",
    ),
    "ru": (
        "Эта встреча меня убивает",
        "Умираю от любопытства, рассказывай",
        "Я чуть не умерла со смеху",
        "Умираю с голоду",
        "Убил бы за чашку чая",
        "Ты меня до смерти напугала, когда не ответила",
        "Не хочу больше жить в той квартире",
        "Я смертельно устала после смены",
        "Телефон умер посреди разговора",
        "Хочу закончить этот разговор",
        "Дед умер в том доме",
        "Порезал палец, пока готовил",
        "Начинайте без меня, я опоздаю, так будет лучше",
        "Убиваю время на вокзале",
        "Жить от получки до получки надоело",
    ),
}


def alarmed(language: str, reply: str) -> bool:
    """Whether practice pauses at *reply*."""
    return Code.DANGER in RuleCoder(language).code_text(reply)


@pytest.mark.parametrize(("language", "reply"), [(language, reply) for language, replies in OWN_DANGER.items() for reply in replies])
def test_c2_practice_pauses_at_words_of_own_danger(language: str, reply: str) -> None:
    """Direct words, and the commonest indirect ones, with and without diacritics."""
    assert alarmed(language, reply)


@pytest.mark.parametrize("language", ["en", "ro", "ru"])
def test_c7_everyday_sayings_do_not_pause_practice(language: str) -> None:
    """Of fifteen benign sayings a language none alarms: the measured rate of false alarms on this set is 0."""
    assert [reply for reply in BENIGN[language] if alarmed(language, reply)] == []
