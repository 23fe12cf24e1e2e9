from members.operations.applications import (
    answer,
    apply_for_membership,
    forget_unsent_uploads,
    renew,
    withdraw_application,
)
from members.operations.colleagues import forget_unused_colleagues, save_colleagues
from members.operations.decisions import accept, ask_for_more, decline, resign, start_review
from members.operations.handovers import (
    accept_handover,
    decline_handover,
    offer_handover,
    withdraw_handover,
)
from members.operations.invitations import accept_invitation, invite, resend_invitation, revoke_invitation
from members.operations.memberships import lapse_run_out_memberships, remind_of_renewals
from members.operations.people import remove_representative

__all__ = [
    "accept",
    "accept_handover",
    "accept_invitation",
    "answer",
    "apply_for_membership",
    "ask_for_more",
    "decline",
    "decline_handover",
    "forget_unsent_uploads",
    "forget_unused_colleagues",
    "invite",
    "lapse_run_out_memberships",
    "offer_handover",
    "remind_of_renewals",
    "remove_representative",
    "renew",
    "resend_invitation",
    "resign",
    "revoke_invitation",
    "save_colleagues",
    "start_review",
    "withdraw_application",
    "withdraw_handover",
]
