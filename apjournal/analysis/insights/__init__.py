"""Self-knowledge in numbers: what was promised, what distracts, what was foreseen, what helps. One module a number."""
