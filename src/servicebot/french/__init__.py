"""Words and time in French: pure functions, no state, no town."""
