"""A seeded walker: random commands over random rules, laws after each step, and the shortest walk that breaks one."""
