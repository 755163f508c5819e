r"""The event log: what one run recorded, on disk before the next run begins.

One file for each run, `<folder>/<slug>.jsonl`, UTF-8, one event per line, each line ended by
a line feed. An event is a JSON object:

    {"seq": 3, "time": 41.207, "kind": "callback", "page": "main", "step": 0, "data": {…}}

`seq` counts from 1 without a gap. `time` is milliseconds since the run began. `kind` says
what the fields of `data` are. `page`, `frame` and `step` are left out where they do not
apply; step -1 is the opening of the host page. The first event is `run_started`, the last one
`run_ended`; a log without the latter is of a run that was cut off. Values that JSON cannot
hold are objects with the key `$type`. A reader skips kinds and fields that it does not know.

Lines are buffered and reach the disk when a step begins or ends, on trouble, and when the log
is closed, so a kill loses at most events of the step in flight; the torn line that it may
leave at the end is skipped by `read_events`. A disk that is full costs the log and not the run:
nothing more is written then, and `unkept` says why. Characters that could act in a terminal (C1
controls, marks of direction) and lone surrogates are written as `\uXXXX`, which JSON reads
back as the same character.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from harness.masking import Mask
from harness.recording import FORMAT, Event, Recording, decode_lines, encode_line
from harness.report.masked_events import without_secrets

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

SLUG_LENGTH = 110
"""The longest slug, so that with its extension it stays under 120 characters."""

_FLUSHED = frozenset({"run_started", "step_started", "step_ended", "trouble", "gap", "run_ended"})
_ACTING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_BUFFER = 1 << 16
_PORT = re.compile(r"(?<=//)(localhost|127\.0\.0\.1|\[::1\]):\d+")
_MOMENT = re.compile(r"\b\d+(\.\d+)? m?s\b")
_MACHINE_PATH = re.compile(r"(?:file://)?(?:(?<![\w:/.])/|\b[A-Za-z]:[\\/](?!/))[^\s:()]+")
_HOLDS_PATHS = frozenset({"stack", "path"})


def slug(run_id: str) -> str:
    """A file name for a run: readable, legal on every system, different for every id."""
    digest = hashlib.sha256(run_id.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    plain = unicodedata.normalize("NFKD", run_id).encode("ascii", "ignore").decode()
    plain = re.sub(r"\.ya?ml::", " ", plain.removeprefix("scenarios/"))
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    room = SLUG_LENGTH - len(digest) - 1
    if len(words) > room:
        words = f"{words[: room // 2].rstrip('-')}-{words[-(room // 2 - 1) :].lstrip('-')}"
    return f"{words}-{digest}" if words else digest


def log_of_attempt(stem: str, number: int) -> str:
    """Where the log of a lost attempt is kept: beside the others it would be taken for a run's."""
    return f"lost/{stem}-{number}.jsonl"


class EventLog:
    """Writes one run's events as they come. Use it in a `with` statement, or close it."""

    def __init__(self, folder: Path, run_id: str, mask: Mask | None = None) -> None:
        self._mask = mask or Mask()
        self.path = folder / f"{slug(run_id)}.jsonl"
        self.unkept = ""
        """Why the log is not whole, or not there; empty when it is whole."""
        self._is_empty = False
        self._file: BinaryIO | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("wb", buffering=_BUFFER)
        except OSError as error:
            self._lose(error)

    @property
    def is_there(self) -> bool:
        """Whether there is a file, whole or not."""
        return self._file is not None and not self._is_empty

    def append(self, event: Event) -> int:
        """Add one event, and tell how many characters it takes.

        It is on its way to the disk at the latest when the step ends.
        """
        line = encode_line(event)
        if self._mask.names_in(line):
            line = encode_line(without_secrets(event, self._mask))
        line = _ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", line)
        if self._file is None or self.unkept:
            return len(line)
        try:
            self._file.write(f"{line}\n".encode())
            if event.kind in _FLUSHED:
                self._file.flush()
        except OSError as error:
            self._lose(error)
        return len(line)

    def flush(self) -> None:
        """Hand everything so far to the operating system, which keeps it through a kill."""
        if self._file is not None and not self.unkept:
            try:
                self._file.flush()
            except OSError as error:
                self._lose(error)

    def close(self) -> None:
        """Finish the file; closing twice does no harm."""
        if self._file is not None:
            try:
                self._file.close()
            except OSError as error:
                self._lose(error)

    def _lose(self, error: OSError) -> None:
        """Write nothing more; a file that holds nothing yet is taken away."""
        self.unkept = self.unkept or error.strerror or str(error)
        with suppress(OSError):
            if self._file is not None and self.path.stat().st_size == 0:
                self.path.unlink()
                self._is_empty = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def read_events(path: Path) -> Recording:
    """Read an event log back, without the torn last line of a run that was killed.

    Raises ValueError for a file that is no event log, or one of a newer format.
    """
    with path.open(encoding="utf-8", errors="replace", newline="\n") as file:
        recording = decode_lines(file)
    if not recording.events:
        raise ValueError(f"{path.name} holds no event")
    version = recording.events[0].data.get("format", FORMAT)
    if version > FORMAT:
        raise ValueError(f"{path.name} has format {version}, this harness reads up to {FORMAT}")
    return recording


def normalise(recording: Recording) -> str:
    """The log without what differs between two runs of one scenario, for comparing bytes.

    Left out are times (of events, in the words of failures, and dates among the values), ports
    of this machine in addresses, and this machine's folders in stacks and in the paths of files.
    Requests travel beside the page's own events, several at once, and a waiting one is asked
    anew when something changes: each that differs stands once, sorted, after the other events.
    """
    rows: list[str] = []
    requests: set[str] = set()
    for event in recording:
        row = event.as_json()
        del row["seq"], row["time"]
        if event.kind == "request":
            row.pop("step", None)
        elif event.kind == "run_ended":
            row["data"] = json.loads(_MOMENT.sub("TIME", json.dumps(row["data"])))
        line = f"{json.dumps(_same(row), sort_keys=True)}\n"
        if event.kind == "request":
            requests.add(line)
        else:
            rows.append(line)
    return "".join([*rows, *sorted(requests)])


def _same(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        if value.get("$type") == "date":
            return {"$type": "date"}
        return {name: _same(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [_same(part, key) for part in value]
    if not isinstance(value, str):
        return value
    value = _PORT.sub(r"\1:PORT", value)
    return _MACHINE_PATH.sub(_base_name, value) if key in _HOLDS_PATHS else value


def _base_name(path: re.Match[str]) -> str:
    return re.split(r"[\\/]", path[0])[-1]
