"""Plots: they show what they are given, and say in a sentence and as a table what that is."""
