"""Words that several views share: dates, counts, results and changes of goals."""
