"""Dialogues and intent sets in, figures out."""

from servicebot.evaluation.regression import TestReport, TestRow, run_tests

__all__ = ["TestReport", "TestRow", "run_tests"]
