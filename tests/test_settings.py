"""Settings: what a user chose once, and where each comes from."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from roleplay.errors import Misconfigured, StorageFailed
from roleplay.settings import KEYS, Settings, check, load
from tests.failing_disk import FullDisk


@pytest.fixture(name="path")
def _path(home: Path) -> Path:
    """Where the settings are to be."""
    return home / "config.toml"


def written(path: Path, text: str | bytes) -> Path:
    """*path* with *text* in it."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_the_environment_counts_before_the_file_and_the_file_before_the_default(path: Path) -> None:
    """Each value has its origin, a default has none."""
    written(path, 'language = "ro"\nname = "Ана"\n')
    found = load(path, {"ROLEPLAY_LANGUAGE": "ru"})
    assert [found.get(key) for key in ("language", "name", "difficulty", "gender")] == ["ru", "Ана", "normal", None]
    assert found.origins == {"language": "ROLEPLAY_LANGUAGE", "name": str(path)}


def test_without_a_file_there_are_defaults_and_nothing_is_made(path: Path) -> None:
    """Reading leaves no traces."""
    found = load(path, {})
    assert {key: found.get(key) for key in KEYS} == {key: known.default for key, known in KEYS.items()}
    assert (found.values, found.origins) == ({}, {})
    assert not path.parent.exists()


def test_an_empty_variable_and_an_unknown_one_count_for_nothing(path: Path) -> None:
    """Only a variable with a value in it is a choice."""
    written(path, 'language = "ro"\n')
    found = load(path, {"ROLEPLAY_LANGUAGE": "", "ROLEPLAY_HOME": "/x", "ROLEPLAY_DEBUG": "1", "LANGUAGE": "ru"})
    assert (found.values, found.origins) == ({"language": "ro"}, {"language": str(path)})


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_file_is_read_with_a_byte_order_mark_and_without(path: Path, mark: bytes) -> None:
    """Some editors leave one."""
    assert load(written(path, mark + 'name = "Ёжик"\r\n'.encode()), {}).get("name") == "Ёжик"


def test_a_number_may_be_written_without_quotes(path: Path) -> None:
    """The speed is one."""
    assert load(written(path, "speed = 1.5\n"), {}).get("speed") == "1.5"


@pytest.mark.parametrize("data", [b"language = ", b"[", b"a = 1\na = 2\n", 'name = "Рита"'.encode("cp1251"), b"\xff\xfen\0", b"\0"])
def test_a_file_that_is_no_toml_is_told_with_its_path(path: Path, data: bytes) -> None:
    """Syntax and encoding are faults of the configuration, in reading and in saving, and the file stays as it is."""
    written(path, data)
    for use in (lambda: load(path, {}), lambda: Settings(path, {}, {}).saved({"language": "ru"})):
        with pytest.raises(Misconfigured, match=r"config\.toml is not valid TOML: .") as caught:
            use()
        assert caught.value.exit_code == 3
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('colour = "red"', r"colour \(.*config\.toml\) is no setting; there are: language, gender, "),
        ("[language]\nen = 1", r"language \(.*config\.toml\) must be a text"),
        ("name = true", r"name \(.*config\.toml\) must be a text"),
        ('name = ["a"]', r"name \(.*config\.toml\) must be a text"),
        ("name = 2026-11-22", r"name \(.*config\.toml\) must be a text"),
        ('language = "de"', r"language \(.*config\.toml\) cannot be de; it is one of: en, ro, ru"),
        ('language = ""', r"language \(.*config\.toml\) cannot be ; it is one of: en, ro, ru"),
        ('speed = "fast"', r"speed \(.*config\.toml\) cannot be fast; it is a number from 0 to 100"),
        ("speed = nan", r"speed \(.*config\.toml\) cannot be nan; it is a number from 0 to 100"),
        ("speed = -1", r"speed \(.*config\.toml\) cannot be -1; it is a number from 0 to 100"),
    ],
)
def test_an_unknown_key_or_a_wrong_value_is_told_with_its_file(path: Path, text: str, fault: str) -> None:
    """The user learns which key, where, and what it may be."""
    with pytest.raises(Misconfigured, match=fault):
        load(written(path, text), {})


