"""体检和备份, for the system administrator; 安全自查, for the security administrator and the auditor. Nothing is changed here."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.backups import kept_backups
from tracker.checkups.findings import Finding, Health, Patient
from tracker.checkups.installation import examine
from tracker.checkups.security import examine_security
from tracker.marking import N_
from tracker.rules.permissions import Permission, holds
from tracker.web.context import actor, database, now, services
from tracker.web.guards import needs

bp = Blueprint("checkups", __name__)

# Words and tones of how something stands; the worst comes first.
HEALTH = {
    Health.BAD: (N_("须处理"), "bad"),
    Health.WARN: (N_("请注意"), "warn"),
    Health.GOOD: (N_("良好"), "good"),
}


@bp.get("/checkup")
@needs(Permission.JOB_READ)
def installation() -> ResponseReturnValue:
    """What `tracker doctor` says, and the backups that are there."""
    kept = kept_backups(services().settings.data_dir / "backups")
    findings = list(examine(_patient()))
    return render_template(
        "checkups/installation.html", findings=findings, health=HEALTH, kept=kept, may_run=holds(actor(), Permission.JOB_RUN)
    )


@bp.get("/security")
@needs(Permission.SECURITY_READ)
def security() -> ResponseReturnValue:
    """Each clause of 等保2.0 that the settings and accounts answer for."""
    return render_template("checkups/security.html", findings=list(examine_security(_patient())), health=HEALTH)


@bp.app_template_filter("finding_said")
def finding_said(finding: Finding) -> str:
    """The sentence of a finding in the reader's language."""
    return finding.said(gettext)


def _patient() -> Patient:
    return Patient(services().settings, database(), now())
