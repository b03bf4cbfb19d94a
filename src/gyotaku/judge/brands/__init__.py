"""PURE: whose face a mail or page wears. The catalogue is data: one TOML file a brand."""
