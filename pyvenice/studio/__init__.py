"""Studio: the web page on which people edit images, see prices, draw masks and compare results.

Private: import public names from `pyvenice`.
"""
