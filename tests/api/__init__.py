"""Our own API, as scripts, spreadsheets and signed-in browsers use it."""
