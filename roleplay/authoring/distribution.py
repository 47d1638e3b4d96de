"""The distribution around a new persona or scorer: what it takes to give it to others as a wheel.

One plugin, its entry point, a test that runs its check, a README, and a workflow that runs the test. Nothing here is imported to use the
plugin: the entry point names the folder.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import roleplay
from roleplay.errors import mark
from roleplay.wording import say

__all__ = ["packaged"]

_PROJECT = """\
[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"

[project]
name = "roleplay-{dashed}"
version = "0.1.0"
description = "{description}"
readme = "README.md"
requires-python = ">=3.11"
dependencies = ["roleplay>={least},<{below}"]

[project.optional-dependencies]
test = ["pytest>=8.3"]

# roleplay finds the {one} by this name and reads the folder; nothing is imported.
[project.entry-points."roleplay.{kind}"]
{name} = "{package}.{name}"

[tool.hatch.build.targets.wheel]
packages = ["{package}"]

[tool.pytest.ini_options]
testpaths = ["tests"]
"""

_TEST = '''\
"""{about}"""

from pathlib import Path

import {package}
from roleplay.testing import {check}

FOLDER = Path({package}.__file__).parent / "{name}"


def test_{name}_is_in_order() -> None:
    """{sentence}"""
    {check}(FOLDER)
'''

_WORKFLOW = """\
name: check
on: [push, pull_request]
jobs:
  check:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        python: ["3.11", "3.12", "3.13"]
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: ${{ matrix.python }}
      - run: python -m pip install -e ".[test]"
      - run: python -m pytest
      - run: roleplay KIND check NAME
"""

_README = """\
# {title}

{what}

```sh
python -m pip install .
{use}
```

{develop}

```sh
python -m pip install -e ".[test]"
roleplay {kind} check {name}
python -m pytest
```

{build}

```sh
python -m pip wheel --no-deps -w dist .
```
"""

_WHAT = {
    "personas": mark("A persona for roleplay, to practise a hard conversation with."),
    "scorers": mark("A scorer for roleplay, which grades one skill reply by reply."),
}
_USE = {"personas": "roleplay practice {name}", "scorers": "roleplay score last --scorers {name}"}


def packaged(folder: Path, kind: str, name: str, fill: Callable[[Path], None], reader: str) -> None:
    """Fill *folder* with a distribution around the plugin of *kind* called *name*, which *fill* makes; its README is for *reader*."""
    package, one = f"roleplay_{name}", kind.removesuffix("s")
    title = name.replace("_", " ").capitalize()
    inside = folder / package / name
    inside.mkdir(parents=True)
    fill(inside)
    major, minor, *_ = roleplay.__version__.split(".")
    below = f"{int(major) + 1}" if int(major) else f"0.{int(minor) + 1}"
    project = _PROJECT.format(
        dashed=name.replace("_", "-"),
        name=name,
        description=f"{title}, a {one} for roleplay",
        least=f"{major}.{minor}",
        below=below,
        one=one,
        kind=kind,
        package=package,
    )
    sentence = say(mark("Everything that its check looks at."), reader)
    test = _TEST.format(
        about=say(mark("What is published is in order."), reader), package=package, check=f"check_{one}", name=name, sentence=sentence
    )
    readme = _README.format(
        title=title,
        what=say(_WHAT[kind], reader),
        use=_USE[kind].format(name=name),
        develop=say(
            mark("To change it: the files are in {place}; each one names its schema, so an editor can help."),
            reader,
            place=f"{package}/{name}",
        ),
        kind=kind,
        name=name,
        build=say(mark("To give it to others, build a wheel; whoever installs it has it:"), reader),
    )
    files = {
        "pyproject.toml": project,
        "README.md": readme,
        f"{package}/__init__.py": f'"""{title}: a {one} for roleplay, in the folder {name}."""\n',
        f"tests/test_{name}.py": test,
        ".github/workflows/check.yml": _WORKFLOW.replace("KIND", kind).replace("NAME", name),
        ".gitignore": "__pycache__/\n*.egg-info/\n.venv/\ndist/\nbuild/\n",
    }
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
