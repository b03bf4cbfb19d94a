"""One file a sign, in a folder a viewpoint. See CONTRIBUTING.md, "Add a sign in three files"."""
