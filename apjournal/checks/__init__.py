"""Pure checks: one function for each rule, from values of the model to findings."""
