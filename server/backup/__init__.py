"""Everything in one encrypted file, and back: making a backup, restoring it, trying that it can be, keeping some."""
