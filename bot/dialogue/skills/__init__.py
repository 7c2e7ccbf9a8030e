"""What the assistant can do with a message; each skill takes a turn and returns an act."""
