"""Where plugins come from, and that a broken one stops nothing else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from roleplay.assessment import assess_exchange
from roleplay.catalog import load_skill
from roleplay.codes import Coding
from roleplay.dialogue import Exchange, Speaker, Turn
from roleplay.plugins import GROUPS, MARKERS, Broken, Shelf, discover
from roleplay.scoring import Outcome
from tests.scorer_folders import scorer_file, write

KINDS = pytest.mark.parametrize("kind", ["personas", "scorers"])


@pytest.fixture(name="site")
def _site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder where packages can be installed; nothing of it stays imported."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    before = set(sys.modules)
    yield folder
    for name in set(sys.modules) - before:
        del sys.modules[name]


def package(site: Path, kind: str, name: str, *, code: str = "", marker: bool = True) -> EntryPoint:
    """An entry point to the folder *name* in the package ``<name>_dist``, whose own code is *code*."""
    folder = site / f"{name}_dist" / name
    folder.mkdir(parents=True)
    (folder.parent / "__init__.py").write_text(code, "utf-8")
    if marker:
        (folder / MARKERS[kind]).write_text("schema: 1\n", "utf-8")
    return EntryPoint(name=name, value=f"{name}_dist.{name}", group=GROUPS[kind])


def put(folder: Path, kind: str, name: str) -> Path:
    """A plugin in a user's own folder."""
    place = folder / kind / name
    place.mkdir(parents=True)
    (place / MARKERS[kind]).write_text("schema: 1\n", "utf-8")
    return place


def only_broken(shelf: Shelf) -> Broken:
    """The one broken plugin of *shelf*."""
    (broken,) = shelf.broken
    return broken


@KINDS
def test_an_installed_plugin_is_found_without_being_imported(site: Path, kind: str) -> None:
    """An entry point names a folder; the folder is found, and no code in it is run."""
    point = package(site, kind, "kind_one")
    (site / "kind_one_dist" / "kind_one" / "__init__.py").write_text("raise RuntimeError\n", "utf-8")
    shelf = discover(kind, installed=[point])
    assert shelf.broken == ()
    assert shelf.found["kind_one"].folder == site / "kind_one_dist" / "kind_one"
    assert "kind_one_dist.kind_one" not in sys.modules


@KINDS
@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("raise RuntimeError('boom')\n", "RuntimeError: boom"),
        ("import sys\nsys.exit(7)\n", "SystemExit: 7"),
        ("raise BaseException('out')\n", "BaseException: out"),
        ("import no_such_module\n", "ModuleNotFoundError"),
        ("def (\n", "SyntaxError"),
    ],
)
def test_g15_g16_a_plugin_that_breaks_on_import_stops_no_other(site: Path, kind: str, code: str, reason: str) -> None:
    """The others before and after it are found; it is listed with its reason and a way out."""
    points = [package(site, kind, "before"), package(site, kind, "bad", code=code), package(site, kind, "later")]
    shelf = discover(kind, installed=points)
    assert list(shelf.found) == ["before", "later"]
    broken = only_broken(shelf)
    assert (broken.kind, broken.name) == (kind, "bad")
    assert reason in broken.reason
    assert "remove" in broken.fix


