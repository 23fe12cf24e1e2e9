"""The portal on demonstration content in processes of its own, as a visitor meets it."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from benchmarks.servers import free_port, wait_for

ROOT = Path(__file__).resolve().parent.parent.parent
NAME = f"portal_browser_{os.getpid()}"


def environment(folder):
    """The run's own settings, with a database and files of its own."""
    settings = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    settings |= {
        "VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "tests.browser.demo_settings",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "STATIC_MANIFEST": "false",
        "HTTPS": "false",
        "DEMO_ACCOUNTS": "true",
    }
    if url := os.environ.get("DATABASE_URL"):
        settings["DATABASE_URL"] = urlunsplit(urlsplit(url)._replace(path=f"/{NAME}"))
    return settings


def server_statement(statement):
    """One statement on the database server of the run; nothing to do on SQLite."""
    if url := os.environ.get("DATABASE_URL"):
        connection = psycopg2.connect(urlunsplit(urlsplit(url)._replace(path="/postgres")))
        connection.autocommit = True
        connection.cursor().execute(statement)
        connection.close()


@contextmanager
def demo_server(folder):
    """The address of a server that runs until the block ends."""
    settings, port = environment(folder), free_port()
    server_statement(f'CREATE DATABASE "{NAME}"')
    manage = [sys.executable, "manage.py"]
    try:
        for command in (["migrate", "--run-syncdb"], ["demo"]):
            subprocess.run([*manage, *command, "--verbosity", "0"], cwd=ROOT, env=settings, check=True)
        server = subprocess.Popen(
            [*manage, "runserver", "--noreload", "--insecure", f"127.0.0.1:{port}"],
            cwd=ROOT,
            env=settings,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)
    finally:
        server_statement(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)')
