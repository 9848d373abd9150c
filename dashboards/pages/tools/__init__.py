"""The pages about tools: their keys, how to set each up, and what they sent. For administrators and group managers.

Keys belong to the server: what a tool sends is about people of any unit, so nobody who sees only some units sees these.
"""

PAGES = (
    ("/tools", "Keys and refusals"),
    ("/tools/connect", "Connect a tool"),
    ("/tools/statements", "Statements"),
)
MAY = {
    # what each scope lets a tool do
    "all": "Everything",
    "all/read": "Read everything",
    "statements/read": "Read every statement",
    "statements/read/mine": "Read its own statements",
    "statements/write": "Send statements",
    "state": "Read and write states",
    "profile": "Read and write profiles",
    "define": "Define activities",
}
MESSAGES = (*(title for _, title in PAGES), *MAY.values())
