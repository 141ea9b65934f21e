"""How thorough a test run is: the daily one, or the nightly one (`./hollyhock test --nightly`)."""

from __future__ import annotations

import os

NIGHTLY = os.environ.get("HOLLYHOCK_NIGHTLY") == "1"
"""More random points, longer pauses, more examples; also the tests marked ``nightly``."""
FAULT_POINTS = 300 if NIGHTLY else 30
"""Random points at which a fault strikes a busy centre."""
FROZEN_S = 30.0
"""How long an engine is stopped while another one works."""
EXAMPLES = 20 if NIGHTLY else 1
"""Factor on the number of hypothesis's examples."""
