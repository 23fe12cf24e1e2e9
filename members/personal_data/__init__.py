"""What the members' app keeps about a person, told to the registry in core: their account, their part in organisations."""

from members.personal_data import account, mail, organisations


def register() -> None:
    account.register()
    organisations.register()
    mail.register()
