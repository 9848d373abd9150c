"""The record: what any store promises, the one on disk, and the naive one that judges it."""
