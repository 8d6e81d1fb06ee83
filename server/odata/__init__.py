"""OData 4.0, minimal conformance: what ODK's tables and our own figures have in common.

query: what a request asks for · writing: rows as they are sent · edmx: what tables are made of.
"""
