"""Forms check shape (required, length, number); whether something may be done now is the rules' to say."""
