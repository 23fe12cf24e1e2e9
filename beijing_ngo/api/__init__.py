"""The association's public records for programs: /api/v1/, read only, without an account.

What the public pages show is the measure: every list starts from `public()`, and what a page leaves out (links for
participants, people who are not named, papers for staff) is in no answer either.
"""
