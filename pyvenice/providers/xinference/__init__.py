"""Xinference: its flows, its client classes, its rules."""
