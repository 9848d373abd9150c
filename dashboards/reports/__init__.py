"""The executive page as files."""
