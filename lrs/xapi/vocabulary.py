"""The names of the standard that the LRS itself acts on."""

VOIDED = "http://adlnet.gov/expapi/verbs/voided"
SIGNATURE = "http://adlnet.gov/expapi/attachments/signature"
SIGNATURE_TYPE = "application/octet-stream"

IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")
ACTIVITY_CONTEXTS = ("parent", "grouping", "category", "other")
INTERACTIONS = (
    "true-false",
    "choice",
    "fill-in",
    "long-fill-in",
    "matching",
    "performance",
    "sequencing",
    "likert",
    "numeric",
    "other",
)
COMPONENTS = {
    "choices": ("choice", "sequencing"),
    "scale": ("likert",),
    "source": ("matching",),
    "target": ("matching",),
    "steps": ("performance",),
}
"""Which interaction types each list of interaction components belongs to (1.0.3 Data 2.4.4.1)."""
