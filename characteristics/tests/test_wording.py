"""The framework's texts are plain British English, in the words of the glossary, and told apart by what can be seen."""

from dataclasses import replace
from statistics import median

import pytest

from characteristics.framework_entries import LevelEntry, TermEntry
from characteristics.tests.files import read, write_files
from characteristics.tests.fixture import FIXTURE
from characteristics.tests.wording import (
    Text,
    american_spellings,
    area_texts,
    banned_words,
    contractions,
    explanations_of,
    glossary_synonyms,
    levels_apart_by_degree,
    nearly_repeated,
    other_texts,
    reading_grade,
    repeated,
    terms_left_out,
    terms_with_two_meanings,
    typewriter_quotes,
    unexplained_abbreviations,
    wrong_length,
    wrong_question,
)
from characteristics.tests.wording_lists import EXPLAINED_OTHERWISE, JOINED_BY_AND, SYNONYMS, SYNONYMS_ALLOWED, WORDS

MEDIAN_GRADE = 10
HARDEST_GRADE = 14


@pytest.fixture(scope="module")
def framework():
    return read(FIXTURE)


@pytest.fixture(scope="module")
def texts(framework):
    return list(area_texts(framework))


@pytest.fixture(scope="module")
def all_texts(framework, texts):
    return [*texts, *other_texts(framework)]


def of_kind(kind, texts):
    return [text for text in texts if text.kind == kind]


@pytest.fixture
def question(tmp_path):
    """A question to spoil."""
    return read(write_files(tmp_path)).questions[0]


def spoilt(question, *levels):
    return replace(question, levels=tuple(LevelEntry(number, text) for number, text in enumerate(levels, 1)))


# What holds for the framework that the service is run with


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param(wrong_length, id="each kind of text has its length"),
        pytest.param(banned_words, id="no word to avoid"),
        pytest.param(american_spellings, id="British spelling"),
        pytest.param(contractions, id="no contraction"),
        pytest.param(typewriter_quotes, id="typographic quotes"),
    ],
)
def test_every_text_keeps_the_rule(rule, all_texts):
    assert [fault for text in all_texts for fault in rule(text)] == []


def test_texts_of_every_kind_are_looked_at(all_texts):
    assert {text.kind for text in all_texts} == WORDS.keys()


def test_every_text_of_an_area_uses_the_words_of_the_glossary(texts):
    assert [fault for text in texts for fault in glossary_synonyms(text)] == []


def test_abbreviations_are_explained_in_the_question_or_known_to_all(framework, texts):
    explained = {question.code: explanations_of(question) for question in framework.questions}
    faults = [
        fault
        for text in texts
        for fault in unexplained_abbreviations(text, explanations=explained.get(text.code.partition(".")[0], ""))
    ]
    assert faults == []


def test_questions_ask_one_thing(texts):
    assert [fault for text in of_kind("question", texts) for fault in wrong_question(text)] == []


def test_levels_of_a_question_differ_by_something_that_can_be_seen(framework):
    assert [fault for question in framework.questions for fault in levels_apart_by_degree(question)] == []


def test_no_two_descriptors_are_alike(texts):
    levels = of_kind("level", texts)
    assert repeated(levels) == []
    assert nearly_repeated(levels) == []


@pytest.mark.parametrize("kind", ["short name", "label", "question", "help", "area definition", "practice"])
def test_no_text_stands_twice(kind, texts):
    assert repeated(of_kind(kind, texts)) == []


def test_terms_that_decide_a_level_are_explained_where_they_are_used(framework):
    assert [fault for question in framework.questions for fault in terms_left_out(question)] == []


def test_a_term_has_one_meaning(framework):
    assert terms_with_two_meanings(framework.questions) == []


@pytest.mark.parametrize("kind", ["question", "level"])
def test_texts_can_be_read_by_tired_people(kind, texts):
    grades = {f"{text}: {text.text}": reading_grade(text.text) for text in of_kind(kind, texts)}
    assert median(grades.values()) <= MEDIAN_GRADE
    assert {text: grade for text, grade in grades.items() if grade > HARDEST_GRADE} == {}


def test_what_stands_outside_a_rule_needs_to(framework, texts):
    joined = {text.code for text in of_kind("question", texts) if " and " in text.text}
    assert JOINED_BY_AND.keys() - joined == set()
    bare = [replace(text, code="") for text in texts]  # no code, no exception
    used = {
        (word, text.code)
        for text, without_code in zip(texts, bare, strict=True)
        for word in SYNONYMS
        if any(word in fault.casefold() for fault in glossary_synonyms(without_code))
    }
    assert SYNONYMS_ALLOWED.keys() - used == set()
    unexplained = [
        (question.code, fault)
        for question in framework.questions
        for fault in terms_left_out(replace(question, code="", terms=()))
    ]
    assert all(
        any(code == found and term in fault for found, fault in unexplained) for code, term in EXPLAINED_OTHERWISE
    )


# Every rule catches what it is there for


