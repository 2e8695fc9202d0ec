"""Text to catalogue and catalogue to OLX: read, parse, check, build."""
