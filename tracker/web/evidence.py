"""Files of evidence: given out to those who may read the report, and every reading recorded."""

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.queries.evidence import FileFilter, handed_in
from tracker.queries.updates import the_evidence, the_update
from tracker.rules.permissions import Permission
from tracker.rules.statuses import UpdateState
from tracker.services import evidence
from tracker.services.moves import require
from tracker.web.context import actor, database, now, storage
from tracker.web.filters import asked_day
from tracker.web.forms.answering import done
from tracker.web.guards import needs
from tracker.web.paging import asked_page, here, pager
from tracker.web.report_view import INLINE

bp = Blueprint("evidence", __name__)


@bp.get("/evidence/<int:evidence_id>")
@needs(Permission.EVIDENCE_READ)
def download(evidence_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        item = the_evidence(session, actor(), evidence_id)
        evidence.record_reading(session, item, actor=actor(), now=now())
        name, media_type, digest = item.name, item.file.media_type, item.sha256
    return given_out(digest, name, media_type)


def given_out(digest: str, name: str, media_type: str) -> Response:
    """The kept file as the answer; the caller has checked who may read it, and recorded that it was read."""
    answer: Response = send_file(
        storage().open(digest), mimetype=media_type, as_attachment=media_type not in INLINE, download_name=name, etag=False
    )
    # The file came from outside: whatever it holds, it runs nothing and reaches nothing of this application. What is shown
    # inline may stand in a page of this application, beside the report that cites it, and in no other's.
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


@bp.post("/evidence/<int:evidence_id>/remove")
@needs(Permission.UPDATE_WRITE)
def remove(evidence_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        item = the_evidence(session, actor(), evidence_id)
        assignment_id, period = item.update.assignment_id, item.update.period
        evidence.detach(session, item, actor=actor(), now=now())
    return redirect(url_for("updates.edit", assignment_id=assignment_id, period=period, _anchor="evidence"))


@bp.get("/updates/<int:update_id>/files")
@needs(Permission.UPDATE_WRITE)
def earlier(update_id: int) -> ResponseReturnValue:
    """What the unit has handed in before, to be cited by this draft too."""
    chosen = _chosen()
    with database().reading() as session:
        update = the_update(session, actor(), update_id)
        require(actor(), Permission.UPDATE_WRITE, update)
        form = url_for("updates.edit", assignment_id=update.assignment_id, period=update.period, _anchor="evidence")
        if update.state is not UpdateState.DRAFT:
            return redirect(form)
        page = handed_in(session, actor(), update, chosen, asked_page())
        return render_template(
            "updates/earlier.html", update=update, assignment=update.assignment, back=form, rows=page.rows, page=pager(page),
            fields=_fields(chosen), chips=_chips(chosen),
        )  # fmt: skip


@bp.post("/updates/<int:update_id>/files")
@needs(Permission.UPDATE_WRITE)
def cite(update_id: int) -> ResponseReturnValue:
    numbers = sorted(set(request.form.getlist("chosen", type=int)))
    with database().transaction() as session:
        update = the_update(session, actor(), update_id)
        assignment_id, period = update.assignment_id, update.period
        for number in numbers:
            evidence.cite_again(session, update, the_evidence(session, actor(), number), actor=actor(), now=now())
    if not numbers:
        return done(gettext("没有勾选材料。请勾选后再点“选用”。"), "evidence.earlier", update_id=update_id)
    message = gettext("已选用 %(n)s 个材料，草稿尚未报送。", n=len(numbers))
    return done(message, "updates.edit", assignment_id=assignment_id, period=period, _anchor="evidence")


def _chosen() -> FileFilter:
    return FileFilter(request.args.get("name", "").strip()[:80], asked_day("since"), asked_day("until"))


def _fields(chosen: FileFilter) -> list[dict[str, Any]]:
    return [
        {"name": "name", "label": gettext("文件名"), "kind": "search", "value": chosen.name},
        {"name": "since", "label": gettext("上传日期从"), "kind": "date", "value": chosen.since or ""},
        {"name": "until", "label": gettext("到"), "kind": "date", "value": chosen.until or ""},
    ]


def _chips(chosen: FileFilter) -> list[tuple[str, str]]:
    set_ones = (("name", chosen.name), ("since", chosen.since), ("until", chosen.until))
    words = {"name": gettext("文件名"), "since": gettext("上传日期从"), "until": gettext("上传日期到")}
    return [(f"{words[name]} {value}", here(**{name: None, "page": None})) for name, value in set_ones if value]
