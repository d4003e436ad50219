"""The demonstration: two rounds, closed and released, and this year's, with councils at every stage.

Everything goes through the services that production uses; only the answers are invented.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from assessments import services
from assessments.inputs import AnswerContent, AnswerInput, SectionInput
from assessments.models import Answer, Assessment, Round, Section
from characteristics.content import FrameworkContent
from characteristics.models import Framework
from characteristics.queries import read_framework
from councils.invitations import invite, join
from councils.models import Council, Membership, Nation, OfficeRole, PeerGroup, Role, User
from reports.bulk import stop_scorecards
from reports.management.invented import InventedCouncil, Model
from reports.management.together import work_together
from reports.services import publish_release, release_benchmarks

CAME_LATER = "lgbf-place-3"
"""A family of councils that were not in the first round."""
PASSWORD = "walk-the-long-way-home"  # noqa: S105 - printed by `make run`; the demonstration has no secrets
SEED = 2026
ENGLISH = {
    "South West": "Unitary authority",
    "London": "London borough",
    "North West": "Metropolitan district",
    "East of England": "Non-metropolitan district",
}
"""Region and type of the English councils that take part."""


@dataclass(frozen=True)
class Stage:
    """How far a council is in this year's round: the share of sections begun, and what was done after.

    With `carried`, last round's answers are carried forward into the rest.
    """

    sections: float
    carried: bool = False
    submitted: bool = False
    signed_off: bool = False
    sent_back: bool = False


STAGES = (
    Stage(0),
    Stage(0.3),
    Stage(0.6),
    Stage(1),
    Stage(1, submitted=True),
    Stage(1, submitted=True, signed_off=True),
    Stage(1, submitted=True, sent_back=True),
)
CAST = {
    "west-lothian": Stage(0.6),
    "orkney-islands": Stage(1, submitted=True),
    "glasgow-city": Stage(1, submitted=True, signed_off=True),
    "angus": Stage(0),
    "falkirk": Stage(0),
    "cardiff": Stage(1, submitted=True, signed_off=True),
    "stirling": Stage(0.3, carried=True),
}
"""Councils whose stage is fixed, so that the users printed by `make run` find what they are told."""


class Demonstration:
    def __init__(self, framework: Framework, now: datetime) -> None:
        self.framework = framework
        self.content: FrameworkContent = read_framework(framework)
        self.model = Model(self.content, SEED)
        self.now = now
        self.password = make_password(PASSWORD)
        self.manager = self._person("manager@office.example", "Morag Sinclair", OfficeRole.MANAGER)
        self._person("analyst@office.example", "Iain Drummond", OfficeRole.ANALYST)
        self._person("administrator@office.example", "Ailsa Kerr", OfficeRole.ADMINISTRATOR)

    def load(self) -> tuple[Round, Round]:
        councils = self._councils()
        people = {council.pk: self._people(council) for council in councils}
        self._released(self.now.year - 2, self._invited_first(councils), people, opens=800, closes=710, drift=-0.3)
        last = self._released(self.now.year - 1, councils, people, opens=430, closes=340, drift=0.0)
        this = self._round(self.now.year, opens=40, closes=-30)
        for position, assessment in enumerate(self._invite(this, self._invited_this_year(councils))):
            stage = CAST.get(assessment.council.slug, STAGES[position % len(STAGES)])
            self._advance(assessment, people[assessment.council_id], stage)
        self._invite_people()
        return last, this

    def _released(
        self,
        year: int,
        councils: Sequence[Council],
        people: Mapping[int, dict[str, User]],
        *,
        opens: int,
        closes: int,
        drift: float,
    ) -> Round:
        """A round in which all of these took part, with a release that everybody may see."""
        round_ = self._round(year, opens=opens, closes=closes)
        for assessment in self._invite(round_, councils):
            self._complete(
                assessment, people[assessment.council_id], drift=drift, at=round_.closes_at - timedelta(days=9)
            )
        released_at = round_.closes_at + timedelta(days=12)
        release = release_benchmarks(round_=round_, by=self.manager, at=released_at)
        # Two hundred documents would keep a small machine busy for minutes after each start.
        stop_scorecards(release=release, by=self.manager, at=released_at)
        publish_release(release=release, by=self.manager, at=released_at + timedelta(days=7))
        return round_

    def _invite_people(self) -> None:
        """One open invitation, and one person who serves two councils."""
        for slug, email, name in (
            ("west-lothian", "fiona@west-lothian.example", "Fiona MacLeod"),
            ("glasgow-city", "viewer@orkney-islands.example", "Viewer, Orkney Islands"),
        ):
            council, lead = Council.objects.get(slug=slug), User.objects.get(email=f"lead@{slug}.example")
            at = self.now - timedelta(days=3)
            invitation = invite(council=council, email=email, name=name, role=Role.VIEWER, by=lead, at=at)
            person = User.objects.filter(email=email).first()
            if person:
                join(invitation=invitation, user=person, at=self.now - timedelta(days=2))

    def _councils(self) -> list[Council]:
        english = [
            council
            for council in Council.objects.filter(nation=Nation.ENGLAND).alphabetical()
            if ENGLISH.get(council.region) == council.council_type
        ]
        welsh = list(Council.objects.filter(nation=Nation.WALES).alphabetical())
        scottish = list(Council.objects.filter(nation=Nation.SCOTLAND).alphabetical())
        return [*scottish, *welsh[:16], *english[::2]]

    def _invited_first(self, councils: Sequence[Council]) -> list[Council]:
        """Scotland without one family, so that the next round has councils that were not in it before."""
        later = set(PeerGroup.objects.get(code=CAME_LATER).councils.values_list("pk", flat=True))
        return [council for council in councils if council.nation == Nation.SCOTLAND and council.pk not in later]

    def _invited_this_year(self, councils: Sequence[Council]) -> list[Council]:
        return [council for council in councils if council.nation in (Nation.SCOTLAND, Nation.WALES)]

    def _round(self, year: int, *, opens: int, closes: int) -> Round:
        """A round that opened and closes so many days ago, at nine and at five in the evening, local time."""

        def at(days: int, hour: int) -> datetime:
            local = timezone.localtime(self.now) - timedelta(days=days)
            return local.replace(hour=hour, minute=0, second=0, microsecond=0)

        round_ = Round(
            slug=str(year),
            name=f"Round {year}",
            framework=self.framework,
            opens_at=at(opens, 9),
            closes_at=at(closes, 17),
            invented=True,
        )
        return services.plan_round(round_=round_, by=self.manager, at=round_.opens_at - timedelta(days=14))

    def _invite(self, round_: Round, councils: Sequence[Council]) -> list[Assessment]:
        return services.invite_councils(round_=round_, councils=councils, by=self.manager, at=round_.opens_at)

    def _person(self, email: str, name: str, office_role: str = "") -> User:
        return User.objects.create(email=email, name=name, office_role=office_role, password=self.password)

    def _people(self, council: Council) -> dict[str, User]:
        roles = list(Role) if council.slug in CAST else [Role.LEAD, Role.APPROVER]
        people = {
            role.value: self._person(f"{role}@{council.slug}.example", f"{role.label}, {council.name}")
            for role in roles
        }
        Membership.objects.bulk_create(
            Membership(user=user, council=council, role=role) for role, user in people.items()
        )
        return people

    @transaction.atomic
    def _complete(self, assessment: Assessment, people: dict[str, User], *, drift: float, at: datetime) -> None:
        self._answer(assessment, people[Role.LEAD], share=1, drift=drift, at=at)
        submission = services.submit_assessment(assessment=assessment, by=people[Role.LEAD], at=at)
        signed_at = at + timedelta(days=3)
        services.sign_off(assessment=assessment, digest=submission.digest, by=people[Role.APPROVER], at=signed_at)

    @transaction.atomic
    def _advance(self, assessment: Assessment, people: dict[str, User], stage: Stage) -> None:
        at = self.now - timedelta(days=5)
        lead, approver = people[Role.LEAD], people[Role.APPROVER]
        self._answer(assessment, lead, share=stage.sections, drift=0.25, at=at)
        if stage.carried:
            work_together(assessment=assessment, lead=lead, contributor=people[Role.CONTRIBUTOR], at=at)
        if Role.CONTRIBUTOR in people:
            last = assessment.sections.order_by("-area__position").select_related("area", "assessment").first()
            if last:
                services.assign_section(section=last, to=people[Role.CONTRIBUTOR], by=lead, at=at)
        if stage.submitted:
            submission = services.submit_assessment(assessment=assessment, by=lead, at=at)
            after = at + timedelta(days=2)
            if stage.signed_off:
                services.sign_off(assessment=assessment, digest=submission.digest, by=approver, at=after)
            if stage.sent_back:
                because = "Invented for the demonstration: please look at the evidence for security again."
                services.send_back(assessment=assessment, because=because, by=approver, at=after)

    def _answer(self, assessment: Assessment, by: User, *, share: float, drift: float, at: datetime) -> None:
        invented = self.model.council(assessment.council.slug, drift)
        sections = list(
            assessment.sections.select_related("area").prefetch_related("answers__ticks").order_by("area__position")
        )
        for section in sections[: round(share * len(sections))]:
            section.assessment = assessment
            services.record_answers(section=section, inputs=self._inputs(section, invented), by=by, at=at)

    def _inputs(self, section: Section, invented: InventedCouncil) -> SectionInput:
        area = self.content.area(section.area.code)
        contents = invented.section(area)
        return SectionInput(
            answers=tuple(_as_sent(answer, contents[answer.question_id]) for answer in section.answers.all()),
            barriers=invented.barriers(area),
            barriers_seen=frozenset(),
        )


def _as_sent(answer: Answer, content: AnswerContent) -> AnswerInput:
    shown = services.content_of(answer)
    return AnswerInput(
        question_id=answer.question_id,
        content=content,
        seen_version=answer.version,
        seen_fingerprint=shown.fingerprint,
    )
