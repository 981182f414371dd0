"""The server: ASGI, uvicorn, forms, files, request log.

Private: import public names from `pyvenice`.
"""
