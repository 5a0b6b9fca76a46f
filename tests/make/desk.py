"""Somebody at the console with a review item before them."""

from typing import Any

from tests.make.visitor import AtDesk
from tests.office import Office

Json = dict[str, Any]


def waiting(office: Office, kind: str = "letter", state: str = "waiting") -> Json:
    """The one item of this kind that waits."""
    answer = office.priya.get("/v1/review-items", params={"kind": kind, "state": state})
    (found,) = answer.json()["data"]
    item: Json = found
    return item


def reviewing(office: Office, kind: str = "letter", *, who: str = "priya") -> AtDesk:
    """Somebody with the page of the one item of this kind open."""
    user = AtDesk(office, who)
    user.open(f"/review/{waiting(office, kind)['id']}")
    assert user.page.status_code == 200, user.page.text
    return user


def says(user: AtDesk, *words: str) -> None:
    missing = [one for one in words if one not in user.text]
    assert not missing, f"{missing} not in: {user.text}"


def approved(office: Office) -> AtDesk:
    """Priya with the letter before her that she has just approved, in each reader's morning."""
    priya = reviewing(office)
    priya.send(form="/approve")
    says(priya, "Priya Nair approved it")
    return priya
