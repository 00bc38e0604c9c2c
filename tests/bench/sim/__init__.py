"""A thousand working days of two schedulers that are killed at every step: `make bench-reminders`, or `python -m tests.bench.sim`.

What each module does: `world` makes the invented county, `lives` what its people do between the rounds, `worker` is a scheduler
as a process with a clock of its own, `kills` ends it at a point inside a step, `mailbox` is the mail server, `drive` lets the days
pass, `oracle` (with `facts` and `people`) says by plain loops what a day's sweep has to plan, `verdict` compares all that with what
stands in the database and went over the wire.
"""
