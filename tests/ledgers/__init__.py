"""A corpus of damaged ledgers: what spreadsheets and their users do to a file between its export and its return."""
