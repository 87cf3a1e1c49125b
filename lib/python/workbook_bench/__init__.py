"""./workbook bench: how fast the LSTM, the windows and the notebooks are."""
