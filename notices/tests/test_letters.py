"""Every mail is short plain text, and no name in it can pose as a line, a header or a link of ours."""

import unicodedata
from datetime import UTC, date, datetime

import pytest

from notices.letters import LONGEST_SUBJECT, write
from notices.models import OPTIONAL, NoticeKind
from tests.abuse import REFUSED, TEXTS

WORDS = {
    "council": "Alder",
    "round": "Round 2026",
    "section": "Data",
    "who": "Ada Lead",
    "by": "Ada Lead",
    "by_email": "ada@example.org",
    "name": "Bob",
    "role": "Lead",
    "link": "/assessments/alder/now/",
    "path": "/invitations/token/",
    "sections": ["Data", "Skills"],
    "closes_at": datetime(2026, 7, 1, 16, 0, tzinfo=UTC),
    "until": datetime(2026, 7, 1, 16, 0, tzinfo=UTC),
    "due_on": date(2026, 6, 20),
    "leads": True,
    "to_sign_off": False,
    "gave_back": False,
}
NAMES = ("council", "round", "section", "who", "by", "name")


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_kind_has_a_short_text_with_a_way_on(kind):
    letter = write(kind, WORDS)

    assert 10 < len(letter.subject) <= 100
    assert "http://127.0.0.1:8000/" in letter.body.partition("-- \n")[0]
    assert len(letter.body.splitlines()) < 30
    assert "{" not in letter.body
    assert "\n\n\n" not in letter.body
    assert ("/accounts/notices/" in letter.body) == (kind in OPTIONAL)


@pytest.mark.parametrize("kind", [kind for kind in NoticeKind if kind != NoticeKind.INVITATION])
def test_every_kind_names_the_council(kind):
    letter = write(kind, WORDS)

    assert "Alder" in letter.subject
    assert "Alder" in letter.body


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in (TEXTS | REFUSED).items()])
@pytest.mark.parametrize("kind", NoticeKind)
def test_no_name_breaks_out_of_its_line(kind, text):
    plain = write(kind, WORDS)
    harmed = write(kind, WORDS | dict.fromkeys(NAMES, text) | {"sections": [text, text]})

    assert "\n" not in harmed.subject
    assert len(harmed.subject) <= LONGEST_SUBJECT
    assert harmed.body.count("\n") == plain.body.count("\n")
    unseen = {unicodedata.category(letter) for letter in harmed.subject + harmed.body.replace("\n", "")}
    assert not unseen & {"Cc", "Cf", "Cs", "Zl", "Zp"}


def test_markup_stays_the_text_that_it_is():
    letter = write(NoticeKind.COMMENT, WORDS | {"who": "<b>O'Neill & Co</b>"})

    assert "<b>O'Neill & Co</b> has left a comment" in letter.body


def test_times_are_those_of_the_clock_on_the_wall():
    """16:00 UTC in July is 17:00 in London."""
    assert "Wednesday 1 July 2026, 17:00 (UK time)" in write(NoticeKind.DEADLINE_DAYS, WORDS).body
