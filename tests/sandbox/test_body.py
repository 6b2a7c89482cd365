import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.errors import ApiError
from sandbox.rest.body import read


def multipart(payload: object, files: list[bytes], boundary: str = "c0ffee") -> tuple[str, bytes]:
    parts = [(b'form-data; name="payload_json"', b"application/json", json.dumps(payload).encode())]
    parts += [
        (f'form-data; name="files[{i}]"; filename="f{i}.bin"'.encode(), b"application/octet-stream", data)
        for i, data in enumerate(files)
    ]
    line = f"--{boundary}\r\n".encode()
    body = b"".join(
        line + b"Content-Disposition: " + disposition + b"\r\nContent-Type: " + kind + b"\r\n\r\n" + data + b"\r\n"
        for disposition, kind, data in parts
    )
    return f"multipart/form-data; boundary={boundary}", body + f"--{boundary}--\r\n".encode()


@given(st.lists(st.binary(max_size=400), max_size=3), st.text(max_size=50))
def test_files_of_any_bytes_arrive_unchanged(files: list[bytes], text: str) -> None:
    payload = {"content": text}
    body, uploads = read(*multipart(payload, files))
    assert body == payload
    assert [(u.filename, u.data) for u in uploads] == [(f"f{i}.bin", data) for i, data in enumerate(files)]


@pytest.mark.parametrize("data", [b"\r\n", b"\n\n\r", b"--c0ffe", b"\x00\xff\r\n\r\n--\r\n", b"a: b\r\n\r\n"])
def test_bytes_that_look_like_structure_arrive_unchanged(data: bytes) -> None:
    _, uploads = read(*multipart({}, [data]))
    assert [u.data for u in uploads] == [data]


def test_a_file_takes_name_and_description_from_the_attachments_of_the_body() -> None:
    payload = {"attachments": [{"id": 0, "filename": "../x y.png", "description": "a cat"}]}
    _, (upload,) = read(*multipart(payload, [b"x"]))
    assert (upload.filename, upload.description) == (".._x_y.png", "a cat")


def test_broken_json_and_oversized_requests_are_refused() -> None:
    with pytest.raises(ApiError) as broken:
        read("application/json", b"{")
    assert (broken.value.status, broken.value.code) == (400, 50109)
    with pytest.raises(ApiError) as large:
        read("application/json", b" " * (25 * 1024 * 1024 + 1))
    assert (large.value.status, large.value.code) == (413, 40005)
