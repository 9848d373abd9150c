"""The page Retention: how much of what was learned is still known, how sure that is, and who should go over what."""

PATH = "/retention"
