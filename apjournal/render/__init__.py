"""Plain data as text for people, pages, and documents for programs."""
