"""Making personas and scorers: what `new` writes, what `check` looks at, and the schemas for editors."""
