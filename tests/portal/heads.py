"""What a page's head says."""

import re
from html import unescape


def get(client, path) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def said(html, name) -> list[str]:
    """What the head says under a name, each time it does."""
    found = re.findall(rf'<meta (?:name|property)="{name}" content="([^"]*)"', html)
    return [unescape(content) for content in found]
