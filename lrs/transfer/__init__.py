"""In and out without HTTP: files, other record stores, tables."""
