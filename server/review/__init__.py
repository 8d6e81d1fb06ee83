"""Pages for the district: what came from the phones, read and decided on."""
