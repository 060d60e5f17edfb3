"""The rules of judgement: pure functions on plain values, no database, no web. Each has property tests."""
