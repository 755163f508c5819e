"""Finding a browser, and running Runs in it, several at a time. Only importer of playwright."""
