"""The example in docs/pulse.md is calculated."""

from pulse import gaps
from tests.documents import part, read, table


def test_the_medians_and_the_words_of_the_document_are_right():
    rows = table(part(read("docs/pulse.md"), "What is shown"))
    assert len(rows) == 5
    for row in rows:
        middle = gaps.middle([int(level) for level in row["staff chose"].split()])
        shown = str(middle or "not shown")
        words = gaps.side(middle, int(row["own level"])).value if middle else "not shown"
        assert (shown, words) == (row["median"], row["in words"])
