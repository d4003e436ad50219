"""What is held beside the answers of a section until somebody chooses."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from assessments.models import HeldAnswer, Section


def held_of(section: Section) -> Mapping[int, Sequence[HeldAnswer]]:
    """The held answers with their practices, the oldest first, by question id. One query where there are none."""
    held: dict[int, list[HeldAnswer]] = defaultdict(list)
    rows = HeldAnswer.objects.filter(answer__section=section).select_related("by", "answer")
    for row in rows.prefetch_related("practices").order_by("at", "pk"):
        held[row.answer.question_id].append(row)
    return held
