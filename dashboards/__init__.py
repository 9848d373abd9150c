"""The pages people look at, and the command line."""
