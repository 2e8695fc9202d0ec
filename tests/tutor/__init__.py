"""Tests of the Tutor plug-in."""
