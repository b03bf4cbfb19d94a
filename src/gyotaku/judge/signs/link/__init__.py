"""Signs seen from the viewpoint: link."""
