"""The pages, one each."""
