"""The example organisation that `acquis demo` serves."""
