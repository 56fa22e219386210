"""Problems of a clone: risky settings, stale locks."""
