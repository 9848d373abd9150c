"""The only room that knows Flask: one file per resource of the standard."""
