"""Problems of a clone: risky settings and stale locks."""
