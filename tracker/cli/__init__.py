"""The command line: an edge as thin as the web. Exit 0 done, 1 refused or failed with a sentence, 2 wrong usage."""

import importlib
import sys

import click

from tracker import __version__
from tracker.errors import TrackerError
from tracker.intake.errors import IntakeError
from tracker.rules.refusals import RuleViolation
from tracker.sentences import refusal_sentence

# Each command lives in a module that is imported only when it is called: `tracker parse` needs no web framework.
COMMANDS = {
    "parse": "tracker.cli.documents:parse",
    "plan": "tracker.cli.plans:plan",
    "seed": "tracker.cli.plans:seed",
    "remind": "tracker.cli.operations:remind",
    "report": "tracker.cli.reports:report",
    "ledger": "tracker.cli.ledgers:ledger",
    "audit": "tracker.cli.operations:audit",
    "notify": "tracker.cli.notifying:notify",
    "calendar": "tracker.cli.calendars:calendar",
    "user": "tracker.cli.people:user",
    "db": "tracker.cli.running:db",
    "serve": "tracker.cli.running:serve",
    "scheduler": "tracker.cli.running:scheduler",
    "backup": "tracker.cli.backups:backup",
    "restore": "tracker.cli.backups:restore",
    "search": "tracker.cli.searching:search",
    "doctor": "tracker.cli.doctor:doctor",
    "demo": "tracker.cli.running:demo",
}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tracker")
def tracker() -> None:
    """落实台：把实施方案读成任务，盯住每一项，催在逾期之前，写好督查报告。"""


def main() -> None:
    """Run the command; a refusal becomes its sentence on standard error and exit status 1."""
    try:
        tracker()
    except RuleViolation as error:
        _refuse(refusal_sentence(error.code, error.facts))
    except IntakeError as error:
        _refuse(error.message)
    except TrackerError as error:
        _refuse(str(error))
    except OSError as error:
        name = f"“{error.filename}”" if error.filename else ""
        _refuse(f"文件{name}不能读写（{error.strerror or error}），请检查路径、权限和磁盘空间。")


def _refuse(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(1)
