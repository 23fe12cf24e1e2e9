import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from members.credit_code import ALPHABET, check_character, normalise, validate_credit_code
from members.models import Organisation
from tests.factories import OrganisationFactory

VALID = [
    "91110000600037341L",
    "5111000050000012XW",
    "52110000MJ01234569",
    "53110000MJ01234566",
    "N1110105MJ01234568",
]


def fault(code):
    with pytest.raises(ValidationError) as caught:
        validate_credit_code(code)
    return caught.value.code


@pytest.mark.parametrize("code", VALID)
def test_codes_of_the_register_are_good(code):
    validate_credit_code(code)

    assert check_character(code) == code[17]


@pytest.mark.parametrize("code", VALID)
def test_any_other_last_character_is_refused(code):
    others = [code[:17] + character for character in ALPHABET if character != code[17]]

    assert {fault(other) for other in others} == {"check"}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("51110000MJ0123456I", "confusable"),
        ("5211OOOOMJ01234569", "confusable"),
        ("52110000MJ0123456", "length"),
        ("52110000MJ012345699", "length"),
        ("52110000MJ0123456S", "characters"),
        ("5211000AMJ01234569", "characters"),
        ("52110000MJ0123_569", "characters"),
        ("", "length"),
    ],
)
def test_what_is_wrong_is_named(code, expected):
    assert fault(code) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "5211 0000 MJ01 2345 69",
        "52110000-mj0123456-9",
        "５２１１００００ＭＪ０１２３４５６９",
        "52110000MJ01234569\u00a0",
    ],
)
def test_it_is_stored_as_the_register_writes_it(typed):
    assert normalise(typed) == "52110000MJ01234569"


@pytest.mark.django_db
def test_an_organisation_keeps_the_code_tidy_and_may_have_none():
    tidy = OrganisationFactory(credit_code="52110000-mj01234569")
    OrganisationFactory.create_batch(2, credit_code="")

    tidy.refresh_from_db()
    assert tidy.credit_code == "52110000MJ01234569"
    assert Organisation.objects.filter(credit_code="").count() == 2


@pytest.mark.django_db
def test_no_two_organisations_have_one_code():
    OrganisationFactory(credit_code=VALID[0])

    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationFactory(credit_code=VALID[0].lower())


@pytest.mark.django_db
def test_a_wrong_code_is_told_beside_its_field():
    organisation = OrganisationFactory.build(credit_code="91110000600037341M")

    with pytest.raises(ValidationError) as caught:
        organisation.full_clean()

    assert list(caught.value.message_dict) == ["credit_code"]
