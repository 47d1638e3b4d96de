"""The agreement of a coder with human labels, worded for a reader: tables and differences that the terminal and the page both show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from roleplay.agreement.comparison import Agreement, Comparison, parity
from roleplay.agreement.estimates import RESAMPLES, Estimate, prf, spread
from roleplay.agreement.judgement import Item, Measure
from roleplay.errors import mark
from roleplay.reports import page
from roleplay.reports.codes import TITLES
from roleplay.wording import decimal, say, say_many

__all__ = ["Cell", "Difference", "Grid", "Report", "Section", "graded", "html", "language_name", "number", "report", "sure"]

_TITLES = TITLES | {
    "blame_level": mark("Blame, 0 to 2"),
    "i_message_kind": mark("I-message, by kind"),
    "listening_level": mark("Listening level, 0 to 4"),
    "weight": mark("Weight of what was heard"),
}
_CLASSES = {
    "full": mark("full"),
    "partial": mark("partial"),
    "pseudo": mark("pseudo"),
    "none": mark("none"),
    "greeting": mark("greeting"),
    "light": mark("light"),
    "question": mark("question"),
    "heavy": mark("heavy"),
}
_LANGUAGES = {"en": mark("English"), "ro": mark("Romanian"), "ru": mark("Russian")}
_WHY = 'roleplay code "…" --lang … --context "…" --explain'
_GOOD, _FAIR = 0.8, 0.6  # Landis and Koch (1977): almost perfect, substantial
_NEAR = 0.1  # two languages that are no further apart are served alike


@dataclass(frozen=True, slots=True)
class Cell:
    """A *text* and how it is shown: *good*, *fair* or *poor* for a number; *same*, *other* or *never* for a count; or plainly."""

    text: str
    look: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its *title*, the headings of its columns, and rows whose first cell heads them."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A reply that label and coder differ in, with one line for each code. The texts are as they were labelled."""

    id: str
    heard: str
    reply: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One language: what was compared, its tables, and the differences under a heading, None where they were not asked for."""

    language: str
    title: str
    grids: tuple[Grid, ...]
    heading: str | None
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A comparison of one or several languages; *parity* puts them side by side, None where there is only one."""

    title: str
    notes: tuple[str, ...]
    parity: Grid | None
    sections: tuple[Section, ...]


def html(told: Sequence[Report], language: str) -> str:
    """*told*, one report or several, as a page in *language*."""
    words = {
        "heard": say("heard", language),
        "reply": say("reply", language),
        "silence": say("(silence)", language),
        "languages": say("Languages", language),
    }
    return page.html("agreement.html.j2", language=language, reports=told, words=words)


def report(comparisons: Sequence[Comparison], language: str, *, items: bool) -> Report:
    """*comparisons* worded in *language*; with *items* also the replies in which label and coder differ."""
    writer = _Writer(language)
    return Report(
        title=say("Agreement of the coder with human labels", language),
        notes=tuple(writer.notes(items)),
        parity=writer.parity(comparisons) if len(comparisons) > 1 else None,
        sections=tuple(writer.section(one, items) for one in comparisons),
    )


