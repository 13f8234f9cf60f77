"""Measurements: each prints its figures beside a control of the same run."""
