"""How many more connections fit."""
