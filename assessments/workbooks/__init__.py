"""The offline workbook: an assessment as an Excel file, out and back in."""
