"""The system prompt of a persona, ``prompt.j2``: what it may name, and what is wrong with it.

A prompt is text, slots, conditions and one level of loops, rendered in a sandbox from plain values. What could call, grow or read
something else is refused before anything is rendered, so that no template can take the program's time, memory or files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from roleplay.errors import Sentence, mark

if TYPE_CHECKING:
    from jinja2 import TemplateSyntaxError
    from jinja2.nodes import Filter, Node, Template
    from jinja2.sandbox import ImmutableSandboxedEnvironment

__all__ = ["SLOTS", "environment", "faults", "rendered", "unrendered"]

SLOTS: Mapping[str, object] = {
    "name": "Rita",
    "language_name": "English",
    "who": "who it is",
    "triggers": "what sets it off",
    "softens": "what softens it",
    "hidden_need": "what lies under it",
    "situation": "where and when",
    "about": "what the trainee told",
    "facts": ["a fact", "another fact"],
    "mood": "calm",
    "yielded": True,
}
"""What a template is given, each with an example."""

MAX_BYTES = 50_000
PARTS = frozenset(
    {
        "And",
        "Compare",
        "Concat",
        "CondExpr",
        "Const",
        "Filter",
        "For",
        "Getattr",
        "Getitem",
        "If",
        "Keyword",
        "Name",
        "Not",
        "Operand",
        "Or",
        "Output",
        "Template",
        "TemplateData",
        "Test",
    }
)
_WRITTEN = (
    {name: f"{{% {name.lower()} %}}" for name in ("Block", "Extends", "Import", "Include", "Macro", "With")}
    | {"Assign": "{% set %}", "AssignBlock": "{% set %}", "CallBlock": "{% call %}", "FilterBlock": "{% filter %}"}
    | {"FromImport": "{% from %}", "Scope": "{% autoescape %}", "ScopedEvalContextModifier": "{% autoescape %}"}
    | {"Add": "+", "Div": "/", "FloorDiv": "//", "Mod": "%", "Mul": "*", "Neg": "-", "Pos": "+", "Pow": "**", "Sub": "-"}
    | {"Call": "name(…)", "Dict": "{…: …}", "List": "[…, …]", "Slice": "[…:…]", "Tuple": "(…, …)"}
)
"""How what is not used in a prompt is written, by Jinja's names for it, which no author of a prompt knows."""
FILTERS = frozenset({"capitalize", "default", "first", "join", "last", "length", "lower", "title", "trim", "upper"})


