"""How the staff admin looks: Unfold's own settings, kept apart from the portal's."""

UNFOLD = {}
