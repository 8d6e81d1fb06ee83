"""What is taken away: tables as CSV and XLSX, the annual report and village sheets as PDF, the dictionary of data."""
