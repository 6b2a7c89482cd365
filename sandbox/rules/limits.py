"""Every limit, once, with the page of Discord's documentation that states it."""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Range:
    """From `minimum` to `maximum`, both allowed: characters of a text, or items of a list."""

    minimum: int
    maximum: int
    source: str

    def __contains__(self, size: int) -> bool:
        return self.minimum <= size <= self.maximum


_MESSAGE = "resources/message"
_COMPONENTS = "components/reference"
_COMMANDS = "interactions/application-commands"
_INTERACTIONS = "interactions/receiving-and-responding"


class Limit(Enum):
    """The limits by name; `.value` is the range."""

    CONTENT = Range(0, 2000, f"{_MESSAGE}#create-message")
    NONCE = Range(0, 25, f"{_MESSAGE}#create-message-nonce")
    EMBEDS = Range(0, 10, f"{_MESSAGE}#embed-limits")
    EMBED_TITLE = Range(0, 256, f"{_MESSAGE}#embed-title")
    EMBED_DESCRIPTION = Range(0, 4096, f"{_MESSAGE}#embed-description")
    EMBED_FIELDS = Range(0, 25, f"{_MESSAGE}#embed-fields")
    EMBED_FIELD_NAME = Range(1, 256, f"{_MESSAGE}#embed-field-name")
    EMBED_FIELD_VALUE = Range(1, 1024, f"{_MESSAGE}#embed-field-value")
    EMBED_FOOTER = Range(0, 2048, f"{_MESSAGE}#embed-footer")
    EMBED_AUTHOR = Range(0, 256, f"{_MESSAGE}#embed-author")
    EMBED_TOTAL = Range(0, 6000, f"{_MESSAGE}#embed-total")
    ATTACHMENTS = Range(0, 10, "reference#uploading-files")
    ATTACHMENT_BYTES = Range(0, 10 * 1024 * 1024, "reference#uploading-files-size")
    REQUEST_BYTES = Range(0, 25 * 1024 * 1024, "reference#uploading-files-request")
    HISTORY_PAGE = Range(1, 100, f"{_MESSAGE}#get-channel-messages")

    COMPONENTS = Range(0, 40, f"{_COMPONENTS}#message")
    LEGACY_ROWS = Range(0, 5, f"{_COMPONENTS}#legacy")
    LAYOUT_TEXT = Range(0, 4000, "userdoccers, components#text-display")
    TEXT_DISPLAY = Range(1, 4000, f"{_COMPONENTS}#text-display")
    ROW = Range(1, 5, f"{_COMPONENTS}#action-row")
    CUSTOM_ID = Range(1, 100, f"{_COMPONENTS}#custom-id")
    BUTTON_LABEL = Range(0, 80, f"{_COMPONENTS}#button")
    BUTTON_URL = Range(1, 512, f"{_COMPONENTS}#button-url")
    SECTION_TEXTS = Range(1, 3, f"{_COMPONENTS}#section")
    GALLERY = Range(1, 10, f"{_COMPONENTS}#media-gallery")
    MEDIA_DESCRIPTION = Range(0, 1024, f"{_COMPONENTS}#thumbnail")
    MEDIA_URL = Range(1, 2048, f"{_COMPONENTS}#unfurled-media-item")
    SELECT_OPTIONS = Range(1, 25, f"{_COMPONENTS}#string-select")
    SELECT_LABEL = Range(1, 100, f"{_COMPONENTS}#select-option-label")
    SELECT_VALUE = Range(1, 100, f"{_COMPONENTS}#select-option-value")
    SELECT_DESCRIPTION = Range(0, 100, f"{_COMPONENTS}#select-option-description")
    SELECT_PLACEHOLDER = Range(0, 150, f"{_COMPONENTS}#select-placeholder")
    SELECT_MINIMUM = Range(0, 25, f"{_COMPONENTS}#select-min-values")
    SELECT_MAXIMUM = Range(1, 25, f"{_COMPONENTS}#select-max-values")

    MODAL_TITLE = Range(1, 45, f"{_INTERACTIONS}#modal-title")
    MODAL_COMPONENTS = Range(1, 5, f"{_INTERACTIONS}#modal-components")
    MODAL_LABEL = Range(1, 45, f"{_COMPONENTS}#label")
    MODAL_DESCRIPTION = Range(0, 100, f"{_COMPONENTS}#label-description")
    INPUT_VALUE = Range(0, 4000, f"{_COMPONENTS}#text-input-value")
    INPUT_MINIMUM = Range(0, 4000, f"{_COMPONENTS}#text-input-min-length")
    INPUT_MAXIMUM = Range(1, 4000, f"{_COMPONENTS}#text-input-max-length")
    INPUT_PLACEHOLDER = Range(0, 100, f"{_COMPONENTS}#text-input-placeholder")
    RADIO_OPTIONS = Range(2, 10, f"{_COMPONENTS}#radio-group")
    CHECKBOX_OPTIONS = Range(1, 10, f"{_COMPONENTS}#checkbox-group")
    FILE_UPLOADS = Range(0, 10, f"{_COMPONENTS}#file-upload")

    COMMAND_NAME = Range(1, 32, f"{_COMMANDS}#name")
    COMMAND_DESCRIPTION = Range(1, 100, f"{_COMMANDS}#description")
    COMMAND_OPTIONS = Range(0, 25, f"{_COMMANDS}#options")
    COMMAND_CHOICES = Range(0, 25, f"{_COMMANDS}#choices")
    CHOICE_NAME = Range(1, 100, f"{_COMMANDS}#choice-name")
    CHOICE_VALUE = Range(0, 100, f"{_COMMANDS}#choice-value")
    OPTION_TEXT = Range(0, 6000, f"{_COMMANDS}#option-length")
    COMMAND_SIZE = Range(0, 8000, f"{_COMMANDS}#size")
    SLASH_COMMANDS = Range(0, 100, f"{_COMMANDS}#registering")
    MENU_COMMANDS = Range(0, 15, f"{_COMMANDS}#registering-menus")
    COMMANDS = Range(0, 130, "OpenAPI, bulkSetApplicationCommands")

    THREAD_NAME = Range(1, 100, "resources/channel#threads")


ACKNOWLEDGE_SECONDS = 3.0
"""A first response must come within this time (interactions/receiving-and-responding)."""
TOKEN_SECONDS = 15 * 60.0
"""An interaction's token is good for this long (the same)."""
NONCE_SECONDS = 5 * 60.0
"""For how long `enforce_nonce` remembers; the documentation says "the past few minutes" (resources/message)."""
ARCHIVE_MINUTES = (60, 1440, 4320, 10080)
"""After how long a thread may be archived (resources/channel)."""
