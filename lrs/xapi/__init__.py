"""The rules of the standard, pure: no I/O, no clock. One file per noun of the specification."""
