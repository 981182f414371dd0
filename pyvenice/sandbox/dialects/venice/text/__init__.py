"""Text models of the sandbox's Venice: chat, responses, embeddings.

Private: import public names from `pyvenice`.
"""
