"""The checked knowledge base: what a procedure is, where it is stored, and how it is verified."""
