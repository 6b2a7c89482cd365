"""The readable page: the OpenAPI document as one piece of HTML that loads nothing and runs nothing."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from html import escape
from importlib.resources import files
from typing import Any, Final

_CSS: Final = (files(__package__) / "page.css").read_text(encoding="utf-8")
_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{css}</style>
</head>
<body>
<nav aria-label="Endpoints"><strong>{title}</strong><a href="#errors">Errors</a><a href="/openapi.json">OpenAPI</a>
{links}</nav>
<main>
<h1>{title}</h1>
<p>{introduction}</p>
{groups}
<h2 id="errors">Errors</h2>
<p>Every error has this form, whatever went wrong:</p>
<pre>{{"error": {{"code": "…", "message": "…"}}}}</pre>
<table><thead><tr><th scope="col">Code</th><th scope="col">HTTP</th></tr></thead><tbody>{errors}</tbody></table>
</main>
</body>
</html>
"""


def content_security_policy() -> str:
    """Allows the page's own style and nothing else: no script, no picture, no frame, no other host."""
    digest = base64.b64encode(hashlib.sha256(_CSS.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def page(document: dict[str, Any]) -> str:
    """The HTML of an OpenAPI document."""
    groups = [tag["name"] for tag in document["tags"]]
    found = [
        (operation["tags"][0], method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    codes: dict[str, str] = {}
    for *_, operation in found:
        for status, answer in operation["responses"].items():
            for code in answer["content"].get("application/json", {}).get("examples", {}):
                if status != "413":
                    codes[code] = status
    return _PAGE.format(
        title=escape(document["info"]["title"]),
        css=_CSS,
        introduction=_text(document["info"]["description"]),
        links="".join(
            f"<strong>{escape(group)}</strong>"
            + "".join(
                f'<a href="#{_anchor(method, path)}">{escape(operation["summary"])}</a>'
                for tag, method, path, operation in found
                if tag == group
            )
            for group in groups
        ),
        groups="".join(
            f"<h2>{escape(group)}</h2>"
            + "".join(_article(method, path, operation) for tag, method, path, operation in found if tag == group)
            for group in groups
        ),
        errors="".join(
            f"<tr><td><code>{code}</code></td><td>{status}</td></tr>"
            for code, status in sorted(codes.items(), key=lambda pair: (pair[1], pair[0]))
        ),
    )


def _article(method: str, path: str, operation: dict[str, Any]) -> str:
    return (
        f'<article id="{_anchor(method, path)}"><h3>{escape(operation["summary"])}</h3>'
        f'<div class="line"><span class="method {method}">{method.upper()}</span><code>{escape(path)}</code>'
        f"{''.join(f'<span class=tag>{tag}</span>' for tag in _tags(operation))}</div>"
        f"<p>{_text(operation['description'])}</p>"
        f"{_parameters(operation)}{_request(operation)}{_answers(operation)}</article>"
    )


def _tags(operation: dict[str, Any]) -> Iterator[str]:
    tier = operation.get("x-tier")
    yield f"{tier} key" if tier else "no key"
    cache = operation["responses"]["200"]["headers"]["Cache-Control"]["example"]
    yield f"cached {cache.removeprefix('public, max-age=')} s" if "max-age" in cache else "not cached"


def _parameters(operation: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(one['name'])}</code></td><td>{escape(_kind(one['schema']))}</td>"
        f"<td>{'yes' if one.get('required') else 'no'}</td><td>{escape(one.get('description', ''))}</td></tr>"
        for one in operation.get("parameters", ())
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Parameter", "Type", "Required", ""))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>" if rows else ""


def _kind(schema: dict[str, Any]) -> str:
    """A parameter's type in a word."""
    for one in (schema, *schema.get("anyOf", ())):
        if "$ref" in one:
            return "one of a list"
        if "type" in one:
            return str(one["type"])
    return "text"


def _request(operation: dict[str, Any]) -> str:
    if "requestBody" not in operation:
        return ""
    return f"<h4>Body</h4>{_json(operation['requestBody']['content']['application/json']['example'])}"


def _answers(operation: dict[str, Any]) -> str:
    good = operation["responses"]["200"]["content"]
    whole = f"<h4>Answer</h4>{_json(good['application/json']['example'])}" if "application/json" in good else ""
    stream = good.get("text/event-stream")
    events = f"<h4>Stream</h4><pre>{escape(stream['example'].strip())}</pre>" if stream else ""
    bad = "".join(
        f"<h4>{status} {escape(code)}</h4>{_json(example['value'])}"
        for status, answer in operation["responses"].items()
        for code, example in answer["content"].get("application/json", {}).get("examples", {}).items()
    )
    return f"{whole}{events}<details><summary>Errors</summary>{bad}</details>"


def _text(words: str) -> str:
    """A sentence in which backticks mark code."""
    return re.sub("`([^`]*)`", r"<code>\1</code>", escape(words))


def _json(value: object) -> str:
    return f"<pre>{escape(json.dumps(value, ensure_ascii=False, indent=2))}</pre>"


def _anchor(method: str, path: str) -> str:
    words = path.removeprefix("/api/v1/").strip("/").replace("{", "").replace("}", "").replace("/", "-")
    return escape(f"{method}-{words}")
