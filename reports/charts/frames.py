"""The layouts of a range plot."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Frame:
    """A layout: labels beside the scale, or above it where there is little room."""

    width: float
    left: float
    """Where level 1 is; level 5 is at `right`."""
    right: float
    head: float
    row: float
    track: float
    """From the top of a row down to the middle of its marks."""
    size: float
    label_width: float
    words_x: float
    """Where the words start, or end in a layout with labels above."""
    labels_above: bool
    tick: float = 20
    """How high a median's mark is."""
    beside: bool = False
    """Whether the figure stands beside its dot, where rows are too low for one above."""
    band: float = 12
    """How high the bar of a band is."""


WIDE = Frame(
    width=680, left=196, right=524, head=40, row=42, track=26, size=13, label_width=160, words_x=556, labels_above=False
)
NARROW = Frame(
    width=360, left=24, right=336, head=38, row=56, track=43, size=12.5, label_width=236, words_x=360, labels_above=True
)

PAPER = Frame(
    width=680,
    left=216,
    right=544,
    head=36,
    row=21,
    track=11,
    size=12,
    label_width=214,
    words_x=568,
    labels_above=False,
    tick=15,
    beside=True,
)
"""As the wide one, with rows as low as one line of a label."""
BESIDE_RADAR = Frame(
    width=360,
    left=24,
    right=336,
    head=38,
    row=43,
    track=31,
    size=12.5,
    label_width=236,
    words_x=360,
    labels_above=True,
    tick=18,
    beside=True,
)
"""As the narrow one, with lower rows."""

GROUP = Frame(
    width=680,
    left=216,
    right=544,
    head=36,
    row=19,
    track=10,
    size=12,
    label_width=214,
    words_x=568,
    labels_above=False,
    tick=13,
    beside=True,
    band=9,
)
"""As the one for paper, and lower still."""
