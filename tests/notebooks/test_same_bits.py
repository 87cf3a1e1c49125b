"""One training gives one SHA-256, whatever environment, cores, compiler or processor it meets.

SmallTraining.java runs the real thing for a few seconds: prices, scaler, both networks of step 9, predictions. The expected
digest is compared to the last bit; there is no tolerance.
"""

import contextlib
import os
import subprocess

import pytest
import qemu
from conftest import HOME, java_kernel
from workbook_launcher import java, kernel, processor, project

EXPECTED = (HOME / "tests" / "resources" / "same-bits.txt").read_text(encoding="utf-8").strip()
PROGRAM = "org.lstmworkbook.lab.reproduce.SmallTraining"
SOURCE = HOME.joinpath("tests", "java", *PROGRAM.split(".")).with_suffix(".java")
AGAINST_US = {
    "another core type": {"OPENBLAS_CORETYPE": "SkylakeX", "OPENBLAS_L2_SIZE": "65536", "OPENBLAS_BLOCK_FACTOR": "2"},
    "an old instruction set": {"ONEDNN_MAX_CPU_ISA": "SSE41", "DNNL_MAX_CPU_ISA": "SSE41", "OPENBLAS_CORETYPE": "Prescott"},
    "many threads": {"OMP_NUM_THREADS": "8", "OPENBLAS_NUM_THREADS": "8", "SD_MAX_THREADS": "8", "SD_MASTER_THREADS": "8",
                     "GOTO_NUM_THREADS": "8", "OMP_DYNAMIC": "true"},
    "less exact arithmetic": {"ONEDNN_DEFAULT_FPMATH_MODE": "ANY", "DNNL_DEFAULT_FPMATH_MODE": "ANY",
                              "WORKBOOK_ARITHMETIC": "fast", "ONEDNN_CPU_ISA_HINTS": "PREFER_YMM"},
}
ENOUGH = 900  # seconds: an emulated processor takes 150 to 300
needs_avx2 = pytest.mark.skipif(not processor.has_avx2(), reason="this processor has no AVX2: its last bits are its own")


@pytest.fixture(scope="module")
def command(tmp_path_factory):
    """Makes the command line of the program, with further options for its JVM."""
    jdk, classes = java.find(), tmp_path_factory.mktemp("classes")
    subprocess.run([jdk.tool("javac"), "-d", classes, "-cp", project.class_path(), SOURCE], check=True, timeout=300)
    class_path = os.pathsep.join((str(classes), project.class_path()))
    return lambda *options: [
        str(jdk.java), *kernel.jvm_options(jdk), *options, "-cp", class_path, PROGRAM, str(project.SAMPLES), "2"]


def said(line, **options):
    answer = subprocess.run(line, capture_output=True, encoding="utf-8", timeout=ENOUGH, **options)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return answer.stdout


@contextlib.contextmanager
def on_one_core():
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


@needs_avx2
@pytest.mark.parametrize("environment", AGAINST_US.values(), ids=AGAINST_US)
def test_given_an_environment_against_us_when_a_notebook_trains_then_every_bit_is_the_same(environment, monkeypatch):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with java_kernel() as running:
        running.run(SOURCE.read_text(encoding="utf-8").partition(";")[2])  # a cell is of no package
        assert EXPECTED in running.text(f'SmallTraining.main(new String[] {{"{project.SAMPLES}", "2"}});')


@needs_avx2
@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system cannot tie a process to a core")
def test_given_one_core_when_trained_then_every_bit_is_the_same(command):
    with on_one_core():
        assert EXPECTED in said(command(), env={**os.environ, **kernel.environment()})


@needs_avx2
@pytest.mark.parametrize("compiler", ["-XX:TieredStopAtLevel=1", "-XX:-TieredCompilation"])
def test_given_another_compiler_when_trained_then_every_bit_is_the_same(compiler, command):
    assert EXPECTED in said(command(compiler), env={**os.environ, **kernel.environment()})


@pytest.fixture(scope="module")
def emulator():
    found = qemu.find()
    if found is None:
        pytest.skip(f"no QEMU {qemu.OLDEST} or newer was found, so no other processor was tried. {qemu.CURE}")
    return found


@pytest.mark.processors
@pytest.mark.timeout(ENOUGH)
@pytest.mark.parametrize("name", ["Haswell", "EPYC-Rome", "Skylake-Client"])
def test_given_another_processor_when_trained_then_every_bit_is_the_same(name, emulator, command, monkeypatch):
    monkeypatch.setattr(processor, "has_avx2", lambda: True)  # the emulated one has it
    emulated = [str(emulator), "-cpu", name, *command("-XX:TieredStopAtLevel=1")]
    assert EXPECTED in said(emulated, env={**os.environ, **kernel.environment()})


@pytest.mark.processors
@pytest.mark.timeout(ENOUGH)
def test_given_a_processor_without_avx2_when_trained_then_it_runs_and_says_that_its_bits_are_its_own(emulator, command, monkeypatch):
    monkeypatch.setattr(processor, "has_avx2", lambda: False)
    emulated = [str(emulator), "-cpu", "Nehalem", *command("-XX:TieredStopAtLevel=1")]
    answer = said(emulated, env={**os.environ, **kernel.environment()})
    assert "This processor has no AVX2" in answer
    assert "SHA-256: " in answer and EXPECTED not in answer
