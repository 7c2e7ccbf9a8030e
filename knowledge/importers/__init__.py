"""Importers: what other systems export becomes knowledge of our own schema, or is rejected with a reason."""
