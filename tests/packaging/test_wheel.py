"""The wheel holds the program with all that it reads, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network."""
    build = pytest.importorskip("hatchling.build")
    folder = tmp_path_factory.mktemp("wheel")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        name = build.build_wheel(str(folder))
    return folder / name


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What pip would put into the environment."""
    folder = tmp_path_factory.mktemp("site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def python(installed: Path, elsewhere: Path, code: str, *arguments: str) -> str:
    """Run Python with the unpacked wheel before everything else, away from the checkout."""
    first = f"import sys; sys.path.insert(0, {str(installed)!r})\n"
    told = subprocess.run(
        [sys.executable, "-c", first + code, *arguments],
        cwd=elsewhere,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return told.stdout


def files_below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_every_resource_is_found_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    resources = files_below(ROOT / "resources")
    assert "sql/thelook/careful/parametric.sql" in resources
    code = (
        "import segdesk.paths\n"
        "for name in sys.argv[1:]:\n"
        "    print(segdesk.paths.resource(*name.split('/')))\n"
    )
    found = [Path(line) for line in python(installed, tmp_path, code, *sorted(resources)).splitlines()]
    assert len(found) == len(resources)
    for path, name in zip(found, sorted(resources), strict=True):
        assert path.is_relative_to(installed)
        assert path.read_bytes() == (ROOT / "resources" / name).read_bytes()


def test_the_program_of_the_wheel_starts(installed: Path, tmp_path: Path) -> None:
    code = (
        "import atexit\n"
        "from segdesk.__main__ import main\n"
        "own = lambda: [m.__file__ for n, m in sys.modules.items() if n.split('.')[0] == 'segdesk']\n"
        "atexit.register(lambda: print(*own(), sep='\\n'))\n"
        "sys.argv = ['segdesk', '--version']\n"
        "main()\n"
    )
    version = next(installed.glob("segdesk-*.dist-info")).name.removeprefix("segdesk-")
    told, *modules = python(installed, tmp_path, code).splitlines()
    assert told == f"segdesk {version.removesuffix('.dist-info')}"
    assert len(modules) > 5
    assert all(Path(module).is_relative_to(installed) for module in modules)
    entry_points = next(installed.glob("segdesk-*.dist-info/entry_points.txt")).read_text()
    assert "segdesk = segdesk.__main__:main" in entry_points


def test_the_wheel_holds_the_program_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    program = {name for name in names if not name.split("/")[0].endswith(".dist-info")}
    modules = {f"segdesk/{name}" for name in files_below(ROOT / "segdesk") if name.endswith(".py")}
    resources = {f"segdesk/_resources/{name}" for name in files_below(ROOT / "resources")}
    typed = {"segdesk/py.typed"} & program
    assert program == modules | resources | typed
    assert not [name for name in names if "test" in name]
    assert [name for name in names if name.endswith("/licenses/LICENSE")]
