"""Staff: who may ask for what, and the trail of what was asked."""
