"""Settings of all tests."""

from hypothesis import HealthCheck, settings

# That suite runs in a Python that has Open edX, with settings of its own: tests/openedx/run.sh.
collect_ignore = ["openedx"]

# How long one example takes depends on what else the machine does; benchmarks measure time, tests don't.
settings.register_profile("empower", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("empower")
