"""Reports in the admin, a file a subject."""

from reports.admin import articles, mechanisms, quadrennial, submissions

__all__ = ["articles", "mechanisms", "quadrennial", "submissions"]
