"""Papers for staff, in the language of the admin."""

from django.urls import path

from events import paper_views as views

app_name = "papers"

urlpatterns = [
    path("desks/<int:pk>/badges.pdf", views.BadgesView.as_view(), name="badges"),
    path("desks/<int:pk>/sign-in.pdf", views.SignInSheetView.as_view(), name="sign_in_sheet"),
    path("desks/<int:pk>/letters/", views.LettersView.as_view(), name="letters"),
    path("desks/<int:pk>/certificates.pdf", views.CertificatesView.as_view(), name="certificates"),
    path("attendees/<int:pk>/letter/", views.LetterView.as_view(), name="letter"),
    path("attendees/<int:pk>/certificate.pdf", views.StaffCertificateView.as_view(), name="certificate"),
]
