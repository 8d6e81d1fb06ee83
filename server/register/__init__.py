"""Pages of the household register, for the district: villages, households, what is done with one of them."""
