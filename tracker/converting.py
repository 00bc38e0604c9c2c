"""Documents that the reader cannot read itself, converted by LibreOffice where it is installed.

A converter is another program, so it stands here at the edge and not in `intake`. It gets a folder and a profile of its own, no
secrets, no macros, no links to the outside, no network where the system can take it away, and an end: its whole group of
processes is killed when its time is up.
"""

import contextlib
import functools
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import threading
from dataclasses import replace
from pathlib import Path

from tracker import intake
from tracker.intake.model import Issue

# By the code of the refusal: what the converter is told the file is. Our own reader keeps the tables of a .doc that LibreOffice
# flattens, so a .doc comes here only where that one gave up.
_SUFFIXES = {"rtf": ".rtf", "odt": ".odt", "old_document": ".doc"}
_CHECK = "这份文件不是 .docx，由 LibreOffice 转换后读入，自动编号和表格可能有出入，请对照原件核对；另存为 .docx 再上传更可靠。"
_MEMORY = 4 * 1024**3
# Each takes a processor and some hundred megabytes; who comes later waits.
_AT_ONCE = threading.BoundedSemaphore(2)
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
)


def find_converter() -> str | None:
    """The path of LibreOffice, or None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def read_plan(data: bytes, filename: str, limits: intake.Limits) -> intake.ParsedPlan:
    """The plan that a document holds; one that had to be converted bears a doubt that asks to check it.

    Raises IntakeError as `intake.parse` does. Takes seconds where a document is converted: call it outside a transaction.
    """
    try:
        return intake.parse(data, filename, limits)
    except intake.IntakeError as refusal:
        program, suffix = find_converter(), _SUFFIXES.get(refusal.code)
        converted = convert(program, data, suffix, limits) if program and suffix else None
        if converted is None:
            raise
    plan = intake.parse(converted, filename, limits)
    doubt = Issue("doubt", "converted", _CHECK, (0, len(plan.source.split("\n")[0])))
    return replace(plan, issues=(doubt, *plan.issues))


def convert(program: str, data: bytes, suffix: str, limits: intake.Limits) -> bytes | None:
    """The document as .docx, or None where the program fails, takes too long or makes too much."""
    with _AT_ONCE, tempfile.TemporaryDirectory(prefix="tracker-convert-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, made = folder / f"plan{suffix}", folder / "made" / "plan.docx"
        source.write_bytes(data)
        _write_profile(folder / "profile")
        command = [
            *_offline(), program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
            "--nologo", "--convert-to", "docx:Office Open XML Text", "--outdir", str(made.parent), str(source),
        ]  # fmt: skip
        if not _run(command, folder, limits) or not made.is_file() or made.stat().st_size > limits.max_bytes:
            return None
        return made.read_bytes()


def _write_profile(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(
        f'<?xml version="1.0"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>', encoding="utf-8"
    )


@functools.cache
def _offline() -> tuple[str, ...]:
    """What a command is preceded by to run without a network; nothing where this system does not let us."""
    unshare = shutil.which("unshare")
    if not unshare:
        return ()
    prefix = (unshare, "--net", "--map-root-user")
    tried = subprocess.run([*prefix, "true"], capture_output=True, check=False)  # noqa: S603 (our own words only)
    return prefix if tried.returncode == 0 else ()


def _run(command: list[str], folder: Path, limits: intake.Limits) -> bool:
    """True where the command ended well in time; its environment holds nothing of ours."""
    environment = {"PATH": os.defpath, "HOME": str(folder), "LC_ALL": "C.UTF-8", "TMPDIR": str(folder)}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603 (a fixed program, names made by us)
        command, cwd=folder, env=environment, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )
    _bound(process.pid, limits)
    try:
        return process.wait(limits.convert_seconds) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _bound(pid: int, limits: intake.Limits) -> None:
    """Bound what the process and its children may write and hold, where the system knows such bounds."""
    if hasattr(resource, "prlimit"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (limits.max_unpacked, limits.max_unpacked))
            resource.prlimit(pid, resource.RLIMIT_AS, (_MEMORY, _MEMORY))
