"""The example works a whole queue by the API alone, as somebody who copies it would run it."""

import os
import subprocess
import sys
from pathlib import Path

from tests.make import debriefs, letters, loop, queue
from tests.office import Office

EXAMPLE = Path(__file__).parents[2] / "examples" / "work_the_queue.py"


def worked(office: Office, token: str) -> list[str]:
    """Run the example as this user; return what it says."""
    env = {**os.environ, "AFTERWORD_URL": office.premises.url, "AFTERWORD_TOKEN": token}
    ran = subprocess.run([sys.executable, str(EXAMPLE)], env=env, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    return sorted(ran.stdout.splitlines())


def test_it_returns_what_lacks_something_accepts_what_is_whole_and_approves_what_may_go(office: Office) -> None:
    done = loop.letter_agreed(office)
    interview = done.interview["id"]
    debriefs.submit(done.candidate, interview)
    second = letters.submitted(done.candidate, done.interview, letters.thank_you(), kind="thank_you")
    token = str(office.priya.headers["Authorization"]).removeprefix("Bearer ")

    first, *others = worked(office, token)

    assert first == "Alex Moreau, debrief: accept"
    assert sorted(one.partition(":")[2].split(",")[0].strip() for one in others) == ["approve", "return"]
    (gone,) = (one for one in others if "approve" in one)
    assert "2026-11-24T13:30:00" in gone
    assert office.priya.get(f"/v1/letters/{second['id']}").json()["state"] == "changes_requested"
    said = office.priya.get(f"/v1/threads/{second['id']}/comments").json()["data"]
    assert [one["text"] for one in said] == ["What of their concern?"]
    assert queue.items(office.priya) == []
    assert len(EXAMPLE.read_text().splitlines()) <= 60


def test_it_leaves_to_a_colleague_what_they_are_at(office: Office) -> None:
    item = queue.debrief_waits(office)
    assert queue.step(office.manager, item, "claim").status_code == 200
    token = str(office.priya.headers["Authorization"]).removeprefix("Bearer ")
    (said,) = worked(office, token)
    assert said.startswith("Alex Moreau, debrief: Mira Manager is at this until 16:40 UTC.")
    assert queue.ids(office.priya) == {item["id"]}
