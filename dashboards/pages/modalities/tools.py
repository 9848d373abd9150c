"""What each way of learning costs, needs and leaves in the record: the rows behind the cards of the tool box."""

from typing import NamedTuple


class Tool(NamedTuple):
    """A way's name, what it costs and needs, how it is recorded: in words, then verbs and activity as in xAPI."""

    name: str
    costs: str
    needs: str
    told: str
    verbs: str
    activity: str


_ROOM = "Little to prepare; then a trainer, a room, travel and everybody's hours, again for every session."
_MADE = "Much to make, then little for each more learner; it must be kept up, and the hours learned are paid too."
_LIVE = "Little to prepare, no travel; a host and everybody's hours, again for every session."
_MASS = "Much to make and to host; tutors for as long as it runs; hardly anything for each more learner."
_MEET = "A place, a day of everybody's time, somebody to prepare it; no content to make."
_PEERS = "Nearly nothing but time: of whoever helps, and of whoever is helped. It is rarely counted, and should be."

TOOLS: dict[str, Tool] = {
    "classroom": Tool(
        "Classroom",
        _ROOM,
        "Groups of a workable size, exercises rather than slides, and not everything on one day.",
        "By the attendance sheet: who was expected, who came, for how long.",
        "registered, attended",
        "activitystrea.ms/schema/1.0/event",
    ),
    "virtual-class": Tool(
        "Virtual class",
        _LIVE,
        "Short sessions, a second person for the chat, something to do every ten minutes.",
        "By the room itself: who joined and left, who raised a hand, answered a poll.",
        "joined, left, raised-hand, answered",
        "w3id.org/xapi/virtual-classroom",
    ),
    "webinar": Tool(
        "Live webinar",
        _LIVE,
        "A subject that interests many, questions taken live, the replay announced.",
        "By the export of the webinar tool: who joined and left, when.",
        "joined, left, asked",
        "id.tincanapi.com/activitytype/webinar",
    ),
    "replay": Tool(
        "Webinar replay",
        "Nothing beyond the live session but keeping it where it is found.",
        "Chapters, and questions to answer: watching alone is passive.",
        "By the video player: what was played, what was skipped.",
        "played, paused, completed",
        "w3id.org/xapi/video",
    ),
    "blended": Tool(
        "Blended path",
        "Both: content to make once, and sessions each time; fewer or shorter ones than in a room alone.",
        "Each part to need the other: what is learned alone is used together.",
        "By each of its parts; the programme's phases say before, during and after.",
        "completed, attended, passed",
        "w3id.org/xapi/acrossx/activities/learning-plan",
    ),
    "e-learning": Tool(
        "E-learning",
        _MADE,
        "Practice with feedback, in pieces that fit between two tasks, and time set aside for it.",
        "By the platform (cmi5): opened, progressed, completed, passed, each question answered.",
        "initialized, progressed, completed, passed, answered",
        "adlnet.gov/expapi/activities/lesson",
    ),
    "mooc": Tool(
        "MOOC",
        _MASS,
        "A date on which it begins, deadlines, a forum that somebody answers in.",
        "By the platform: registered, progressed, handed in, posted.",
        "registered, progressed, submitted, posted",
        "adlnet.gov/expapi/activities/course",
    ),
    "spoc": Tool(
        "SPOC",
        _MASS,
        "A closed group, a tutor who knows them, work handed in and answered.",
        "By the platform: registered, progressed, handed in, answered.",
        "registered, progressed, submitted, answered",
        "adlnet.gov/expapi/activities/course",
    ),
    "cooc": Tool(
        "COOC",
        _MASS,
        "Experts of the house in front of the camera, and customers or partners allowed in.",
        "By the platform, people outside the organisation by their accounts.",
        "registered, progressed, completed",
        "adlnet.gov/expapi/activities/course",
    ),
    "video": Tool(
        "Video",
        "From a telephone and an hour to a crew and a week: decide by how long it will be true.",
        "One idea, a few minutes, and a question after it.",
        "By the player: which seconds were played, again, or left.",
        "played, paused, seeked, completed",
        "w3id.org/xapi/video",
    ),
    "serious-game": Tool(
        "Serious game",
        _MADE,
        "Decisions with consequences, and a debriefing: what is not talked over stays in the game.",
        "By the game: levels begun and completed, scores, objects used.",
        "initialized, progressed, used, completed",
        "w3id.org/xapi/seriousgames",
    ),
    "simulation": Tool(
        "Simulation",
        _MADE,
        "A likeness in what matters, room to fail, and as many tries as it takes.",
        "By the simulator: each try with its score and its duration.",
        "attempted, scored, completed",
        "adlnet.gov/expapi/activities/simulation",
    ),
    "reverse-mentoring": Tool(
        "Reverse mentoring",
        _PEERS,
        "Pairs that suit each other, a question to begin with, and bosses willing to be taught.",
        "By a short form after each meeting: who, whom, how long, about what.",
        "mentored",
        "id.tincanapi.com/activitytype/tutor-session",
    ),
    "barcamp": Tool(
        "Barcamp",
        _MEET,
        "People with something to tell, a wall for the programme, nobody in charge of the content.",
        "By the attendance sheet; whoever presented is told so.",
        "attended, presented",
        "id.tincanapi.com/activitytype/conference",
    ),
    "learning-expedition": Tool(
        "Learning expedition",
        "Travel and a day or more of everybody's time; hosts mostly receive for nothing.",
        "A question to bring along, hosts who show what failed too, an account given afterwards.",
        "By the attendance sheet; the account given is handed in.",
        "attended, submitted",
        "id.tincanapi.com/activitytype/place",
    ),
    "hackathon": Tool(
        "Hackathon",
        _MEET,
        "A real problem, mixed teams, and somebody who will carry on with what comes out.",
        "By the attendance sheet; what each team hands in and presents.",
        "attended, submitted, presented",
        "id.tincanapi.com/activitytype/project",
    ),
    "peer-help": Tool(
        "Peer help",
        _PEERS,
        "Knowing who can do what, and managers who count the hours as work.",
        "By a short form, or the ticket: who helped whom, how long, with what.",
        "mentored, performed-offline",
        "id.tincanapi.com/activitytype/tutor-session",
    ),
    "community": Tool(
        "Community",
        "Hardly anything to set up; somebody who keeps it alive, every week.",
        "A host, questions answered within a day, and people who write as well as read.",
        "By the network: posted, replied, liked, viewed.",
        "posted, replied, liked, viewed",
        "id.tincanapi.com/activitytype/discussion",
    ),
    "job-aid": Tool(
        "Job aid",
        "Little to make and to keep up; it saves learning by heart.",
        "To be found in three seconds where the work is done, and to be thrown away when it is wrong.",
        "By the place it is kept in: searched, viewed, downloaded.",
        "searched, viewed, downloaded",
        "id.tincanapi.com/activitytype/resource",
    ),
}
MESSAGES = tuple(text for tool in TOOLS.values() for text in (tool.name, tool.costs, tool.needs, tool.told))
