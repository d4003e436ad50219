"""Documents in an S3-compatible store: written, read, looked for and deleted there, and never given an address."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.files.base import ContentFile

from reports.object_storage import PrivateObjectStorage


class Store(BaseHTTPRequestHandler):
    """As much of the protocol as a document needs, in memory."""

    objects: dict[str, bytes]
    requests: list[tuple[str, dict[str, str]]]

    def do_PUT(self):
        self.requests.append(("PUT", {name.lower(): value for name, value in self.headers.items()}))
        self.objects[self.path] = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(200)

    def do_GET(self):
        content = self.objects.get(self.path)
        self.answer(404 if content is None else 200, content or b"")

    do_HEAD = do_GET  # noqa: N815 - the name that the server looks for

    def do_DELETE(self):
        self.objects.pop(self.path, None)
        self.answer(204)

    def answer(self, status: int, content: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Last-Modified", "Sun, 22 Nov 2026 09:00:00 GMT")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def store():
    kind = type("OneStore", (Store,), {"objects": {}, "requests": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    kind.address = f"http://127.0.0.1:{server.server_port}"
    yield kind
    server.shutdown()
    server.server_close()


@pytest.fixture
def storage(store) -> PrivateObjectStorage:
    keys = {"access_key": "test", "secret_key": "test"}
    return PrivateObjectStorage(bucket_name="documents", endpoint_url=store.address, region_name="eu-west-2", **keys)


def test_a_document_comes_back_as_it_was_stored(storage):
    name = storage.save("documents/one.pdf", ContentFile(b"%PDF-1.7 a document"))

    with storage.open(name) as file:
        assert file.read() == b"%PDF-1.7 a document"
    assert storage.exists(name)
    storage.delete(name)
    assert not storage.exists(name)


def test_a_second_document_of_one_name_never_takes_the_place_of_the_first(storage):
    names = {storage.save("documents/one.pdf", ContentFile(b"%PDF")) for _ in range(2)}

    assert len(names) == 2


def test_nothing_is_made_public(storage, store):
    name = storage.save("documents/one.pdf", ContentFile(b"%PDF"))

    assert "x-amz-acl" not in store.requests[0][1]
    with pytest.raises(ValueError, match="no address"):
        storage.url(name)
