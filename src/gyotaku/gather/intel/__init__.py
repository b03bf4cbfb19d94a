"""One file a source; a file's constant ``SOURCE`` is all the registration there is."""
