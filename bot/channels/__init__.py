"""Doors to the assistant: each turns what arrives into Incoming and renders Reply."""
