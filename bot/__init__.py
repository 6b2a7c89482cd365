"""The process: settings, command line, composition root, Discord client."""

import os

# Read by numpy's OpenBLAS when it is imported, which is after this. A second thread makes a fit of ratings no faster
# (docs/ratings.md, "How fast") and takes a core from the local models.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
