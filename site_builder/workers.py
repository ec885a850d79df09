"""Rendering in several processes: each renders a share of the plan it inherits and hands the files back."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed

from site_builder.model import Artifact, Plan
from site_builder.store import Harvest, Store

_SHARE = 16
"""Targets a process takes at a time: enough to be worth the way, few enough to end together."""
_FEW = 64
"""Plans of fewer targets are rendered in this process."""

_plan: Plan | None = None
_store: Store | None = None


def processes(jobs: int | None) -> int:
    """Return how many processes to use: *jobs*, or one per core."""
    if "fork" not in multiprocessing.get_all_start_methods():
        return 1
    return jobs or len(os.sched_getaffinity(0))


def render(plan: Plan, store: Store | None, jobs: int | None) -> Iterator[Artifact]:
    """Yield every artifact of *plan*, in any order; *store* gathers what the processes computed."""
    paths = sorted(plan.targets)
    count = processes(jobs)
    if count == 1 or len(paths) < _FEW:
        yield from (plan.targets[path].render() for path in paths)
        return
    global _plan, _store  # noqa: PLW0603 - a forked process inherits the plan instead of being sent it
    _plan, _store = plan, store
    shares = [paths[start : start + _SHARE] for start in range(0, len(paths), _SHARE)]
    try:
        with ProcessPoolExecutor(count, multiprocessing.get_context("fork")) as pool:
            for future in as_completed([pool.submit(_render_share, share) for share in shares]):
                artifacts, harvest = future.result()
                if store:
                    store.harvest.add(harvest)
                yield from artifacts
    finally:
        _plan = _store = None


def _render_share(paths: Sequence[str]) -> tuple[list[Artifact], Harvest]:
    if _plan is None:
        raise RuntimeError("a worker has inherited no plan")
    artifacts = [_plan.targets[path].render() for path in paths]
    harvest = _store.harvest if _store else Harvest()
    if _store:
        _store.harvest = Harvest()
    return artifacts, harvest
