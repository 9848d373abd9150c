"""Programmes: all of them side by side, and one at a time."""

PATH = "/programmes"
