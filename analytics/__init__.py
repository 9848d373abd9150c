"""Facts that follow the record, and what can be measured with them."""
