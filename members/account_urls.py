from django.urls import path

from members import account_views as views
from members import invitation_views, mail_views, membership_views, organisation_views

app_name = "account"

urlpatterns = [
    path("profile/", views.ProfileView.as_view(), name="profile"),
    path("security/", views.SecurityView.as_view(), name="security"),
    path("security/second-factor/", views.SecondFactorView.as_view(), name="second_factor"),
    path("mail/", mail_views.MailView.as_view(), name="mail"),
    path("mail/works-again/", mail_views.WorksAgainView.as_view(), name="mail_works_again"),
    path("calendar/", views.CalendarView.as_view(), name="calendar"),
    path("data/", views.DataView.as_view(), name="data"),
    path("data/file/", views.DataFileView.as_view(), name="data_file"),
    path("deleted/", views.DeletedView.as_view(), name="deleted"),
    path("membership/", membership_views.MembershipView.as_view(), name="membership"),
    path("membership/renew/", membership_views.RenewView.as_view(), name="renew"),
    path(
        "membership/withdraw/",
        membership_views.WithdrawApplicationView.as_view(),
        name="application_withdraw",
    ),
    path("organisation/", organisation_views.OrganisationView.as_view(), name="organisation"),
    path(
        "organisation/invitations/<int:pk>/resend/",
        organisation_views.ResendInvitationView.as_view(),
        name="invitation_resend",
    ),
    path(
        "organisation/invitations/<int:pk>/revoke/",
        organisation_views.RevokeInvitationView.as_view(),
        name="invitation_revoke",
    ),
    path(
        "organisation/people/<int:pk>/remove/",
        organisation_views.RemoveRepresentativeView.as_view(),
        name="representative_remove",
    ),
    path(
        "organisation/people/<int:pk>/hand-over/",
        organisation_views.OfferHandoverView.as_view(),
        name="handover_offer",
    ),
    path("organisation/colleagues/<int:pk>/", organisation_views.ColleagueView.as_view(), name="colleague"),
    path(
        "organisation/colleagues/<int:pk>/delete/",
        organisation_views.RemoveColleagueView.as_view(),
        name="colleague_remove",
    ),
    path("invitations/<str:token>/", invitation_views.InvitationView.as_view(), name="invitation"),
    path("handover/<int:pk>/", invitation_views.HandoverView.as_view(), name="handover"),
]
