"""Whether the keys of travel documents are there, said before anybody needs them."""

from django.core.checks import Error, Tags, Warning, register

from beijing_ngo.core.refusals import Refusal
from delegations import sealing


@register(Tags.security)
def keys_are_understood(app_configs, **_options):
    try:
        sealing.keys()
    except Refusal:
        return [
            Error(
                "TRAVEL_DOCUMENT_KEYS cannot be understood.",
                hint="It is a list with commas: name:key,name2:key2, each name once, each key as "
                "“manage.py rotate_travel_keys --new” prints it.",
                id="delegations.E001",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def keys_are_there(app_configs, **_options):
    try:
        if sealing.keys():
            return []
    except Refusal:
        return []  # told by the check above
    return [
        Warning(
            "TRAVEL_DOCUMENT_KEYS is not set: travel documents can be neither kept nor read.",
            hint="“manage.py rotate_travel_keys --new” prints a key.",
            id="delegations.W001",
        )
    ]
