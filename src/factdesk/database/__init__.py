"""The engine, transactions, migrations and full-text search: what differs between SQLite and PostgreSQL ends here."""
