"""People who sign in: secretariat staff, contacts and delegates of member organisations."""

import secrets

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from beijing_ngo.core.models import PersonName


class EmailUserManager(UserManager):
    def _create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_user(self, email, password=None, **fields):
        return self._create_user(email, password, **{"is_staff": False, "is_superuser": False, **fields})

    def create_superuser(self, email, password=None, **fields):
        user = self._create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})
        user.vouch_for_address()
        return user

    def colleagues(self):
        """Whoever works in the secretariat now."""
        return self.filter(is_staff=True, is_active=True)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(PersonName, AbstractUser):
    """An account; the e-mail address is the login."""

    username = first_name = last_name = None
    email = models.EmailField(_("e-mail"), unique=True)
    preferred_language = models.CharField(
        _("preferred language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans"
    )
    phone = PhoneNumberField(_("telephone"), blank=True)
    privacy_agreed_at = models.DateTimeField(
        _("agreed to the treatment of personal data at"), null=True, blank=True, editable=False
    )
    # The address of their private calendar; made when they first ask for it.
    calendar_secret = models.CharField(max_length=40, unique=True, null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["given_name"]

    objects = EmailUserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="members_user_one_account_per_email",
                violation_error_message=_("There is an account with this e-mail address already."),
            )
        ]

    def __str__(self):
        return self.name or self.email

    @property
    def is_colleague(self) -> bool:
        """As `colleagues()` says: whoever has left the secretariat is none any more."""
        return self.is_staff and self.is_active

    def vouch_for_address(self) -> None:
        """The office vouches for the address: the account signs in with it, as if its owner had confirmed it."""
        from allauth.account.models import EmailAddress  # needs this model first

        own = {"user": self, "email": self.email.lower(), "verified": True, "primary": True}
        if EmailAddress.objects.filter(**own).exists():
            return
        with transaction.atomic():
            EmailAddress.objects.filter(user=self).delete()
            EmailAddress.objects.create(**own)

    def renew_calendar_secret(self) -> None:
        """Whoever knew the old address of the calendar sees nothing more."""
        self.calendar_secret = secrets.token_urlsafe(24)
        self.save(update_fields=["calendar_secret"])

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name
