"""What candidates of the demonstration tell of their interviews, by client."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.demo.cast import Company

Json = dict[str, Any]


@dataclass(frozen=True)
class Account:
    """One candidate's account in a few answers; ``doubt`` is what the client seemed unsure about."""

    role: str
    facts: str
    well: str
    difficult: str
    doubt: tuple[str, str, str]
    appealed: str
    fit: str
    why: str
    next_step: str
    interest: tuple[int, int]
    unsaid: str | None = None


ACCOUNTS = {
    "bakery": Account(
        "Plans flour, sugar and fruit for nine bakeries, a week ahead, with two planners.",
        "They open a tenth bakery in Exeter in spring and still plan in one large spreadsheet.",
        "We went through a real week with a late lorry, and I found the hour they had lost.",
        "Maeve asked how I would say no to a shop manager. I gave a long answer.",
        ("Whether I can be firm with people who shout", "fit", "partly"),
        "Work that can be tasted the next morning.",
        "Six years of fresh goods at Corvid, where a day late is a day lost.",
        "A small team, and everybody in it knows what the others do.",
        "Maeve speaks to the shops and rings this week.",
        (3, 5),
        "That I moved Corvid off a spreadsheet like theirs in four months.",
    ),
    "rail": Account(
        "Runs night closures on the Tamar bridge for six months.", "", "The method statement they gave me to read.",
        "", ("Whether I may sign for work beside a live line", "skill", "no"), "", "", "The bridge.",
        "They ring the agency tomorrow.", (4, 4),
    ),
    "law": Account(
        "First in-house counsel beside the general counsel; contracts first, disputes later.",
        "Eleven lawyers left private practice for them last year; they hire three more.",
        "The redrafting exercise: forty minutes, and Rosalind took two of my clauses into her own draft.",
        "Hugo pressed me on litigation, of which I have done little since 2021.",
        ("Little litigation in the last years", "experience", "partly"),
        "That Rosalind reads every contract herself and says so.",
        "Four years of supplier contracts in three languages.",
        "I would learn from somebody I admire.",
        "A second meeting with the board's secretary.",
        (4, 5),
        "That I ran two arbitrations at Brackwater before that.",
    ),
    "lens": Account(
        "Builds the pipeline from measuring machines to the quality team.",
        "Two hundred machines in Rathenow, one data team of five, everything on their own servers.",
        "The whiteboard: late events and how to count them once.",
        "Jonas asked about Rust, which I have only read.",
        ("No Rust so far", "skill", "yes"),
        "Data that ends in a lens and not in a slide.",
        "Streaming at Nordlicht, three years on call for it.",
        "I like machines that one can hear.",
        "A day with the team in Rathenow.",
        (3, 4),
    ),
    "bikes": Account(
        "Designs the configurator and the dealers' tool.",
        "Forty people under one roof; the workshop is behind a glass wall.",
        "My portfolio: they asked about the drafts that were thrown away.",
        "I stumbled when Svenja wanted numbers for the last redesign.",
        ("Design without measured results", "experience", "no"),
        "Drawing beside people who weld.",
        "Two configurators shipped, one of them for kitchens.",
        "A thing people love, and are proud to have chosen.",
        "A small paid task over the weekend.",
        (5, 5),
        "That returns fell by a fifth after the kitchen configurator.",
    ),
    "books": Account(
        "Leads launches for the crime list: six books a season.",
        "Larkspur sells more by podcasts than by newspapers since last year.",
        "My plan for a first novel with no budget made Grant laugh, then take notes.",
        "Delia asked why I left after eleven months. I said it too defensively.",
        ("Leaving after eleven months", "motivation", "partly"),
        "Editors and marketing share one corridor.",
        "I built readers' groups from nothing at Tideway.",
        "I read their list for pleasure.",
        "Delia checks the budget and writes by Friday.",
        (4, 5),
        "That the eleven months ended with the office: it was closed.",
    ),
    "bank": Account(
        "Owns the month-end close and a team of four, in two cities.",
        "The close takes nine days; they want five by summer.",
        "I drew how we got from eight days to four, and Vera kept the sheet.",
        "Samuel asked about their ledger system, which I do not know.",
        ("Their ledger system", "skill", "yes"),
        "A goal with a number in it.",
        "Two closes shortened, both with the people who were there.",
        "Vera says what she wants in one sentence.",
        "Samuel sends a case, then Vera decides.",
        (3, 5),
    ),
    "grain": Account(
        "Runs two elevators and the rail yard between them, sixty people in season.",
        "A dry year behind them; the second elevator gets new dryers in May.",
        "Walking the yard with Ray: I saw the blind corner before he showed it.",
        "Loretta wants somebody who stays ten years. I could not promise it.",
        ("Whether I stay in a small town", "logistics", "partly"),
        "Safety is talked about first and without slides.",
        "Eight harvests, none with a lost day.",
        "I know every kind of dust there is.",
        "References, then a second visit with my family.",
        (4, 4),
        "That my wife grew up forty miles from there.",
    ),
    "clinic": Account(
        "Looks after three clinics: rotas, rooms, money; no clinical part.",
        "They lost two managers in three years and say why.",
        "Naomi described a bad Monday and I sorted it on paper.",
        "Peter doubts managers who were never nurses. He said so.",
        ("No clinical background", "experience", "partly"),
        "They measure how long people wait, and show it in the hall.",
        "Rotas for ninety people at Greywater, by hand and then not.",
        "My mother waited in places like that.",
        "Peter talks to his colleagues; Naomi rings on Thursday.",
        (3, 4),
    ),
    "hotel": Account(
        "Sells four houses to tour operators from Almaty to Oslo.",
        "Occupancy fell in summer; they open two months longer next year.",
        "Omar and I counted rooms on a napkin until the coffee was cold.",
        "Layla asked for names of operators I would bring. I do not bring names.",
        ("No book of clients that comes with me", "other", "yes"),
        "They pay suppliers in ten days and are proud of it.",
        "Nine years of selling rooms nobody needs in August.",
        "The place smells of cardamom and work.",
        "A dinner with the owners.",
        (4, 5),
    ),
    "ships": Account(
        "Partner for crews and shore staff on thirty-one ships.",
        "A third of the officers retire within six years; nobody has counted who follows.",
        "I counted it with Mei Lin during the meeting.",
        "Arjun asked whether I get seasick. I do.",
        ("Whether I go aboard often enough", "fit", "partly"),
        "People at sea can ring her, and do.",
        "Shift work and two languages at Bright Quay.",
        "It is a plan that matters to families.",
        "A visit aboard in the next fortnight.",
        (4, 5),
        "That I have been aboard eleven ships, with tablets.",
    ),
    "chips": Account(
        "Keeps two fabs' desks answered, days only.", "", "Their worst incident, told from the end.", "",
        ("Shifts at the turn of the year", "logistics", "yes"), "", "", "Short, clear, near the station.",
        "Farah writes next week.", (3, 4),
    ),
}  # fmt: skip


