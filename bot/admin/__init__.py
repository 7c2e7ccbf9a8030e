"""The content of the assistant: versions, publishing, and what the running service serves."""
