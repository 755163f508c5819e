"""What the command line says of the world around the runs: environment, widget, sandbox."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from harness.masking import Mask
from harness.project.model import Environment, origin_of
from harness.running import interruption

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harness.browser.profile import Profile
    from harness.browser.surroundings import Surroundings
    from harness.project.loading import LoadedProject
    from harness.scenario import Loaded
    from harness.scenario.model import Run
    from harness.stub.builds import Build

STUB, LIVE = "stub", "live"
PROFILE = "profile.yaml"
"""What the profile is called that lies in a build's folder."""

NO_SANDBOX = (
    "run it as a user that is not root and where user namespaces are allowed, "
    "or, if you trust these pages, say --no-sandbox"
)


class Unusable(Exception):  # noqa: N818 - the condition is named
    """What the command line says cannot be used; the message is for its user."""


@dataclass(frozen=True, slots=True)
class Around:
    """The world around the runs of one invocation, and the build of the widget in it."""

    surroundings: Surroundings
    build: Build | None = None

    def placed(self, runs: Sequence[Run]) -> list[Run]:
        """The runs with whole addresses. Raises Unusable."""
        from harness.scenario.placing import placed

        found, problems = placed(runs, self.surroundings.environment.base_url)
        if problems:
            from harness.scenario.problems import render_all

            raise Unusable(render_all(problems, {}))
        return found

    def has_sandbox(self, runs: Sequence[Run], *, wish: bool | None) -> bool:
        """Whether the browser's sandbox is on. Raises Unusable where it has to be and cannot."""
        from harness.browser.sandbox import lack

        if wish is not None:
            return wish
        around = self.surroundings
        strangers = sorted(
            {origin_of(run.scenario.host.at) for run in runs if run.scenario.host.is_real}
        )
        if not strangers and not (around.is_live or around.widget_names):
            return False
        reason = lack()
        if reason is None:
            return True
        what = strangers[0] if strangers else "this widget"
        raise Unusable(
            f"{what} is not the project's own, so the browser's sandbox has to be on, "
            f"and it is {reason}\n  hint: {NO_SANDBOX}"
        )


def with_secrets(loaded: Loaded, options: Mapping[str, Any]) -> Loaded:
    """What was loaded, with the secrets of the project and its environment known as well.

    Ids and excerpts are told before anything is run. Raises Unusable.
    """
    environment, listed = _environment(options.get("env"), options.get("base_url"))
    mask = loaded.mask | listed | environment.mask
    sources = {path: mask.blanked(text) for path, text in loaded.sources.items()}
    return replace(loaded, mask=mask, sources=sources)


def around_of(options: Mapping[str, Any], mask: Mask | None = None) -> Around:
    """What the options `env`, `base_url`, `widget`, `allow_live` and `profile` say.

    Raises Unusable.
    """
    from harness.browser.profile import STUB_PROFILE
    from harness.browser.surroundings import Surroundings

    environment, listed = _environment(options.get("env"), options.get("base_url"))
    around = Surroundings(environment=environment, mask=(mask or Mask()) | listed)
    given = str(options.get("widget") or STUB)
    profile = _profile(options.get("profile"), given)
    if given == LIVE:
        if not options.get("allow_live"):
            raise Unusable(
                "--widget live: each page load makes a visitor in somebody's list; "
                "say --allow-live if that is meant"
            )
        around = replace(around, is_live=True)
    around = replace(around, profile=profile or STUB_PROFILE)
    if given.startswith(("https://", "http://")):
        return _from_address(around, given)
    return Around(around, None if given in {STUB, LIVE} else _build(given))


def _build(given: str) -> Build:
    from harness.stub.builds import NoLoader, read_build

    try:
        return read_build(Path(given))
    except NoLoader as error:
        raise Unusable(str(error)) from None
    except OSError as error:
        raise Unusable(
            f"--widget {given}: {error.strerror}; say stub, live, a file, a folder or an address"
        ) from None


def _from_address(around: Surroundings, url: str) -> Around:
    """A loader from elsewhere is served where the snippet looks for it."""
    from harness.stub.fetching import fetch
    from harness.stub.reach import Reach, Unreached, is_loopback
    from harness.stub.wsgi import DEFAULT_PORTS, Target

    parts = urlsplit(url)
    host = parts.hostname or ""
    environment = around.environment
    reach = Reach(
        resolve=environment.resolve,
        proxy=environment.proxy,
        has_loopback=is_loopback(environment.resolve.get(host, host)),
        is_lenient=environment.certificate_errors == "ignored",
    )
    port = parts.port or DEFAULT_PORTS[parts.scheme]
    target = Target(parts.scheme, host, port, parts.path or "/", parts.query)
    shown = url.partition("?")[0]
    try:
        answer = fetch(reach, target, interruption.is_heard)
    except Unreached as error:
        raise Unusable(f"--widget {shown}: {error}") from None
    if answer.status != 200:  # noqa: PLR2004 - HTTP's OK
        raise Unusable(f"--widget {shown}: the server answers {answer.status}")
    return Around(replace(around, widget_names=frozenset({host})), answer.body)


def _environment(name: str | None, base_url: str | None) -> tuple[Environment, Mask]:
    from harness.project.loading import default_of, find
    from harness.scenario.loading import PROJECT_FILE

    file = find(Path.cwd())
    if file is not None and name is None and base_url is None:
        name = default_of(file)
    environment, mask = Environment(), Mask()
    if file is not None:
        project = _usable(file, name or "")
        mask = project.mask
        if name is not None:
            environment = project.environments[name]
    elif name is not None:
        raise Unusable(f"--env {name}: there is no {PROJECT_FILE} here or in a folder above")
    if base_url is None:
        return environment, mask
    parts = urlsplit(base_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None:
        raise Unusable("--base-url: say an http or https address without a user name")
    return replace(environment, base_url=base_url), mask


def _usable(file: Path, name: str) -> Any:
    """The project, with the environment that was asked for. Raises Unusable."""
    from harness.project.loading import load_project
    from harness.scenario.suggestions import did_you_mean, listed

    loaded: LoadedProject = load_project(file, Path.cwd(), only=name)
    if loaded.project is None:
        raise Unusable(loaded.render_problems())
    if name and name not in loaded.project.environments:
        known = loaded.project.names
        hint = did_you_mean(name, known) or (f"it has {listed(known, 'and')}" if known else "")
        raise Unusable(f"--env {name}: {loaded.project.path.name} has no such environment; {hint}")
    return loaded.project


def _profile(given: str | None, widget: str) -> Profile | None:
    """The profile that is named, else the one that lies beside a build. Raises Unusable."""
    from harness.browser.profile_file import load_profile

    beside = Path(widget) / PROFILE
    file = Path(given) if given else beside if beside.is_file() else None
    if file is None:
        return None
    loaded = load_profile(file, Path.cwd())
    if loaded.profile is None:
        raise Unusable(loaded.render_problems())
    return loaded.profile
