"""A file is there whole or not at all."""

import pytest
from django.core.files.base import ContentFile

from reports.storage import WholeFileStorage


def test_a_file_that_cannot_be_written_whole_is_not_there_at_all(tmp_path):
    class DiskFull(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"the first half"
            raise OSError("no space left on device")

    storage = WholeFileStorage(location=tmp_path, file_permissions_mode=0o600)

    with pytest.raises(OSError, match="no space"):
        storage.save("scorecards/one.pdf", DiskFull(b""))
    assert list((tmp_path / "scorecards").iterdir()) == []
    storage.save("scorecards/one.pdf", ContentFile(b"whole"))
    assert (tmp_path / "scorecards" / "one.pdf").read_bytes() == b"whole"
    assert (tmp_path / "scorecards" / "one.pdf").stat().st_mode & 0o777 == 0o600
