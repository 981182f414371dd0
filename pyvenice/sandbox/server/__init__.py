"""The server: ASGI, uvicorn, forms, files, request log."""
