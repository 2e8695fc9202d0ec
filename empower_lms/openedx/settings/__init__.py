"""Settings that the plug-in adds to those of the platform."""
