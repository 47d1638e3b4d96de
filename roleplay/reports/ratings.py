"""What people and scorers gave the same replies, worded for a reader in the same tables that the agreement with labels has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from roleplay.agreement.estimates import RESAMPLES, Estimate
from roleplay.agreement.panel import PEOPLE, ROOM, Pair, Panel, Rated
from roleplay.errors import mark
from roleplay.inert import inert
from roleplay.reports.agreement import Cell, Difference, Grid, Report, Section, graded, language_name
from roleplay.wording import decimal, say, say_many

__all__ = ["report"]

SHOWN = 12  # disagreements a language, unless all are asked for
_HEADINGS = (
    mark("who with whom"),
    mark("kappa"),
    mark("alpha"),
    mark("the same"),
    mark("within 1"),
    mark("higher by"),
    mark("replies"),
)


def report(panels: Sequence[Panel], titles: Mapping[str, str], language: str, *, items: bool) -> Report:
    """*panels* worded in *language*, the skills by their *titles*; with *items* all disagreements and not only the widest."""
    writer = _Writer(titles, language)
    languages = list(dict.fromkeys(panel.language for panel in panels))
    return Report(
        title=say("Agreement of people and scorers on rated replies", language),
        notes=tuple(writer.notes()),
        parity=writer.parity(panels, languages) if len(languages) > 1 else None,
        sections=tuple(writer.section(spoken, [panel for panel in panels if panel.language == spoken], items) for spoken in languages),
    )


class _Writer:
    """Words everything in one language of messages."""

    def __init__(self, titles: Mapping[str, str], language: str) -> None:
        self.titles, self.language = titles, language

    def notes(self) -> Iterator[str]:
        yield say(
            "Ratings go from 0 to 4; a score is compared as the level it is nearest to. Kappa has quadratic weights: a miss by two counts four "
            "times as much as a miss by one. Alpha is Krippendorff’s, ordinal: levels have an order, and nobody knows that they are equally far apart.",
            self.language,
        )
        yield say("Kappa and alpha are 1 where all agree, and 0 where they agree no more often than by chance.", self.language)
        yield say(
            "A scorer can agree with people only as far as people agree with each other: read its lines beside theirs.", self.language
        )
        yield say(
            "In parentheses: the 95-percent interval, from {n} resamples of the replies; where they are too few there is none. "
            "– stands where everybody gave the same level throughout, so that nothing can be told from chance.",
            self.language,
            n=RESAMPLES,
        )

    def parity(self, panels: Sequence[Panel], languages: Sequence[str | None]) -> Grid:
        """Skill by skill how scorer and people, and people among each other, agree in each language."""
        rows = []
        for scorer in dict.fromkeys(panel.scorer for panel in panels):
            found = {panel.language: panel for panel in panels if panel.scorer == scorer}
            with_people = [_kappa(found.get(spoken)) for spoken in languages]
            rows.append(
                (Cell(say("{skill}: scorer and people, kappa", self.language, skill=self.skill(scorer))), *map(self.graded, with_people))
            )
            among = [found[spoken].alpha if spoken in found else Estimate(None) for spoken in languages]
            rows.append((Cell(say("{skill}: people, alpha", self.language, skill=self.skill(scorer))), *map(self.graded, among)))
        headings = (say("skill", self.language), *(self.spoken(each) for each in languages))
        return Grid(say("The languages side by side", self.language), headings, tuple(rows))

    def section(self, spoken: str | None, panels: Sequence[Panel], items: bool) -> Section:
        wide = sorted((each for panel in panels for each in panel.disagreements()), key=lambda each: -each.apart)
        shown = wide if items else wide[:SHOWN]
        heading = say(
            "To talk about, rated two levels apart or more: {shown} of {all}",
            self.language,
            shown=len(shown),
            all=len(wide),
        )
        return Section(
            language=spoken or "unknown",
            title=self.spoken(spoken),
            grids=tuple(map(self.grid, panels)),
            heading=heading if wide else None,
            differences=tuple(map(self.difference, _by_reply(shown))),
        )

    def grid(self, panel: Panel) -> Grid:
        """All pairs of one skill, and below them all people together."""
        size = say_many("{n} rated reply", "{n} rated replies", len(panel.rated), self.language)
        version = "/".join(panel.versions) or "–"
        title = say("{skill}, version {version}: {size}", self.language, skill=self.skill(panel.scorer), version=version, size=size)
        if panel.unscored:
            title += say_many(", {n} of them without a score", ", {n} of them without a score", panel.unscored, self.language)
        rows = [self.row(pair) for pair in panel.pairs]
        if len(panel.people) > 1 or ROOM in panel.people:
            everybody = Cell(say("all people, among each other", self.language))
            rows.append((everybody, Cell(""), self.graded(panel.alpha), Cell(""), Cell(""), Cell(""), Cell(str(panel.shared))))
        return Grid(title, tuple(say(heading, self.language) for heading in _HEADINGS), tuple(rows))

    def row(self, pair: Pair) -> tuple[Cell, ...]:
        first, second = pair.raters
        judge = say("scorer", self.language) if pair.scorer else self.rater(first)
        shares = [Cell(f"{pair.within(levels):.0%}") for levels in (0, 1)]
        apart = Cell(decimal(f"{pair.apart:+.1f}", self.language).replace("-", "−"))
        return (
            Cell(f"{judge} – {self.rater(second)}"),
            self.graded(pair.kappa),
            self.graded(pair.alpha),
            *shares,
            apart,
            Cell(str(pair.count)),
        )

    def difference(self, found: Sequence[Rated]) -> Difference:
        """What is said of one reply, a line for each skill."""
        first = found[0]
        where = say("{talk}, turn {turn}", self.language, talk=first.name or first.transcript, turn=first.turn)
        return Difference(where, first.heard, first.reply, tuple(map(self.given, found)))

    def given(self, rated: Rated) -> str:
        """What each of them gave a reply for one skill."""
        given = [f"{self.rater(name)} {_listed(levels)}" for name, levels in rated.people.items()]
        if rated.value is not None:
            value = f"{4 * rated.value:.1f}".removesuffix(".0")
            given.append(say("scorer {value}", self.language, value=decimal(value, self.language)))
        return f"{self.skill(rated.scorer)}: {', '.join(given)}"

    def rater(self, name: str) -> str:
        return (
            say({PEOPLE: mark("people"), ROOM: mark("the room")}[name], self.language)
            if name in (PEOPLE, ROOM)
            else inert(name, lines=False)
        )

    def skill(self, scorer: str) -> str:
        return inert(self.titles.get(scorer, scorer), lines=False)

    def spoken(self, language: str | None) -> str:
        return say("Talks that were not found", self.language) if language is None else language_name(language, self.language)

    def graded(self, estimate: Estimate) -> Cell:
        return graded(estimate, self.language)


def _by_reply(found: Sequence[Rated]) -> Iterator[list[Rated]]:
    """*found* gathered by the reply they are about, in the order in which each is met first."""
    replies: dict[tuple[str, int], list[Rated]] = {}
    for each in found:
        replies.setdefault((each.transcript, each.turn), []).append(each)
    yield from replies.values()


def _kappa(panel: Panel | None) -> Estimate:
    """How far the scorer agrees with people, one of them or all together."""
    pairs = [pair for pair in panel.pairs if pair.scorer] if panel is not None else []
    return pairs[0].kappa if pairs else Estimate(None)


def _listed(levels: Sequence[int]) -> str:
    """Levels that one rater gave: one, or those of the hands of a room with how many there were of each."""
    if len(levels) == 1:
        return str(levels[0])
    return " ".join(f"{level}×{levels.count(level)}" for level in sorted(set(levels)))
