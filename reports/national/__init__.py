"""The national report on one release: what took part, and the aggregates that may be shown to everybody."""

from reports.national.building import build
from reports.national.content import NationalContent

__all__ = ["NationalContent", "build"]
