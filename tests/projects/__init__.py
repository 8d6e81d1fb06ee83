"""Projects at a browser: looking, acting, what waits."""
