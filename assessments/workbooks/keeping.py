"""A read workbook as canonical JSON and back, for the time between uploading and applying."""

import json
from dataclasses import asdict
from typing import Any

from assessments.inputs import AnswerContent
from assessments.workbooks.reading import Mistake, Place, ReadAnswer, ReadBarrier, Reading
from assessments.workbooks.stamping import Stamp


def to_json(stamp: Stamp, reading: Reading) -> str:
    kept = {"stamp": asdict(stamp), "reading": asdict(reading)}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_sorted)


def _sorted(value: object) -> list[Any]:
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(type(value))


def from_json(text: str) -> tuple[Stamp, Reading]:
    kept = json.loads(text)
    reading = kept["reading"]
    return Stamp(**kept["stamp"]), Reading(
        answers={code: _answer(answer) for code, answer in reading["answers"].items()},
        barriers={
            area: {code: _barrier(barrier) for code, barrier in barriers.items()}
            for area, barriers in reading["barriers"].items()
        },
        mistakes=tuple(Mistake(**mistake) for mistake in reading["mistakes"]),
    )


def _answer(kept: dict[str, Any]) -> ReadAnswer:
    content = kept["content"]
    return ReadAnswer(
        content=AnswerContent(**{**content, "practices": frozenset(content["practices"])}),
        confirms=kept["confirms"],
        place=Place(**kept["place"]),
        practice_rows={int(practice): row for practice, row in kept["practice_rows"].items()},
    )


def _barrier(kept: dict[str, Any]) -> ReadBarrier:
    return ReadBarrier(ticked=kept["ticked"], place=Place(**kept["place"]))
