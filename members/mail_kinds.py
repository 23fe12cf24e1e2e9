"""What the mails of accounts and memberships are called in the secretariat's list."""

from django.utils.translation import gettext_lazy as _

ACCOUNTS = {
    "account.invitation": _("Account: invitation to choose a password"),
    "account.email_confirmation_signup": _("Account: code to open it"),
    "account.email_confirmation": _("Account: code to confirm an address"),
    "account.email_confirm": _("Account: address confirmed"),
    "account.email_changed": _("Account: address changed"),
    "account.email_deleted": _("Account: address removed"),
    "account.account_already_exists": _("Account: there is one already"),
    "account.unknown_account": _("Account: none with this address"),
    "account.login_code": _("Account: code to sign in"),
    "account.password_reset_key": _("Account: link to a new password"),
    "account.password_reset": _("Account: password changed by the link"),
    "account.password_changed": _("Account: password changed"),
    "account.password_set": _("Account: password set"),
    "account.second_factors_removed": _("Account: second factors removed by the secretariat"),
    "account.totp_activated": _("Account: authenticator app set up"),
    "account.totp_deactivated": _("Account: authenticator app switched off"),
    "account.webauthn_added": _("Account: passkey added"),
    "account.webauthn_removed": _("Account: passkey removed"),
    "account.recovery_codes_generated": _("Account: new recovery codes"),
}
MEMBERS = {
    "members.invitation": _("Organisation: invitation to act for it"),
    "members.joined": _("Organisation: invitation accepted"),
    "members.removed": _("Organisation: representative removed"),
    "members.handover_offered": _("Hand-over: offered"),
    "members.handover_accepted": _("Hand-over: accepted"),
    "members.handover_declined": _("Hand-over: declined"),
    "members.handover_withdrawn": _("Hand-over: withdrawn"),
    "members.application_new": _("Membership: application to decide"),
    "members.application_received": _("Membership: application received"),
    "members.application_review": _("Membership: under review"),
    "members.application_asked": _("Membership: question to the applicant"),
    "members.application_answered": _("Membership: answer of the applicant"),
    "members.application_accepted": _("Membership: accepted"),
    "members.application_declined": _("Membership: declined"),
    "members.application_withdrawn": _("Membership: application withdrawn"),
    "members.application_withdrawn_office": _("Membership: application withdrawn, to the secretariat"),
    "members.renewal_reminder": _("Membership: time to renew"),
    "members.lapsed": _("Membership: lapsed"),
    "members.resigned": _("Membership: ended"),
}
KINDS = ACCOUNTS | MEMBERS
