"""The pages in a real browser, on the real web server: an old office screen and a phone, Thai and English."""
