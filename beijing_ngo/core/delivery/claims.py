"""Who has a message in hand. A claim is committed before the mail server is spoken to, so nobody else sends the message.

One statement marks the message before as sent and claims the next: whenever the process dies, at most one of its messages
is in mid-send, and a batch costs one commit a mail.
"""

from datetime import datetime

from django.db import connection
from django.utils import timezone

from beijing_ngo.core.models import Message, MessageState

_TURN = f"""
UPDATE {Message._meta.db_table} SET
  state = CASE WHEN id = %(sent)s THEN '{MessageState.SENT}' ELSE '{MessageState.SENDING}' END,
  sent_at = CASE WHEN id = %(sent)s THEN %(now)s ELSE sent_at END,
  error = CASE WHEN id = %(sent)s THEN '' ELSE error END,
  text = CASE WHEN id = %(sent)s AND %(secret)s THEN '' ELSE text END,
  html = CASE WHEN id = %(sent)s THEN %(html)s ELSE html END,
  parts = CASE WHEN id = %(sent)s THEN '[]' ELSE parts END,
  claimed_at = CASE WHEN id = %(next)s THEN %(now)s ELSE claimed_at END,
  attempts = CASE WHEN id = %(next)s THEN attempts + 1 ELSE attempts END
WHERE (id = %(next)s AND state = '{MessageState.QUEUED}')
   OR (id = %(sent)s AND claimed_at = %(claimed)s
       AND state IN ('{MessageState.SENDING}', '{MessageState.UNCERTAIN}'))
RETURNING id
"""  # noqa: S608, made of the model's own names


def take(following: Message, sent: Message | None = None) -> bool:
    """Whether the message is ours to send: of two workers, one gets it. The one before is marked as sent at once."""
    now = timezone.now()
    if following.pk not in _turn(now, following, sent):
        return False
    following.state, following.claimed_at = MessageState.SENDING, now
    following.attempts += 1
    return True


def finish(sent: Message | None) -> None:
    """The last of a batch has been sent, and nobody follows."""
    if sent is not None:
        _turn(timezone.now(), None, sent)


def give_back(message: Message, **fields) -> None:
    """What became of the message in hand, unless it is not ours any more."""
    mine = Message.objects.filter(pk=message.pk, state=MessageState.SENDING, claimed_at=message.claimed_at)
    mine.update(**fields)


def _turn(now: datetime, following: Message | None, sent: Message | None) -> set[int]:
    time = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(
            _TURN,
            {
                "now": time(now),
                "next": following.pk if following else None,
                "sent": sent.pk if sent else None,
                "claimed": time(sent.claimed_at) if sent else None,
                "secret": bool(sent and sent.is_secret),
                "html": "" if sent is None or sent.is_secret else sent.html,
            },
        )
        return {pk for (pk,) in cursor.fetchall()}
