"""How quick Ajar is, beside the floor that Django itself sets on the same machine in the same minutes. See README.md."""
