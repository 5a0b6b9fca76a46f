"""Which domains are an agency's own, and what a look in DNS says about one."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import idna

_FREE_MAIL = """
    gmail.com googlemail.com msn.com ymail.com rocketmail.com aol.com aol.co.uk icloud.com me.com mac.com proton.me
    protonmail.com pm.me web.de t-online.de freenet.de arcor.de mail.ru bk.ru inbox.ru list.ru rambler.ru qq.com 163.com
    126.com sina.com naver.com daum.net hanmail.net zoho.com zohomail.com zohomail.eu fastmail.com fastmail.fm hey.com
    tutanota.com tutanota.de tuta.io tutamail.com tuta.com mail.com email.com orange.fr wanadoo.fr free.fr laposte.net
    sfr.fr bbox.fr libero.it virgilio.it tiscali.it alice.it tin.it btinternet.com btopenworld.com sky.com talktalk.net
    virginmedia.com virgin.net ntlworld.com blueyonder.co.uk comcast.net verizon.net att.net sbcglobal.net bellsouth.net
    cox.net charter.net earthlink.net shaw.ca rogers.com sympatico.ca bigpond.com bigpond.net.au optusnet.com.au
    uol.com.br bol.com.br terra.com.br seznam.cz wp.pl o2.pl onet.pl op.pl interia.pl rediffmail.com telenet.be
    skynet.be ziggo.nl kpnmail.nl planet.nl bluewin.ch telia.com
"""
FREE_MAIL: Final = frozenset(_FREE_MAIL.split())
"""Where anybody gets an address: nobody's own, though some of them could be proven by their owners."""
FREE_MAIL_BRANDS: Final = frozenset({"yahoo", "hotmail", "outlook", "live", "gmx", "yandex"})
"""The same under the domains of many countries."""
REGISTRY_LABELS: Final = frozenset({"ac", "co", "com", "edu", "gov", "net", "org"})
"""Before a country's domain of two letters: where names are sold, such as co.uk."""
RECORD_LABEL: Final = "_afterword-verify"
RECORD_PREFIX: Final = "afterword-verify="
LOOK_DAILY = timedelta(days=1)
LOOK_SOON = timedelta(hours=1)
PATIENCE = timedelta(days=3)
"""How long a record may take to appear, and DNS to answer again, before a domain has failed."""
INTEREST = timedelta(days=30)
"""How long a domain that has failed is still looked at by itself."""
MOST_DOMAINS: Final = 20
_LONGEST_DOMAIN = 253 - len(RECORD_LABEL) - 1
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")


@dataclass(frozen=True)
class DomainLook:
    """A domain, since when it is in its state, and the texts that DNS has at its record's name; None: no answer."""

    domain: str
    token: str
    state: str
    since: datetime
    missing_since: datetime | None
    silent_since: datetime | None
    texts: tuple[str, ...] | None


@dataclass(frozen=True)
class DomainVerdict:
    """What follows from a look; ``look_again`` is None where only a person has it looked at again."""

    state: str
    found: str
    missing_since: datetime | None
    silent_since: datetime | None
    look_again: timedelta | None


def own_domain(text: str) -> str:
    """Write a domain as DNS knows it (IDNA 2008); raises ValueError, in words, for what cannot be an agency's own."""
    try:
        domain = idna.encode(text.strip().rstrip("."), uts46=True).decode().lower()
    except idna.IDNAError:
        domain = ""
    labels = domain.split(".")
    well_formed = all(map(_LABEL.fullmatch, labels)) and not labels[-1].isdigit()
    if len(labels) < 2 or len(domain) > _LONGEST_DOMAIN or not well_formed:
        raise ValueError("write the domain alone, as it stands after the @ of your addresses: harcourt.com")
    sold = 2 if len(labels[-1]) == 2 and labels[-2] in REGISTRY_LABELS else 1
    if len(labels) == sold:
        raise ValueError("names are sold under this one; name the domain that you bought there")
    bought = labels[-sold - 1 :]
    if ".".join(bought) in FREE_MAIL or bought[0] in FREE_MAIL_BRANDS:
        raise ValueError("anybody gets an address there, so it cannot be yours alone; name a domain of your own")
    return domain


def record_name(domain: str) -> str:
    """Where the record is published."""
    return f"{RECORD_LABEL}.{domain}"


def record_value(token: str) -> str:
    """What is published."""
    return f"{RECORD_PREFIX}{token}"


def covers(domain: str, address: str) -> bool:
    """Whether an address is of this domain or one below it: whoever holds a zone decides what lies below."""
    try:
        host = idna.encode(address.rpartition("@")[2], uts46=True).decode().lower()
    except idna.IDNAError:
        return False
    return host == domain or host.endswith(f".{domain}")


def judge(look: DomainLook, *, now: datetime) -> DomainVerdict:
    """Say what a look means. One miss is no loss: a verified domain fails when it is missed again an hour later."""
    name = record_name(look.domain)
    if look.texts is None:
        words = f"DNS did not answer for {name}."
        silent_since = look.silent_since or now
        given_up = now - silent_since >= PATIENCE
        return _not_found(look, words, given_up, look.missing_since, silent_since, now=now)
    if record_value(look.token) in (text.strip() for text in look.texts):
        return DomainVerdict("verified", f"The record stands at {name}.", None, None, LOOK_DAILY)
    missing_since = look.missing_since or now
    given_up = now - missing_since >= LOOK_SOON
    return _not_found(look, _seen_instead(name, look.texts), given_up, missing_since, None, now=now)


def _not_found(
    look: DomainLook,
    words: str,
    given_up: bool,
    missing_since: datetime | None,
    silent_since: datetime | None,
    *,
    now: datetime,
) -> DomainVerdict:
    lost = given_up if look.state == "verified" else now - look.since >= PATIENCE
    state = "failed" if lost else look.state
    forgotten = look.state == "failed" and now - look.since >= INTEREST
    again = LOOK_SOON if state != "failed" else LOOK_DAILY
    lasting = (missing_since, silent_since) if state == "verified" else (None, None)
    return DomainVerdict(state, words, *lasting, None if forgotten else again)


def _seen_instead(name: str, texts: tuple[str, ...]) -> str:
    if not texts:
        return f"There is no TXT record at {name}. A new one can take an hour to be seen."
    other = "".join(char if char.isprintable() else " " for char in texts[0])[:80]
    return f"There is a TXT record at {name}, but it says “{other}”. Publish the value shown here beside it."
