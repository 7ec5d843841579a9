"""Workers and beats live through a queue that comes late, goes away and comes back empty; nobody restarts them."""

from collections.abc import Callable

import pytest

from tests.faults.stage import Stage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]


def sweeps_go_on(stage: Stage) -> None:
    """The beats hand work over, and the workers take it."""
    sent = [beat.log.count("Sending due task") for beat in stage.house.beats]
    done = stage.sweeps_done
    stage.until(
        lambda: (
            stage.sweeps_done > done + 1
            and all(
                beat.log.count("Sending due task") > before
                for beat, before in zip(stage.house.beats, sent, strict=True)
            )
        )
    )


def test_workers_and_beats_wait_for_redis_and_come_back_to_it(start: Callable[..., Stage]) -> None:
    stage = start(queue_runs=False)
    stage.until(lambda: all("Cannot connect" in worker.log for worker in stage.house.workers))
    stage.redis.start()
    sweeps_go_on(stage)
    stage.empty_redis()  # back before anybody looked
    sweeps_go_on(stage)
    stage.redis.kill()
    lost = [beat.log.count("Couldn't apply") for beat in stage.house.beats]
    stage.until(
        lambda: (
            all(
                beat.log.count("Couldn't apply") > before
                for beat, before in zip(stage.house.beats, lost, strict=True)
            )
            and all("Connection to broker lost" in worker.log for worker in stage.house.workers)
        )
    )
    stage.redis.start()
    sweeps_go_on(stage)
    assert [unit.starts for unit in stage.house.units] == [1] * len(stage.house.units)
