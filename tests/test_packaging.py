"""What an installed copy carries: templates, seeds, migrations, the manual. And what the locks may hold."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's content, as an installation would lay it out."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


@pytest.mark.parametrize("name", ["templates", "seeds", "migrations"])
def test_the_wheel_carries_every_file_of_the_top_level_folders(installed: Path, name: str) -> None:
    tracked = subprocess.run(["git", "ls-files", name], cwd=ROOT, check=False, capture_output=True, text=True)
    if tracked.returncode != 0:
        pytest.skip("not a git checkout: cannot tell the project's files from others")
    carried = {path.relative_to(installed / "tracker/_resources").as_posix() for path in installed.rglob("*") if path.is_file()
               and "_resources" in path.parts}  # fmt: skip
    assert {path for path in tracked.stdout.splitlines() if (ROOT / path).exists()} <= carried


def test_the_wheel_carries_the_manual_with_its_pictures(installed: Path) -> None:
    carried = installed / "tracker/_resources/docs"
    text = (carried / "用户手册.md").read_text(encoding="utf-8")
    assert {name for name in re.findall(r"\(images/([^)]+)\)", text) if not (carried / "images" / name).is_file()} == set()


def test_an_installed_copy_works_outside_a_checkout(installed: Path, tmp_path: Path) -> None:
    environ = {**os.environ, "PYTHONPATH": str(installed), "TRACKER_DATA_DIR": str(tmp_path / "data")}
    where = [sys.executable, "-c", "import tracker; print(tracker.__file__)"]
    assert str(installed) in subprocess.run(where, cwd=tmp_path, env=environ, check=True, capture_output=True, text=True).stdout
    for command in (["db", "upgrade"], ["db", "check"], ["seed", "load"], ["plan", "list", "--json"]):
        done = subprocess.run(
            [sys.executable, "-m", "tracker", *command], cwd=tmp_path, env=environ, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert "guizhou" in done.stdout


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_locks_pin_every_package_by_hash_and_name_no_address(lock: Path) -> None:
    text = lock.read_text()
    assert re.findall(r"https?://|^--?\w*(?:index|find-links)", text, re.MULTILINE) == []
    pins = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert [pin.splitlines()[0] for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []


def test_the_development_lock_holds_the_same_versions_as_the_products() -> None:
    versions = [
        dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / "requirements" / name).read_text(), re.MULTILINE))
        for name in ("base.txt", "dev.txt")
    ]
    assert versions[0].items() <= versions[1].items()
