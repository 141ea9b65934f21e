import gc

import pytest

from hollyhock.bootstrap.loading import loading


def test_garbage_is_looked_for_again_afterwards() -> None:
    with loading():
        assert not gc.isenabled()
    assert gc.isenabled()
    assert gc.get_freeze_count()
    gc.unfreeze()


def test_also_after_a_failure() -> None:
    with pytest.raises(ImportError), loading():
        raise ImportError
    assert gc.isenabled()
    gc.unfreeze()
