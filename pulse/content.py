"""What pages and forms receive: finished, frozen, no query inside."""

from dataclasses import dataclass

from pulse.gaps import Side


@dataclass(frozen=True)
class OptionContent:
    level: int
    text: str


@dataclass(frozen=True)
class QuestionContent:
    """One question of the pulse. `about` is the code of the framework's question whose levels the options stand for."""

    id: int
    position: int
    text: str
    about: str
    options: tuple[OptionContent, ...]


@dataclass(frozen=True)
class ResponseInput:
    """What one person sent. `levels` holds a level by id of question, or None for 'I can’t say'.

    `mark` is the same for both sendings of a form that was sent twice.
    """

    group: str
    levels: dict[int, int | None]
    mark: str


@dataclass(frozen=True)
class Figure:
    """A level as it is shown; `shade` is 0 where there is none."""

    words: str
    shade: int


@dataclass(frozen=True)
class Cell:
    """What one group says to one question, beside the council's own answer."""

    group: str
    figure: Figure
    words: str
    side: Side | None
    """None where there is nothing to compare."""

    @property
    def differs(self) -> bool:
        return self.side in (Side.LOWER, Side.HIGHER)


@dataclass(frozen=True)
class Row:
    question: QuestionContent
    own: Figure
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class ShownGroup:
    """A group that is large enough to be shown, and in words where it differs from the council."""

    name: str
    number: int
    words: str


@dataclass(frozen=True)
class Results:
    groups: tuple[ShownGroup, ...]
    too_few: tuple[str, ...]
    rows: tuple[Row, ...]
