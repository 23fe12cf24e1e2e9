"""A desk's questions and invitations, below it in the admin."""

from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.staff_forms import StaffForm
from events.models import DeskInvitation, Question

DELETE = "DELETE"
# What an answer that is there already depends on.
FIXED_ONCE_ANSWERED = ("kind", "per")


class QuestionForm(StaffForm):
    """A question that was answered may be reworded; it stays the same question."""

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and self._would_lose_answers(cleaned) and self.instance.answers.exists():
            if cleaned.get(DELETE):
                cleaned[DELETE] = False
                self.add_error(
                    None, _("This question was answered already and stays; it may be worded differently.")
                )
            for name in FIXED_ONCE_ANSWERED:
                if name in self.changed_data:
                    self.add_error(name, _("This question was answered already, so this cannot change."))
            for name in self._shortened(cleaned):
                self.add_error(
                    name,
                    _("This question was answered already: choices may be reworded or added, not removed."),
                )
        return cleaned

    def _would_lose_answers(self, cleaned):
        return (
            cleaned.get(DELETE)
            or any(name in self.changed_data for name in FIXED_ONCE_ANSWERED)
            or self._shortened(cleaned)
        )

    def _shortened(self, cleaned):
        """The languages in which there are fewer choices than there were: an answer keeps a choice's number."""
        return [
            name
            for name in ("choices_zh_hans", "choices_en")
            if name in self.changed_data and _lines(cleaned.get(name)) < _lines(self.initial.get(name))
        ]


def _lines(text) -> int:
    return len([line for line in (text or "").splitlines() if line.strip()])


class QuestionInline(staff.TranslatedStackedInline):
    model = Question
    form = QuestionForm
    fields = [
        *staff.both("label", "help_text"),
        ("kind", "required"),
        ("choices_zh_hans", "choices_en"),
        ("per", "moment"),
        ("keep_days", "order"),
    ]


class InvitationInline(staff.TabularInline):
    model = DeskInvitation
    fields = ["organisation", "email"]
    autocomplete_fields = ["organisation"]
