"""Commands that print their figures. What needs the shared test material says so and is skipped without it."""
