"""The pictures that the examples edit, drawn with Pillow."""
