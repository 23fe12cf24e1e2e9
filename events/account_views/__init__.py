"""A person's registrations: seen and changed from the account, or by a guest through the secret link."""
