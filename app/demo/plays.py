"""What becomes of interviews of the demonstration: one function for each course that an interview can take."""

from datetime import timedelta

from app.demo.posting import Post
from app.demo.scene import Scene
from app.demo.timing import OFFICE


def to_come(_scene: Scene) -> None:
    """Nothing yet: it was announced."""


def awaited(scene: Scene) -> None:
    scene.end()


def moved(scene: Scene) -> None:
    scene.past.reach(scene.past.at + timedelta(hours=2))
    scene.move(days=1)


def called_off(scene: Scene) -> None:
    scene.past.reach(scene.past.at + timedelta(hours=3))
    scene.cancel("The vacancy was filled from within.")


def missed(scene: Scene) -> None:
    scene.no_show()


def waived(scene: Scene) -> None:
    scene.end()
    scene.waive("We spoke at length on the way to the train.")


def declined(scene: Scene) -> None:
    scene.decline("I have taken another position.")


def begun(scene: Scene) -> None:
    scene.draft()


def handed_in(scene: Scene) -> None:
    scene.submit()


def handed_in_with_an_offer(scene: Scene) -> None:
    by = (scene.almanac.day(scene.zone, 2)).isoformat()
    scene.submit(agency_only={"other_processes": "A second process, in its last round.", "other_offer_by": by})


def handed_in_thin(scene: Scene) -> None:
    scene.submit(thin=True)


def returned(scene: Scene) -> None:
    scene.submit(thin=True)
    scene.return_debrief("Who else was in the room, and when do they decide?")


def completed(scene: Scene) -> None:
    returned(scene)
    scene.submit_again()
    scene.accept()
    scene.call(state="planned", planned_for=scene.almanac.on(OFFICE, 1, "10:30"))


def rung(scene: Scene) -> None:
    scene.accepted({"salary_or_rate": "As advertised", "notice": "Two months"})
    scene.past.reach(scene.past.at + timedelta(minutes=40))
    scene.call(
        state="done",
        spoke_with=scene.company.people[0][0],
        said="Strong interest, and the one doubt answered.",
        heard="They liked the example and decide next week.",
    )
    scene.add("My notice period is one month, not two: I asked.")


def by_telephone(scene: Scene) -> None:
    scene.take_by_telephone()
    scene.accept()


def letter_begun(scene: Scene) -> None:
    scene.accepted()
    Post.begun(scene)


def letter_handed_in(scene: Scene) -> None:
    scene.accepted()
    Post.begun(scene).submit()


def letter_agreed(scene: Scene) -> None:
    scene.accepted()
    scene.ring()
    Post.begun(scene).submit().agree()


def letter_agreed_lately(scene: Scene) -> None:
    scene.accepted()
    scene.until_lately(minutes=100)
    Post.begun(scene).submit().agree()


def letter_returned(scene: Scene) -> None:
    scene.accepted()
    post = Post.begun(scene).submit()
    post.comment("The second paragraph is the one they will remember.")
    post.return_it("Say in one sentence what changed because of you.")


def letter_suggested(scene: Scene) -> None:
    scene.accepted()
    Post.begun(scene).submit().suggest(
        2, "I want this role, and I would like to begin with what we talked about last.", "They asked how sure you are."
    )


def waiting_for_the_morning(scene: Scene) -> None:
    scene.accepted()
    scene.ring()
    Post.begun(scene).submit().agree().approve(scene.almanac.at_the_desk())


def waiting_for_a_chosen_time(scene: Scene) -> None:
    scene.accepted()
    at = scene.almanac.on(scene.zone, 2, "08:45")
    desk = scene.almanac.at_the_desk()
    Post.begun(scene).submit().agree().approve(desk, when="at", at=at)


def sent(scene: Scene) -> None:
    scene.accepted()
    scene.ring()
    line = f"Dear {scene.company.firsts[0]}, I was asked to pass this on after your meeting."
    Post.begun(scene).submit().agree().approve(covering_line=line)


def sent_in_other_words(scene: Scene) -> None:
    scene.accepted()
    scene.ring()
    post = Post.begun(scene).submit()
    post.suggest(4, "There is one thing that I did not get to say, and it is short.", "Lead in to it more gently.")
    post.take_suggestion().approve()


def thanked(scene: Scene) -> None:
    scene.accepted()
    Post.begun(scene, kind="thank_you", to=1).submit().agree().approve()


def met_by_a_panel(scene: Scene) -> None:
    scene.accepted()
    scene.ring()
    Post.begun(scene, kind="thank_you").submit().agree().approve()
    Post.begun(scene, to=1).submit().agree().approve()


def withdrawn(scene: Scene) -> None:
    scene.accepted()
    scene.ring()
    Post.begun(scene).submit().agree().withdraw()


def kept_back(scene: Scene) -> None:
    scene.accepted()
    Post.begun(scene).submit().agree().do_not_forward("They decided this morning; I told you on the telephone.")


def released(scene: Scene) -> None:
    scene.accepted()
    Post.begun(scene).submit().approve()


def undone(scene: Scene) -> None:
    scene.accepted()
    Post.begun(scene, to=1).submit().agree().approve(scene.almanac.at_the_desk()).undo()


def refused(scene: Scene) -> None:
    scene.accepted()
    scene.ring()
    Post.begun(scene, to=1).submit().agree().approve().go_wrong("refused")


def in_doubt(scene: Scene) -> None:
    scene.accepted()
    Post.begun(scene, to=1).submit().agree().approve().go_wrong("silent")


def summed_up(scene: Scene) -> None:
    scene.accepted()
    scene.until_lately(minutes=40)
    Post.summed_up(scene).agree()


def summary_sent(scene: Scene) -> None:
    scene.accepted()
    Post.summed_up(scene).agree().approve()
