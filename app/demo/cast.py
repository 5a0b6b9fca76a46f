"""Who appears in the demonstration: made-up people and firms, with addresses and numbers that are nobody's.

Addresses end in a reserved domain (RFC 2606); numbers lie in the ranges that Ofcom, the North American numbering plan
and the German regulator keep for fiction.
"""

from dataclasses import dataclass
from typing import Any

from app.core.actor import ConsultantRole
from app.demo import content
from app.directory.schemas import ContactPolicy, LetterPolicy

Json = dict[str, Any]


@dataclass(frozen=True)
class Company:
    """A client with its vacancy and whom candidates meet there: the first decides."""

    name: str
    zone: str
    country: str
    job: str
    people: tuple[tuple[str, str], ...]
    contract: bool = False
    letter_policy: LetterPolicy = "welcome"
    contact_policy: ContactPolicy = "forbidden"

    @property
    def domain(self) -> str:
        """Where its mail goes."""
        return f"{self.name.lower().replace(' & ', '-').replace(' ', '-')}.example"

    @property
    def firsts(self) -> list[str]:
        """The first names of whom candidates meet."""
        return [name.partition(" ")[0] for name, _ in self.people]


LONDON, BERLIN, NEW_YORK = "Europe/London", "Europe/Berlin", "America/New_York"
CHICAGO, DUBAI, SINGAPORE = "America/Chicago", "Asia/Dubai", "Asia/Singapore"

COMPANIES = {
    "bakery": Company(
        "Pennywhistle Bakeries", LONDON, "GB", "Supply Planner",
        (("Maeve Thackeray", "Head of Supply"), ("Owen Pryce", "Planning Lead")),
    ),
    "rail": Company(
        "Tamar Rail Works", LONDON, "GB", "Site Engineer",
        (("Joan Hadley", "Depot Manager"), ("Piers Luckett", "Project Engineer")),
        contract=True, letter_policy="not_accepted",
    ),
    "law": Company(
        "Quillfeather Legal", LONDON, "GB", "Legal Counsel",
        (("Rosalind Achebe", "General Counsel"), ("Hugo Stannard", "Partner"), ("Ines Calloway", "Head of People")),
    ),
    "lens": Company(
        "Havelland Optik", BERLIN, "DE", "Data Engineer",
        (("Katrin Osterfeld", "Head of Data"), ("Jonas Wiebrecht", "Platform Lead")),
    ),
    "bikes": Company(
        "Radschmiede Linden", BERLIN, "DE", "Product Designer",
        (("Svenja Kolb", "Design Director"), ("Malte Harms", "Product Owner")), contact_policy="permitted",
    ),
    "books": Company(
        "Larkspur Publishing", NEW_YORK, "US", "Marketing Lead",
        (("Delia Montrose", "Vice President Marketing"), ("Grant Okoro", "Brand Director")),
        contact_policy="copy_agency",
    ),
    "bank": Company(
        "Hollis & Vane", NEW_YORK, "US", "Finance Manager",
        (("Vera Lindqvist", "Chief Financial Officer"), ("Samuel Brandt", "Controller")), letter_policy="ask_first",
    ),
    "grain": Company(
        "Prairie Star Grain", CHICAGO, "US", "Operations Manager",
        (("Loretta Finch", "Vice President Operations"), ("Ray Castellano", "Plant Manager")),
    ),
    "clinic": Company(
        "Lakeside Family Clinics", CHICAGO, "US", "Practice Manager",
        (("Naomi Whitlock", "Chief Nursing Officer"), ("Peter Adeyemi", "Medical Director")),
    ),
    "hotel": Company(
        "Marjan Bay Hotels", DUBAI, "AE", "Sales Director",
        (("Layla Haddad", "Chief Commercial Officer"), ("Omar Zayani", "General Manager")),
    ),
    "ships": Company(
        "Straits Lantern Shipping", SINGAPORE, "SG", "HR Business Partner",
        (("Mei Lin Tan", "Director of People"), ("Arjun Pillai", "Fleet Director"), ("Devi Ananda", "Crewing")),
    ),
    "chips": Company(
        "Kestrel Bay Semiconductors", SINGAPORE, "SG", "Service Manager",
        (("Wei Jie Koh", "Head of IT"), ("Farah Rahim", "Service Owner")), contract=True,
    ),
}  # fmt: skip
"""Twelve clients in six zones."""

