"""Rules, each a pure function from values of the model to findings."""
