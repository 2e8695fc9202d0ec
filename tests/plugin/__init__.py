"""Tests of the Open edX plug-in that need no platform."""
