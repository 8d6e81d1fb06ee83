"""What those who look after phones, people and forms need: pages, and the sheets that set phones up."""
