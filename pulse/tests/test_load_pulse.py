"""manage.py load_pulse, the pulse that stands in the fixtures, and the demonstration's."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from assessments.models import Round
from characteristics.framework_files import read_framework_file
from characteristics.tests import wording
from pulse.models import Group, Pulse, PulseOption, PulseQuestion
from pulse.pulse_files import read_pulse_file
from pulse.queries import results
from pulse.tests.factories import make_pulse
from tests.factories import answer_all, make_assessment, make_council, make_member, make_round
from tests.frameworks import make_framework

FIXTURE, FRAMEWORK = Path("fixtures/pulse/pulse.yaml"), Path("fixtures/framework/framework.yaml")
ANSWERS = "    answers: [one, two, three, four, five]\n"
SMALL = (
    "framework: small\nversion: '1.0'\nquestions:\n"
    f"  - about: LEAD01\n    text: How is it led?\n{ANSWERS}"
    f"  - about: DATA02\n    text: How is the data?\n{ANSWERS}"
)


def run(path: Path, *arguments: str) -> str:
    out = StringIO()
    call_command("load_pulse", str(path), *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def framework(db):
    return make_framework(code="small")


@pytest.fixture
def write(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "pulse.yaml"
        path.write_text(text)
        return path

    return write


def test_a_pulse_is_loaded_and_twice_is_the_same_as_once(framework, write):
    path = write(SMALL)
    assert run(path) == "pulse of small 1.0: 2 questions\n"
    before = list(PulseQuestion.objects.order_by("position").values_list("pk", "about__code", "text"))
    run(path)
    assert list(PulseQuestion.objects.order_by("position").values_list("pk", "about__code", "text")) == before
    assert [about for _, about, _ in before] == ["LEAD01", "DATA02"]
    assert list(PulseOption.objects.filter(question=before[0][0]).order_by("level").values_list("level", "text")) == [
        (1, "one"),
        (2, "two"),
        (3, "three"),
        (4, "four"),
        (5, "five"),
    ]


def test_a_change_is_loaded_until_a_council_uses_the_pulse(framework, write):
    run(write(SMALL))
    run(write(SMALL.replace("How is it led?", "Who leads?")))
    assert PulseQuestion.objects.get(position=1).text == "Who leads?"
    council = make_council()
    make_member(council, "lead")
    make_pulse(make_assessment(council, make_round(framework)))
    with pytest.raises(CommandError, match="give the framework a new version"):
        run(write(SMALL))
    assert PulseQuestion.objects.get(position=1).text == "Who leads?"


MISTAKES = {
    "a question that the framework doesn't ask": ("LEAD01", "LEAD99", "4: LEAD99: the framework has no question"),
    "two questions about the same": ("DATA02", "LEAD01", "7: LEAD01: is asked about a second time"),
    "four answers": (", five", "", "4: LEAD01: has 4 answers; there is one for each of five levels"),
    "no text": ("    text: How is it led?\n", "", "4: questions[1].text: is missing"),
    "a field of no use": ("How is it led?\n", "Led?\n    weight: '2'\n", "6: questions[1].weight: is not a field"),
    "not YAML": ("questions:", "questions: [", "is not valid YAML"),
    "eleven questions": (
        SMALL[SMALL.index("  - about") :],
        "".join(f"  - about: LEAD{number:02}\n    text: How?\n{ANSWERS}" for number in range(11)),
        "1: questions: 11 questions; a pulse has at most 10",
    ),
}


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_printed_with_its_line_and_nothing_is_loaded(framework, write, old, new, message):
    errors = StringIO()
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("load_pulse", str(write(SMALL.replace(old, new, 1))), stderr=errors)
    assert message in errors.getvalue()
    assert not PulseQuestion.objects.exists()


def test_a_pulse_needs_its_framework(db, write):
    with pytest.raises(CommandError, match=r"load the framework small 1\.0 first"):
        run(write(SMALL))


def test_a_check_reads_the_frameworks_files_and_changes_nothing(db):
    assert run(FIXTURE, "--check", str(FRAMEWORK)) == "pulse of digital-council 2026.1: 10 questions\n"
    assert not PulseQuestion.objects.exists()


def test_a_check_against_another_framework_says_so(db, write, capsys):
    with pytest.raises(CommandError, match="1 mistake; nothing was changed"):
        run(write(SMALL), "--check", str(FRAMEWORK))
    assert "is small 1.0, but" in capsys.readouterr().err


def test_the_ten_questions_of_the_fixture_spread_over_both_lenses_and_ten_areas():
    pulse, framework = read_pulse_file(FIXTURE), read_framework_file(FRAMEWORK)
    area_of = {question.code: area for area in framework.areas for _, question in area.placed_questions()}
    asked = [area_of[entry.about] for entry in pulse.questions]
    assert len(asked) == 10
    assert len({area.code for area in asked}) == 10
    characteristics = {area.code for area in framework.areas if area.lens == "characteristic"}
    assert characteristics < {area.code for area in asked}


def test_the_answers_of_the_fixture_fit_on_a_phone_and_hold_no_level():
    for entry in read_pulse_file(FIXTURE).questions:
        assert entry.text.endswith("?")
        assert len(set(entry.answers)) == 5
        for text in entry.answers:
            assert 3 <= len(text.split()) <= 20, text
            assert not text.endswith("."), text
            assert "level" not in text.lower(), text


@pytest.mark.parametrize(
    "fault",
    [
        wording.american_spellings,
        wording.banned_words,
        wording.contractions,
        wording.glossary_synonyms,
        wording.typewriter_quotes,
    ],
)
def test_the_words_of_the_fixture_are_those_of_the_framework(fault):
    for entry in read_pulse_file(FIXTURE).questions:
        for text in (entry.text, *entry.answers):
            assert fault(wording.Text(entry.about, "pulse", text)) == []


def test_the_demonstration_has_a_closed_pulse_with_a_group_too_small_to_show(settings, framework, write):
    settings.DEMONSTRATION = True
    run(write(SMALL))
    council = make_council("West Lothian")
    make_member(council, "lead")
    assessment = make_assessment(council, make_round(framework))
    answer_all(assessment, 3)
    Round.objects.update(invented=True)
    for _ in range(2):
        call_command("demonstration_pulse", stdout=StringIO())
    pulse = Pulse.objects.get()
    shown = results(pulse)
    assert pulse.closed_at is not None
    assert [group.name for group in shown.groups] == ["Staff", "Managers"]
    assert shown.too_few == (Group.MEMBERS.label,)


def test_invented_answers_are_refused_outside_the_demonstration(settings, db):
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="in a demonstration alone"):
        call_command("demonstration_pulse")
