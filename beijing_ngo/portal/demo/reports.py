"""UN mechanisms, submissions with their paragraphs and co-signatories, articles."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from beijing_ngo.core.models import Status
from beijing_ngo.core.zones import BEIJING
from reports.models import (
    Article,
    Endorsement,
    EndorsementState,
    Mechanism,
    Paragraph,
    Submission,
    SubmissionState,
)

SENT = (SubmissionState.FILED, SubmissionState.PUBLISHED)


def put_mechanism(store, item, order):
    store.put(Mechanism, item)


def put_submission(store, item, order):
    own = {key: value for key, value in item.items() if key not in ("paragraphs", "co_signatories")}
    filed_on = store.day(item["filed_on"]) if "filed_on" in item else None
    is_public = item["state"] == SubmissionState.PUBLISHED
    visibility = store.published(filed_on) if is_public else {"status": Status.DRAFT}
    submission = store.put(Submission, own, zone=item.get("deadline_zone", "Europe/Zurich"), **visibility)
    for paragraph in item["paragraphs"]:
        store.put(Paragraph, paragraph, by=("submission", "number"), submission=submission)
    # Nothing is sent before everybody on it has said yes.
    signed = item["state"] in SENT
    answer = {
        "state": EndorsementState.ENDORSED if signed else EndorsementState.ASKED,
        "answered_at": datetime.combine(filed_on, time(9), tzinfo=ZoneInfo(BEIJING)) if signed else None,
    }
    for place, slug in enumerate(item["co_signatories"]):
        store.put(
            Endorsement,
            {"organisation": slug},
            by=("submission", "organisation"),
            submission=submission,
            order=place,
            **answer,
        )


def put_article(store, item, order):
    store.put(Article, item, **store.published(store.day(item["date"])))


LOADERS = {"mechanisms": put_mechanism, "submissions": put_submission, "articles": put_article}
