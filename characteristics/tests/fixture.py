"""The framework that the service is run with."""

from pathlib import Path

from django.conf import settings

FIXTURE = Path(settings.BASE_DIR) / "fixtures" / "framework" / "framework.yaml"
