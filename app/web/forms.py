"""A file that comes in a form (multipart/form-data, RFC 7578): exactly one, in the field ``file``."""

from typing import Annotated, Any, Final

from fastapi import Body, Header
from pydantic import WithJsonSchema
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, File, FormParser, parse_options_header

from app.core.errors import FieldError, Invalid, TooLarge
from app.web.middleware import MOST_FILE_BYTES

FIELD: Final = "file"
_FORM: Final = "multipart/form-data"
_POINTER: Final = f"#/{FIELD}"
_PIECE: Final = 262_144
_CONFIG: Final = {"MAX_MEMORY_FILE_SIZE": MOST_FILE_BYTES * 2, "UPLOAD_ERROR_ON_BAD_CTE": True}
"""The body is in memory already and was counted; nothing of it is written to a disk."""
_SCHEMA: Final = {
    "type": "object",
    "required": [FIELD],
    "properties": {FIELD: {"type": "string", "format": "binary", "description": "At most 10 MB."}},
    "additionalProperties": False,
    "examples": [{FIELD: "(the bytes of letter.docx)"}],
}

_PICTURE_SCHEMA: Final = {
    **_SCHEMA,
    "properties": {FIELD: {"type": "string", "format": "binary", "description": "At most 1 MB."}},
    "examples": [{FIELD: "(the bytes of logo.png)"}],
}


class _Form:
    """What a form held."""

    def __init__(self) -> None:
        self.files: list[bytes] = []
        self.names: list[str] = []
        self.texts: list[str] = []
        self.complete = False

    def add_file(self, file: File) -> None:
        file.file_object.seek(0)
        self.names.append(_name(file.field_name))
        self.files.append(file.file_object.read())

    def add_text(self, text: Field) -> None:
        self.texts.append(_name(text.field_name))

    def end(self) -> None:
        self.complete = True


def one_file(
    body: Annotated[Any, Body(media_type=_FORM), WithJsonSchema(_SCHEMA)] = None,
    content_type: Annotated[str, Header(include_in_schema=False)] = "",
) -> bytes:
    """Take the one file out of a form; raises Invalid (422) naming the field, TooLarge (413)."""
    kind, options = parse_options_header(content_type)
    if kind.decode("latin-1").lower() != _FORM or not isinstance(body, bytes):
        raise _wrong("header:Content-Type", f"send the file as {_FORM}, in the field {FIELD}")
    form = _parsed(body, options.get(b"boundary"))
    if FIELD in form.texts:
        raise _wrong(_POINTER, "is text: send it as a file, with a file name")
    for name in (*form.texts, *form.names):
        if name != FIELD:
            raise _wrong(f"#/{name}", f"is not known here: the file comes in the field {FIELD}")
    if len(form.files) != 1:
        raise _wrong(_POINTER, "send one file, not several" if form.files else "is required")
    if not form.files[0]:
        raise _wrong(_POINTER, "is empty: choose the file again")
    if len(form.files[0]) > MOST_FILE_BYTES:
        raise TooLarge(f"The file is larger than {MOST_FILE_BYTES} bytes; nothing was stored.")
    return form.files[0]


def one_picture(
    body: Annotated[Any, Body(media_type=_FORM), WithJsonSchema(_PICTURE_SCHEMA)] = None,
    content_type: Annotated[str, Header(include_in_schema=False)] = "",
) -> bytes:
    """Take one picture out of a form; raises as `one_file` does."""
    return one_file(body, content_type)


def _parsed(body: bytes, boundary: bytes | None) -> _Form:
    form = _Form()
    try:
        parser = FormParser(_FORM, form.add_text, form.add_file, form.end, boundary=boundary, config=_CONFIG)
        for start in range(0, len(body), _PIECE):
            parser.write(body[start : start + _PIECE])
        parser.finalize()
    except (FormParserError, ValueError):
        raise _wrong("#", f"is no well-formed {_FORM}: let your HTTP library write it") from None
    if not form.complete:
        raise _wrong("#", "breaks off before its end: send it again")
    return form


def _name(name: bytes | None) -> str:
    """The name of a field as a pointer can hold it."""
    text = (name or b"").decode("utf-8", "replace")[:100]
    return text.replace("~", "~0").replace("/", "~1")


def _wrong(pointer: str, message: str) -> Invalid:
    return Invalid(f"{pointer}: {message}", errors=[FieldError(pointer, message)])
