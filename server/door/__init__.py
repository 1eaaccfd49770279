"""What happens to a request before the page sees it."""
