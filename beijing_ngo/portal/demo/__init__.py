"""Demonstration content: a YAML file and a module for each subject, loaded by `manage.py demo`."""
