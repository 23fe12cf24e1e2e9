"""Names of people: the content writes them as they are read, the records keep family and given name apart."""

import re

_LATIN_PERSON = re.compile(r"[A-Z]{2,} [A-Z][a-z]+")
_HAN_PERSON = re.compile(r"[\u4e00-\u9fff]{2,4}")


def with_name_parts(item: dict) -> dict:
    """周示例 with ZHOU Shili is a person: family 周, given 示例. A title (协会代表) is one name without parts."""
    item = dict(item)
    name = item.pop("name")
    is_person = _HAN_PERSON.fullmatch(name) and _LATIN_PERSON.fullmatch(item.get("latin_name", ""))
    family, given = (name[0], name[1:]) if is_person else ("", name)
    return {"family_name": family, "given_name": given, **item}
