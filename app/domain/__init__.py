"""The vocabulary: frozen dataclasses and enums that every layer shares."""
