"""Which questions ask in a new version of a framework what they asked before."""

import pytest

from characteristics.content import Wording, unchanged
from characteristics.queries import read_wordings
from tests.frameworks import make_framework

PLAN = Wording("Is there a plan?", ("None", "Signed"), (("P1", "It has a budget"),), "Councils without plans")


@pytest.mark.parametrize(
    ("now", "is_unchanged"),
    [
        pytest.param(PLAN, True, id="the same words"),
        pytest.param(PLAN._replace(text="Is there a good plan?"), False, id="another question"),
        pytest.param(PLAN._replace(levels=("None", "Signed and funded")), False, id="another level descriptor"),
        pytest.param(PLAN._replace(practices=()), False, id="a practice less"),
        pytest.param(PLAN._replace(practices=(("P1", "It has money"),)), False, id="another practice"),
        pytest.param(PLAN._replace(not_applicable=""), False, id="now for all councils"),
    ],
)
def test_a_question_is_unchanged_when_all_that_decides_its_answer_is(now, is_unchanged):
    assert unchanged({"Q": PLAN}, {"Q": now}) == (frozenset({"Q"}) if is_unchanged else frozenset())


def test_a_question_that_is_new_or_gone_is_not_unchanged():
    assert unchanged({"OLD": PLAN}, {"NEW": PLAN}) == frozenset()


@pytest.mark.django_db
def test_two_versions_that_differ_in_one_descriptor_differ_in_one_question():
    before, now = make_framework(code="one", version="1.0"), make_framework(code="one", version="2.0")
    question = now.areas.get(code="DATA").questions.get(code="DATA02")
    question.descriptors.filter(level=3).update(text="Something else.")
    old, new = read_wordings(before.pk), read_wordings(now.pk)
    assert len(new) == 16
    assert set(new) - unchanged(old, new) == {"DATA02"}


@pytest.mark.django_db
def test_the_wordings_of_one_area_are_those_of_its_questions(django_assert_num_queries):
    framework = make_framework()
    with django_assert_num_queries(4):
        wordings = read_wordings(framework.pk, area="DATA")
    assert sorted(wordings) == ["DATA01", "DATA02", "DATA03", "DATA04"]
    assert wordings["DATA01"] == Wording(
        text="What is in place for data for decisions, part 1?",
        levels=tuple(f"DATA01 at level {level}." for level in range(1, 6)),
        practices=tuple((f"DATA01.{place}", f"Practice {place}.") for place in (1, 2, 3)),
        not_applicable="Councils without this service.",
    )
