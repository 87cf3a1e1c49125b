"""--cuda and --device on machines that no test has: a stub answers in the place of Nvidia's nvidia-smi."""

import argparse
import json
import os

import pytest
from workbook_launcher import cuda, device, files, java, project
from workbook_launcher.errors import WorkbookError

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stub is a shell script")


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """Puts a nvidia-smi on PATH that prints these lines, or none at all."""

    def install(*lines, status=0):
        program = tmp_path / "nvidia-smi"
        program.write_text("#!/bin/sh\n" + "".join(f"echo '{line}'\n" for line in lines) + f"exit {status}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    monkeypatch.delenv("WORKBOOK_DEVICE", raising=False)
    monkeypatch.setattr(project, "STATE", tmp_path)
    monkeypatch.setattr(device, "PROBE_LOG", tmp_path / "probe.log")
    monkeypatch.setattr(cuda, "FOLDER", tmp_path / "cuda")
    return install


def gpu(index, free=9000):
    return f"{index}, GPU-{index}c0ffee, NVIDIA GeForce RTX 3060, 535.104.05, {free}, 12288, 8.6"


def asked(text=None, yes=True):
    return argparse.Namespace(cuda=text is None, device=text, yes=yes, fast=False)


def test_given_neither_option_when_asked_then_nothing_changes(machine):
    assert device.environment(argparse.Namespace(cuda=False, device=None, fast=False), java.find()) == {}


def test_given_a_driver_without_a_gpu_when_cuda_then_the_cpu_and_no_download(machine, monkeypatch, capsys):
    machine("No devices were found", status=6)
    monkeypatch.setattr(cuda, "ensure", lambda *_: pytest.fail("it fetched CUDA"))
    environment = device.environment(asked(), java.find())
    reason = "the Nvidia driver shows no GPU (nvidia-smi says: No devices were found)."
    assert environment == {"WORKBOOK_DEVICE_REASON": reason}
    assert f"Device: CPU: {reason}" in capsys.readouterr().out


def test_given_a_word_that_is_no_device_when_asked_for_then_it_is_refused_in_words(machine):
    with pytest.raises(WorkbookError, match="--device tpu: 'tpu' is no device: say cpu, gpu"):
        device.environment(asked("tpu"), java.find())


def test_given_two_gpus_one_full_when_chosen_then_the_process_sees_only_the_other(machine):
    machine(gpu(0, free=300), gpu(1))
    choice = device.choose(None, java.find())
    assert choice["device"] == "gpu:1"
    assert choice["environment"] == {
        "CUDA_VISIBLE_DEVICES": "GPU-1c0ffee", "BACKEND_PRIORITY_CPU": "0", "BACKEND_PRIORITY_GPU": "100",
    }


def test_given_a_gpu_on_which_cuda_does_not_start_when_cuda_then_the_cpu_and_the_log(machine, monkeypatch):
    machine(gpu(0))
    monkeypatch.setattr(cuda, "ensure", lambda *_: None)
    environment = device.environment(asked(), java.find())
    assert list(environment) == ["WORKBOOK_DEVICE_REASON"]
    assert "But a small calculation on it failed" in environment["WORKBOOK_DEVICE_REASON"]
    assert device.PROBE_LOG.is_file()
    with pytest.raises(WorkbookError, match="--device gpu:0: .*a small calculation on it failed"):
        device.environment(asked("gpu:0"), java.find())


def test_given_a_gpu_that_computes_when_cuda_then_a_kernel_of_its_own_and_the_usual_one_untouched(machine, monkeypatch):
    machine(gpu(0))
    usual = project.VENV / "share" / "jupyter" / "kernels" / "java" / "kernel.json"
    before = files.fingerprint([usual])
    monkeypatch.setattr(cuda, "ensure", lambda *_: None)
    monkeypatch.setattr(device, "probe", lambda *_: None)
    environment = device.environment(asked("gpu"), java.find())
    spec = json.loads((project.STATE / "cuda-kernel" / "kernels" / "java" / "kernel.json").read_text())
    assert environment["JUPYTER_PATH"].split(os.pathsep)[0] == str(project.STATE / "cuda-kernel")
    assert environment["WORKBOOK_DEVICE"] == "gpu"
    assert spec["argv"][spec["argv"].index("-cp") + 1].endswith(os.pathsep + cuda.CLASS_PATH)
    assert spec["env"]["CUDA_VISIBLE_DEVICES"] == "GPU-0c0ffee"
    assert int(spec["env"]["BACKEND_PRIORITY_CPU"]) < int(spec["env"]["BACKEND_PRIORITY_GPU"])
    assert files.fingerprint([usual]) == before


def test_given_the_default_installation_when_looked_at_then_it_holds_no_cuda():
    names = [file.name for file in project.DEPENDENCIES.iterdir()]
    assert any(name.startswith("nd4j-native-") for name in names)
    assert [name for name in names if "cuda" in name] == []
