"""What the database promises about a pulse."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from pulse.models import Group, Pulse, PulseAnswer, PulseOption, PulseQuestion, PulseResponse
from pulse.tests.factories import make_pulse


@pytest.fixture
def pulse(cast) -> Pulse:
    return make_pulse(cast.assessment)


def question() -> PulseQuestion:
    return PulseQuestion.objects.order_by("position").first()


def respond(pulse: Pulse, **fields) -> PulseResponse:
    return PulseResponse.objects.create(**{"pulse": pulse, "group": Group.STAFF} | fields)


def answer(pulse: Pulse, **fields) -> PulseAnswer:
    return PulseAnswer.objects.create(**{"response": respond(pulse), "question": question(), "level": 3} | fields)


def second_pulse(pulse: Pulse) -> None:
    Pulse.objects.create(
        assessment=pulse.assessment, token="another", opened_at=timezone.now(), opened_by=pulse.opened_by
    )


def answer_twice(pulse: Pulse) -> None:
    answer(pulse, response=answer(pulse).response)


BREACHES = {
    "a second pulse of one assessment": second_pulse,
    "a pulse without a link": lambda pulse: Pulse.objects.filter(pk=pulse.pk).update(token=""),
    "a pulse that closes before it opens": lambda pulse: Pulse.objects.filter(pk=pulse.pk).update(
        closed_at=pulse.opened_at - timedelta(seconds=1)
    ),
    "a group that nobody knows": lambda pulse: respond(pulse, group="pupils"),
    "level 0": lambda pulse: answer(pulse, level=0),
    "level 6": lambda pulse: answer(pulse, level=6),
    "two answers to one question": answer_twice,
    "two questions in one place": lambda pulse: PulseQuestion.objects.update(position=1),
    "two questions about the same": lambda pulse: PulseQuestion.objects.update(about=question().about),
    "two options for one level": lambda pulse: PulseOption.objects.create(question=question(), level=1, text="x"),
    "an option without a level": lambda pulse: PulseOption.objects.filter(level=5).update(level=6),
}


@pytest.mark.parametrize("breach", BREACHES.values(), ids=BREACHES)
def test_the_database_refuses(pulse, breach):
    with pytest.raises(IntegrityError), transaction.atomic():
        breach(pulse)


def test_two_pulses_never_share_a_link(cast, pulse):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_pulse(cast.other, token=pulse.token)


def test_a_question_that_was_answered_stays(pulse):
    answer(pulse)
    with pytest.raises(ProtectedError):
        question().delete()
