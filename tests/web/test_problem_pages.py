"""The type of every problem is an address that opens a page, which says what to do."""

from app.core.errors import Problem
from app.web.problem_pages import ADVICE, known
from tests.architecture.test_registered import problems
from tests.office import Office
from tests.web.test_problems import problem


def test_the_type_of_a_problem_opens_its_page(office: Office) -> None:
    answer = office.priya.post("/v1/interviews", json={})
    page = office.anybody.get(answer.json()["type"].replace("http://afterword.example", ""))
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert "<code>invalid</code>" in page.text
    assert ADVICE[422] in page.text


def test_every_code_has_its_page_and_its_advice() -> None:
    codes = {kind.code for kind in problems()}
    assert codes <= known().keys()
    assert all(page.advice and page.words for page in known().values())
    assert known()[Problem.__subclasses__()[0].code].status in ADVICE


def test_the_list_names_every_code_and_an_unknown_one_is_a_problem_itself(office: Office) -> None:
    listed = office.anybody.get("/problems")
    assert all(f"/problems/{code}" in listed.text for code in known())
    problem(office.anybody.get("/problems/nothing"), 404, "problem_not_found")
