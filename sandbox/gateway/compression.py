"""Transport compression: one stream a connection, flushed after each payload (events/gateway#compression)."""

import sys
import zlib
from collections.abc import Callable

if sys.version_info >= (3, 14):
    from compression import zstd

    def _zstd() -> Callable[[bytes], bytes]:
        compressor = zstd.ZstdCompressor()
        return lambda data: compressor.compress(data, zstd.ZstdCompressor.FLUSH_BLOCK)
else:
    import zstandard

    def _zstd() -> Callable[[bytes], bytes]:
        stream = zstandard.ZstdCompressor().compressobj()
        return lambda data: stream.compress(data) + stream.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)


def _zlib() -> Callable[[bytes], bytes]:
    stream = zlib.compressobj()
    return lambda data: stream.compress(data) + stream.flush(zlib.Z_SYNC_FLUSH)


def compressor(name: str | None) -> Callable[[bytes], bytes] | None:
    """The compressor that the query asked for, or None for plain text; raises KeyError for any other name."""
    return None if name is None else {"zlib-stream": _zlib, "zstd-stream": _zstd}[name]()
