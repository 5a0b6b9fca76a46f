"""Before another round: what was told of the last one, what was noted for oneself, and the same at the desk."""

from collections.abc import Iterator

from playwright.sync_api import Page

from app.core.clock import utc_now
from tests.browser.scenes.at_desk import token_of
from tests.browser.scenes.coming import Scene, came, person
from tests.browser.scenes.doing import press_first
from tests.make import debriefs, rounds
from tests.office import Office


def next_round(office: Office) -> Iterator[Scene]:
    """Nothing told, nothing noted; a round told of; lessons; by a handed-over link; off."""
    whose = person(office, "rounds")
    first = office.held("NR-1", **whose)
    alone = came(office, first)
    yield alone.scene("lessons-empty", "/lessons")
    yield alone.scene("lessons-error", "/lessons", press_first)
    yield alone.scene("prepare-first-round", "/prepare")
    given = {"concerns": rounds.TWO_DOUBTS, "questions_asked": rounds.ASKED, "how_it_was_left": "They send a case."}
    debriefs.submit(alone.web, first["id"], debriefs.full_answers(**given), **debriefs.confidences())
    lesson = rounds.noted(alone.web, first["id"], "Say the number first, then the story.")
    rounds.noted(alone.web, first["id"], "Ask who else decides, before the last five minutes.")
    yield alone.scene("lessons", "/lessons")
    yield alone.scene("lesson", f"/lessons/{lesson}", _open_removal)
    second = came(office, rounds.next_round(office, ref="NR-2", **whose))
    yield second.scene("before-second-round", "/before")
    yield second.scene("status-before-second-round")
    rounds.client_said(office, first, words="They liked how you told of the recall.", relayed=utc_now())
    yield second.scene("prepare-round", "/prepare")
    yield came(office, second.interview, link="returned").scene("prepare-own-link", "/prepare")
    desk = f"/desk/interviews/{second.interview['id']}"
    yield Scene("desk-prep-pack", f"{desk}/prep-pack", token_of(office, "priya"))
    yield Scene("desk-prep-pack-empty", f"/desk/interviews/{first['id']}/prep-pack", token_of(office, "priya"))
    token = token_of(office, "priya")
    yield Scene("desk-keep-warm-empty", "/desk/keep-warm?done=gone", token)
    for number, ref in enumerate(("NR-HOLD", "NR-YEAR")):
        quiet = rounds.long_ago(office, ref, 363 + number)
        if ref == "NR-HOLD":
            rounds.ended_as(office, quiet, "on_hold", days=50)
    yield Scene("desk-keep-warm", "/desk/keep-warm?done=noted", token)
    yield Scene("desk-client-competing", f"/desk/clients/{first['client']['id']}", token)
    alone_there = {"client": {"external_id": "CLI-NR", "name": "Halden Rail"}, "interviewers": []}
    for number in range(3):
        there = rounds.long_ago(office, f"NR-T{number}", 100 + number, **alone_there)
        debriefs.submit(office.candidate(there["id"]), there["id"], debriefs.full_answers(questions_asked=rounds.ASKED))
    yield Scene("desk-client-themes", f"/desk/clients/{there['client']['id']}", token)


def _open_removal(page: Page) -> None:
    page.get_by_text("Remove it", exact=True).click()