STAFF: dict[str, tuple[Json, ConsultantRole]] = {
    "priya": (content.CONSULTANT, "consultant"),
    "daniel": (
        {"name": "Daniel Okafor", "email": "daniel.okafor@harcourt.example", "phone": "+44 20 7946 0021"},
        "consultant",
    ),
    "ruth": (
        {"name": "Ruth Amsel", "email": "ruth.amsel@harcourt.example", "phone": "+44 20 7946 0034"},
        "consultant",
    ),
    "mira": ({"name": "Mira Holloway", "email": "mira.holloway@harcourt.example"}, "manager"),
    "cleo": ({"name": "Cleo Farrant", "email": "cleo.farrant@harcourt.example"}, "compliance"),
}

NAMES = (
    "Amara Diallo", "Ben Castle", "Carys Bowen", "Dev Malhotra", "Elena Petrov", "Felix Braun", "Greta Sommer",
    "Hassan Yildiz", "Imogen Sharp", "Jakub Nowak", "Keira Flynn", "Luca Ferri", "Maya Lindholm", "Nikhil Rao",
    "Olive Prentice", "Pablo Reyes", "Quentin Moss", "Rosa Delgado", "Stefan Vogt", "Tessa Marlow", "Umar Siddiqui",
    "Viola Grant", "Wesley Trent", "Xenia Popov", "Yusuf Karim", "Zoe Hartley", "Anton Keller", "Bianca Moretti",
    "Callum Reid", "Dana Fitzroy", "Emeka Nwosu", "Freya Lund", "Gordon Pike", "Hana Suzuki", "Isaac Penn",
    "Jasmine Khoury", "Klaus Weidner", "Lena Fischer", "Marcus Bell", "Nadia Rahman", "Oscar Velde", "Petra Hallam",
    "Ravi Menon", "Sybil Crane", "Theo Aldous", "Una Maddox", "Victor Lange", "Willa Stroud", "Yara Haddad",
    "Zeno Marchetti",
)  # fmt: skip
"""One candidate for each interview."""


_NUMBERS = {
    LONDON: "+44 20 7946 09{:02}",
    BERLIN: "+49 30 23125 0{:02}",
    NEW_YORK: "+1 212 555 01{:02}",
    CHICAGO: "+1 312 555 01{:02}",
}
"""Where a country keeps numbers for fiction; elsewhere nobody has one here."""


def candidate(number: int, zone: str) -> Json:
    """The candidate of the interview with this number, from 0."""
    name = NAMES[number]
    return {
        "external_id": f"DEMO-CAND-{number + 1}",
        "name": name,
        "email": f"{name.lower().replace(' ', '.')}@candidates.example",
        "phone": _number(zone, number),
        "time_zone": zone,
    }


def contact(company: Company, place: int, *, without_address: bool = False) -> Json:
    """Somebody at this client."""
    name, title = company.people[place]
    address = f"{name.lower().replace(' ', '.')}@{company.domain}"
    return {
        "external_id": f"DEMO-CTC-{company.domain.partition('.')[0]}-{place + 1}",
        "name": name,
        "title": title,
        "email": None if without_address else address,
        "phone": _number(company.zone, 60 + place),
        "time_zone": company.zone,
        "country": company.country,
        "work_starts": "09:00:00",
        "work_ends": "17:30:00",
    }


def _number(zone: str, number: int) -> str | None:
    form = _NUMBERS.get(zone)
    return form.format(number) if form else None
