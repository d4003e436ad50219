"""The analysis as tables for a spreadsheet, each with its data dictionary. Rows stand in the framework's order."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Round
from characteristics.models import Area, Question
from councils.models import PeerGroupKind
from reports.analysis.answers import Share
from reports.analysis.change import Direction, Said, change_of
from reports.dashboards.analysis import clusters, columns
from reports.dashboards.analysis.barriers import all_barriers, anywhere, groups_of
from reports.dashboards.analysis.columns import Column, Words
from reports.dashboards.analysis.one_area import practice_shares, tallies_of
from reports.dashboards.analysis.overview import spreads_of
from reports.dashboards.analysis.reading import (
    Before,
    Met,
    Panel,
    answers_of,
    barriers_of,
    before,
    met_by,
    panel_of,
    questions_of,
)
from reports.dashboards.analysis.shown import Named, named
from reports.dashboards.filters import Choices, CouncilFilter
from reports.dashboards.handed_in import areas_of

Cell = str | int | Decimal | None
Row = Sequence[Cell]


@dataclass(frozen=True)
class Material:
    """What the tables are made from; each part is read once, when a table first needs it."""

    panel: Panel
    areas: list[Area]
    kinds: Choices
    """The kinds of peer group that the second table of barriers has."""

    @cached_property
    def questions(self) -> dict[int, list[Question]]:
        return questions_of(self.areas)

    @cached_property
    def all_questions(self) -> list[Question]:
        return [question for area in self.areas for question in self.questions[area.pk]]

    @cached_property
    def answers(self) -> Said:
        return answers_of(self.panel, self.all_questions)

    @cached_property
    def before(self) -> Before | None:
        return before(self.panel, self.all_questions)

    @cached_property
    def met(self) -> Met:
        return met_by(self.panel, self.areas)


@dataclass(frozen=True)
class ExportTable:
    code: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def heads(self) -> tuple[str, ...]:
        return tuple(str(column.name) for column in self.columns)


@dataclass(frozen=True)
class Kind:
    """One sort of table: its name in addresses, its title, its columns, and what fills those that are its own."""

    code: str
    title: Words
    columns: tuple[Column, ...]
    rows: Callable[[Material], Iterable[Row]]


def material_of(round_: Round, chosen: CouncilFilter, kinds: Choices) -> Material:
    """Three queries; the parts take at most 30 more, whatever the number of councils."""
    return Material(panel_of(round_, chosen), areas_of(round_), kinds)


def table_of(kind: Kind, material: Material) -> ExportTable:
    common = _common(material.panel)
    rows = tuple((*common, *row) for row in kind.rows(material))
    return ExportTable(kind.code, str(kind.title), kind.columns, rows)


def dictionary() -> list[tuple[str, ...]]:
    """Its heads, then one row for each column of each table."""
    heads = tuple(map(str, columns.DICTIONARY))
    return [heads] + [
        (str(kind.title), *map(str, (column.name, column.meaning, column.unit, column.missing, column.source)))
        for kind in KINDS
        for column in kind.columns
    ]


def explained() -> list[tuple[str, str, Sequence[Column]]]:
    """For a page: code and title of each table with its own columns, and before them those that all have."""
    own = [(kind.code, str(kind.title), kind.columns[len(columns.COMMON) :]) for kind in KINDS]
    return [("every", _("Every table"), columns.COMMON), *own]


def _common(panel: Panel) -> Row:
    results = _("invented") if panel.round.invented else _("submitted")
    return (panel.round.name, results, str(panel.chosen))


def _join(councils: Iterable[Named]) -> str | None:
    return "; ".join(map(str, councils)) or None


def _figure(shown: str) -> Decimal | None:
    return Decimal(shown) if shown else None


def _area_rows(material: Material) -> Iterator[Row]:
    if not material.panel.n:
        return
    for area, spread in zip(material.areas, spreads_of(material.panel, material.areas), strict=True):
        yield (
            str(area.get_lens_display()),
            area.code,
            area.name,
            material.panel.n,
            spread.n,
            spread.without_score,
            *(bar.count for bar in spread.bars),
            *map(_figure, (spread.lower, spread.median, spread.upper, spread.width)),
            _join(spread.outside),
        )


def _change_rows(material: Material) -> Iterator[Row]:
    earlier = material.before
    if earlier is None:
        return
    for area in material.areas:
        codes = {question.code for question in material.questions[area.pk]}
        found = change_of(earlier.answers, material.answers, codes & earlier.unchanged)
        yield (
            area.code,
            area.name,
            earlier.round.name,
            len(codes),
            found.questions,
            found.councils,
            len(found.moves),
            *(len(found.of(direction)) for direction in Direction),
            found.median_before,
            found.median_after,
        )


def _question_rows(material: Material) -> Iterator[Row]:
    tallies = tallies_of(material.answers, material.all_questions)
    for area in material.areas:
        for question in material.questions[area.pk]:
            found = tallies[question.code]
            asked = (area.code, area.name, question.code, question.short)
            yield (*asked, *found.counts, found.not_applicable, found.dont_know)


def _practice_rows(material: Material) -> Iterator[Row]:
    areas = {area.pk: area for area in material.areas}
    tallies = tallies_of(material.answers, material.all_questions)
    for question, practice, share in practice_shares(material.panel, material.all_questions, tallies):
        area = areas[question.area_id]
        asked = (area.code, area.name, question.code, question.short, practice.code, practice.text)
        yield (*asked, *_share(share))


def _share(share: Share) -> Row:
    return (share.count, share.of, share.percent)


def _barrier_rows(material: Material) -> Iterator[Row]:
    panel, asked = material.panel, barriers_of(material.areas)
    for area in material.areas:
        for barrier in asked[area.pk]:
            meets = material.met.get(area.pk, {}).get(barrier.pk, frozenset())
            councils = [council for council in panel.assessments if council in meets]
            names = _join(named(panel, councils))
            yield (area.code, area.name, barrier.code, barrier.name, *_share(Share(len(councils), panel.n)), names)


def _group_rows(material: Material) -> Iterator[Row]:
    barriers = all_barriers(barriers_of(material.areas))
    meets = {barrier.pk: anywhere(material.areas, barrier, material.met) for barrier in barriers}
    for kind, label in material.kinds:
        for group, councils in groups_of(material.panel, PeerGroupKind(kind)).items():
            for barrier in barriers if councils else ():
                share = Share(len(councils & meets[barrier.pk]), len(councils))
                yield (label, group.name, barrier.code, barrier.name, *_share(share))


def _cluster_rows(material: Material) -> Iterator[Row]:
    for area in clusters.build(material.panel.round, material.panel.chosen).areas:
        for cluster in area.clusters:
            found = (area.code, area.name, cluster.barrier_code, cluster.barrier, len(cluster.councils))
            yield (*found, _join(cluster.councils), _join(area.helpers))


KINDS = (
    Kind("areas", gettext_lazy("Areas"), columns.AREAS, _area_rows),
    Kind("change", gettext_lazy("Change"), columns.CHANGE, _change_rows),
    Kind("questions", gettext_lazy("Questions"), columns.QUESTIONS, _question_rows),
    Kind("practices", gettext_lazy("Practices"), columns.PRACTICES, _practice_rows),
    Kind("barriers", gettext_lazy("Barriers by area"), columns.BARRIERS_BY_AREA, _barrier_rows),
    Kind("groups", gettext_lazy("Barriers by peer group"), columns.BARRIERS_BY_GROUP, _group_rows),
    Kind("clusters", gettext_lazy("Shared gaps"), columns.CLUSTERS, _cluster_rows),
)
