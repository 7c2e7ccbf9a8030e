"""Offices where dossiers are handed in: their table, their opening hours, and which one is nearest."""
