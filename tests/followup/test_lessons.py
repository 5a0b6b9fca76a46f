"""What candidates note for themselves: at hand before the next interview, and read by nobody of the agency (P19)."""

import re
from pathlib import Path

import pytest

import app
from tests.make import people, rounds
from tests.make.visitor import Visitor
from tests.office import Office
from tests.web.test_problems import problem

SECRET = "Quokka: say the number first, then the story."
READ_BY = {"actions/noting.py", "queries/lessons.py", "rendering/lessons.py", "rendering/preparing.py"}
"""The modules that know of lessons, beside the pages of their candidate."""


@pytest.mark.practice("P19")
def test_a_lesson_of_one_interview_is_at_hand_before_the_next_elsewhere(office: Office) -> None:
    """On the candidate's page "My lessons", from where it stands; then on "Prepare", for another job as well."""
    first = rounds.told(office)
    visitor = Visitor(office, first["id"])
    visitor.open()
    assert "Note for yourself what to do again, or differently . Only you can read it." in visitor.text
    visitor.open("/lessons")
    visitor.send({"text": " "}, form="/lessons")
    assert (visitor.page.status_code, "Write what you want to remember" in visitor.text) == (422, True)
    visitor.send({"text": SECRET}, form="/lessons")
    assert "Kept. Only you can read it." in visitor.text
    visitor.send({"text": SECRET}, form="/lessons")
    assert visitor.text.count("Product Manager at Meridian Foods, round 1, Monday 23 November 2026") == 1

    elsewhere = rounds.next_round(office, round=1, job={"external_id": "JOB-2", "title": "Head of Product"})
    later = Visitor(office, elsewhere["id"])
    later.open("/prepare")

    assert SECRET in later.text
    assert SECRET in office.candidate(elsewhere["id"]).get(f"/v1/interviews/{elsewhere['id']}/prep-pack").text
    later.open("/lessons")
    (path,) = set(re.findall(r'href="(/my/[^"]+/lessons/lsn_[^"]+)"', later.page.text))
    later.open(path)
    visitor.open(f"/lessons/{path.rpartition('/')[2]}")
    visitor.send({"text": "Quokka: the number first."})
    later.send({"text": "Quokka: ask who decides."})
    assert later.page.status_code == 409
    assert "There it says now: Quokka: the number first." in later.text
    assert later.form().fields["text"] == ["Quokka: ask who decides."]
    later.send()
    assert "Quokka: ask who decides." in later.text
    visitor.open(f"/lessons/{path.rpartition('/')[2]}")
    later.open(path)
    later.send(form="/remove")
    assert ("Removed for good." in later.text, "Quokka" in later.text) == (True, False)
    visitor.send({"text": "Quokka, kept after all."})
    assert (visitor.page.status_code, visitor.form("/lessons").fields["text"]) == (409, ["Quokka, kept after all."])


def test_nobody_of_the_agency_reads_a_lesson_and_an_erasure_deletes_it(office: Office) -> None:
    first = rounds.told(office)
    alex = office.candidate(first["id"])
    lesson = rounds.noted(alex, first["id"], SECRET)
    second = rounds.next_round(office)
    at = (
        f"/desk/interviews/{first['id']}",
        f"/desk/interviews/{second['id']}/prep-pack",
        f"/v1/interviews/{second['id']}/prep-pack",
        f"/desk/candidates/{first['candidate']['id']}",
        f"/desk/candidates/{first['candidate']['id']}/held",
        f"/v1/audit?subject={first['id']}",
    )
    for who in (office.priya, office.manager, office.compliance):
        for path in at:
            assert "Quokka" not in who.get(path).text
        assert who.get(f"/my/{first['id']}/lessons/{lesson}").status_code == 403
    handed_over = Visitor(office, first["id"], link="returned")
    handed_over.open("/lessons")
    assert (handed_over.page.status_code, handed_over.heading) == (403, "This takes your own link")
    exported = people.export(office, people.of(first))
    assert b"Quokka" not in b"".join(exported.values())
    assert SECRET in alex.get(f"/my/{first['id']}/data.json").text
    assert set(people.places_of(office, ["Quokka"])["Quokka"]) == {"lesson.text"}

    assert people.erase(office, people.of(first)).status_code == 200
    assert people.places_of(office, ["Quokka"]) == {}


def test_a_candidate_keeps_their_lessons_by_the_api_as_on_the_page(office: Office) -> None:
    first = rounds.told(office)
    alex = office.candidate(first["id"])
    at = f"/v1/interviews/{first['id']}/lessons"
    key = {"Idempotency-Key": "a-lesson"}
    added = alex.post(at, json={"text": SECRET}, headers=key)
    lesson = added.json()
    assert (added.status_code, added.headers["ETag"]) == (201, '"1"')
    assert lesson["about"] == "Product Manager at Meridian Foods, round 1, Monday 23 November 2026"
    retried = alex.post(at, json={"text": SECRET}, headers=key)
    assert retried.json() == {**lesson, "text": None}
    assert set(people.places_of(office, ["Quokka"])["Quokka"]) == {"lesson.text"}

    one = f"{at}/{lesson['id']}"
    problem(alex.put(one, json={"text": "Later."}), 428, "if_match_required")
    changed = alex.put(one, json={"text": "Quokka, shorter."}, headers={"If-Match": '"1"'})
    assert (changed.json()["text"], changed.headers["ETag"]) == ("Quokka, shorter.", '"2"')
    problem(alex.put(one, json={"text": "From before."}, headers={"If-Match": '"1"'}), 412, "lesson_changed")
    elsewhere = rounds.next_round(office, round=1, job={"external_id": "JOB-2", "title": "Head of Product"})
    later = office.candidate(elsewhere["id"])
    assert later.get(f"/v1/interviews/{elsewhere['id']}/lessons").json()["data"] == [alex.get(one).json()]
    by_hand = office.candidate(first["id"], link="returned")
    problem(by_hand.get(at), 403, "nothing_stored_shown")
    problem(by_hand.post(at, json={"text": "Mine."}), 403, "nothing_stored_shown")
    assert [alex.delete(one).status_code for _ in range(2)] == [204, 204]
    problem(alex.get(one), 404, "lesson_not_found")


def test_only_the_pages_of_their_candidate_and_what_those_need_know_of_lessons() -> None:
    root = Path(app.__file__).parent
    knowing = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if re.search(r"models\.lessons|queries\.lessons|queries import lessons|\bLesson\b", path.read_text())
    }
    assert knowing == {f"followup/{one}" for one in READ_BY} | {
        "followup/models/lessons.py",
        "followup/pages/lessons.py",
        "followup/pages/preparing.py",
        "followup/api/preparing.py",
        "followup/api/lessons.py",
    }
    reads = (root / "followup/queries/lessons.py").read_text()
    assert "actor: Actor" not in reads
    assert "candidate_id == actor.candidate_id" in reads


def test_a_lesson_sent_when_the_visit_had_ended_is_kept_for_its_candidate_alone(office: Office) -> None:
    first = office.held()
    visitor = Visitor(office, first["id"])
    visitor.open("/lessons")
    office.travel(office.opened_at.replace(day=24, hour=12))
    visitor.send({"text": SECRET}, form="/lessons")
    assert visitor.page.status_code == 401
    again = Visitor(office, first["id"])
    again.open("/kept")
    assert "What you noted for yourself" in again.text
    again.send()
    assert again.form("/lessons").fields["text"] == [SECRET]
