"""What a verification finds: where the history, or a row beside it, was tampered with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Break:
    """`plan` is the chain (0: events of no plan), `event` the id of the event at fault, or, where that is gone, the number in the
    chain at which it is missed; 0 where no event is to be named. `why` is said in Chinese."""

    plan: int
    event: int
    why: str
