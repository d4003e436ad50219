"""Composes the apps into one service: settings, addresses, the Celery app, the web entry point."""

from councilmaturity.celery import app as celery_app

__all__ = ["celery_app"]
