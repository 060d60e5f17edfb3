"""What goes out: frozen values without defaults, the same for pages, API, exports and command line."""
