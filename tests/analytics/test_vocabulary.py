"""What the profiles that tools follow call things, IRI by IRI: each verb and each type of activity is understood."""

import pytest

from tests.support.record import Record

STREAMS = (
    "join leave host attend present submit share create like search start close cancel assign invite rsvp-yes rsvp-no "
    "schedule checkin"
)
GAME = "serious-game level quest area zone dialog-tree non-player-character item screen menu"
VERBS = {
    "http://adlnet.gov/expapi/verbs/": "answered asked attempted attended commented completed exited experienced "
    "failed imported initialized interacted launched mastered passed preferred progressed registered responded resumed "
    "scored shared suspended terminated voided",
    "https://w3id.org/xapi/adl/verbs/": "abandoned satisfied waived logged-in logged-out",
    "http://id.tincanapi.com/verb/": "mentored performed-offline talked-with rated reviewed replied viewed downloaded "
    "earned expired unregistered skipped personalized bookmarked requested-attention adjourned estimated-duration "
    "expected voted-up voted-down paused",
    "http://activitystrea.ms/": STREAMS,
    "http://activitystrea.ms/schema/1.0/": STREAMS,
    "https://w3id.org/xapi/acrossx/verbs/": "posted watched liked evaluated searched edited annotated was-assigned",
    "https://w3id.org/xapi/adb/verbs/": "coached attended noted watched",
    "https://w3id.org/xapi/video/verbs/": "played paused seeked",
    "https://w3id.org/xapi/virtual-classroom/verbs/": "raised-hand lowered-hand muted unmuted shared-screen "
    "unshared-screen started-camera stopped-camera",
    "https://w3id.org/xapi/seriousgames/verbs/": "accessed unlocked used pressed released",
    "https://w3id.org/xapi/tla/verbs/": "achieved conferred verified planned expired forfeited revoked scored",
}
TYPES = {
    "http://adlnet.gov/expapi/activities/": "course module lesson assessment attempt question cmi.interaction "
    "interaction objective simulation meeting media file link performance profile",
    "http://id.tincanapi.com/activitytype/": "webinar conference conference-session conference-track tutor-session "
    "community-site discussion forum-topic forum-reply chat-channel doubt solution project scenario goal resource "
    "document playlist checklist school-assignment survey lms category recipe",
    "https://w3id.org/xapi/acrossx/activities/": "face-to-face-discussion online-discussion collaboration "
    "learning-plan video webpage message printed-assessment",
    "https://w3id.org/xapi/cmi5/activitytype/": "course block",
    "https://w3id.org/xapi/video/activity-type/": "video",
    "https://w3id.org/xapi/virtual-classroom/activity-types/": "virtual-classroom",
    "https://w3id.org/xapi/seriousgames/activity-types/": GAME,
    "https://w3id.org/xapi/tla/activity-types/": "competency",
    "https://w3id.org/xapi/flashcards/activity-types/": "flashcard flashcard-deck",
    "http://activitystrea.ms/": "event place",
    "http://activitystrea.ms/schema/1.0/": "event place",
    "http://xapi.jisc.ac.uk/": "event_timetabled event_non-timetabled event_non-timetable",
}


@pytest.mark.parametrize(("kind", "told"), [("verb", VERBS), ("type", TYPES)])
def test_every_iri_of_the_profiles_is_understood(record: Record, kind: str, told: dict[str, str]) -> None:
    known = {iri for (iri,) in record.rows(f"SELECT iri FROM warehouse.{kind}_alias")}  # noqa: S608  # our own names
    meant = {prefix + word for prefix, words in told.items() for word in words.split()}
    assert meant - known == set()
