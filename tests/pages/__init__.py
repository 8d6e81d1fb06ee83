"""The layout all pages share: sign-in, language, headers, refusals, formats."""
