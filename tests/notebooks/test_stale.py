"""A forecaster that lies in build/ is used only where training here and now would give the very same one."""

import json
import zipfile

import pytest
from conftest import java_kernel

ASK = """
import org.lstmworkbook.notebook.*;
var experiment = Experiment.current();
var prices = PriceSource.prices(experiment);
var forecaster = Steps.forecaster(experiment, prices);
"""
AGAIN = "forecaster = Steps.forecaster(experiment, prices); System.out.println();"


def rewritten(path, change):
    """The file with a changed manifest."""
    with zipfile.ZipFile(path) as old:
        entries = {name: old.read(name) for name in old.namelist()}
    manifest = json.loads(entries["manifest.json"])
    change(manifest["about"]["provenance"])
    entries["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w") as new:
        for name, content in entries.items():
            new.writestr(name, content)


def other_settings(provenance):
    provenance["recipe"] = "0" * 64
    provenance["training"]["epochs"] = 7


def other_arithmetic(provenance):
    provenance["recipe"] = "0" * 64
    provenance["versions"]["arithmetic"] = "c0ffee"


def other_code(provenance):
    provenance["recipe"] = "0" * 64


def older_file(provenance):
    del provenance["recipe"]


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """A kernel that has trained one epoch, and the folder it saves in."""
    folder = tmp_path_factory.mktemp("build")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBOOK_BUILD", str(folder))
        patch.setenv("WORKBOOK_EPOCHS", "1")
        with java_kernel() as running:
            running.text(ASK, timeout=280)
            yield running, folder / "forecasters" / "IBM-epochs-1-seed-42.forecaster.zip"


def test_given_the_same_settings_when_asked_again_then_the_saved_one_is_used(asked):
    running, file = asked
    before = file.stat().st_mtime_ns
    assert running.text(AGAIN).strip() == ""
    assert file.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    "change, cause",
    [(other_settings, "other settings (epochs=7)"), (other_arithmetic, "other versions (arithmetic c0ffee)"),
     (other_code, "another build of this library"), (older_file, "another build of this library")],
)
def test_given_one_that_was_made_otherwise_when_asked_then_it_is_trained_anew_and_the_cell_says_why(asked, change, cause):
    running, file = asked
    expected = file.read_bytes()
    rewritten(file, change)
    stale = file.read_bytes()
    said = running.text(AGAIN, timeout=280)
    assert f"{file.name} was made with {cause}" in said
    assert file.read_bytes() == expected
    assert file.with_name(f"earlier-{file.name}").read_bytes() == stale
