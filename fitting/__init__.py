"""Fits the weights of the rule coder to labelled replies. Not part of the installed package."""
