"""Thousands of bilingual records to measure the portal with, made by `manage.py demo --scale`."""
