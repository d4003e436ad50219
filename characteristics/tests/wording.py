"""Rules of wording. Each takes a text, a question or all texts, and gives back the faults in words."""

import re
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from characteristics.framework_entries import FrameworkFile, QuestionEntry
from characteristics.tests.wording_lists import (
    ABBREVIATIONS,
    AMERICAN,
    BANNED,
    CHARACTERS,
    CONTRACTIONS,
    DEGREE,
    EXPLAINED_OTHERWISE,
    EXPLAINED_WHERE_USED,
    JOINED_BY_AND,
    SYNONYMS,
    SYNONYMS_ALLOWED,
    WORDS,
)

with warnings.catch_warnings():
    warnings.simplefilter(
        "ignore"
    )  # its word lists for Dutch hold an escape that Python warns of when it compiles them
    import readability

LIKENESS = 0.9
"""From here on two descriptors are one descriptor said twice."""

WORD = re.compile(r"[A-Za-z0-9£%][\w’.,%-]*")
ABBREVIATION = re.compile(r"\b\w*[A-Z]{2}\w*\b")
CODE = re.compile(r"[A-Z]{2,3}\d\d")


@dataclass(frozen=True)
class Text:
    """One text and where it stands: `code` is that of its question, or of its area, barrier or case study."""

    code: str
    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.code} {self.kind}"


def area_texts(framework: FrameworkFile) -> Iterator[Text]:
    """Every text of every area and its questions."""
    for area in framework.areas:
        yield Text(area.code, "short name", area.short_name)
        yield Text(area.code, "area definition", area.definition)
        yield Text(area.code, "why it matters", area.why)
        yield from (Text(area.code, "role to ask", role) for role in area.ask)
        yield from (Text(area.code, "scrutiny question", text) for text in area.scrutiny)
        yield from (Text(theme.code, "theme definition", theme.definition) for theme in area.themes)
        for _, question in area.placed_questions():
            yield from question_texts(question)


def question_texts(question: QuestionEntry) -> Iterator[Text]:
    yield Text(question.code, "label", question.short)
    yield Text(question.code, "question", question.text)
    yield Text(question.code, "help", question.help)
    yield from (Text(question.code, "evidence", text) for text in question.evidence)
    yield from (Text(question.code, "meaning", term.meaning) for term in question.terms)
    if question.not_applicable:
        yield Text(question.code, "not applicable", question.not_applicable)
    yield from (Text(question.code, "level", level.text) for level in question.levels)
    yield from (Text(question.code, "relation", related.why) for related in question.related)
    yield from (Text(practice.code, "practice", practice.text) for practice in question.practices)


def other_texts(framework: FrameworkFile) -> Iterator[Text]:
    """The texts of barriers and case studies."""
    for barrier in framework.barriers:
        yield Text(barrier.code, "barrier", barrier.definition)
    for study in framework.case_studies:
        yield Text(study.code, "case study title", study.title)
        yield Text(study.code, "case study", f"{study.did} {study.result}")


def wrong_length(text: Text) -> list[str]:
    fewest, most = WORDS[text.kind]
    count = len(WORD.findall(text.text))
    faults = [] if fewest <= count <= most else [f"{text}: {count} words, where {fewest} to {most} are wanted"]
    longest = CHARACTERS.get(text.kind)
    if longest is not None and len(text.text) > longest:
        faults.append(f"{text}: {len(text.text)} characters, where {longest} have room")
    return faults


def banned_words(text: Text) -> list[str]:
    return _found(text, BANNED, "is a word to avoid")


def american_spellings(text: Text) -> list[str]:
    return _found(text, AMERICAN, "is not British spelling")


def contractions(text: Text) -> list[str]:
    return _found(text, CONTRACTIONS, "is hard to read for some people: write it out")


def typewriter_quotes(text: Text) -> list[str]:
    return [f"{text}: has a straight {mark}" for mark in ("'", '"') if mark in text.text]


def glossary_synonyms(text: Text) -> list[str]:
    faults = []
    for word, pattern in SYNONYMS.items():
        if (word, text.code.partition(".")[0]) not in SYNONYMS_ALLOWED:
            faults += _found(text, pattern, "has another word in the glossary")
    return faults


