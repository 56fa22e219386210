"""From text to values and back: what a file contains, at which position, and edits that change no other byte."""
