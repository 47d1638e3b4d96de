"""The agreement as a reader is told of it, and the page of it."""

from __future__ import annotations

import re

import pytest

from roleplay.agreement.comparison import Comparison, agreements
from roleplay.agreement.estimates import Estimate
from roleplay.agreement.judgement import Item
from roleplay.codes import LISTENING, Code, IMessage, Weight
from roleplay.dialogue import LANGUAGES
from roleplay.reports.agreement import Grid, Report, html, report, sure
from tests.labelled import item, judgement
from tests.reports.pages import SCRIPT, Tags

YES, NO = judgement(Code.REFLECTION), judgement()


def items(language: str = "en") -> list[Item]:
    """Twenty replies, of which one has a reflection that was not found."""
    return [item(YES, YES, language=language)] * 9 + [item(YES, NO, language=language)] + [item(NO, NO, language=language)] * 10


def comparison(found: list[Item]) -> Comparison:
    """The comparison of *found*, which are of one language."""
    language = found[0].labelled.language
    return Comparison(language=language, coder="rules", version=f"1+{language}.1", items=tuple(found), agreements=agreements(found))


def told(*found: list[Item], language: str = "en", differing: bool = True) -> Report:
    """The report of these languages."""
    return report([comparison(each) for each in found or (items(),)], language, items=differing)


def texts(grid: Grid, place: int) -> list[str]:
    """The texts in a row of *grid*."""
    return [cell.text for cell in grid.rows[place]]


def row(grid: Grid, title: str) -> list[str]:
    """The texts of the row that *title* heads."""
    return next(texts(grid, place) for place in range(len(grid.rows)) if texts(grid, place)[0] == title)


def test_a_code_is_told_with_its_counts_and_how_sure_they_are() -> None:
    """F1 and kappa with their intervals first, two digits; then precision and recall, and what was labelled and coded."""
    codes = told().sections[0].grids[0]

    assert codes.headings == ("code", "F1", "kappa", "precision", "recall", "labelled", "coded")
    assert re.fullmatch(r"0\.95 \(0\.\d\d–1\.00\)", row(codes, "Reflection")[1])
    assert row(codes, "Reflection")[3:] == ["1.00", "0.90", "10", "9"]
    assert row(codes, "Advice") == ["Advice", "–", "–", "–", "–", "0", "0"]


def test_numbers_are_shown_as_good_fair_or_poor_as_others_call_them() -> None:
    """From 0.8 almost perfect, from 0.6 substantial (Landis and Koch, 1977); what is not there is nothing."""
    yes, no = item(YES, YES), item(YES, NO)
    looks = {count: told([yes] * count + [no] * (10 - count)).sections[0].grids[0].rows[2][1].look for count in (9, 5, 3)}

    assert looks == {9: "good", 5: "fair", 3: "poor"}
    assert told().sections[0].grids[0].rows[6][1].look == ""


def test_levels_and_kinds_are_told_as_whole_tables() -> None:
    """With precision, recall and F1 of each class, what agrees told apart from what does not."""
    blamed = [item(judgement(blame=2), judgement(blame=1))] * 3 + [item(judgement(blame=2), judgement(blame=2))]
    grid = told(blamed).sections[0].grids[1]

    assert grid.title == "Blame, 0 to 2: kappa 0.00 (0.00–0.00)"
    assert grid.headings == ("labelled ↓ coded →", "0", "1", "2", "precision", "recall", "F1")
    assert texts(grid, 2) == ["2", "0", "3", "1", "1.00", "0.25", "0.40"]
    assert [cell.look for cell in grid.rows[2]] == ["", "never", "other", "same", "", "", ""]
    assert [each.title.partition(":")[0] for each in told().sections[0].grids[1:]] == [
        "Blame, 0 to 2",
        "I-message, by kind",
        "Listening level, 0 to 4",
    ]


def test_a_code_that_not_all_replies_are_labelled_for_says_for_how_many() -> None:
    """Care and the weight of the partner's turn may be left out of labels."""
    looked = (*LISTENING, Code.CARE)
    some = item(judgement(Code.CARE, looked=looked, weight=Weight.HEAVY), judgement(looked=looked, weight=Weight.LIGHT))
    section = told([*items(), some]).sections[0]

    assert row(section.grids[0], "Care (n = 1)")[-2:] == ["1", "0"]
    assert section.grids[-1].title == "Weight of what was heard (n = 1): kappa 0.00"
    assert [texts(section.grids[-1], place)[0] for place in range(4)] == ["greeting", "light", "question", "heavy"]


def test_languages_are_told_side_by_side_with_how_far_they_are_apart() -> None:
    """Where there is more than one; a far distance is marked."""
    poor = [item(YES, YES, language="ru"), *[item(YES, NO, language="ru")] * 3]
    parity = told(items(), poor).parity

    assert parity is not None
    assert parity.headings == ("code", "English", "Russian", "spread")
    assert row(parity, "Reflection")[-1] == "0.55"
    assert parity.rows[4][-1].look == "poor"
    assert told(items()).parity is None


def test_differences_are_told_with_their_texts_and_what_was_labelled_and_coded() -> None:
    """One line for each code; the texts as they are."""
    label = judgement(Code.ADVICE, i_message=IMessage.FULL, listening_level=3)
    section = told([*items(), item(label, judgement(blame=1), id="x", heard="a\n", reply=SCRIPT)]).sections[0]

    assert section.heading == "Label and coder differ in 2 of 21"
    assert (section.differences[1].id, section.differences[1].heard, section.differences[1].reply) == ("x", "a\n", SCRIPT)
    assert section.differences[1].lines == (
        "Blame, 0 to 2: label 0, coder 1",
        "I-message, by kind: label full, coder none",
        "Advice: label yes, coder no",
        "Listening level, 0 to 4: label 3, coder 0",
    )


