"""The portal as an ASGI application, for servers that want one. Nothing in it needs one."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beijing_ngo.settings")

application = get_asgi_application()
