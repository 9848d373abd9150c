"""The pages about tools: their keys, how to set each up, and what they sent. For administrators and group managers.

Keys belong to the server: what a tool sends is about people of any unit, so nobody who sees only some units sees these.
"""

PAGES = (
    ("/tools", "Keys and refusals"),
    ("/tools/connect", "Connect a tool"),
    ("/tools/statements", "Statements"),
)
MESSAGES = tuple(title for _, title in PAGES)
