"""What is published at an hour still to come."""

from datetime import datetime

from django.apps import apps

from beijing_ngo.core.models import Publishable, Status


def next_one(now: datetime) -> datetime | None:
    """When the next record of any kind that everybody may see becomes public."""
    kinds = [model for model in apps.get_models() if issubclass(model, Publishable)]
    first, *others = (
        kind._base_manager.filter(status=Status.PUBLISHED, published_at__gte=now)
        .order_by()
        .values_list("published_at", flat=True)
        for kind in kinds
    )
    return first.union(*others, all=True).order_by("published_at").first()
