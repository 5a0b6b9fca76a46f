"""What becomes of interviews of the demonstration after their letter: one function for each course."""

from datetime import timedelta

from app.demo import heard, plays
from app.demo.after import After
from app.demo.scene import Scene


def goes_on(scene: Scene) -> None:
    """The client liked them: told on the page, read, noted, and met again."""
    after = _followed(scene).on(5).hear("strong_yes").tell_feedback().read()
    after.learn("Bring the sheet with the fourth day: they ask how I found it, and I tell it better with a pen.")
    after.on(7).decided("next_round", "Both want the case.").tell().read()


def goes_on_by_telephone(scene: Scene) -> None:
    after = _followed(scene).on(5).hear("yes").tell_feedback("telephone")
    after.on(7).decided("next_round", "They want the family to see the town.").tell("telephone")


def offered_and_placed(scene: Scene) -> None:
    after = _followed(scene).on(3)
    after.must_answer_by(scene.booking.ahead + 8, "I have another offer, in writing, and would rather come to you.")
    after.on(4).hear("strong_yes").tell_feedback("telephone")
    after.on(6).decided("offer", "As advertised, with the notice that was asked for.").tell("telephone")
    after.on(9).decided("placed", "Signed this morning.").tell().read()


def said_no(scene: Scene) -> None:
    after = _followed(scene).on(4).hear("no").tell_feedback().read()
    after.learn("They wanted results in numbers. Next time: two of them, ready before I sit down.")
    after.on(6).decided("client_rejected", "Somebody from within.").tell().read()


def no_that_nobody_told_yet(scene: Scene) -> None:
    """It was decided lately, and no candidate learns of it before a person tells them."""
    after = _followed(scene).on(4).hear("no").tell_feedback("telephone")
    after.until(scene.almanac.at_the_desk() - timedelta(minutes=20)).decided("client_rejected", "A closer fit.")


def paused(scene: Scene) -> None:
    after = _followed(scene).on(3).hear("yes").tell_feedback()
    after.on(4).decided("on_hold", "The budget of next year comes first.").tell()
    after.on(8).write(heard.PAUSED, next_ahead=1)


def closed(scene: Scene) -> None:
    after = _followed(scene).on(3).hear("no_decision").tell_feedback("telephone")
    after.on(4).decided("job_closed", "Two clinics become one.").tell().read()


def stepped_back(scene: Scene) -> None:
    _followed(scene).on(4).hear_nothing()
    After(scene).on(5).decided("candidate_withdrew", "Another offer, nearer home.").tell("telephone")


def chased_twice(scene: Scene) -> None:
    after = _followed(scene).on(9).chase("mail")
    after.on(12).chase("call", "Katrin is back on Monday and reads it first.")


def decided_later(scene: Scene) -> None:
    after = _followed(scene).on(8).chase("call", "Two of the owners travel until then.")
    after.extend(4, "Two of the owners travel; they decide together.")
    after.promise_later(5, "Two of the owners are away. They decide when they are back, and you hear the day after.")


def heard_lately(scene: Scene) -> None:
    """What the client said waits to be told, in words that are begun."""
    plays.summary_sent(scene)
    After(scene).until(scene.almanac.at_the_desk() - timedelta(minutes=50)).hear("yes").draft_feedback()


def heard_hours_ago(scene: Scene) -> None:
    """What the client said waits to be told, and its clock has nearly run out."""
    plays.rung(scene)
    After(scene).until(scene.almanac.before_the_desk(3)).hear("strong_yes")


def asks_for_news(scene: Scene) -> None:
    """Nobody kept the promise, and the candidate asks."""
    plays.sent(scene)
    scene.until_lately(minutes=20)
    After(scene).ask("Is there any news? I would only like to know whether it is still open.")


def has_another_offer(scene: Scene) -> None:
    plays.thanked(scene)
    After(scene).until(scene.almanac.lately(scene.zone)).must_answer_by(3, "I have another offer, in writing.")


def asked_once(scene: Scene) -> None:
    plays.sent(scene)
    After(scene).until(scene.almanac.at_the_desk() - timedelta(minutes=75)).chase("mail")


def _followed(scene: Scene) -> After:
    """Told, rung, written and sent, as it should be."""
    plays.sent(scene)
    return After(scene)
