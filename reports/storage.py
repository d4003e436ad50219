"""Where finished documents lie."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class WholeFileStorage(FileSystemStorage):
    """A file is there whole or not at all: written beside its place, synced, and renamed."""

    def _save(self, name: str, content: "File[bytes]") -> str:
        place = Path(self.path(name))
        place.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=place.parent, prefix=".", delete=False) as beside:
            try:
                for chunk in content.chunks():
                    beside.write(chunk)
                beside.flush()
                os.fsync(beside.fileno())
                os.chmod(beside.name, self.file_permissions_mode or 0o600)
                os.replace(beside.name, place)
            except BaseException:
                os.unlink(beside.name)
                raise
        _sync_folder(place.parent)
        return name


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
