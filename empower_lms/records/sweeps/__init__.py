"""Sweeps: remind, announce what has lapsed, report, forget. Nothing is correct because of them."""
