"""The bytes of a stranger's file to an article's text and what the file says of itself.

Every file is read in a process of its own, with little memory and time, so that none can hold or crash a server;
the libraries that read are loaded there only. `sentences` parts a text once it is read.
"""

from factdesk.readers.child import read
from factdesk.readers.recognised import Recognised

__all__ = ["Recognised", "read"]
