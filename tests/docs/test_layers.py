"""The picture of the layers: that of the contract."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

from docs.living.layers import layers, picture, sentence

SVG = "{http://www.w3.org/2000/svg}"


def boxes(drawn: str) -> list[tuple[float, str]]:
    """The modules in *drawn* with their height from the top."""
    root = ET.fromstring(drawn)
    return [(float(text.attrib["y"]), text.text or "") for text in root.iter(f"{SVG}text") if text.get("class") == "module"]


def test_every_layer_is_drawn_in_the_order_of_the_contract() -> None:
    """From the command line down to the errors; what stands side by side has one height."""
    rows = layers()
    found = boxes(picture(rows))

    assert rows[0] == ["cli"]
    assert rows[-1] == ["errors"]
    assert [name for _, name in found] == [name for row in rows for name in row]
    assert [len({top for top, name in found if name in row}) for row in rows] == [1] * len(rows)
    assert [top for top, _ in found] == sorted(top for top, _ in found)


def test_a_contract_is_read_as_lint_reads_it(tmp_path: Path) -> None:
    """A line is a layer, a bar parts modules of one layer."""
    path = tmp_path / "contract"
    path.write_text("[importlinter:contract:layers]\nlayers =\n    roof\n    left | right\n", "utf-8")

    assert layers(path) == [["roof"], ["left", "right"]]


def test_every_module_says_what_it_is() -> None:
    """In a few words, without marks."""
    for row in layers():
        for module in row:
            assert len(sentence(module)) > 3
            assert "`" not in sentence(module)


def test_what_a_module_says_is_text() -> None:
    """Also where it looks like markup: the picture stays whole."""
    ET.fromstring(picture(layers()))
