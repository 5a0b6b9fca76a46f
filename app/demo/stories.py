"""The fifty interviews of the demonstration, and what becomes of each."""

from collections.abc import Callable
from typing import Any

from app.demo import afterwards, plays
from app.demo.held import Booking
from app.demo.scene import Scene

Play = Callable[[Scene], object]

Told = tuple[Play, str, str, int, str, dict[str, Any]]

_MONTH: tuple[Told, ...] = (
    (afterwards.closed, "clinic", "priya", -27, "13:00", {}),
    (afterwards.paused, "ships", "ruth", -26, "10:00", {}),
    (afterwards.goes_on, "bank", "priya", -19, "14:00", {}),
    (afterwards.offered_and_placed, "books", "daniel", -18, "11:00", {}),
    (afterwards.said_no, "bikes", "priya", -17, "10:30", {}),
    (afterwards.goes_on_by_telephone, "grain", "ruth", -15, "10:00", {}),
    (afterwards.stepped_back, "hotel", "daniel", -14, "10:30", {}),
    (afterwards.chased_twice, "lens", "ruth", -14, "13:30", {}),
    (afterwards.decided_later, "hotel", "priya", -13, "14:30", {}),
    (afterwards.no_that_nobody_told_yet, "law", "ruth", -12, "11:00", {}),
)
"""What was followed to its end, or is still followed: a month ago and since. Told first, and numbered last."""
BANK, GRAIN = 42, 45
"""Who of them is met again."""

_FORTY: tuple[Told, ...] = (
    (afterwards.asks_for_news, "bank", "priya", -11, "14:00", {"forgotten": True}),
    (plays.met_by_a_panel, "law", "ruth", -9, "11:00", {"met": 3}),
    (plays.withdrawn, "grain", "daniel", -8, "10:00", {}),
    (plays.sent_in_other_words, "books", "priya", -8, "11:00", {}),
    (plays.released, "bikes", "ruth", -8, "14:00", {"introduced_by": "direct"}),
    (afterwards.heard_lately, "hotel", "daniel", -8, "10:30", {}),
    (plays.kept_back, "ships", "ruth", -7, "10:00", {}),
    (plays.refused, "clinic", "priya", -7, "13:00", {"met": 1}),
    (plays.in_doubt, "lens", "ruth", -7, "15:00", {}),
    (afterwards.has_another_offer, "bakery", "daniel", -7, "10:00", {"forgotten": True}),
    (afterwards.asked_once, "hotel", "ruth", -8, "14:30", {}),
    (afterwards.heard_hours_ago, "grain", "priya", -6, "09:30", {}),
    (plays.missed, "chips", "daniel", -6, "14:00", {}),
    (plays.by_telephone, "rail", "daniel", -5, "15:30", {"lacks": "candidate address"}),
    (plays.completed, "lens", "priya", -5, "13:30", {}),
    (plays.declined, "books", "daniel", -5, "14:00", {}),
    (plays.waived, "rail", "ruth", -5, "10:00", {}),
    (plays.sent, "ships", "daniel", -5, "11:00", {"met": 3, "lacks": "contact address"}),
    (plays.letter_returned, "bakery", "priya", -5, "14:30", {}),
    (plays.letter_suggested, "hotel", "priya", -5, "10:00", {}),
    (plays.called_off, "clinic", "ruth", -4, "11:00", {}),
    (plays.letter_begun, "bikes", "priya", -4, "10:30", {}),
    (plays.letter_handed_in, "bank", "daniel", -4, "13:30", {"met": 1}),
    (plays.undone, "law", "priya", -4, "15:00", {}),
    (plays.waiting_for_the_morning, "books", "priya", -3, "10:00", {}),
    (plays.waiting_for_the_morning, "grain", "ruth", -3, "11:00", {"round": 2, "again": GRAIN}),
    (plays.waiting_for_a_chosen_time, "bakery", "daniel", -3, "11:30", {}),
    (plays.letter_agreed_lately, "clinic", "priya", -3, "10:00", {}),
    (plays.letter_agreed, "bikes", "daniel", -3, "09:30", {"met": 1}),
    (plays.summed_up, "law", "priya", -3, "10:30", {"met": 1}),
    (plays.returned, "ships", "priya", -3, "15:00", {}),
    (plays.handed_in_thin, "chips", "ruth", -1, "14:00", {}),
    (plays.handed_in_with_an_offer, "bank", "priya", -1, "15:30", {}),
    (plays.begun, "hotel", "ruth", -1, "11:00", {}),
    (plays.awaited, "law", "daniel", -1, "16:00", {}),
    (plays.handed_in, "lens", "daniel", -1, "lately", {}),
    (plays.to_come, "bank", "priya", 1, "10:00", {"round": 2, "again": BANK}),
    (plays.to_come, "bakery", "ruth", 2, "14:00", {}),
    (plays.moved, "chips", "daniel", 3, "10:30", {}),
    (plays.to_come, "books", "priya", 4, "15:00", {}),
)
STORIES: tuple[tuple[Play, Booking], ...] = tuple(
    (play, Booking(number, client, owner, ahead, clock, **more))
    for number, (play, client, owner, ahead, clock, more) in (
        *enumerate(_MONTH, start=len(_FORTY)),
        *enumerate(_FORTY),
    )
)
"""In the order in which they are told: what was longest ago, first."""
