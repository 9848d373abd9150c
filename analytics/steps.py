"""How the warehouse follows: which files of SQL, in which order. `analytics.warehouse` runs them.

A batch is read into temporary tables, its JSON parsed once (`READ`), and kept as it was told (`KEEP`); the facts of the
statements that are new, voided, or about something that changed are made anew (`DERIVE` to `COUNT`). When the
organisation changed, its tables are read again (`ORGANISE`); if that changed what facts are made of (`MADE_OF`), every
fact is derived anew from what was told (`ANEW`).
"""

TABLES = (
    "state",
    "reading",
    "words",
    "verbs",
    "types",
    "modalities",
    "dimensions",
    "money",
    "indicators",
    "follow_ups",
    "thresholds",
    "privacy",
    "told",
    "facts",
    "scope",
    "behind",
)
READ = ("read_statements", "read_agents", "read_activities", "read_voids")
KEEP = (
    "keep_agents",
    "keep_strangers",
    "keep_activities",
    "keep_statements",
    "void_told",
    "settle_activities",
    "mark_dirty",
    "forget_facts",
)
DERIVE = ("derive_facts", "touch", "reopen_times")
NEEDED = "needed"
AS_NEEDED = (
    "derive_segments",
    "derive_assessments",
    "derive_contributions",
    "derive_help",
    "derive_evaluations",
    "derive_competencies",
    "derive_attendance",
    "derive_milestones",
    "time_sessions",
    "time_presence",
    "time_gaps",
)
COUNT = ("keep_times", "derive_rollup")
ORGANISE = (
    "organise_words",
    "organise_units",
    "organise_people",
    "keep_strangers",
    "organise_programmes",
    "organise_assignments",
    "organise_money",
    "organise_indicators",
    "organise_follow_ups",
    "organise_contacts",
    "organise_thresholds",
    "organise_privacy",
)
MADE_OF = "made_of"
ANEW = ("mark_all", "settle_activities")
CONTACTS = "organise_contacts"
BEGIN = "begin"
WHAT_IS_THERE = "what_is_there"

EVERY = (BEGIN, *READ, *KEEP, *DERIVE, NEEDED, *AS_NEEDED, *COUNT, *ORGANISE, MADE_OF, *ANEW)
