"""What a client said and decided, in what a person gets of their data, and after they are erased (rule 5, ADR 0020)."""

from tests.make import heard, people
from tests.make.visitor import Visitor
from tests.office import Office

README = "What an employer said or decided, as far as your consultant has not told you of it."


def test_an_export_shows_what_they_were_told_and_no_trace_of_what_they_were_not(office: Office) -> None:
    interview = office.held()
    person = people.of(interview)
    without = people.export(office, person)
    feedback = heard.feedback(office, interview)
    heard.outcome(office.priya, interview, "on_hold")

    files = people.export(office, person)

    sections = ("what a client said of you", "what became of your interviews")
    before, hidden = people.told(without), people.told(files)
    assert [hidden[name] for name in sections] == [before[name] for name in sections] == [[], []]
    assert hidden["what happened"][:-1] == before["what happened"], "but that the first export was asked for"
    assert README in files["README.txt"].decode()
    assert README in without["README.txt"].decode()
    given = {"how": "page", "words": heard.WORDS}
    assert heard.on_feedback(office.priya, interview, feedback, "relay", 1, **given).is_success
    told = people.told(people.export(office, person))
    (row,) = told["what a client said of you"]
    assert (row["words"], set(row) & {"answers", "state"}) == (heard.WORDS, set())
    assert told["what became of your interviews"] == []
    for secret in (heard.SAID, heard.REASON, "on_hold", "recorded the outcome"):
        assert secret not in str(told)
    read = str(people.told(people.export(office, person, private_notes=True)))
    assert heard.SAID in read
    assert heard.REASON in read


def test_what_they_download_alone_holds_nothing_of_it(office: Office) -> None:
    interview = office.held()
    heard.feedback(office, interview)
    heard.told(office.priya, interview, "on_hold")
    heard.outcome(office.priya, interview, "client_rejected")
    visitor = Visitor(office, interview["id"])
    assert visitor.open("/data.json").status_code == 200
    for secret in (heard.SAID, heard.REASON, heard.WORDS, "client_rejected", "on_hold"):
        assert secret not in visitor.page.text


def test_an_erasure_takes_the_words_of_feedback_and_outcome_away(office: Office) -> None:
    interview = office.held()
    feedback = heard.feedback(office, interview)
    words = {"how": "page", "words": f"Said of {office.name} alone."}
    assert heard.on_feedback(office.priya, interview, feedback, "relay", 1, **words).is_success
    heard.outcome(office.priya, interview, reason=f"Because of {office.name} alone.")
    heard.on_outcome(office.priya, interview, "draft", words=f"Decided for {office.name} alone.")
    planted = [words["words"], f"Because of {office.name} alone.", f"Decided for {office.name} alone.", heard.SAID]
    assert set(people.places_of(office, planted)) == set(planted)

    assert people.erase(office, people.of(interview)).status_code == 200

    assert people.places_of(office, planted) == {}
    assert heard.on_outcome(office.priya, interview, "relay", how="telephone").status_code == 409
