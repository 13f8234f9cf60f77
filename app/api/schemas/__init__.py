"""The shapes of what we take and answer."""
