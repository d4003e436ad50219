"""Reading answers of the test client."""

from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import HttpResponseBase


def close(response: HttpResponseBase) -> None:
    """Close a served file. Ending the request would close the test's own connection too, so that is held back."""
    request_finished.disconnect(close_old_connections)
    try:
        response.close()
    finally:
        request_finished.connect(close_old_connections)
