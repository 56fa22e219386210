"""The pages of a journal. Views become values, and templates turn the values into HTML."""
