"""The system prompt of a persona: what it may do, and that the rest is refused with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from roleplay.template import MAX_BYTES, SLOTS, environment, faults
from tests.messages import strange


def written(folder: Path, source: str) -> Path:
    """A template with *source*."""
    path = folder / "prompt.j2"
    path.write_text(source, "utf-8")
    return path


@pytest.mark.parametrize(
    "source",
    [
        "Ты {{ name }}. {{ who }}",
        "{% if yielded and not about %}a{% elif mood == 'calm' %}b{% else %}c{% endif %}",
        "{% for fact in facts %}{{ loop.index }}. {{ fact }}\n{% endfor %}",
        "{{ facts | join('; ') }} {{ about | default('nothing') | trim | upper }} {{ facts | length > 2 }}",
        "{{ 'soft' if yielded else 'hard' ~ mood }} {{ name is defined }} {{ facts[0] }}",
        "{# said to nobody #}{% raw %}{{ this }}{% endraw %}",
    ],
)
def test_text_slots_conditions_and_a_loop_are_in_order(tmp_path: Path, source: str) -> None:
    """What a prompt needs is there, and renders with the slots and nothing else."""
    assert faults(written(tmp_path, source)) == []
    assert environment().from_string(source).render(SLOTS)


@pytest.mark.parametrize(
    ("source", "line", "says"),
    [
        ("{{ name }}\n{{ nmae }}", 2, "'nmae' is undefined"),
        ("{{ name }}\n{% if about %}\n{{ abuot }}{% endif %}", 3, "'abuot' is undefined"),
        ("{% if not yielded %}\n{{ mod }}{% endif %}", 2, "'mod' is undefined"),
        ("\n\n{{ name | shout }}", 3, "'shout'"),
        ("Hello\n{% if %}", 2, "what stands between the braces is not understood"),
        ("{{ name }}\n{% for fact in facts %}", 2, "{% for %} is opened and never closed: add {% endfor %}"),
        ("{{ name }", 1, "what stands between the braces is not understood"),
        ("\n{% shout %}", 2, "{% shout %} is no tag of a prompt"),
        ("{% if about %}\n{% endif %}{% endif %}", 2, "{% endif %} closes or divides nothing"),
        ("a\n{# b", 2, "{# is opened and never closed: add #}"),
        ("a\n{% raw %} b", 2, "{% raw %} is opened and never closed: add {% endraw %}"),
        ("\n{{ facts[7] }}", 2, "asks a slot for a part that it does not have"),
        ("\n{{ mood.colour }}", 2, "asks a slot for a part that it does not have"),
        ("\n{{ name > 1 }}", 2, "cannot be filled"),
        ("\n{{ name is shouting }}", 2, "there is no such test"),
    ],
)
def test_g6_undefined_names_unknown_filters_and_syntax_errors_have_a_line(tmp_path: Path, source: str, line: int, says: str) -> None:
    """A wrong name is found in every branch, a wrong filter or tag where it stands."""
    found = faults(written(tmp_path, source))
    assert [each[0] for each in found] == [line]
    assert says in found[0][1]
    assert strange(found[0][1]) == []


def test_g6_all_wrong_names_are_told_at_once(tmp_path: Path) -> None:
    """Three wrong names are three faults, in the order of the lines."""
    assert [line for line, _ in faults(written(tmp_path, "{{ a }}\n{{ b }}\n{{ c }}"))] == [1, 2, 3]


@pytest.mark.parametrize(
    "source", ["{{ ''.__class__ }}", "{{ name|attr('__class__') }}", "{{ '{0.__class__}'|format(name) }}", "{{ cycler.x }}"]
)
def test_g1_ways_out_of_the_sandbox_are_refused(tmp_path: Path, source: str) -> None:
    """Nothing gets at the classes behind the values."""
    assert next(line for line, _ in faults(written(tmp_path, source))) == 1


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("{% set a = 1 %}", "{% set %}"),
        ("{% macro m() %}{% endmacro %}", "{% macro %}"),
        ("{% from 'a' import b %}", "{% from %}"),
        ("{% autoescape true %}{% endautoescape %}", "{% autoescape %}"),
        ("{{ 2 * 2 }}", "*"),
        ("{{ facts[1:] }}", "[…:…]"),
        ("{{ name.upper() }}", "name(…)"),
    ],
)
def test_what_is_not_used_is_told_as_it_is_written(tmp_path: Path, source: str, what: str) -> None:
    """Not by what a compiler calls it."""
    assert faults(written(tmp_path, source))[0] == (1, f"{what} is not used here: a prompt has text, slots, if, and one level of for")


def test_g2_nothing_can_be_called(tmp_path: Path) -> None:
    """Not even a method of a text."""
    assert "name(…) is not used here" in faults(written(tmp_path, "{{ name.upper() }}"))[0][1]


@pytest.mark.parametrize(
    "source",
    [
        "{{ 'a' * 10 ** 10 }}",
        "{{ name.ljust(2000000000) }}",
        "{{ name|center(2000000000) }}",
        "{% for a in who %}{% for b in who %}{{ a }}{% endfor %}{% endfor %}",
        "{{ who|join(who)|join(who) }}",
        "{% set a = who ~ who %}{{ a }}",
        "{{ lipsum(n=100000) }}",
        "{{ range(10 ** 9)|list }}",
    ],
)
def test_g3_what_could_grow_is_refused_before_it_is_rendered(tmp_path: Path, source: str) -> None:
    """Products, calls, loops in loops and chains of joins are no part of a prompt."""
    assert "is not used here" in " ".join(what for _, what in faults(written(tmp_path, source)))


@pytest.mark.parametrize(
    "source",
    ["{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "{{ " + "(" * 2000 + "1" + ")" * 2000 + " }}", "{{ " + "9" * 5000 + " }}"],
)
def test_g4_recursion_depth_and_long_numbers_are_faults(tmp_path: Path, source: str) -> None:
    """What breaks the compiler itself is told like any other fault."""
    found = faults(written(tmp_path, source))
    assert found
    assert [each for _, what in found for each in strange(what)] == []


@pytest.mark.parametrize(
    "source", ["{% include '/etc/passwd' %}", "{% extends '../x' %}", "{% import 'a' as b %}", "{% from 'a' import b %}"]
)
def test_g5_no_other_file_is_read(tmp_path: Path, source: str) -> None:
    """Includes and imports are refused."""
    assert "is not used here" in faults(written(tmp_path, source))[0][1]


def test_a_template_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    """Missing, a folder, not UTF-8, or too long: one fault without a line."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    found = [
        faults(tmp_path / "missing"),
        faults(tmp_path / "folder"),
        faults(tmp_path / "bytes"),
        faults(written(tmp_path, "x" * (MAX_BYTES + 1))),
    ]
    assert [[line for line, _ in each] for each in found] == [[None]] * 4
    assert "is missing" in found[0][0][1]
    assert str(MAX_BYTES) in found[3][0][1]
