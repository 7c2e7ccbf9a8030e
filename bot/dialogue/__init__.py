"""The conversation: understand, decide, act, say."""
