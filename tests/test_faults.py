"""At every file operation of a build: the index is the one before or the new one."""

from collections.abc import Iterator

import pytest

from tests.faults.builds import Case, Faults, first_build, prepared, update
from tests.faults.operations import Fault

MAKE = {"first": first_build, "update": update}


@pytest.fixture(scope="module", autouse=True)
def _prepared() -> Iterator[None]:
    with prepared():
        yield


@pytest.fixture(scope="module", params=MAKE)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    return MAKE[request.param](tmp_path_factory.mktemp("case"))


def test_what_is_watched_is_a_whole_build(case: Case) -> None:
    kinds = {operation.kind for operation in case.operations}
    assert {"create", "write", "fsync", "mkdir", "rename", "unlink"} <= kinds
    assert ("link" in kinds) == (case.name == "an update")
    assert len(case.operations) > 60
    assert case.before != case.after


def test_a_kill_anywhere_leaves_the_index_whole(case: Case) -> None:
    inject(case, Fault.KILL_HALFWAY)


@pytest.mark.parametrize("case", ["update"], indirect=True)
def test_a_disk_full_from_anywhere_on_leaves_the_index_whole(case: Case) -> None:
    inject(case, Fault.FULL)


def inject(case: Case, fault: Fault) -> None:
    faults = Faults(case)
    faults.inject([fault])
    assert faults.injected[fault.value] == len(case.operations)
    assert not faults.failures, "\n".join(faults.failures[:5])


def test_a_power_cut_anywhere_leaves_the_index_whole(case: Case) -> None:
    faults = Faults(case)
    faults.cut_power()
    assert faults.power_cuts == 2 * len(case.operations)
    assert not faults.failures, "\n".join(faults.failures[:5])


def test_what_is_not_flushed_is_noticed(case: Case) -> None:
    """The simulation itself: without its flushes the same build loses the index."""
    careless = Case(
        case.name,
        case.folder,
        case.before,
        case.after,
        tuple(one for one in case.operations if one.kind != "fsync" or one.path == str(case.index)),
    )
    faults = Faults(careless)
    faults.cut_power(until_failure=True)
    assert faults.failures
