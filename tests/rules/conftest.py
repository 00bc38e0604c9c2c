from hypothesis import settings

# The same examples on every run, and no limit of time: a slow machine is not a wrong rule.
settings.register_profile("rules", deadline=None, derandomize=True, database=None)
settings.load_profile("rules")
