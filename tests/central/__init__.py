"""Central's REST, as scripts and pyODK use it."""
