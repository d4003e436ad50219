"""The Celery app. The broker only nudges: what is wanted is a row in the database."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "councilmaturity.settings")

app = Celery("councilmaturity")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
