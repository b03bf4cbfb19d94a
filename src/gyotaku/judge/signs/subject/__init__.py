"""Signs seen from the viewpoint: subject."""
