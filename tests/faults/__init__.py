"""Rounds of sudden deaths: phones send, an officer decides, files and backups are asked for, and parts get SIGKILL."""
