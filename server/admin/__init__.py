"""What those who look after phones, people and forms need: so far the sheets that set phones up."""
