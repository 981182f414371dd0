"""Audio and video of the sandbox's Venice: tones, pictures that move, and jobs that make them.

Private: import public names from `pyvenice`.
"""
