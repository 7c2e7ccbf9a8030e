"""Whole conversations as a measure: their format, the check of replies, the run against the real stack, and its report."""
