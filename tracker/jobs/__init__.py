"""What the scheduler does: the jobs (`work`, `care`), their table, and the rounds in which what is due is worked off."""
