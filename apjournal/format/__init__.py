"""Turn text into values and back: what a file contains and at which position, and edits that change no other byte."""
