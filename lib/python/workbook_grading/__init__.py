"""Grades copies of the exercises: what ./workbook grade does after the set-up; runs in the project's .venv."""
