"""Executes notebooks and prints them as a site; runs in the project's .venv."""
