"""Every page for candidates in every state, brought about as its people would; looked at by axe and by the camera."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from tests.browser.scenes import (
    adding,
    agency,
    agreeing,
    around,
    arriving,
    at_desk,
    attending,
    bringing,
    calling,
    clients,
    coming_in,
    composing,
    debriefing,
    deciding,
    deliveries,
    hearing,
    looking_up,
    next_round,
    outcomes,
    reporting,
    setting_up,
    standing,
    waiting,
    word,
)
from tests.browser.scenes.coming import Scene
from tests.office import Office

Group = Callable[[Office], Iterator[Scene]]
_GROUPS: Final[tuple[Group, ...]] = (
    at_desk.at_desk,  # first: it begins where nothing waits yet
    attending.planned,
    arriving.links,
    arriving.ended_visits,
    arriving.kept_posts,
    arriving.leaving,
    attending.asked,
    attending.answered,
    attending.called_off,
    attending.clients,
    attending.covered,
    attending.handed_over,
    debriefing.debrief_empty,
    debriefing.debrief_begun,
    debriefing.debrief_errors,
    debriefing.debrief_done,
    debriefing.two_windows,
    debriefing.debrief_short,
    debriefing.debrief_returned,
    debriefing.debrief_sent,
    debriefing.debrief_closed,
    adding.added,
    adding.added_too_often,
    adding.own_data,
    composing.letters_begun,
    composing.composer,
    composing.composer_errors,
    composing.checking,
    composing.came_back,
    composing.summary,
    word.word,
    word.word_over_typing,
    agreeing.to_agree,
    agreeing.yes_said,
    agreeing.by_telephone,
    agreeing.taken_back,
    agreeing.suggested,
    agreeing.discussed,
    agreeing.summary_sent,
    standing.planned_to_go,
    standing.gone,
    standing.not_through,
    standing.decisions,
    standing.several_letters,
    calling.calling,
    hearing.hearing,
    next_round.next_round,
    waiting.waiting,
    deciding.deciding,
    outcomes.outcomes,
    agency.agency,
    clients.clients,
    deliveries.deliveries,
    looking_up.looking_up,
    reporting.reporting,
    bringing.bringing,
    around.open_to_all,
    around.troubles,
    coming_in.coming_in,
    setting_up.setting_up,  # last: the agency looks different afterwards
)
GROUPS: Final[Mapping[str, Group]] = {group.__name__: group for group in _GROUPS}
"""Each brings its own people along, and leaves every visit open: any of them in one office."""


def scenes(office: Office, groups: Iterable[str] = GROUPS) -> Iterator[Scene]:
    """Bring these groups about, one when it is reached."""
    for name in groups:
        yield from GROUPS[name](office)
