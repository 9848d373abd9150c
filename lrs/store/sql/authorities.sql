SELECT agent FROM authority
