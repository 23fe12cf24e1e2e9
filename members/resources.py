"""Organisations in spreadsheets."""

from beijing_ngo.core.staff_admin import both
from beijing_ngo.core.staff_exchange import ExchangeResource
from members.models import Organisation


class OrganisationResource(ExchangeResource):
    class Meta(ExchangeResource.Meta):
        model = Organisation
        fields = [
            "slug",
            *both("name", "short_name"),
            "aliases",
            "kind",
            "legal_form",
            "credit_code",
            *both("registration_authority"),
            "founded_year",
            "country",
            *both("city", "description"),
            "website",
            "email",
            "phone",
            "un_name",
            "listed",
            "source_language",
            "status",
            "published_at",
        ]