def environment() -> ImmutableSandboxedEnvironment:
    """Where templates are rendered: undefined names are errors, and there are no functions to call."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    made = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)
    made.globals.clear()
    return made


def rendered(source: str, slots: Mapping[str, object]) -> str:
    """The prompt that *source* makes of a value for each of `SLOTS`. Raises whatever the template raises.

    >>> rendered("You are {{ name }}.{% if about %} {{ about }}{% endif %}", {**SLOTS, "about": ""})
    'You are Rita.'
    """
    return environment().from_string(source).render(slots)


def faults(path: Path) -> list[tuple[int | None, str]]:
    """What is wrong with the template at *path*, each fault with its line; None where a line cannot be told."""
    from jinja2 import TemplateSyntaxError

    try:
        source = path.read_bytes()[: MAX_BYTES + 1].decode("utf-8")
    except FileNotFoundError:
        return [(None, Sentence("is missing: a chat model needs it"))]
    except UnicodeDecodeError as error:
        return [(None, Sentence("not UTF-8 (byte {place}): save the file as UTF-8", place=error.start))]
    except OSError as error:
        return [(None, Sentence("cannot be read ({reason})", reason=Sentence(error.strerror or type(error).__name__)))]
    if len(source.encode()) > MAX_BYTES:
        return [(None, Sentence("is more than the {most} bytes allowed", most=MAX_BYTES))]
    try:
        tree = environment().parse(source)
        return sorted({*_undeclared(tree), *_refused(tree, within=False)}) or _raised(source)
    except TemplateSyntaxError as error:
        return [(error.lineno, _misread(error))]
    except (RecursionError, ValueError, SyntaxError, MemoryError):
        return [(None, Sentence("is nested too deeply, or holds a number that is too long: keep it simple"))]


_MISREAD = {
    r"innermost block.* is '(\w+)'": mark("{tag} is opened and never closed: add {end}"),
    r"unknown tag '(end\w+|else|elif)'": mark("{tag} closes or divides nothing that is open here"),
    r"unknown tag '(\w+)'": mark("{tag} is no tag of a prompt; there are: {all}"),
    r"end of (comment) tag|end of (raw) directive": mark("{tag} is opened and never closed: add {end}"),
}


def _misread(error: TemplateSyntaxError) -> Sentence:
    """What is wrong with a template, of which Jinja says *error*; never in its own words, which know one language only."""
    for pattern, told in _MISREAD.items():
        if found := re.search(pattern, " ".join(str(error.message).split())):
            name = found[1] or found[2]
            tag, end = ("{#", "#}") if name == "comment" else (f"{{% {name} %}}", f"{{% end{name} %}}")
            return Sentence(told, tag=tag, end=end, all="if, elif, else, endif, for, endfor")
    return Sentence(
        "what stands between the braces is not understood; a slot is written {slot}, a condition {condition}",
        slot="{{ name }}",
        condition="{% if about %} … {% endif %}",
    )


def _undeclared(tree: Template) -> Iterator[tuple[int, str]]:
    """Names that are no slot, in every branch. (`jinja2.meta` would compile the template, and so work its constants out.)"""
    from jinja2 import nodes

    names = list(tree.find_all(nodes.Name))
    known = {*SLOTS, "loop", *(node.name for node in names if node.ctx != "load")}
    for node in names:
        if node.name not in known:
            yield node.lineno, Sentence("{what} is undefined; there are: {all}", what=repr(node.name), all=", ".join(SLOTS))


def _refused(tree: Node, *, within: bool) -> Iterator[tuple[int, str]]:
    """What a prompt may not do; *within* a loop there is no other loop."""
    from jinja2 import nodes

    for node in tree.iter_child_nodes():
        loop = isinstance(node, nodes.For)
        if type(node).__name__ not in PARTS:
            what = _WRITTEN.get(type(node).__name__, type(node).__name__.lower())
            yield node.lineno or 1, Sentence("{what} is not used here: a prompt has text, slots, if, and one level of for", what=what)
        elif loop and within:
            yield node.lineno, Sentence("a loop in a loop is not used here")
        elif isinstance(node, nodes.Filter) and not _plain(node):
            others = ", ".join(sorted(FILTERS))
            yield node.lineno, Sentence("the filter {what} is not used here like that; there are: {all}", what=repr(node.name), all=others)
        yield from _refused(node, within=within or loop)


def _plain(node: Filter) -> bool:
    """Whether a filter is one of the few, and joins nothing but a slot with fixed text."""
    from jinja2 import nodes

    if node.name == "join":
        return isinstance(node.node, nodes.Name) and all(isinstance(each, nodes.Const) for each in node.args) and not node.kwargs
    return node.name in FILTERS


def _raised(source: str) -> list[tuple[int | None, str]]:
    """What rendering raises: with all slots filled, and with those empty that may be."""
    for empty in ({}, {"about": "", "yielded": False}):
        try:
            rendered(source, {**SLOTS, **empty})
        except Exception as error:  # a template may raise anything
            return [(_line(error), unrendered(error))]
    return []


def unrendered(error: Exception) -> Sentence:
    """Why a template gives no prompt, of which Jinja or Python says *error*."""
    if type(error).__name__ == "UndefinedError":
        return Sentence("asks a slot for a part that it does not have: facts is a list, every other slot a text or a truth")
    if type(error).__name__ == "SecurityError":
        return Sentence("reaches for what no prompt may have")
    if type(error).__name__ == "TemplateAssertionError":
        return Sentence("there is no such test or filter")
    return Sentence("cannot be filled: a slot is used for what it is not, such as a number")


def _line(error: BaseException) -> int | None:
    line, trace = getattr(error, "lineno", None), error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
