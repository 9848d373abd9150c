"""Programmes: all of them side by side, and one at a time."""

PATH = "/programmes"
FIELDS = ("period", "units", "programmes", "modality", "group")  # of all of them side by side
