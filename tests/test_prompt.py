"""The prompt of a persona: where it is looked at and rendered."""

from __future__ import annotations

from pathlib import Path

import pytest

from roleplay import prompt, template
from roleplay.confinement import Confined, Limits
from roleplay.errors import PluginInvalid
from roleplay.plugins import discover
from roleplay.prompt import compiled, faults
from roleplay.template import SLOTS
from tests.messages import ROOT, strange

VALUES = {**SLOTS, "name": "Рита", "about": "{{ name }} {% raw %}"}


def written(folder: Path, source: str) -> Path:
    """A template with *source*."""
    path = folder / "prompt.j2"
    path.write_text(source, "utf-8")
    return path


class _Looping:
    """A process that never answers."""

    def __call__(self, _: object) -> object:
        return Confined("tests.bombs:bomb", limits=Limits(seconds=0.5))("loop")


def test_a_foreign_prompt_is_rendered_again_and_again(tmp_path: Path) -> None:
    """Each time from the values it is given, which are never templates themselves."""
    render = compiled(written(tmp_path, "Ты {{ name }}. {{ about }}{% for fact in facts %}\n- {{ fact }}{% endfor %}"))
    assert render(VALUES) == "Ты Рита. {{ name }} {% raw %}\n- a fact\n- another fact"
    assert render({**VALUES, "facts": []}) == "Ты Рита. {{ name }} {% raw %}"


def test_a_shipped_prompt_needs_no_other_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is ours: rendered here, at once."""
    monkeypatch.setattr(prompt, "Confined", None)
    for found in discover("personas", shipped_only=True).found.values():
        assert "Рита" in compiled(found.folder / "prompt.j2")(VALUES)


def test_g1_g4_g6_the_faults_come_back_from_there(tmp_path: Path) -> None:
    """G1, G4, G6: with their lines, the same as are found here."""
    for source in ("\n{{ nmae }}", "{{ ''.__class__ }}", "{{ " + "(" * 2000 + "1" + ")" * 2000 + " }}", "{% include '/etc/passwd' %}"):
        path = written(tmp_path, source)
        assert faults(path) == [(line, what) for line, what in template.faults(path)] != []
        assert [each for _, what in faults(path) for each in strange(what)] == []
    with pytest.raises(PluginInvalid, match="line 1: 'nmae' is undefined"):
        compiled(written(tmp_path, "{{ nmae }}"))


def test_g3_even_looking_at_a_prompt_has_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """G3: if looking at it should take too long it is one fault, and the program goes on."""
    monkeypatch.syspath_prepend(str(ROOT))
    monkeypatch.setattr(prompt, "Confined", lambda *_, **__: _Looping())
    (fault,) = faults(written(tmp_path, "{{ name }}"))
    assert fault == (None, "took longer than 0.5 s")
    assert strange(fault[1]) == []


def test_g3_a_prompt_that_grows_with_its_values_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """G3: what a value makes too long is a fault of the persona, told with its file."""
    monkeypatch.setattr(prompt, "LIMITS", Limits(answer=2_000))
    render = compiled(written(tmp_path, "{% for each in facts %}{{ about }}{% endfor %}"))
    with pytest.raises(PluginInvalid, match=r"prompt\.j2: answered more than 2000 bytes"):
        render({**VALUES, "about": "x" * 1000, "facts": ["a", "b", "c"]})


def test_g6_a_value_that_was_not_tried_is_told_with_the_file(tmp_path: Path) -> None:
    """G6: a fault that only these values bring out."""
    with pytest.raises(PluginInvalid, match=r"prompt\.j2: asks a slot for a part"):
        compiled(written(tmp_path, "{{ facts[1] }}"))({**VALUES, "facts": []})
