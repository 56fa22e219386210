"""An open journal: workspace, identity, history, and writing."""
