"""Text in UTF-8 for the launcher and all it starts, also where the environment's locale is C.

There, Java reads the name MÜNCHEN as M??NCHEN and finds no file whose path holds an umlaut. No option of the JVM changes
that, only the locale in its environment.
"""

import codecs
import locale
import os
import sys

# The first that the system has: glibc, musl and newer systems of Apple know C.UTF-8, older ones one of the others.
LOCALES = ("C.UTF-8", "C.utf8", "en_US.UTF-8")


def everywhere() -> None:
    """Sets the environment that every program inherits; what the launcher prints never fails for a character."""
    if os.name == "nt":
        os.environ["PYTHONUTF8"] = "1"
    elif codecs.lookup(locale.nl_langinfo(locale.CODESET)).name == "ascii":
        os.environ["PYTHONUTF8"] = "1"
        _leave_the_locale_c()
    # An encoding that the reader asked for stays; a character that it lacks is printed as a question mark.
    sys.stdout.reconfigure(errors="replace")
    os.environ["PYTHONIOENCODING"] = f"{sys.stdout.encoding}:replace"


def _leave_the_locale_c() -> None:
    for name in LOCALES:
        try:
            locale.setlocale(locale.LC_CTYPE, name)
        except locale.Error:
            continue
        os.environ["LC_ALL"] = name
        return
