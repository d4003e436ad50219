"""What gunicorn serves."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "councilmaturity.settings")

application = get_wsgi_application()
# All views are loaded with the process, so that nobody's first page waits for them.
import_module(settings.ROOT_URLCONF)
