"""Signs seen from the viewpoint: landing."""
