"""Reading a framework from its YAML files: framework.yaml, and the files that it names beside it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import yaml
from yaml.nodes import Node

from characteristics.framework_entries import BarrierEntry, CaseStudyEntry, FrameworkFile, Mistake, Reference
from characteristics.framework_fields import DOTTED_CODE, Fields, Page, Value
from characteristics.framework_readers import LONGEST, read_area, read_barrier, read_case_study, read_source
from characteristics.framework_rules import broken_rules

Entry = TypeVar("Entry")

LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C reads ten times faster, where it is built


def read_framework_file(path: Path) -> FrameworkFile | list[Mistake]:
    """The framework with all its parts; or every mistake in any of its files, in the order of the files."""
    mistakes: list[Mistake] = []
    root = read_yaml(path, mistakes)
    if root is None:
        return mistakes
    files = _Files(path.parent, mistakes, read=[str(path)])
    framework = root.entry(lambda fields: _read_framework(fields, files))
    mistakes.extend(broken_rules(framework, all_files_read=files.all_read))
    if not mistakes:
        return framework
    return sorted(mistakes, key=lambda mistake: (files.read.index(mistake.file), mistake.line))


def read_yaml(path: Path, mistakes: list[Mistake]) -> Value | None:
    """The file's one YAML document; None, with the mistake noted, where it can't be read."""
    page = Page(str(path), mistakes)
    try:
        node: Node | None = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=LOADER)
    except UnicodeDecodeError as error:
        page.note(1, "file", f"is not UTF-8 text: byte {error.start + 1} can't be read")
    except OSError as error:
        page.note(1, "file", f"can't be read: {error.strerror}")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it holds a character that YAML doesn't allow"
        page.note(mark.line + 1 if mark else 1, "file", f"is not valid YAML: {problem}")
    else:
        if node is not None:
            return Value(page, node, node.start_mark.line + 1, "")
        page.note(1, "file", "is empty")
    return None


@dataclass
class _Files:
    """The files that framework.yaml names. `all_read` turns false with the first that can't be read."""

    folder: Path
    mistakes: list[Mistake]
    read: list[str] = field(default_factory=list)
    all_read: bool = True

    def entry(self, name: Value, reader: Callable[[Fields], Entry]) -> Entry | None:
        root = self._open(name)
        if root is None:
            self.all_read = False
            return None
        return root.entry(reader)

    def entries(self, names: Value, reader: Callable[[Fields], Entry]) -> tuple[Entry, ...]:
        read = [self.entry(name, reader) for name in names.items()]
        return tuple(entry for entry in read if entry is not None)

    def _open(self, name: Value) -> Value | None:
        text = name.text()
        if not text:
            return None
        path = self.folder / text
        if not path.is_file():
            name.note(f"there is no file {text} in {self.folder}")
            return None
        if str(path) in self.read:
            name.note(f"names the file {text} a second time")
            return None
        self.read.append(str(path))
        return read_yaml(path, self.mistakes)


def _read_framework(fields: Fields, files: _Files) -> FrameworkFile:
    framework = FrameworkFile(
        place=fields.owner.place,
        code=fields.required("code").code(LONGEST["framework.code"]),
        version=fields.required("version").code(LONGEST["framework.version"], DOTTED_CODE),
        title=fields.required("title").text(LONGEST["framework.title"]),
        summary=fields.required("summary").text(),
        sources=fields.required("sources").entries(read_source),
        areas=files.entries(fields.required("areas"), read_area),
        barriers=files.entry(fields.required("barriers"), _read_barriers) or (),
        case_studies=(),
        without_case_study=(),
    )
    studies = files.entry(fields.required("case_studies"), _read_case_studies)
    if studies is None:
        return framework
    return replace(framework, case_studies=studies[0], without_case_study=studies[1])


def _read_barriers(fields: Fields) -> tuple[BarrierEntry, ...]:
    return fields.required("barriers").entries(read_barrier, may_be_empty=True)


def _read_case_studies(fields: Fields) -> tuple[tuple[CaseStudyEntry, ...], tuple[Reference, ...]]:
    return (
        fields.required("case_studies").entries(read_case_study, may_be_empty=True),
        fields.required("without_case_study").references(may_be_empty=True),
    )
