"""The pages of organisations that are passed on, what stands on their pictures, and their facts in the words of schema.org."""

from beijing_ngo.core import language, sharing
from beijing_ngo.core.countries import country_name
from beijing_ngo.core.language import plain
from beijing_ngo.core.public_address import full
from beijing_ngo.core.sharing import Card, dotted, heading
from beijing_ngo.core.structured import address, association, thing
from members.models import LegalForm, Organisation, OrganisationKind

KINDS = {
    OrganisationKind.GOVERNMENT: "GovernmentOrganization",
    OrganisationKind.COMPANY: "Corporation",
}
NOT_GOVERNMENTAL = {LegalForm.ASSOCIATION, LegalForm.FOUNDATION, LegalForm.SERVICE}


def register() -> None:
    sharing.records(
        "organisation",
        page="members:detail",
        rows=lambda: Organisation.objects.public().defer("description"),
        card=of_organisation,
    )


def of_organisation(organisation: Organisation) -> Card:
    country = country_name(organisation.country.code) if organisation.country else ""
    return Card(
        plate="organisation",
        slug=organisation.slug,
        title=heading(organisation, "name"),
        kind_line=dotted(organisation.get_legal_form_display(), organisation.get_kind_display()),
        line=dotted(plain(organisation, "city"), country if organisation.country != "CN" else ""),
    )


def profile(organisation: Organisation) -> dict:
    """As its page has it; one that is a member today is so of the association."""
    mine = language.current()
    name, city = plain(organisation, "name"), plain(organisation, "city")
    url = full(organisation.get_absolute_url())
    others = (
        plain(organisation, "short_name"),
        language.written(organisation, "name", language.other(mine)),
        organisation.un_name,
    )
    is_member = organisation.kind == OrganisationKind.MEMBER and organisation.is_member
    return thing(
        "NGO"
        if organisation.legal_form in NOT_GOVERNMENTAL
        else KINDS.get(organisation.kind, "Organization"),
        at_id=f"{url}#organisation",
        name=name,
        alternateName=list(dict.fromkeys(other for other in others if other and other != name)),
        description=plain(organisation, "description"),
        url=url,
        sameAs=organisation.website,
        logo=full(organisation.logo.url) if organisation.logo else "",
        foundingDate=str(organisation.founded_year or ""),
        email=organisation.email,
        address=address(city, organisation.country) if city else "",
        identifier=thing("PropertyValue", propertyID="USCC", value=organisation.credit_code)
        if organisation.credit_code
        else "",
        memberOf=association() if is_member else "",
    )
