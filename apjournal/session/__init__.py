"""A journal opened: workspace, identity, history, writing."""
