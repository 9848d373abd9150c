"""How each modality is told in xAPI: the rows of a table become statements."""
