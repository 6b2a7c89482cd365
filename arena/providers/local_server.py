"""The process that serves the local model: `python local_server.py WEIGHTS THREADS SLOTS CONTEXT`.

It reads a key from the first line of stdin, loads the weights, serves them on loopback as an OpenAI-compatible endpoint
for that key, and prints one JSON line: `{"url": …}` or `{"error": …}`. It ends when stdin does: the operating system
closes the pipe when the parent dies, however it dies.

It is started by its path and imports nothing of this project, so it holds the weights and not much more.
"""

import json
import os
import signal
import sys
from typing import Any


def _load(weights: str, threads: int, slots: int, context: int, key: str) -> Any:
    """Start the server. `context` is tokens a slot; the server runs for as long as the result lives."""
    import xllamacpp  # noqa: PLC0415 - a failing import is reported to the parent

    params = xllamacpp.CommonParams()
    params.model.path = weights
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    params.n_parallel = slots
    params.n_ctx = slots * context
    params.cache_ram_mib = 0  # the default keeps up to 8 GiB of old prompts
    params.api_keys = [key]  # without one, any page in a browser on this machine could use it
    params.cors_origins = ""
    params.ui = False
    params.endpoint_slots = False
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.verbosity = -1
    return xllamacpp.Server(params)


def main() -> None:
    """Serve until stdin ends."""
    # Ctrl-C in a terminal reaches the whole group; the parent stops first and then closes stdin.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    report = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever the library prints does not get between the lines of the report
    weights, *numbers = sys.argv[1:]
    threads, slots, context = map(int, numbers)
    key = sys.stdin.readline().strip()
    try:
        server = _load(weights, threads, slots, context, key)
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent is told
        print(json.dumps({"error": f"{type(error).__name__}: {error}"}), file=report, flush=True)
        sys.exit(1)
    print(json.dumps({"url": server.listening_address}), file=report, flush=True)
    sys.stdin.read()
    os._exit(0)  # there is nothing to save, and the destructor would wait for a running answer


if __name__ == "__main__":
    main()
