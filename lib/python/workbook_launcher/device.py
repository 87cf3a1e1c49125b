"""The options --cuda, --device and --fast: the library chooses, the launcher starts the notebooks on what it chose."""

import argparse
import json
import os
from typing import Dict, Optional

from . import cuda, files, kernel, library, project
from .errors import WorkbookError
from .java import Jdk

VARIABLE = "WORKBOOK_DEVICE"
REASON = "WORKBOOK_DEVICE_REASON"
PROBE_LOG = project.STATE / "cuda-probe.log"
# JavaCPP ends a program that holds twice its heap. CUDA's libraries alone are that large, and no leak.
CUDA_OPTIONS = ("-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",)


def add_to(parser: argparse.ArgumentParser, runs: bool = True) -> None:
    """Adds --cuda and --device; and for a command that runs notebooks --yes, for CUDA may have to be fetched, and --fast."""
    group = parser.add_argument_group("the device")
    group.add_argument("--cuda", action="store_true",
                       help="use a GPU from Nvidia if one here can be used, else the CPU; say which and why")
    group.add_argument("--device", metavar="NAME", default=os.environ.get(VARIABLE),
                       help="cpu, gpu, or a certain one, as gpu:1; what cannot be had is refused")
    if runs:
        group.add_argument("--yes", action="store_true", help="fetch CUDA (about 2.4 GB) without a question")
        group.add_argument("--fast", action="store_true",
                           help="this processor's fastest kernels, at the price of last bits that are its own")


def environment(arguments: argparse.Namespace, jdk: Jdk) -> Dict[str, str]:
    """The environment of notebooks on the device and the kernels asked for."""
    fast = kernel.fast(jdk) if arguments.fast else {}
    return {**fast, **(_asked_for(arguments, jdk) if arguments.cuda or arguments.device else {})}


def _asked_for(arguments: argparse.Namespace, jdk: Jdk) -> Dict[str, str]:
    """CUDA is fetched only for a GPU that can use it."""
    choice = choose(arguments.device, jdk)
    if choice["device"] == "cpu":
        return _on_the_cpu(choice["reason"])
    cuda.ensure(jdk, arguments.yes)
    asked = {VARIABLE: arguments.device} if arguments.device else {}
    failure = probe(jdk, choice, asked)
    if failure and arguments.device:
        raise WorkbookError(f"--device {arguments.device}: {failure}")
    if failure:
        return _on_the_cpu(failure)
    print(f"Device: {choice['reason']}", flush=True)
    return {**_kernel(jdk, choice["environment"]), **asked}


def choose(request: Optional[str], jdk: Jdk) -> dict:
    """The library's choice: device, reason, environment. A request that cannot be met is refused in its words."""
    answer = library.answer(library.command(jdk, "engine.device.DeviceChoice", request or ""))
    if answer.returncode != 0:
        raise WorkbookError(f"The library could not choose a device: {answer.stderr.strip()}")
    choice = json.loads(answer.stdout.strip().splitlines()[-1])
    if choice["refused"]:
        raise WorkbookError(f"--device {request}: {choice['reason']}")
    return choice


def probe(jdk: Jdk, choice: dict, asked: Dict[str, str]) -> Optional[str]:
    """Has a small calculation done on the GPU in a process of its own; None, or why it was not done there."""
    print("Trying the GPU with a small calculation; the first time this unpacks CUDA.", flush=True)
    with_cuda = os.pathsep.join((project.class_path(), cuda.CLASS_PATH))
    command = library.command(jdk, "model.Device", options=CUDA_OPTIONS, class_path=with_cuda)
    answer = library.answer(command, {**choice["environment"], **asked})
    if answer.returncode == 0 and "JCublasBackend" in answer.stdout:
        return None
    files.write_if_changed(PROBE_LOG, answer.stdout + answer.stderr)
    return f"{choice['reason']} But a small calculation on it failed; what CUDA said is in {PROBE_LOG}."


def _on_the_cpu(reason: str) -> Dict[str, str]:
    print(f"Device: CPU: {reason}", flush=True)
    return {REASON: reason}


def _kernel(jdk: Jdk, more: Dict[str, str]) -> Dict[str, str]:
    """A kernel `java` with CUDA."""
    spec = kernel.spec(jdk, kernel.JJAVA)
    argv = spec["argv"]
    class_path = argv.index("-cp")
    argv[class_path + 1] += os.pathsep + cuda.CLASS_PATH
    argv[class_path:class_path] = CUDA_OPTIONS
    spec["env"] = {**spec["env"], **more}
    return kernel.beside(spec, "cuda")
