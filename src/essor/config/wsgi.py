"""Entry point of gunicorn: refuses to serve an unsafe installation."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from essor.config.loopback import LoopbackOnly

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essor.config.settings")
application = get_wsgi_application()

from essor.config.startup import refuse_unsafe_start  # noqa: E402

refuse_unsafe_start()
if settings.IS_DEMONSTRATION:
    application = LoopbackOnly(application)  # type: ignore[assignment]
