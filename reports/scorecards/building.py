"""The whole content, from one submission and one release."""

from dataclasses import replace

from assessments.models import Assessment, Submission
from characteristics import content as asked
from characteristics.models import Lens
from characteristics.queries import read_framework
from reports.content import AnswerContent, BarrierContent, LensContent, ScorecardContent
from reports.facts import CouncilFacts, FrameworkFacts, ReleaseFacts, RoundFacts, SubmissionFacts
from reports.models import BenchmarkRelease
from reports.scorecards import findings, method, sentences, steps, trends
from reports.scorecards.areas import area_content
from reports.scorecards.given import Given, given_by


def build(
    *, submission: Submission, release: BenchmarkRelease | None, framework: asked.FrameworkContent | None = None
) -> ScorecardContent:
    """Everything that a page or a document says about one submission. Seventeen queries at most.

    Whoever makes many documents reads the framework once and gives it.
    """
    submission = _with_names(submission)
    assessment = submission.assessment
    framework = framework or read_framework(assessment.round.framework)
    given = given_by(submission, release)
    lenses = tuple(lens for lens in (_lens(code, framework, given) for code in Lens) if lens.areas)
    areas = tuple(area for lens in lenses for area in lens.areas)
    strengths, gaps = findings.highlights(areas)
    barriers = _barriers(framework, given)
    facts = _release_facts(release, assessment)
    return ScorecardContent(
        council=_council_facts(assessment),
        round=RoundFacts(assessment.round.name, assessment.round.slug, assessment.round.closes_at),
        framework=FrameworkFacts(framework.title, framework.version),
        submission=_submission_facts(submission),
        release=facts,
        invented=assessment.round.invented,
        summary=sentences.summary(assessment.council.name, areas),
        comparison=sentences.comparison(facts, assessment.round.name, areas),
        lenses=lenses,
        strengths=strengths,
        gaps=gaps,
        change=steps.change(areas),
        trend_note=trends.note(areas, round_name=assessment.round.name),
        steps=steps.steps(areas, gaps, barriers),
        standings=sentences.standings(areas),
        certainties=sentences.certainties(areas),
        findings=findings.findings(areas),
        barriers=barriers,
        method=method.notes(),
    )


def without_notes(content: ScorecardContent) -> ScorecardContent:
    """The same for readers who may not see what the council wrote: evidence and reasons are left out."""
    lenses = tuple(
        replace(lens, areas=tuple(replace(area, answers=_bare(area.answers)) for area in lens.areas))
        for lens in content.lenses
    )
    return replace(content, lenses=lenses)


def _bare(answers: tuple[AnswerContent, ...]) -> tuple[AnswerContent, ...]:
    blank = {"evidence": "", "evidence_in_print": "", "evidence_is_cut": False, "reason": ""}
    return tuple(replace(answer, **blank) for answer in answers)  # type: ignore[arg-type]


def _with_names(submission: Submission) -> Submission:
    rows = Submission.objects.select_related("assessment__council", "assessment__round__framework", "signed_off_by")
    return rows.get(pk=submission.pk)


def _lens(code: Lens, framework: asked.FrameworkContent, given: Given) -> LensContent:
    areas = tuple(area_content(area, given) for area in framework.of_lens(code))
    return LensContent(
        code=code.value,
        name=str(code.label),
        finding=sentences.lens_finding(areas),
        areas=areas,
        compared=sentences.compared(areas),
        trend_finding=trends.lens_trend(areas),
    )


def _barriers(framework: asked.FrameworkContent, given: Given) -> tuple[BarrierContent, ...]:
    """Each barrier with the areas that it is met in, the most frequent first."""
    met: dict[str, tuple[asked.BarrierContent, list[str]]] = {}
    for area in framework.areas:
        for barrier in area.barriers:
            if barrier.code in given.barriers.get(area.code, ()):
                met.setdefault(barrier.code, (barrier, []))[1].append(area.name)
    found = [BarrierContent(barrier.name, barrier.definition, tuple(areas)) for barrier, areas in met.values()]
    return tuple(sorted(found, key=lambda barrier: -len(barrier.areas)))


def _council_facts(assessment: Assessment) -> CouncilFacts:
    council = assessment.council
    return CouncilFacts(council.name, council.official_name, council.gss_code, council.nation)


def _submission_facts(submission: Submission) -> SubmissionFacts:
    return SubmissionFacts(
        id=submission.pk,
        number=submission.number,
        digest=submission.digest,
        submitted_at=submission.submitted_at,
        signed_off_at=submission.signed_off_at,
        signed_off_by=submission.signed_off_by.name if submission.signed_off_by else "",
    )


def _release_facts(release: BenchmarkRelease | None, assessment: Assessment) -> ReleaseFacts | None:
    if release is None:
        return None
    return ReleaseFacts(
        code=release.code,
        released_at=release.released_at,
        round_name=release.round.name,
        round_closed_at=release.round.closes_at,
        is_earlier=release.round_id != assessment.round_id,
    )
