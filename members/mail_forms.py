"""Which mail somebody wants."""

from django import forms
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import unsubscribing
from beijing_ngo.core.models import MailTopic

WHAT_IT_IS = {
    MailTopic.REMINDERS: _("A few days before an event: when and where it is, and your ticket once more."),
    MailTopic.CALLS: _(
        "When registration for an event will close soon and your organisation has not registered."
    ),
    MailTopic.DIGESTS: _("On working days at half past eight: what waits for you in the secretariat."),
}


class MailForm(forms.Form):
    """A tick for each topic that may be switched off; the digest is for those who work for the secretariat."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        off = unsubscribing.off(user.email)
        for topic in topics_of(user):
            self.fields[topic.value] = forms.BooleanField(
                label=topic.label, help_text=WHAT_IT_IS[topic], required=False, initial=topic not in off
            )

    def save(self):
        wanted = {topic for topic, is_on in self.cleaned_data.items() if is_on}
        unsubscribing.switch_on(self.user.email, *wanted)
        unsubscribing.switch_off(self.user.email, *(self.cleaned_data.keys() - wanted))


def topics_of(user) -> list[MailTopic]:
    return [topic for topic in MailTopic if topic != MailTopic.DIGESTS or user.is_staff]
