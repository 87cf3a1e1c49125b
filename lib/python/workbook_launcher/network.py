"""What the log of pip or Maven says about a server that did not answer: who, where, why, and the cure."""

import re
from typing import Optional

CERTIFICATE = ("CERTIFICATE_VERIFY_FAILED", "PKIX path building failed")
REASON = re.compile(
    r"Temporary failure in name resolution|Name or service not known|getaddrinfo failed|nodename nor servname"
    r"|Network is unreachable|Connection refused|No route to host|[Cc]onnect(?:ion)? timed out|Read timed out|Connection reset"
    r"|Cannot connect to proxy|Failed to establish a new connection|ConnectTimeoutError|Unknown host|UnknownHostException"
    rf"|{'|'.join(CERTIFICATE)}|has not been downloaded from it before"
    r"|(?:status(?: code)?:|HTTP error) (?:401|403|407|5\d\d)"
)
AGAIN = "Connect and type the same command again."


def pips(log: str) -> Optional[str]:
    """The sentence for pip, or None where its log tells of something else."""
    index = re.search(r"Looking in indexes: (\S+?),?\s", log)
    return _sentence(
        "pip", index[1] if index else "its index of packages", log, "set HTTPS_PROXY; for a mirror, set PIP_INDEX_URL", "set PIP_CERT to its .pem file"
    )


def mavens(log: str) -> Optional[str]:
    """The sentence for Maven, or None where its log tells of something else."""
    repository = re.search(r"(?:from/to|[Cc]annot access|was not found in|in) (?:\S+ \()?(https?://[^\s)]+)", log)
    return _sentence(
        "Maven", repository[1] if repository else "its repository", log, "or for a mirror, see ~/.m2/settings.xml",
        "keytool -importcert -cacerts -file FILE.pem adds it to Java's",
    )  # fmt: skip


def _sentence(who: str, where: str, log: str, proxys_cure: str, certificates_cure: str) -> Optional[str]:
    reason = REASON.search(log)
    if not reason:
        return None
    if reason[0] in CERTIFICATE:
        cure = f"A proxy here signs with a certificate that {who} does not know: {certificates_cure}"
    else:
        cure = f"Behind a proxy, {proxys_cure}"
    return f"{who} could not reach {where} ({reason[0]}). {AGAIN} {cure}."
