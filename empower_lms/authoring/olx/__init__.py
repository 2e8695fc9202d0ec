"""Courses to OLX, the format that Open edX imports."""
