"""Signs seen from the viewpoint: body."""