class _Writer:
    """Words everything in one language of messages."""

    def __init__(self, language: str) -> None:
        self.language = language

    def notes(self, items: bool) -> Iterator[str]:
        yield say(
            "Precision: how much of what was coded is right. Recall: how much of what was labelled was found. F1 joins the two; "
            "kappa leaves out what chance would agree on; of levels, a miss by two counts four times as much as a miss by one.",
            self.language,
        )
        yield say(
            "In parentheses: the 95-percent interval, from {n} resamples of the replies. "
            "Few replies tell little: an interval of one point says that no error was met, not that there is none; "
            "where they are too few there is no interval.",
            self.language,
            n=RESAMPLES,
        )
        yield say("– stands where there was nothing to find, or nothing was coded.", self.language)
        if items:
            yield say("What was marked in a reply, and by which rule: {command}", self.language, command=_WHY)

    def parity(self, comparisons: Sequence[Comparison]) -> Grid:
        rows = []
        for measure, ones in parity(comparisons).items():
            found = [ones[one.language].headline if one.language in ones else Estimate(None) for one in comparisons]
            apart = spread(each.value for each in found)
            far = "" if apart is None or apart <= _NEAR else "fair" if apart <= 2 * _NEAR else "poor"
            rows.append((Cell(self.measure(measure)), *map(self.graded, found), Cell(self.number(apart), far)))
        headings = (
            say("code", self.language),
            *(say(_LANGUAGES[one.language], self.language) for one in comparisons),
            say("spread", self.language),
        )
        return Grid(say("The languages side by side: F1, and kappa of levels and kinds", self.language), headings, tuple(rows))

    def section(self, one: Comparison, items: bool) -> Section:
        size = say_many("{n} reply", "{n} replies", len(one.items), self.language)
        name = say(_LANGUAGES[one.language], self.language)
        codes = [each for each in one.agreements if each.measure.binary]
        grids = (self.codes(codes, one), *(self.confusion(each, one) for each in one.agreements if not each.measure.binary))
        differing = [item for item in one.items if items and item.differences]
        heading = say("Label and coder differ in {count} of {all}", self.language, count=len(differing), all=len(one.items))
        return Section(
            language=one.language,
            title=say("{name}: {size}, coder {coder} {version}", self.language, name=name, size=size, coder=one.coder, version=one.version),
            grids=grids,
            heading=heading if items else None,
            differences=tuple(map(self.difference, differing)),
        )

    def codes(self, found: Sequence[Agreement], whole: Comparison) -> Grid:
        rows = []
        for one in found:
            told = prf(one.table)
            shares = [Cell(self.number(share)) for share in (told.precision, told.recall)]
            counts = [Cell(str(count)) for count in (told.labelled, told.coded)]
            rows.append((Cell(self.measure(one.measure, one, whole)), self.graded(one.f1), self.graded(one.kappa), *shares, *counts))
        words = (mark("kappa"), mark("precision"), mark("recall"), mark("labelled"), mark("coded"))
        headings = (say("code", self.language), "F1", *(say(word, self.language) for word in words))
        return Grid(say("Codes", self.language), headings, tuple(rows))

    def confusion(self, one: Agreement, whole: Comparison) -> Grid:
        names = [self.name(each) for each in one.measure.classes]
        rows = []
        for place, (name, counts) in enumerate(zip(names, one.table, strict=True)):
            told = prf(one.table, place)
            cells = [Cell(str(count), "same" if place == other else "other" if count else "never") for other, count in enumerate(counts)]
            shares = [Cell(self.number(share)) for share in (told.precision, told.recall, told.f1)]
            rows.append((Cell(name), *cells, *shares))
        words = (say("precision", self.language), say("recall", self.language), "F1")
        title = say("{measure}: kappa {kappa}", self.language, measure=self.measure(one.measure, one, whole), kappa=self.sure(one.kappa))
        return Grid(title, (say("labelled ↓ coded →", self.language), *names, *words), tuple(rows))

    def difference(self, item: Item) -> Difference:
        lines = []
        for measure, labelled, coded in item.differences:
            names = (say("no", self.language), say("yes", self.language)) if measure.binary else [self.name(n) for n in measure.classes]
            title = say(_TITLES[measure.name], self.language)
            lines.append(say("{code}: label {label}, coder {coded}", self.language, code=title, label=names[labelled], coded=names[coded]))
        return Difference(item.labelled.id, item.labelled.heard, item.labelled.reply, tuple(lines))

    def measure(self, measure: Measure, one: Agreement | None = None, whole: Comparison | None = None) -> str:
        """The title of *measure*, with how many replies were labelled for it where it was not all of them."""
        title = say(_TITLES[measure.name], self.language)
        return title if one is None or whole is None or one.count == len(whole.items) else f"{title} (n = {one.count})"

    def name(self, of_class: int | str) -> str:
        return str(of_class) if isinstance(of_class, int) else say(_CLASSES[of_class], self.language)

    def graded(self, estimate: Estimate) -> Cell:
        return graded(estimate, self.language)

    def sure(self, estimate: Estimate) -> str:
        return sure(estimate, self.language)

    def number(self, value: float | None) -> str:
        return number(value, self.language)


def language_name(spoken: str, language: str) -> str:
    """What the language *spoken* is called in *language*."""
    return say(_LANGUAGES[spoken], language)


def graded(estimate: Estimate, language: str) -> Cell:
    """A number with its interval, and how good it is."""
    value = estimate.value
    return Cell(sure(estimate, language), "" if value is None else "good" if value >= _GOOD else "fair" if value >= _FAIR else "poor")


def sure(estimate: Estimate, language: str) -> str:
    """A number with its interval in parentheses, and dots in it where a dash could be taken for a sign."""
    text = number(estimate.value, language)
    if estimate.interval is None:
        return text
    bounds = [number(bound, language) for bound in estimate.interval]
    return f"{text} ({('…' if any('−' in bound for bound in bounds) else '–').join(bounds)})"


def number(value: float | None, language: str) -> str:
    """A number with two digits, – where there is none.

    >>> number(-0.004, "en"), number(-0.5, "en"), number(None, "en")
    ('0.00', '−0.50', '–')
    """
    return "–" if value is None else decimal(f"{value:z.2f}".replace("-", "−"), language)
