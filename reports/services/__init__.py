"""Benchmark releases: what one would hold, making it, checking it, and showing it to everybody."""

from reports.services.checking import ReleaseCheck, check_release
from reports.services.inputs import digest_of_inputs
from reports.services.previewing import AreaLeftOut, GroupPreview, ReleasePreview, preview_release
from reports.services.publishing import NothingToPublish, publish_release
from reports.services.releasing import AlreadyReleased, ReleaseRefused, release_benchmarks, why_not_now

__all__ = [
    "AlreadyReleased",
    "AreaLeftOut",
    "GroupPreview",
    "NothingToPublish",
    "ReleaseCheck",
    "ReleasePreview",
    "ReleaseRefused",
    "check_release",
    "digest_of_inputs",
    "preview_release",
    "publish_release",
    "release_benchmarks",
    "why_not_now",
]
