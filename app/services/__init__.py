"""Use cases: modules of functions; engines meet only here."""
