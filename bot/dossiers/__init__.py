"""Dossiers (hồ sơ): where they stand, told to those who prove that they may know."""
