"""The HTTP doors: Flask application, JSON API and the chat page."""
