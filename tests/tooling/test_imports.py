"""Imports go one way: core, members, events, delegations, reports, portal."""

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports


def test_imports_go_one_way():
    assert lint_imports(config_filename="pyproject.toml", no_cache=True) == EXIT_STATUS_SUCCESS
