"""MCP server: image editing as tools for agents, with a budget, and one bill for each call.

Private: import public names from `pyvenice`.
"""
