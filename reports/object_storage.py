"""Finished documents in an S3-compatible store, for services that run on several hosts."""

from typing import Any, NoReturn

from botocore.config import Config
from storages.backends.s3 import S3Storage

SECONDS_TO_CONNECT, SECONDS_TO_READ, TRIES = 5, 30, 3


class PrivateObjectStorage(S3Storage):
    """Nobody gets at an object but through the service, which asks who it is: no public rule, no address."""

    def get_default_settings(self) -> dict[str, Any]:
        config = Config(
            connect_timeout=SECONDS_TO_CONNECT,
            read_timeout=SECONDS_TO_READ,
            retries={"max_attempts": TRIES},
            s3={"addressing_style": "path"},
            # Stores other than Amazon's don't all know the checksums that it asks for by default.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        private = {"default_acl": None, "file_overwrite": False, "client_config": config}
        return {**super().get_default_settings(), **private}

    def url(self, *_: object, **__: object) -> NoReturn:
        raise ValueError("a document has no address of its own")
