"""Figures change only together with the number of the rules that they are computed by."""

import hashlib

import pytest
from django.core.management import call_command

from assessments.models import Submission
from reports.figures import RULES, compute_all
from reports.models import BenchmarkRelease
from reports.services import check_release
from reports.tests.attacker.worlds import World as GeneratedWorld
from reports.tests.attacker.worlds import make_world as generate
from reports.tests.factories import make_world

WORLDS = 40
DIGESTS = {1: "65b80f4c1c23e2d3f85656754fc0c6f2fd548bdfc5574b2854d8244ca05c02ad"}
"""Of all figures of these worlds, by the number of the rules."""


def figures_of(world: GeneratedWorld) -> list[str]:
    past, found = [], []
    for releases in world.rounds:
        inputs = [world.inputs(scores) for scores in releases]
        for number, one in enumerate(inputs):
            found += [str(figure) for figure in compute_all(one, earlier=inputs[:number], past=past)]
        past.append(inputs)
    return found


def test_whoever_changes_a_figure_raises_the_number_of_the_rules():
    """Should this fail: raise RULES in reports/figures.py, and put the new digest here beside the old ones."""
    lines = "\n".join(line for seed in range(WORLDS) for line in figures_of(generate(seed)))

    assert DIGESTS[RULES] == hashlib.sha256(lines.encode()).hexdigest()


@pytest.mark.django_db
def test_the_number_of_the_rules_is_part_of_the_digest_and_decides_what_is_compared():
    made = make_world(16)
    made.submit_all(made.councils)
    release = made.release()
    assert release.rules == RULES
    BenchmarkRelease.objects.update(rules=RULES + 1)
    release.refresh_from_db()
    release.figures.update(n=9)

    check = check_release(release)

    assert (check.different, check.is_of_these_rules, check.is_same_digest) == (0, False, False)


@pytest.mark.django_db
def test_the_command_says_that_older_figures_were_not_compared(capsys, monkeypatch):
    made = make_world(16)
    made.submit_all(made.councils)
    made.release()
    for submission in Submission.objects.select_related("assessment__council"):  # what their digest is of
        content = f"{submission.assessment.council.gss_code} {submission.content}"
        Submission.objects.filter(pk=submission.pk).update(content=content)
    for module in ("services.checking", "management.commands.check_release"):
        monkeypatch.setattr(f"reports.{module}.RULES", RULES + 1)

    call_command("check_release", "--all")

    assert f"132 figures by rules {RULES}, not compared" in capsys.readouterr().out