@pytest.mark.parametrize(("name", "value"), [("GENDER", "x"), ("SPEED", "101"), ("NAME", "\udcff")])
def test_a_wrong_value_in_the_environment_is_told_with_its_variable(path: Path, name: str, value: str) -> None:
    """Otherwise nobody would find it."""
    with pytest.raises(Misconfigured, match=rf"^{name.lower()} \(ROLEPLAY_{name}\) "):
        load(path, {f"ROLEPLAY_{name}": value})


def test_check_refuses_what_could_not_be_loaded_again() -> None:
    """The same rules hold before something is saved."""
    check("language", "ru")
    check("language", None)
    for key, value in (("language", "de"), ("colour", "red"), ("colour", None), ("speed", "1e9"), ("name", "\ud800")):
        with pytest.raises(Misconfigured, match=f"^{key} "):
            check(key, value)


def test_saving_keeps_comments_and_order(path: Path) -> None:
    """What the user wrote around the values stays."""
    written(path, '# mine\nlanguage = "ro"  # at home\n\n# how I am called\nname = "Ана"\n')
    load(path, {}).saved({"language": "ru", "difficulty": "hard"})
    assert path.read_text("utf-8") == '# mine\nlanguage = "ru"  # at home\n\n# how I am called\nname = "Ана"\ndifficulty = "hard"\n'


def test_saving_none_removes_and_removing_what_is_not_there_does_nothing(path: Path) -> None:
    """A forgotten key has its default again."""
    written(path, 'language = "ro"\nname = "Ана"\n')
    load(path, {}).saved({"language": None, "gender": None})
    assert path.read_text("utf-8") == 'name = "Ана"\n'


def test_saving_writes_nothing_that_came_from_elsewhere(path: Path) -> None:
    """A variable of this run is not made permanent."""
    load(path, {"ROLEPLAY_LANGUAGE": "ru"}).saved({"name": "Ана"})
    assert path.read_text("utf-8") == 'name = "Ана"\n'


def test_one_wrong_change_saves_none(path: Path) -> None:
    """The file is as before, or not there."""
    with pytest.raises(Misconfigured):
        load(path, {}).saved({"name": "Ана", "language": "de"})
    assert not path.exists()


@settings(deadline=None, max_examples=150)
@given(name=st.text(), model=st.text(max_size=5))
@example(name="\"\"\"\\\n'''\t\x7f\x85\u2028\0", model="#")
def test_whatever_text_is_saved_is_loaded_again(name: str, model: str) -> None:
    """Quotes, newlines and control characters survive, twice over."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config.toml"
        load(path, {}).saved({"name": "x", "model": model})
        load(path, {}).saved({"name": name})
        assert load(path, {}).values == {"name": name, "model": model}


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777], ids=oct)
def test_d1_the_settings_are_their_owners_alone(path: Path, umask: int) -> None:
    """The folder that is made is 0700 and the file 0600, whatever the umask."""
    before = os.umask(umask)
    try:
        load(path, {}).saved({"name": "Ана"})
    finally:
        os.umask(before)
    assert [stat.S_IMODE(place.stat().st_mode) for place in (path.parent, path)] == [0o700, 0o600]


def test_a_save_that_fails_leaves_the_old_file_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk costs the change and nothing else."""
    written(path, 'name = "Ана"\n')
    before = load(path, {})
    FullDisk(monkeypatch, room=3)
    with pytest.raises(StorageFailed, match=r"config\.toml cannot be written: No space left on device; nothing that was saved is lost"):
        before.saved({"name": "Ион"})
    assert {p.name: p.read_text("utf-8") for p in path.parent.iterdir()} == {"config.toml": 'name = "Ана"\n'}


def test_settings_below_a_file_cannot_be_saved(tmp_path: Path) -> None:
    """The reason is told, as a failure of storage."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageFailed, match="Not a directory") as caught:
        load(tmp_path / "file" / "config.toml", {}).saved({"name": "Ана"})
    assert caught.value.exit_code == 4


def test_settings_that_cannot_be_read_are_told_with_the_reason(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Misconfigured, with the path."""
    written(path, "")

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(Misconfigured, match=r"config\.toml cannot be read: Permission denied"):
        load(path, {})
