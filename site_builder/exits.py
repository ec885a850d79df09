"""Exit codes of the command line."""

OK = 0
CONTENT_ERRORS = 1
"""The content has errors, or warnings under ``--strict``."""
WRONG_USAGE = 2
"""The command, the configuration or the output folder is wrong."""
FILE_SYSTEM = 3
"""The file system refuses."""
INTERRUPTED = 130
