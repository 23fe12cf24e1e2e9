"""A rule that says no."""

from django.utils.translation import gettext_lazy as _


class Refusal(Exception):  # noqa: N818, it is no error: the rule did its work
    """Raised by an operation; worded for the person who asked, in the language of the moment."""

    message = _("This is not possible.")

    def __init__(self, message=None, **context):
        self.context = context
        super().__init__(message or self.message)

    def __str__(self):
        text = str(self.args[0])
        return text % self.context if self.context else text
