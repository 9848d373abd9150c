"""First on the path, this makes a process find no pandas: it comes with the tests' oracles, not with Acquis.

Where it is installed, pyarrow loads it: half a second and 60 MB that nobody who serves Acquis spends.
"""

raise ImportError("No module named 'pandas'")
