"""Is the installation well, and is it safe? For `tracker doctor` and the pages of the administrators."""