def _found(text: Text, pattern: str, message: str) -> list[str]:
    return [f"{text}: ‘{word}’ {message}" for word in re.findall(rf"(?i)\b(?:{pattern})\b", text.text)]


def unexplained_abbreviations(text: Text, *, explanations: str) -> list[str]:
    """Codes of questions are references. `explanations`: the terms and the help of the question."""
    found = {word for word in ABBREVIATION.findall(text.text) if not CODE.fullmatch(word)}
    unknown = sorted(word for word in found if word not in ABBREVIATIONS and word not in explanations)
    return [f"{text}: {word} is nowhere explained" for word in unknown]


def explanations_of(question: QuestionEntry) -> str:
    return " ".join([question.help, *(f"{term.term} {term.meaning}" for term in question.terms)])


def wrong_question(text: Text) -> list[str]:
    faults = [] if text.text.count("?") == 1 and text.text.endswith("?") else [f"{text}: is not one question"]
    if " and " in text.text and text.code not in JOINED_BY_AND:
        faults.append(f"{text}: its ‘and’ may join two questions")
    return faults


def levels_apart_by_degree(question: QuestionEntry) -> list[str]:
    """Levels with the same words once those of degree are gone; and five that all begin alike."""
    bare = {
        level.level: [word for word in normalised(level.text) if not re.fullmatch(DEGREE, word)]
        for level in question.levels
    }
    faults = [
        f"{question.code}: levels {one} and {two} differ by words of degree alone"
        for one, two in combinations(bare, 2)
        if bare[one] == bare[two]
    ]
    if len({tuple(normalised(level.text)[:2]) for level in question.levels}) == 1:
        faults.append(f"{question.code}: all levels begin with the same words")
    return faults


def terms_left_out(question: QuestionEntry) -> list[str]:
    words = " ".join([question.text, *(level.text for level in question.levels)])
    terms = {term.term for term in question.terms}
    return [
        f"{question.code}: uses ‘{term}’ and doesn’t explain it"
        for term, pattern in EXPLAINED_WHERE_USED.items()
        if re.search(rf"\b{pattern}\b", words) and term not in terms
        if (question.code, term) not in EXPLAINED_OTHERWISE
    ]


def terms_with_two_meanings(questions: Iterable[QuestionEntry]) -> list[str]:
    meanings: dict[str, dict[str, str]] = defaultdict(dict)
    for question in questions:
        for term in question.terms:
            meanings[term.term.lower()].setdefault(f"{term.term}: {term.meaning}", question.code)
    return [
        f"{term}: is explained in {len(m)} ways: {', '.join(m.values())}" for term, m in meanings.items() if len(m) > 1
    ]


def repeated(texts: Iterable[Text]) -> list[str]:
    """Texts that stand twice, however they are spaced, pointed or capitalised."""
    counts = Counter(" ".join(normalised(text.text)) for text in texts)
    return [f"stands {times} times: {words}" for words, times in counts.items() if times > 1]


def nearly_repeated(texts: Iterable[Text]) -> list[str]:
    bare = [(text, normalised(text.text)) for text in texts]
    return [
        f"{one} and {two} are {likeness:.0%} alike: {one.text}"
        for (one, first), (two, second) in combinations(bare, 2)
        if _share_most_words(first, second)
        if (likeness := SequenceMatcher(None, " ".join(first), " ".join(second), autojunk=False).ratio()) > LIKENESS
    ]


def _share_most_words(one: list[str], two: list[str]) -> bool:
    """Whether it is worth the slower look at their letters."""
    shared = sum((Counter(one) & Counter(two)).values())
    return shared * 2 >= 0.7 * (len(one) + len(two))


def normalised(text: str) -> list[str]:
    return re.findall(r"\w+(?:’\w+)?", text.lower())


def reading_grade(text: str) -> float:
    """The Flesch-Kincaid grade: about the years of school that a reader needs."""
    sentences = [re.findall(r"[\w’-]+", sentence) for sentence in re.split(r"(?<=[.?!:;])\s+", text.strip())]
    tokens = "\n".join(f"{' '.join(sentence)} ." for sentence in sentences if sentence)
    return float(readability.getmeasures(tokens, lang="en")["readability grades"]["Kincaid"])
