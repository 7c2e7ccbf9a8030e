"""The Một Cửa service."""
