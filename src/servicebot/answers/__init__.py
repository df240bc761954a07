"""A verdict becomes words: sentences, sources, places, choices."""
