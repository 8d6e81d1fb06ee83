"""Pages of projects, shared by district and province: the list, one project, what is done with it, what waits."""