def answers(client: str, company: Company, *, decided_on: date, met: int = 2) -> Json:
    """The whole account of an interview at this client, of which the first so many people were met."""
    account, people = ACCOUNTS[client], company.people[:met]
    words, kind, answered = account.doubt
    before, after = account.interest
    told: Json = {
        "concerns": [
            {
                "text": words,
                "kind": kind,
                "stated_or_sensed": "stated" if answered != "no" else "sensed",
                "raised_by": people[-1][0],
                "answered_in_room": answered,
            }
        ],
        "interest": {"before": before, "after": after, "why": account.why},
        "next_step": account.next_step,
        "decision_expected": {"on": decided_on.isoformat(), "precision": "about", "source": people[0][0]},
    }
    if company.contract:
        return {**told, "availability": "From Monday, five days a week.", "went_well": account.well}
    roles = ("Decides", "Advises", "Is heard")
    met_there = [
        {"name": name, "title": title, "role_in_decision": roles[place]} for place, (name, title) in enumerate(people)
    ]
    return {**told, "people_met": met_there, **_at_length(account)}


def thin(client: str, company: Company) -> Json:
    """The same interview in three answers: what a candidate sends from the bus."""
    account = ACCOUNTS[client]
    name, title = company.people[0]
    return {
        "people_met": [{"name": name, "title": title, "role_in_decision": "Decides"}],
        "went_well": account.well,
        "interest": {"before": account.interest[0], "after": account.interest[1], "why": account.why},
    }


def _at_length(account: Account) -> Json:
    told: Json = {
        "role_as_described": account.role,
        "organisation_facts": account.facts,
        "went_well": account.well,
        "difficult": account.difficult,
        "appealed": account.appealed,
        "fit": account.fit,
    }
    return {**told, "unsaid": account.unsaid} if account.unsaid else told
