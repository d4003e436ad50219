"""An invented pulse for one council of the demonstration: closed, with a group that is too small to be shown."""

import random
from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from assessments.models import Answer, Assessment
from councils.models import Role, User
from pulse import services
from pulse.content import QuestionContent, ResponseInput
from pulse.models import Group, Pulse
from pulse.queries import pulse_of, questions_of

COUNCIL = "west-lothian"
SEED = 2026
PEOPLE = {Group.STAFF: (26, -0.9), Group.MANAGERS: (9, 0.1), Group.MEMBERS: (3, 0.4)}
"""By group, how many answer and how many levels they are away from the council's own answers."""

CANT_SAY = 0.12


class Command(BaseCommand):
    help = "Give one council of the demonstration a closed pulse with invented answers, unless it has one."

    def handle(self, **options: object) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("Invented answers belong in a demonstration alone: set DEMONSTRATION=1.")
        assessments = Assessment.objects.with_names().filter(council__slug=COUNCIL, round__invented=True)
        assessment = assessments.order_by("-round__opens_at").first()
        if assessment is None or pulse_of(assessment):
            self.stdout.write("Nothing was changed.")
            return
        lead = User.objects.filter(memberships__council=assessment.council, memberships__role=Role.LEAD).earliest("pk")
        with transaction.atomic():
            invent(assessment, lead)
        self.stdout.write(f"{assessment}: a closed pulse with invented answers")


def invent(assessment: Assessment, lead: User) -> Pulse:
    now = timezone.now()
    begun = now - timedelta(days=9)
    pulse = services.open_pulse(assessment=assessment, by=lead, at=begun)
    questions = questions_of(assessment.round.framework)
    levels = dict(Answer.objects.filter(section__assessment=assessment).values_list("question__code", "level"))
    rng = random.Random(f"{SEED} pulse")  # noqa: S311 - invented answers need no secrecy
    for group, (number, apart) in PEOPLE.items():
        views = {question.id: (levels.get(question.about) or 3) + apart + rng.gauss(0, 0.6) for question in questions}
        for person in range(number):
            chosen = {question.id: _chosen(rng, question, views[question.id]) for question in questions}
            sent = ResponseInput(group=group, levels=chosen, mark=f"{group} {person}")
            services.record_response(pulse=pulse, sent=sent, at=begun + timedelta(days=1))
    return services.close_pulse(pulse=pulse, by=lead, at=now - timedelta(days=2))


def _chosen(rng: random.Random, question: QuestionContent, view: float) -> int | None:
    if rng.random() < CANT_SAY:
        return None
    return min(len(question.options), max(1, round(view + rng.gauss(0, 0.7))))
