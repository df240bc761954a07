"""Judgement: what a question asks, how sure we are, and what was said before."""
