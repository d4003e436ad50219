"""What the Digital Office's pages show, as finished dataclasses. Each is built in a constant number of queries."""
