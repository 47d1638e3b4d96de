"""The table of weights, read line by line."""

from __future__ import annotations

import pytest

from fitting.replies import replies
from roleplay.coders.table import load, parse
from roleplay.coders.weights import HEAVY, TARGETS
from roleplay.dialogue import LANGUAGES
from roleplay.language.pack import load as pack_of
from tests.messages import ROOT

OF_REPLIES = tuple(target for target in TARGETS if target != HEAVY)


def test_a_line_is_a_sign_and_what_it_adds_to_each_code() -> None:
    """The line without a sign is where the codes start; comments and empty lines say nothing; an empty cell adds nothing."""
    made = parse(
        "// made by hand\n\nsign\tblame\tadvice\n\t-0.50\t0\nword late\t1.25\t-.3\n\n// and so on\nframe you @neglect $\t2\t\n"
    ).replies
    blame, advice, care = (TARGETS.index(code) for code in ("blame", "advice", "care"))
    assert (made.start[blame], made.start[advice], made.start[care]) == (-0.5, 0.0, -1.0)
    assert (made.rows["word late"][blame], made.rows["word late"][advice]) == (1.25, -0.3)
    assert sum(map(abs, made.rows["word late"])) == 1.55
    assert made.frames == {("you", "@neglect", "$"): "frame you @neglect $"}
    assert made.rows["frame you @neglect $"][blame] == 2


def test_a_code_for_which_there_is_no_column_or_no_start_begins_below_0() -> None:
    """So it is not present."""
    assert set(parse("sign\tblame\nword late\t1\n").replies.start) == {-1.0}


def test_the_columns_may_stand_in_any_order() -> None:
    """Each is that of the code it is named after."""
    one, other = parse("sign\tblame\tcare\n\t1\t2\nword late\t3\t4\n"), parse("sign\tcare\tblame\n\t2\t1\nword late\t4\t3\n")
    assert one.replies.start == other.replies.start
    assert one.replies.rows["word late"] == other.replies.rows["word late"]


def test_how_heavy_a_turn_is_has_weights_of_its_own() -> None:
    """What is in a reply does not make the turn before it heavy, nor the other way round."""
    made = parse("sign\tblame\theavy\n\t0.5\t-0.25\nword late\t1\t\nframe so late\t\t3\n")
    assert (made.replies.targets, made.turns.targets) == (OF_REPLIES, (HEAVY,))
    assert (made.turns.start, set(made.turns.signs), made.turns.frames) == ((-0.25,), {"frame so late"}, {("so", "late"): "frame so late"})
    assert made.turns.rows["frame so late"] == (3.0,)
    assert (set(made.replies.signs), made.replies.frames) == ({"word late"}, {})
    assert (made.replies.start[0], len(made.replies.start)) == (0.5, len(OF_REPLIES))


@pytest.mark.parametrize(
    "line",
    ["word late", "word late 1", "word late\t1\t2", "word late\tmuch", "word late\tnan", "word late\t1e9", "word rain\t1", " // x"],
)
def test_a_wrong_line_is_named_with_its_number(line: str) -> None:
    """Too few parts or too many, no number or none that could be, a sign that had its line."""
    with pytest.raises(ValueError, match=r"^line 4: ") as caught:
        parse(f"// a table\nsign\tblame\nword rain\t1\n{line}\n")
    assert repr(line) in str(caught.value)


@pytest.mark.parametrize("line", ["word rain\t1", "sign", "sign\tblaming", "blame\tsign"])
def test_the_first_line_must_name_the_columns(line: str) -> None:
    """The sign, then codes of the codebook."""
    with pytest.raises(ValueError, match=r"^line 2: ") as caught:
        parse(f"// a table\n{line}\nword rain\t1\n")
    assert repr(line) in str(caught.value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_tables_are_made_from_the_shipped_replies(language: str) -> None:
    """The first line says how many they were and which word data they were read by: else run ``python -m fitting``."""
    told = (ROOT / "roleplay" / "coders" / "fitted" / f"{language}.tsv").read_text("utf-8").splitlines()[0]
    assert f" to {len(replies(language))} replies in fitting/replies/{language}, " in told
    assert told.endswith(f", word data {pack_of(language).version}.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_tables_weigh_every_code(language: str) -> None:
    """Each has its start and signs that speak for it and against it; and they are read once."""
    made = load(language)
    assert load(language) is made
    for half in made:
        columns = list(zip(*[half.rows[sign] for sign in half.signs], strict=True))
        assert [target for target, column in zip(half.targets, columns, strict=True) if not min(column) < 0 < max(column)] == []
        assert 0.0 not in half.start
