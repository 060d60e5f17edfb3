"""Web addresses that lead to one and the same page."""

import re

_PARTS = re.compile(r"https?://(?:www\.)?([^/?#]+)([^#]*)", re.IGNORECASE)
_DOI = re.compile(r"(?:dx\.)?doi\.org", re.IGNORECASE)


def spellings(address: str) -> frozenset[str]:
    """Give the ways in which an address is written that all lead to its page: http or https, www, a last slash.

    Of a DOI (https://www.doi.org/doi-handbook/HTML/case-sensitivity.html) case does not matter either. An address that
    is none of the web stands for itself.
    """
    parts = _PARTS.fullmatch(address.partition("#")[0])
    if parts is None:
        return frozenset({address})
    host, path = parts[1].lower(), parts[2].rstrip("/")
    hosts: tuple[str, ...] = (host, f"www.{host}")
    paths = {path, path if "?" in path else f"{path}/"}
    if _DOI.fullmatch(host):
        hosts, paths = ("doi.org", "dx.doi.org", "www.doi.org"), paths | {one.lower() for one in paths}
    return frozenset({address}) | {
        f"{scheme}://{one}{rest}" for scheme in ("http", "https") for one in hosts for rest in paths
    }