@pytest.mark.parametrize(
    ("rule", "kind", "text", "fault"),
    [
        pytest.param(wrong_length, "level", "Nobody has looked.", "3 words, where 12 to 40", id="too short"),
        pytest.param(wrong_length, "label", "one two three four five six", "6 words, where 1 to 5", id="too long"),
        pytest.param(wrong_length, "label", "Interdepartmental responsibilities", "", id="just fits a table"),
        pytest.param(wrong_length, "label", "Interdepartmental responsibilities!", "35 characters", id="too wide"),
        pytest.param(wrong_length, "short name", "Organisational skills", "21 characters", id="too wide for a chart"),
        pytest.param(banned_words, "help", "Ensures that it works.", "‘Ensures’", id="a word to avoid"),
        pytest.param(banned_words, "help", "The key is lost.", "‘key’", id="a short word to avoid"),
        pytest.param(banned_words, "help", "A keyboard was empty.", "", id="only part of a word to avoid"),
        pytest.param(american_spellings, "help", "The organization met.", "‘organization’", id="-ization"),
        pytest.param(american_spellings, "help", "They prioritize it.", "‘prioritize’", id="-ize"),
        pytest.param(american_spellings, "help", "The program began.", "‘program’", id="program"),
        pytest.param(american_spellings, "help", "A data center.", "‘center’", id="center"),
        pytest.param(american_spellings, "help", "A programme of any size won a prize.", "", id="British"),
        pytest.param(contractions, "help", "It doesn’t count.", "‘doesn’t’", id="a contraction"),
        pytest.param(contractions, "help", "The council’s own.", "", id="a possessive"),
        pytest.param(typewriter_quotes, "help", "The council's own.", "straight '", id="a straight apostrophe"),
        pytest.param(typewriter_quotes, "help", 'It is "new".', 'straight "', id="a straight quotation mark"),
        pytest.param(glossary_synonyms, "help", "A local authority acts.", "‘local authority’", id="council"),
        pytest.param(glossary_synonyms, "help", "The organisation acts.", "‘organisation’", id="the council again"),
        pytest.param(glossary_synonyms, "help", "Fill in the survey.", "‘survey’", id="framework"),
        pytest.param(glossary_synonyms, "help", "Four pillars.", "‘pillars’", id="area"),
        pytest.param(glossary_synonyms, "help", "Councillors decide.", "‘Councillors’", id="elected members"),
        pytest.param(glossary_synonyms, "help", "Organisational habits.", "", id="another word"),
        pytest.param(wrong_question, "question", "What is done about it.", "not one question", id="no question mark"),
        pytest.param(wrong_question, "question", "What is done? By whom?", "not one question", id="two questions"),
        pytest.param(wrong_question, "question", "Who plans and how is it paid?", "two questions", id="joined"),
        pytest.param(wrong_question, "question", "Who plans it?", "", id="one question"),
    ],
)
def test_a_rule_finds_its_fault(rule, kind, text, fault):
    faults = rule(Text("XX01", kind, text))
    assert len(faults) == bool(fault)
    assert all(fault in found for found in faults)


@pytest.mark.parametrize(
    ("text", "explanations", "faults"),
    [
        pytest.param("The WCAG apply.", "", ["XX01 level: WCAG is nowhere explained"], id="not explained"),
        pytest.param("The WCAG apply.", "Guidelines (WCAG) for all.", [], id="explained"),
        pytest.param("Each API is open.", "WCAG", ["XX01 level: API is nowhere explained"], id="another is explained"),
        pytest.param("See UF06 in the UK.", "", [], id="a code and what all know"),
        pytest.param("Use SEEMiS.", "", ["XX01 level: SEEMiS is nowhere explained"], id="capitals in a name"),
    ],
)
def test_an_abbreviation_has_to_be_explained(text, explanations, faults):
    assert unexplained_abbreviations(Text("XX01", "level", text), explanations=explanations) == faults


@pytest.mark.parametrize(
    ("levels", "faults"),
    [
        pytest.param(
            ["Staff often use it.", "Staff use it."], ["levels 1 and 2 differ by words of degree"], id="often"
        ),
        pytest.param(["Some staff use it.", "Most staff use it."], ["levels 1 and 2 differ"], id="some and most"),
        pytest.param(["Staff use it.", "It rests.", "Staff use it well."], ["levels 1 and 3 differ"], id="two apart"),
        pytest.param(["It is there, now.", "It is there: later."], ["begin with the same words"], id="one beginning"),
        pytest.param(["One service uses it.", "Two services use it."], [], id="something that can be seen"),
    ],
)
def test_levels_that_differ_by_degree_are_found(question, levels, faults):
    found = levels_apart_by_degree(spoilt(question, *levels))
    assert [want in fault for want, fault in zip(faults, found, strict=True)] == [True] * len(faults)


def test_texts_that_stand_twice_are_found():
    twice = [
        Text("XX01", "level", "It is there."),
        Text("XX02", "level", "It is  there!"),
        Text("XX03", "level", "No."),
    ]
    assert repeated(twice) == ["stands 2 times: it is there"]


@pytest.mark.parametrize(
    ("second", "likeness"),
    [
        pytest.param("The leadership team sees the figures twice every year.", "95%", id="one word apart"),
        pytest.param("A committee reads what residents said about the plan.", "", id="another text"),
    ],
)
def test_texts_that_nearly_repeat_each_other_are_found(second, likeness):
    first = Text("XX01", "level", "The leadership team sees the figures once every year.")
    found = nearly_repeated([first, Text("XX02", "level", second)])
    assert [fault[:36] for fault in found] == ([f"XX01 level and XX02 level are {likeness} al"] if likeness else [])


def test_a_term_that_is_left_out_or_means_two_things_is_found(question):
    large = spoilt(question, "Every large service has one.")
    explained = replace(large, terms=(TermEntry("large service", "One of the biggest."),))
    other = replace(large, code="XX02", terms=(TermEntry("Large service", "One that many use."),))
    assert terms_left_out(large) == ["LE01: uses ‘large service’ and doesn’t explain it"]
    assert terms_left_out(explained) == []
    assert terms_with_two_meanings([explained, explained]) == []
    assert terms_with_two_meanings([explained, other]) == ["large service: is explained in 2 ways: LE01, XX02"]


def test_hard_texts_have_a_higher_grade():
    hard = (
        "Organisational interoperability necessitates comprehensive architectural standardisation across departments."
    )
    assert reading_grade("Staff see the list. They use it each day.") < 4
    assert reading_grade(hard) > HARDEST_GRADE
