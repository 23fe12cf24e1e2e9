"""What an operator is told agrees with what the portal reads."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r"""(?:env(?:\.\w+)?|os\.environ\.get)\(\s*"([A-Z][A-Z0-9_]+)\"""")


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def variables():
    return set(READ.findall(text("beijing_ngo/settings.py") + text("gunicorn.conf.py")))


def test_the_example_names_every_variable_and_no_other():
    named = set(re.findall(r"^(?:# )?([A-Z][A-Z0-9_]+)=", text(".env.example"), re.MULTILINE))

    assert named == variables() | {"POSTGRES_PASSWORD"}


def test_the_handbook_lists_every_variable_and_no_other():
    listed = set()
    for row in re.findall(r"^\| (`.+?) \|", text("docs/deployment.md"), re.MULTILINE):
        listed.update(re.findall(r"`([A-Z][A-Z0-9_]+)`", row))

    assert listed == variables() | {"POSTGRES_PASSWORD"}


def test_no_secret_has_a_default():
    secrets = re.findall(r"^(\w*(?:SECRET_KEY|PASSWORD))=(.*)$", text(".env.example"), re.MULTILINE)
    asked = re.findall(r"\$\{(\w+)(:\?)?", text("compose.yaml"))

    assert secrets == [("SECRET_KEY", ""), ("POSTGRES_PASSWORD", "")]
    assert set(asked) == {("POSTGRES_PASSWORD", ":?")}


def test_only_the_web_server_is_reached_from_outside_and_only_from_this_machine():
    services = yaml.safe_load(text("compose.yaml"))["services"]

    assert {name: service["ports"] for name, service in services.items() if "ports" in service} == {
        "web": ["127.0.0.1:8000:8000"]
    }


def test_everything_the_image_needs_is_let_into_it():
    let_in = {line.strip("!/") for line in text(".dockerignore").splitlines() if line.startswith("!")}
    applications = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}

    assert let_in >= applications | {"templates", "static", "locale", "bin", "manage.py", "gunicorn.conf.py"}
