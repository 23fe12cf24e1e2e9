"""A ticket, by its secret."""

from django.urls import path

from events.account_views.tickets import TicketCalendarFileView, TicketView
from events.paper_views import TicketPDFView

urlpatterns = [
    path("<str:secret>.pdf", TicketPDFView.as_view(), name="ticket_pdf"),
    path("<str:secret>/", TicketView.as_view(), name="ticket"),
    path("<str:secret>/calendar.ics", TicketCalendarFileView.as_view(), name="ticket_ics"),
]
