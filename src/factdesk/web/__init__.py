"""The web's doors: pages for people, an API for programs. They open a transaction, call one room, and render."""
