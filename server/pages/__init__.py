"""What all pages for people share: layout, language, dates and numbers, sign-in, refusals, files of the browser."""
