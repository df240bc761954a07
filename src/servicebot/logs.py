"""The process's log: lines for people, or JSON for machines, without citizens' texts.

An exception is logged as its type and the places that it came through: its message may
quote what somebody typed.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Literal

LogFormat = Literal["text", "json"]


def start_logging(form: LogFormat) -> None:
    """Log to the standard error in this form, from the level INFO on."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


class TextLines(logging.Formatter):
    """Lines for people: level, logger, message, and where an exception came from."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, and one for each place that an exception came through."""
        said = f"{record.levelname} {record.name} {record.getMessage()}"
        error, places = _exception(record)
        return "\n".join([said if error is None else f"{said} ({error})", *places])


class JsonLines(logging.Formatter):
    """One JSON object a line; a line break or a control character is escaped in it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object: time, level, logger, message, error, stack."""
        moment = datetime.fromtimestamp(record.created, UTC)
        line = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        error, places = _exception(record)
        more = {} if error is None else {"error": error, "stack": places}
        return json.dumps(line | more, ensure_ascii=False)


def _exception(record: logging.LogRecord) -> tuple[str | None, list[str]]:
    error = record.exc_info[1] if record.exc_info else None
    if error is None:
        return None, []
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return type(error).__name__, places
