"""The Django project that joins the apps: settings, addresses, ASGI entry."""
