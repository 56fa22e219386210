"""What each command has to say: plain data, made by its use case, shown as text or as JSON.

As in `model.record`, the field names are the keys of the JSON documents. Fields marked `_aside` are for the text
alone. `problems` are faults that did not keep the command from going on: they are told after the view, and the
highest exit code among them is the command's.

There is a module for each, so that a command loads its own.
"""
