"""The launcher: sets up what is missing, runs the notebooks, opens JupyterLab. Standard library only."""
