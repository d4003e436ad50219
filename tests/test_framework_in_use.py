"""A framework that councils already answer. Here because no app may know both sides."""

import pytest
from django.utils import timezone

from characteristics.models import Question
from characteristics.services import FrameworkIsFixed, load_framework
from characteristics.tests.files import LEADING, edit_file, read, write_files
from tests.factories import make_assessment, make_round

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("publish", [False, True], ids=["draft", "draft to be published"])
def test_a_draft_that_councils_answer_is_not_replaced(tmp_path, publish):
    path = write_files(tmp_path)
    draft = load_framework(files=read(path), at=timezone.now(), publish=False)
    make_assessment(round=make_round(draft))
    edit_file(tmp_path / LEADING, "What is the aim?", "Who has an aim?")
    with pytest.raises(FrameworkIsFixed, match="councils already answer the draft small 1"):
        load_framework(files=read(path), at=timezone.now(), publish=publish)
    draft.refresh_from_db()
    assert (draft.status, draft.case_studies.count(), draft.barriers.count()) == ("draft", 1, 1)
    assert Question.objects.get(code="LE01").text == "What is the aim?"
