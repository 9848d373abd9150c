"""Frames drawn as figures."""
