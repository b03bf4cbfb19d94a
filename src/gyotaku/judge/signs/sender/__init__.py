"""Signs seen from the viewpoint: sender."""
