"""Assessments answered and handed in through the services, as a scorecard needs them."""

from collections.abc import Mapping
from datetime import timedelta

from assessments.models import Answer, AnswerState, Assessment, Round, Submission
from assessments.services import sign_off, submit_assessment
from characteristics.models import Area, Framework, Question
from councils.models import Council, Role
from reports.content import AreaContent, ScorecardContent
from reports.tests.factories import World, make_world
from tests.factories import answer_all, make_assessment, make_member
from tests.frameworks import make_descriptors

YEAR = timedelta(days=365)
ALL_OF_LEAD = ("LEAD01", "LEAD02", "LEAD03", "LEAD04")


def start(council: Council, round_: Round, level: int = 3, levels: Mapping[str, int] | None = None) -> Assessment:
    """An assessment with an answer to everything; `levels` by code of area or question."""
    assessment = make_assessment(council, round_)
    answer_all(assessment, level, levels=levels)
    return assessment


def say(assessment: Assessment, question: str, **fields: object) -> None:
    """Change one answer, before it is handed in."""
    changed = Answer.objects.filter(section__assessment=assessment, question__code=question).update(**fields)
    assert changed == 1


def hand_in(assessment: Assessment) -> Submission:
    lead = make_member(assessment.council, Role.LEAD)
    return submit_assessment(assessment=assessment, by=lead, at=assessment.round.closes_at - timedelta(days=2))


def sign(submission: Submission, name: str = "Ada Approver") -> Submission:
    approver = make_member(submission.assessment.council, Role.APPROVER, name)
    at = submission.assessment.round.closes_at - timedelta(days=1)
    return sign_off(assessment=submission.assessment, digest=submission.digest, by=approver, at=at)


def make_neighbours() -> World:
    """Two families of eight Scottish councils. The first council has not handed in, the others are at 1.4 to 2.8."""
    made = make_world(16)
    for place, council in enumerate(made.councils[1:]):
        made.submit(council, f"{1.4 + place / 10:.1f}")
    return made


def assess(world: World, level: int = 3, levels: Mapping[str, int] | None = None) -> Assessment:
    """What the first council answers."""
    return start(world.councils[0], world.round, level, levels)


def dont_know(assessment: Assessment, *questions: str) -> None:
    for question in questions:
        say(assessment, question, state=AnswerState.DONT_KNOW, level=None)


def area(content: ScorecardContent, code: str) -> AreaContent:
    return next(area for area in content.areas if area.code == code)


def triple(framework: Framework) -> None:
    """Three times as many questions, with descriptors."""
    for old in list(Area.objects.filter(framework=framework)):
        for question in list(old.questions.all()):
            fresh = [
                Question(
                    area=old,
                    theme=question.theme,
                    position=question.position + 1000 * copy,
                    code=f"{question.code}-{copy}",
                    short=question.short,
                    text=question.text,
                    era=question.era,
                    source=question.source,
                )
                for copy in (1, 2)
            ]
            make_descriptors(Question.objects.bulk_create(fresh))
