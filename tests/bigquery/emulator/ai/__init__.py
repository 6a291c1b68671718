"""Generative functions, answered by an openly fake model: a prompt always gets the same words."""
