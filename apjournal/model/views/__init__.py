"""What each command shows: plain data, built by its use case, rendered as text or as JSON.

As in `model.week_record`, the field names are the keys of the JSON documents. Fields marked `Hidden` are only for the
text. `problems` are faults that did not stop the command: they are reported after the view, and the highest exit code
among them is the command's. Each command has its own module, so that it loads only that.
"""
