"""What a CRM says of an interview when it announces one: Alex meets Dana and Tom of Meridian Foods."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from app.core.clock import utc_now

Json = dict[str, Any]
Address = Callable[[str, str], str]
"""An address from the name of who has it and the domain."""


def interview_today(address: Address, *, consultant: str) -> Json:
    """An interview in New York, from 15:00 to 16:00 UTC today."""
    today = utc_now().replace(hour=15, minute=0, second=0, microsecond=0)
    return {
        "starts_at": today.isoformat(),
        "ends_at": (today + timedelta(hours=1)).isoformat(),
        "time_zone": "America/New_York",
        "consultant": consultant,
        "candidate": {
            "external_id": "CAND-1",
            "name": "Alex Moreau",
            "email": address("alex", "candidates"),
            "phone": "+44 20 7946 0991",
            "time_zone": "Europe/London",
        },
        "client": {"external_id": "CLI-1", "name": "Meridian Foods"},
        "job": {"external_id": "JOB-1", "title": "Product Manager"},
        "interviewers": [met_there(address, name) for name in ("Dana Whitfield", "Tom Achterberg")],
    }


def met_there(address: Address, name: str) -> Json:
    """Somebody at Meridian Foods in New York, at work from 09:00 to 17:30."""
    first = name.split()[0].lower()
    return {
        "external_id": f"CTC-{first}",
        "name": name,
        "title": "Head of Product",
        "email": address(first, "meridian"),
        "time_zone": "America/New_York",
        "country": "US",
    }
