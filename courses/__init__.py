"""The shipped catalogue: text only. Read it with ``importlib.resources.files("empower_lms.courses")``."""
