"""Members in the admin: organisations, terms of membership, representatives, projects; people."""

from members.admin import memberships, organisations, representatives, users
from members.admin.users import group_label

__all__ = ["group_label", "memberships", "organisations", "representatives", "users"]
