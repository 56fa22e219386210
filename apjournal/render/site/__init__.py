"""The pages of a journal: from views to values, and from values through templates to HTML."""
