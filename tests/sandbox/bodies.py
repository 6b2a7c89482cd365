"""Bodies in which one thing can be made wrong, and a short form of what Discord says of it."""

from typing import Any

from sandbox.errors import InvalidFormError

Json = dict[str, Any]
V2 = 1 << 15


def text(content: str = "x") -> Json:
    return {"type": 10, "content": content}


def button(custom_id: str = "a", **more: Any) -> Json:
    return {"type": 2, "style": 1, "label": "A", "custom_id": custom_id, **more}


def row(*children: Json) -> Json:
    return {"type": 1, "components": list(children)}


def options(count: int, **more: Any) -> list[Json]:
    return [{"label": f"o{i}", "value": f"v{i}", **more} for i in range(count)]


def select(**more: Any) -> Json:
    return {"type": 3, "custom_id": "s", "options": options(2), **more}


def layout(*components: Json) -> Json:
    return {"flags": V2, "components": list(components)}


def embed(**fields: Any) -> Json:
    return {"embeds": [{"title": "t", **fields}]}


def gallery(count: int, **more: Any) -> Json:
    return {"type": 12, "items": [{"media": {"url": "https://example.org/x.png"}, **more} for _ in range(count)]}


def modal(*components: Json, **more: Any) -> Json:
    return {"custom_id": "m", "title": "t", "components": list(components), **more}


def labelled(component: Json, **more: Any) -> Json:
    return {"type": 18, "label": "l", "component": component, **more}


def field(**more: Any) -> Json:
    return {"type": 4, "custom_id": "f", "style": 1, **more}


def command(**more: Any) -> Json:
    return {"name": "battle", "description": "Start", **more}


def option(**more: Any) -> Json:
    return {"type": 3, "name": "prompt", "description": "What", **more}


def refused(error: InvalidFormError) -> set[str]:
    """The error tree as "path: code" lines."""
    found: set[str] = set()

    def walk(node: Json, path: str) -> None:
        for key, value in node.items():
            if key == "_errors":
                found.update(f"{path}: {problem['code']}" for problem in value)
            else:
                walk(value, f"{path}.{key}" if path else key)

    assert error.errors is not None
    walk(error.errors, "")
    return found
