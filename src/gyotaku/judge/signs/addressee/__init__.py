"""Signs seen from the viewpoint: addressee."""
