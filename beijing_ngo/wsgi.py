"""The portal as a WSGI application, which is how gunicorn serves it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beijing_ngo.settings")

application = get_wsgi_application()
