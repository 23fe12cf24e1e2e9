"""Time zones by the name people give them: Geneva time is Europe/Zurich to a computer."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core.language import is_chinese

BEIJING = "Asia/Shanghai"

# The city that gives the zone its name, in Chinese and English: where our meetings and our partners are.
CITIES = {
    BEIJING: ("北京", "Beijing"),
    "Africa/Addis_Ababa": ("亚的斯亚贝巴", "Addis Ababa"),
    "Africa/Cairo": ("开罗", "Cairo"),
    "Africa/Johannesburg": ("约翰内斯堡", "Johannesburg"),
    "Africa/Nairobi": ("内罗毕", "Nairobi"),
    "America/Belem": ("贝伦", "Belém"),
    "America/Denver": ("盐湖城", "Salt Lake City"),
    "America/Los_Angeles": ("洛杉矶", "Los Angeles"),
    "America/New_York": ("纽约", "New York"),
    "America/Sao_Paulo": ("圣保罗", "São Paulo"),
    "Asia/Baku": ("巴库", "Baku"),
    "Asia/Bangkok": ("曼谷", "Bangkok"),
    "Asia/Dubai": ("迪拜", "Dubai"),
    "Asia/Hong_Kong": ("香港", "Hong Kong"),
    "Asia/Jakarta": ("雅加达", "Jakarta"),
    "Asia/Kolkata": ("新德里", "New Delhi"),
    "Asia/Makassar": ("巴厘岛", "Bali"),
    "Asia/Phnom_Penh": ("金边", "Phnom Penh"),
    "Asia/Qatar": ("多哈", "Doha"),
    "Asia/Seoul": ("首尔", "Seoul"),
    "Asia/Singapore": ("新加坡", "Singapore"),
    "Asia/Tokyo": ("东京", "Tokyo"),
    "Australia/Sydney": ("悉尼", "Sydney"),
    "Europe/Amsterdam": ("阿姆斯特丹", "Amsterdam"),
    "Europe/Berlin": ("波恩", "Bonn"),
    "Europe/Brussels": ("布鲁塞尔", "Brussels"),
    "Europe/Copenhagen": ("哥本哈根", "Copenhagen"),
    "Europe/Helsinki": ("赫尔辛基", "Helsinki"),
    "Europe/Istanbul": ("伊斯坦布尔", "Istanbul"),
    "Europe/London": ("伦敦", "London"),
    "Europe/Madrid": ("马德里", "Madrid"),
    "Europe/Moscow": ("莫斯科", "Moscow"),
    "Europe/Paris": ("巴黎", "Paris"),
    "Europe/Rome": ("罗马", "Rome"),
    "Europe/Vienna": ("维也纳", "Vienna"),
    "Europe/Warsaw": ("华沙", "Warsaw"),
    "Europe/Zurich": ("日内瓦", "Geneva"),
    "Indian/Mauritius": ("路易港", "Port Louis"),
}


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("%(name)s is no time zone, such as Asia/Shanghai."), params={"name": name})


def zone_name(zone: str, language: str | None = None) -> str:
    """北京时间, Beijing time; a zone of no city we know is named after the city in its key."""
    zone = str(zone)
    if zone in ("UTC", "Etc/UTC"):
        return "协调世界时" if is_chinese(language) else "UTC"
    city = zone.rpartition("/")[2].replace("_", " ")
    chinese, english = CITIES.get(zone, (city, city))
    return f"{chinese}时间" if is_chinese(language) else f"{english} time"


def utc_offset(moment: datetime, zone: str) -> str:
    """UTC+8, as it is at that moment: Geneva is UTC+1 in winter and UTC+2 in summer."""
    offset = moment.astimezone(ZoneInfo(str(zone))).utcoffset() or timedelta()
    minutes = int(offset.total_seconds()) // 60
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "\u2212"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
