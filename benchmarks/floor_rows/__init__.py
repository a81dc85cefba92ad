"""The one table of the floor."""
