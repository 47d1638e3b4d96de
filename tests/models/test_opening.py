"""From names to models: kinds are plugins, and a broken one stops no other."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from roleplay.errors import BadInput, Misconfigured, ProviderFailed, TimedOut, Unusable
from roleplay.models.kind import ModelKind, Opened
from roleplay.models.opening import kinds, opened
from roleplay.models.reply import Message
from roleplay.models.scripted import Scripted
from tests.models.asking import HELLO
from tests.site import install

GROUP = "roleplay.models"
PARROT = """
from roleplay.errors import TimedOut
from roleplay.models.kind import Opened
from roleplay.models.scripted import Scripted

class Sulking:
    name = "sulking"
    def stream(self, messages):
        raise KeyError("sulk")

class Late:
    name = "late"
    def stream(self, messages):
        raise TimedOut("too late")

class Clinging(Scripted):
    def stream(self, messages):
        reply = super().stream(messages)
        reply.close = lambda: 1 / 0
        return reply

class Kind:
    rest, key = "NAME", "PARROT_KEY"
    def place(self, base_url, environment):
        return "on your shoulder"
    def open(self, name, *, base_url, environment, local_only):
        rest = name.partition(":")[2]
        if rest == "broken":
            raise RuntimeError("no feathers")
        if rest == "nothing":
            return None
        models = {"sulking": Sulking(), "late": Late(), "clinging": Clinging(otherwise="Hello.")}
        return Opened(models.get(rest, Scripted(otherwise="Hello.")), None, local=rest != "away")

IT = Kind()
"""


@pytest.fixture(name="site")
def _site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder where distributions can be installed; nothing of it stays imported."""
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    before = set(sys.modules)
    yield tmp_path / "site"
    for name in set(sys.modules) - before:
        del sys.modules[name]


def said(name: str) -> str:
    """What the model called *name* says."""
    return "".join(opened(name, base_url=None, environment={}, local_only=True).model.stream(HELLO))


def test_what_ships_enters_by_the_same_door() -> None:
    """All kinds fit the contract; they are listed in a settled order."""
    found = kinds(shipped_only=True)
    assert found.broken == ()
    assert list(found.known) == ["openai", "ollama", "lmstudio", "vllm", "langchain", "scripted"]
    assert all(isinstance(kind, ModelKind) for kind in found.known.values())


def test_a_kind_of_somebody_else_speaks(site: Path) -> None:
    """It is found by its name, after the shipped ones, and left out where no plugins are wanted."""
    install(site, "parrot", GROUP, PARROT)
    assert said("parrot:polly") == "Hello."
    assert list(kinds().known)[-1] == "parrot"
    with pytest.raises(Unusable, match=r"models are called offline, openai:…, .*scripted:…$"):
        opened("parrot:polly", base_url=None, environment={}, local_only=False, shipped_only=True)


@pytest.mark.parametrize(("rest", "reason"), [("broken", "no feathers"), ("nothing", "NoneType")])
def test_whatever_a_plugin_raises_is_one_of_ours(site: Path, rest: str, reason: str) -> None:
    """When the model is made."""
    install(site, "parrot", GROUP, PARROT)
    with pytest.raises(Unusable, match=reason):
        said(f"parrot:{rest}")


def test_whatever_its_model_raises_is_one_of_ours(site: Path) -> None:
    """When it speaks and when it is let go of; our own errors stay as they are."""
    install(site, "parrot", GROUP, PARROT)
    with pytest.raises(ProviderFailed, match="parrot:sulking failed: KeyError"):
        said("parrot:sulking")
    with pytest.raises(TimedOut, match="too late"):
        said("parrot:late")
    reply = opened("parrot:clinging", base_url=None, environment={}, local_only=False).model.stream(HELLO)
    assert next(iter(reply)) == "Hello."
    reply.close()


def test_d9_a_plugin_that_is_not_local_is_refused(site: Path) -> None:
    """Whatever it does itself about ``local_only``."""
    install(site, "parrot", GROUP, PARROT)
    with pytest.raises(Misconfigured, match="--local-only"):
        said("parrot:away")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("raise RuntimeError('boom')", "RuntimeError: boom"),
        ("import sys; sys.exit(7)", "SystemExit: 7"),
        ("print('{'); IT = 7", "it has no rest, key, place and open"),
        ("", "AttributeError"),
    ],
)
def test_g15_g16_a_broken_kind_is_refused_by_name_and_stops_no_other(
    site: Path, code: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is listed with its distribution and the reason; the others are not even imported."""
    install(site, "bad", GROUP, code)
    broken = kinds().broken
    assert [(each.name, each.origin, reason in each.reason) for each in broken] == [("bad", "bad 1.0", True)]
    with pytest.raises(Unusable, match=r"bad:x cannot be used: .*; reinstall or remove bad 1\.0"):
        said("bad:x")
    assert opened("ollama:x", base_url=None, environment={}, local_only=True).local
    assert capsys.readouterr().out == ""


def test_g19_two_kinds_of_one_name_are_both_refused(site: Path) -> None:
    """Each names the other with its distribution; a shipped one is no exception."""
    install(site, "parrot", GROUP, PARROT)
    install(site, "rival", GROUP, PARROT, point="ollama")
    with pytest.raises(
        Unusable, match=r"taken twice: .*roleplay.* and rival_dist:IT of rival 1\.0|taken twice: rival_dist:IT of rival 1\.0 and "
    ):
        said("ollama:x")
    assert [each.name for each in kinds().broken] == ["ollama", "ollama"]
    assert "parrot" in kinds().known


@pytest.mark.parametrize("name", ["", "nope", "openai", "openai:", "offline", "OPENAI:x"])
def test_what_is_no_name_is_told_with_those_that_are(name: str) -> None:
    """A kind, a colon and the rest."""
    with pytest.raises(Unusable, match="openai:…, ollama:…, lmstudio:…, vllm:…, langchain:…, scripted:…"):
        opened(name, base_url=None, environment={}, local_only=False)


def test_a_scripted_model_is_a_file(tmp_path: Path) -> None:
    """Words and what is said to them; ``otherwise`` to the rest."""
    path = tmp_path / "answers.yaml"
    path.write_text("knee: It hurts.\notherwise: no\n", "utf-8")
    found = opened(f"scripted:{path}", base_url=None, environment={}, local_only=True)
    assert isinstance(found, Opened)
    assert isinstance(found.model, Scripted)
    assert found.model.name == f"scripted:{path}"
    assert "".join(found.model.stream([Message("user", "How is the knee?")])) == "It hurts."
    assert said(f"scripted:{path}") == "no"


@pytest.mark.parametrize(("text", "kind"), [("- a\n", BadInput), ("a: [b]\n", BadInput), ("a: b\na: c\n", BadInput), (None, Unusable)])
def test_a_file_that_is_no_script_is_told(tmp_path: Path, text: str | None, kind: type[Exception]) -> None:
    """With the line, or that it is not there."""
    path = tmp_path / "answers.yaml"
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(kind, match=r"line \d|cannot be read"):
        said(f"scripted:{path}")
