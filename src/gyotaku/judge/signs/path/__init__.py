"""Signs seen from the viewpoint: path."""
