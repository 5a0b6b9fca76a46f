"""Before another round: what the candidate told of the rounds before, for them and for whoever prepares them (P19)."""

from datetime import timedelta

import pytest

from app.core.clock import utc_now
from tests.make import people, rounds
from tests.make.visitor import AtDesk, Visitor
from tests.office import Office, text_of
from tests.web.test_problems import problem

IN_THE_PACK = (
    "Whether I stay in Leeds.",
    "Logistics, sensed",
    "Not answered yet.",
    "“Whether I stay in Leeds”: whether it comes up again",
    "What you did not get to say That I speak Portuguese with the Porto team every day.",
    "Dana Whitfield, Head of Product, Decides there again",
    "How would you run a team abroad?",
    "Too shortly.",
    "How it was left They send a case.",
    "Product manager for meal planning; half discovery, half delivery.",
    "What part each new person has in the decision.",
    "They were to decide by Friday 4 December 2026",
)


@pytest.mark.practice("P19")
def test_what_was_told_of_one_round_is_at_hand_before_the_next(office: Office) -> None:
    """On the candidate's page "Prepare for round 2", reached from where it stands and from "Before you go in"; at the
    desk for whoever prepares them."""
    first = rounds.told(office)
    second = rounds.next_round(office)
    visitor = Visitor(office, second["id"])

    visitor.open()
    assert "Prepare for round 2" in visitor.text
    visitor.open("/before")
    assert f'href="{visitor.home}/prepare"' in visitor.page.text
    visitor.open("/prepare")

    assert visitor.heading == "Prepare for round 2"
    assert [words for words in IN_THE_PACK if words not in visitor.text] == []
    assert "Managing people in another country" not in visitor.text, "the letter answers it"
    assert "@" not in visitor.page.text.partition("<main")[2].partition("</main>")[0]
    pack = office.candidate(second["id"]).get(f"/v1/interviews/{second['id']}/prep-pack").json()
    assert [(one["key"], one["state"]) for one in pack["rounds"][0]["concerns"]] == [("c2", "open")]
    assert (pack["rounds"][0]["interview_id"], pack["rounds"][0]["answered"]) == (first["id"], 1)
    assert [(who["name"], who["again"]) for who in pack["meets"]] == [("Dana Whitfield", True), ("Ines Duarte", False)]

    desk = AtDesk(office, "priya")
    desk.open(f"/interviews/{second['id']}")
    assert "Before this round What Alex Moreau has at hand from the round before" in desk.text
    desk.open(f"/interviews/{second['id']}/prep-pack")
    assert "Whether I stay in Leeds." in desk.text
    read = office.priya.get(f"/v1/interviews/{second['id']}/prep-pack")
    assert read.json()["audience"] == "agency"
    assert read.json()["rounds"] == pack["rounds"]
    assert "91,234" not in read.text
    assert "Before this round" not in AtDesk(office, "priya").open(f"/interviews/{first['id']}").text


def test_it_takes_the_candidates_own_link_and_holds_nothing_of_another_application(office: Office) -> None:
    rounds.told(office)
    second = rounds.next_round(office)
    handed_over = Visitor(office, second["id"], link="returned")
    handed_over.open("/prepare")
    assert (handed_over.page.status_code, handed_over.heading) == (403, "This takes your own link")
    refused = office.candidate(second["id"], link="returned").get(f"/v1/interviews/{second['id']}/prep-pack")
    problem(refused, 403, "nothing_stored_shown")

    elsewhere = rounds.next_round(office, ref="I-3", days=8, job={"external_id": "JOB-2", "title": "Head of Product"})
    sam = {"external_id": "CAND-2", "name": "Sam Other", "email": office.address("sam")}
    competitor = rounds.next_round(office, ref="I-4", days=9, candidate=sam)
    for another in (elsewhere, competitor):
        assert office.priya.get(f"/v1/interviews/{another['id']}/prep-pack").json()["rounds"] == []
        visitor = Visitor(office, another["id"])
        visitor.open("/prepare")
        assert "so there is nothing to look back at" in visitor.text
        assert "Leeds" not in visitor.text


def test_of_the_clients_words_it_holds_those_that_were_relayed_and_of_what_was_erased_nothing(office: Office) -> None:
    first = rounds.told(office)
    second = rounds.next_round(office, days=1)
    path = f"/v1/interviews/{second['id']}/prep-pack"
    alex = office.candidate(second["id"])
    before = alex.get(path)

    rounds.client_said(office, first, words="They want to hear more about Leeds.")
    rounds.client_said(office, first)

    after = alex.get(path)
    assert (after.text, after.headers["ETag"]) == (before.text, before.headers["ETag"])
    rounds.client_said(office, first, words="They liked the recall.", relayed=utc_now())
    told = alex.get(path)
    assert [(one["words"], one["by"]) for one in told.json()["rounds"][0]["told"]] == [
        ("They liked the recall.", "Priya Nair")
    ]
    assert "Zanzibar" not in told.text
    assert told.headers["ETag"] != before.headers["ETag"]
    office.travel(utc_now() + timedelta(hours=2))
    (mail,) = office.preparations(office.address("alex"))
    assert "Press the button, then “Prepare for round 2”." in " ".join(text_of(mail).split())
    office.confirm()
    assert people.erase(office, people.of(first)).status_code == 200
    assert office.priya.get(path).json()["rounds"] == []
