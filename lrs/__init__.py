"""The learning record store: the standard, the store, the service, what goes in and out."""