def test_g16_a_plugin_that_prints_on_import_prints_nothing(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Standard output stays data."""
    shelf = discover("scorers", installed=[package(site, "scorers", "chatty", code="print('{')\n")])
    assert list(shelf.found) == ["chatty"]
    assert capsys.readouterr().out == ""


def test_a_user_who_interrupts_is_not_held(site: Path) -> None:
    """Ctrl-C during discovery is not taken for a fault of the plugin."""
    with pytest.raises(KeyboardInterrupt):
        discover("scorers", installed=[package(site, "scorers", "slow", code="raise KeyboardInterrupt\n")])


@KINDS
def test_an_entry_point_that_leads_nowhere_is_broken(site: Path, kind: str) -> None:
    """A package that is not there, a module that is no folder, a folder without its file: each says what is missing."""
    points = [
        EntryPoint(name="nowhere", value="no_such_dist.thing", group=GROUPS[kind]),
        EntryPoint(name="gone", value="json.no_such_part", group=GROUPS[kind]),
        EntryPoint(name="module", value="json.decoder", group=GROUPS[kind]),
        EntryPoint(name="odd", value="json:loads", group=GROUPS[kind]),
        package(site, kind, "empty", marker=False),
    ]
    shelf = discover(kind, installed=points)
    assert shelf.found == {}
    reasons = {broken.name: broken.reason for broken in shelf.broken}
    assert set(reasons) == {"nowhere", "gone", "module", "odd", "empty"}
    assert "no_such_dist" in reasons["nowhere"]
    assert "no package folder" in reasons["module"]
    assert MARKERS[kind] in reasons["empty"]


@KINDS
def test_g19_two_plugins_of_one_name_are_both_refused(site: Path, tmp_path: Path, kind: str) -> None:
    """Neither the first nor the last wins; both are listed, and each names the other."""
    own = put(tmp_path / "mine", kind, "twin")
    shelf = discover(kind, [tmp_path / "mine"], installed=[package(site, kind, "twin"), package(site, kind, "single")])
    assert list(shelf.found) == ["single"]
    assert [broken.name for broken in shelf.broken] == ["twin", "twin"]
    assert {broken.origin for broken in shelf.broken} == {"twin_dist.twin", str(own)}
    assert all("twin_dist.twin" in broken.reason and str(own) in broken.reason for broken in shelf.broken)


def test_g19_a_dash_makes_no_other_name(site: Path, tmp_path: Path) -> None:
    """``my-twin`` and ``my_twin`` are the same name, as they are on the command line."""
    put(tmp_path / "mine", "personas", "my-twin")
    dashed = package(site, "personas", "my_twin")
    point = EntryPoint(name="my-twin", value=dashed.value, group=dashed.group)
    assert list(discover("personas", installed=[point]).found) == ["my_twin"]
    assert discover("personas", [tmp_path / "mine"], installed=[point]).found == {}


def test_one_folder_reached_twice_is_one_plugin(tmp_path: Path) -> None:
    """A folder named twice, or by a link, does not rival itself."""
    put(tmp_path / "mine", "scorers", "solo")
    (tmp_path / "link").symlink_to(tmp_path / "mine")
    shelf = discover("scorers", [tmp_path / "mine", tmp_path / "mine", tmp_path / "link"], installed=())
    assert (list(shelf.found), shelf.broken) == (["solo"], ())


def test_a_users_folder_holds_both_kinds(tmp_path: Path) -> None:
    """``personas/`` and ``scorers/`` of a folder are looked through, each for its own; hidden and private folders are not."""
    for name in ("zoe", "ann", ".git", "_old", "__pycache__"):
        put(tmp_path, "personas", name)
    put(tmp_path, "scorers", "warmth")
    (tmp_path / "personas" / "README.md").write_text("hello", "utf-8")
    assert list(discover("personas", [tmp_path], installed=()).found) == ["ann", "zoe"]
    assert list(discover("scorers", [tmp_path], installed=()).found) == ["warmth"]


def test_a_folder_without_its_file_is_broken_and_says_so(tmp_path: Path) -> None:
    """A persona folder with a misspelt file is not silently left out."""
    (tmp_path / "personas" / "ann").mkdir(parents=True)
    (tmp_path / "personas" / "ann" / "persona.yml").write_text("schema: 1\n", "utf-8")
    broken = only_broken(discover("personas", [tmp_path], installed=()))
    assert broken.name == "ann"
    assert "persona.yaml is missing" in broken.reason


def test_a_folder_that_cannot_be_read_stops_no_other(tmp_path: Path) -> None:
    """A folder that is not there has no plugins; one that cannot be read is listed."""
    put(tmp_path / "mine", "personas", "ann")
    endless = tmp_path / ("x" * 300)
    shelf = discover("personas", [tmp_path / "missing", endless, tmp_path / "mine"], installed=())
    assert list(shelf.found) == ["ann"]
    assert "cannot be read" in only_broken(shelf).reason


def test_a_plugin_that_cannot_be_looked_at_stops_no_other(tmp_path: Path) -> None:
    """A file that leads to an impossible name breaks its own plugin only."""
    put(tmp_path, "personas", "ann")
    (tmp_path / "personas" / "bob").mkdir()
    (tmp_path / "personas" / "bob" / "persona.yaml").symlink_to("x" * 300)
    shelf = discover("personas", [tmp_path], installed=())
    assert list(shelf.found) == ["ann"]
    assert (only_broken(shelf).name, "cannot be read" in only_broken(shelf).reason) == ("bob", True)


def installed(site: Path, name: str, point: EntryPoint, *, metadata: str | None) -> None:
    """The files that an installed distribution called *name* leaves for its entry point."""
    info = site / f"{name}-2.0.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_text(f"[{point.group}]\n{point.name} = {point.value}\n", "utf-8")
    if metadata is not None:
        (info / "METADATA").write_text(metadata, "utf-8")


def test_an_installed_distribution_is_named_as_the_origin(site: Path) -> None:
    """Name and version say which distribution to look at; a broken one is to be reinstalled or removed."""
    metadata = "Metadata-Version: 2.1\nName: {}\nVersion: 2.0\n"
    installed(site, "warm", package(site, "scorers", "warmth"), metadata=metadata.format("warm"))
    installed(site, "cold", package(site, "scorers", "coldness", code="raise RuntimeError('ice')\n"), metadata=metadata.format("cold"))
    shelf = discover("scorers")
    assert shelf.found["warmth"].origin == "warm 2.0"
    assert {"listening", "pauses"} <= set(shelf.found)
    broken = only_broken(shelf)
    assert (broken.name, broken.origin, broken.reason, broken.fix) == (
        "coldness",
        "cold 2.0",
        "importing it raises RuntimeError: ice",
        "reinstall or remove cold 2.0",
    )


class Damaged:
    """A distribution whose metadata cannot be read."""

    @property
    def name(self) -> str:
        """No name."""
        raise KeyError("Name")


def test_damaged_metadata_stops_nothing(site: Path) -> None:
    """A plugin whose distribution cannot say its name is found all the same, under what its entry point says."""
    point = package(site, "scorers", "warmth")
    vars(point)["dist"] = Damaged()
    assert discover("scorers", installed=[point]).found["warmth"].origin == "warmth_dist.warmth"


def test_without_plugins_only_what_ships_is_there(site: Path, tmp_path: Path) -> None:
    """``shipped_only`` leaves out folders and other distributions, and does not import them."""
    put(tmp_path / "mine", "personas", "ann")
    foreign = package(site, "personas", "foreign", code="raise RuntimeError\n")
    ours = EntryPoint(name="absent_father", value="roleplay.shipped.personas.absent_father", group=GROUPS["personas"])
    shelf = discover("personas", [tmp_path / "mine"], installed=[foreign, ours], shipped_only=True)
    assert (list(shelf.found), shelf.broken) == (["absent_father"], ())


def test_what_ships_enters_by_the_same_door() -> None:
    """The entry points of the installed distribution hold all shipped personas and scorers, and name it as their origin."""
    personas, scorers = discover("personas"), discover("scorers")
    assert {"absent_father", "difficult_client", "grumbling_parent"} <= set(personas.found)
    assert {"blame_avoidance", "i_messages", "listening", "pauses"} <= set(scorers.found)
    assert personas.found["absent_father"].origin.startswith("roleplay ")


def test_g17_a_failing_scorer_costs_only_its_own_score(tmp_path: Path) -> None:
    """Beside one that raises, the other scorers of the same exchange are scored as ever."""
    raising = "class Scorer:\n    def score(self, exchange, coding):\n        raise ZeroDivisionError\n"
    folders = [
        write(tmp_path / "a", scorer=scorer_file(id="first")),
        write(tmp_path / "b", scorer=scorer_file(id="raising"), python=raising),
        write(tmp_path / "c", scorer=scorer_file(id="last")),
    ]
    exchange = Exchange(heard=None, reply=Turn(index=1, speaker=Speaker.TRAINEE, text="Спасибо."))
    scores = assess_exchange(exchange, Coding(coder="test", version="1"), [load_skill(folder) for folder in folders], {})
    assert [(score.scorer, score.verdict.outcome) for score in scores] == [
        ("first", Outcome.SCORED),
        ("raising", Outcome.FAILED),
        ("last", Outcome.SCORED),
    ]


@KINDS
@pytest.mark.parametrize("target", ["/etc/hostname", "../../outside.txt", "itself"])
def test_g5_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path, kind: str, target: str) -> None:
    """G5: no file from elsewhere is read as a plugin's own; the plugin is named with the link and with what to do."""
    place = put(tmp_path, kind, "sly")
    (tmp_path / "outside.txt").write_text("secret")
    (place / ("itself" if target == "itself" else "prompt.j2")).symlink_to(target)
    shelf = discover(kind, [tmp_path], installed=[])
    assert shelf.found == {}
    broken = only_broken(shelf)
    assert "leads out" in broken.reason
    assert "copy" in broken.fix


@KINDS
def test_g5_a_link_that_stays_inside_is_in_order(tmp_path: Path, kind: str) -> None:
    """Also when the folder itself is reached through a link."""
    real = put(tmp_path / "elsewhere", kind, "plain")
    (real / "a.txt").write_text("x")
    (real / "b.txt").symlink_to("a.txt")
    (tmp_path / "mine" / kind).mkdir(parents=True)
    (tmp_path / "mine" / kind / "linked").symlink_to(real)
    assert set(discover(kind, [tmp_path / "mine"], installed=[]).found) == {"linked"}
