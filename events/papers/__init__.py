"""What is printed for an event: badges, the sign-in sheet, tickets, letters, certificates. A module a kind of paper.

Each takes rows that `words.attendees_for_papers` fetched and gives the PDF; none of them asks the database for each person.
"""
