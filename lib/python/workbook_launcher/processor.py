"""Whether this processor has AVX2, the instructions that the workbook's arithmetic is pinned to."""

import platform
import subprocess
from pathlib import Path


def has_avx2() -> bool:
    """Asked of the operating system; False where it does not say."""
    try:
        return _SYSTEMS[platform.system()]()
    except (KeyError, OSError, ValueError, subprocess.SubprocessError):
        return False


def _linux() -> bool:
    flags = next((line for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if line.startswith("flags")), "")
    return {"avx2", "fma"} <= set(flags.split())


def _macos() -> bool:
    # Rosetta, which runs an x86-64 JDK on Apple silicon, answers as the processor that it stands in for.
    answer = subprocess.run(["arch", "-x86_64", "sysctl", "-n", "hw.optional.avx2_0", "hw.optional.fma"],
                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8", check=True, timeout=10)
    return answer.stdout.split() == ["1", "1"]


def _windows() -> bool:
    import ctypes

    avx2_instructions_available = 40
    return bool(ctypes.windll.kernel32.IsProcessorFeaturePresent(avx2_instructions_available))


_SYSTEMS = {"Linux": _linux, "Darwin": _macos, "Windows": _windows}
