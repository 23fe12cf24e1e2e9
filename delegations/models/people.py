"""Who travels, in the order of protocol."""

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beijing_ngo.core.models import PersonName
from delegations.models.delegations import Delegation
from members.models import Organisation


class DelegationRole(models.TextChoices):
    HEAD = "head", _("Head of delegation")
    DEPUTY_HEAD = "deputy_head", _("Deputy head")
    MEMBER = "member", pgettext_lazy("delegation", "Member")
    INTERPRETER = "interpreter", _("Interpreter")
    STAFF = "staff", _("Staff")


class BadgeKind(models.TextChoices):
    """Kinds of badge at UN climate conferences (unfccc.int, registration since COP 28)."""

    PARTY = "party", _("Party")
    PARTY_OVERFLOW = "party_overflow", _("Party overflow")
    UN = "un", _("United Nations")
    UN_OVERFLOW = "un_overflow", _("United Nations overflow")
    IGO = "igo", _("Intergovernmental organisation")
    NGO = "ngo", _("Non-governmental organisation")
    HOST_COUNTRY = "host_country", _("Host country guest")
    GLOBAL_CLIMATE_ACTION = "global_climate_action", _("Global climate action")
    PRESS = "press", _("Press")
    COURTESY = "courtesy", _("Courtesy")
    TEMPORARY = "temporary", _("Temporary pass")


RANKS = {DelegationRole.HEAD: 0, DelegationRole.DEPUTY_HEAD: 1}
REST = 2  # everybody else, in the order they are given


class DelegationMemberQuerySet(models.QuerySet):
    def public(self):
        return self.filter(public=True)

    def in_protocol_order(self):
        """The head first, then the deputies, then everybody in the order given; never by alphabet."""
        rank = Case(*(When(role=role, then=Value(n)) for role, n in RANKS.items()), default=Value(REST))
        return self.order_by(rank, "order", "id")


class DelegationMember(PersonName):
    delegation = models.ForeignKey(
        Delegation, verbose_name=_("delegation"), on_delete=models.CASCADE, related_name="members"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="delegation_members",
    )
    position = models.CharField(_("position"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=15, choices=DelegationRole, default=DelegationRole.MEMBER)
    order = models.PositiveSmallIntegerField(
        _("protocol order"),
        default=0,
        help_text=_("By rank, not by alphabet; the head of the delegation comes first."),
    )
    public = models.BooleanField(_("named on the public page"), default=False)
    badge_kind = models.CharField(_("badge"), max_length=25, choices=BadgeKind, blank=True)

    renews_kept = True

    objects = DelegationMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of the delegation")
        verbose_name_plural = _("members of the delegation")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegation"],
                condition=Q(role="head"),
                name="delegations_delegationmember_one_head",
                violation_error_message=_("A delegation has one head."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def rank(self) -> int:
        """People change places with those of the same rank only."""
        return RANKS.get(self.role, REST)