def test_differences_are_told_only_when_they_are_asked_for() -> None:
    """The hint how to look into one goes with them."""
    plain = told(differing=False)

    assert (plain.sections[0].heading, plain.sections[0].differences) == (None, ())
    assert not any("--explain" in note for note in plain.notes)
    assert any("--explain" in note for note in told().notes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_told_in_the_language_of_messages(language: str) -> None:
    """No title, heading or note stays English, and fractions are written as the language does."""
    english, other = told(items(), items("ru")), told(items(), items("ru"), language=language)

    same = [first == second for first, second in zip(words(english), words(other), strict=True)]
    assert all(same) if language == "en" else not any(same)
    assert row(other.sections[0].grids[0], texts(other.sections[0].grids[0], 2)[0])[4] == ("0.90" if language == "en" else "0,90")


def words(report_: Report) -> list[str]:
    """Titles, notes, and the first cells of all rows that are words."""
    assert report_.parity is not None
    grids = [report_.parity, *report_.sections[0].grids]
    heads = [texts(grid, place)[0] for grid in grids for place in range(len(grid.rows))]
    section = report_.sections[0]
    lines = [line for each in section.differences for line in each.lines]
    found = [report_.title, *report_.notes, section.title, section.heading or "", *lines, *(grid.title for grid in grids), *heads]
    return [text for text in found if not text.isdecimal()]


# the page


def page(*, language: str = "en") -> str:
    """A page of two languages with a difference whose texts are no friends."""
    odd = item(YES, NO, id=f'"><b>{SCRIPT}', heard="a\u202eb & <i>c</i>\x1b[31m", reply=f"{SCRIPT}\nhttps://example.org/x.png")
    return html([told([*items(), odd], items("ro"), language=language)], language)


def test_a_page_runs_nothing_and_asks_for_nothing() -> None:
    """No script, no handler, no address to load from, and a policy that forbids them all."""
    made = page()
    tags = Tags(made)
    attributes = [(name, value) for _, each in tags.tags for name, value in each.items()]

    assert {"script", "link", "img", "iframe", "object", "embed", "base", "form", "svg"} & {tag for tag, _ in tags.tags} == set()
    assert [name for name, _ in attributes if name.startswith("on") or name in ("src", "style", "srcset", "action")] == []
    assert {value for name, value in attributes if name == "href"} == {"#en", "#ro"}
    assert "url(" not in made
    assert "@import" not in made
    policy = next(each["content"] for each in tags.of("meta") if each.get("http-equiv") == "Content-Security-Policy")
    assert re.fullmatch(r"default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'", policy or "")


def test_texts_from_labels_are_inert_in_a_page() -> None:
    """Markup is escaped; what would reorder the line or act on a terminal is made visible."""
    made = page()

    assert SCRIPT not in made
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in made
    assert "a⟨RLO⟩b &amp; &lt;i&gt;c&lt;/i&gt;␛[31m" in made
    assert not {"\u202e", "\x1b"} & set(made)


def test_a_page_says_in_which_language_it_is_and_in_which_the_replies() -> None:
    """So that a screen reader speaks both rightly."""
    tags = Tags(page(language="ru"))

    assert tags.of("html") == [{"lang": "ru"}]
    assert {each["lang"] for each in tags.of("dd")} == {"en", "ro"}


def test_every_table_of_a_page_can_be_heard_and_reached() -> None:
    """A caption, headings with their scope, and a region that the keyboard can scroll; no id comes twice."""
    tags = Tags(page())
    tables, ids = len(tags.of("table")), [each["id"] for _, each in tags.tags if "id" in each]

    assert tables == len(tags.of("caption")) == len([each for each in tags.of("div") if each.get("role") == "region"]) == 9
    assert {each.get("scope") for each in tags.of("th")} == {"col", "row"}
    assert all(each["tabindex"] == "0" and each["aria-labelledby"] in ids for each in tags.of("div") if each.get("role") == "region")
    assert len(ids) == len(set(ids))


def test_a_page_is_for_light_and_dark_for_paper_and_for_phones() -> None:
    """All of it is in the page itself."""
    made = page()

    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in made
    for query in ("prefers-color-scheme: dark", "print", "max-width"):
        assert query in made


def test_a_silence_is_named() -> None:
    """An empty reply leaves no empty line."""
    silent = item(YES, NO, reply="")

    assert ">(silence)</dd>" in html([told([*items(), silent])], "en")


def test_the_same_comparison_gives_the_same_page() -> None:
    """Byte for byte."""
    assert page() == page()


@pytest.mark.parametrize(
    ("value", "interval", "text"),
    [
        (0.91, (0.85, 0.96), "0,91 (0,85–0,96)"),
        (-0.36, (-0.65, -0.001), "−0,36 (−0,65…0,00)"),
        (0.0, None, "0,00"),
        (None, None, "–"),
    ],
)
def test_a_dash_is_never_taken_for_a_sign(value: float | None, interval: tuple[float, float] | None, text: str) -> None:
    """A negative number has a minus, a range with one has dots, and nothing is less than zero by a rounding."""
    assert sure(Estimate(value, interval), "ro") == text
