"""Keep large files out while they arrive."""

from django.core.files.uploadhandler import FileUploadHandler

from assessments.workbooks.safety import MAX_BYTES


class StopAtLimit(FileUploadHandler):
    """Hands on just so much of a file that the form finds it too large; the rest is read and dropped."""

    received = 0

    def new_file(self, *args: object, **kwargs: object) -> None:
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        is_enough = self.received > MAX_BYTES
        self.received += len(raw_data)
        return None if is_enough else raw_data

    def file_complete(self, file_size: int) -> None:
        """The file is the next handler's."""
