"""What each command shows: plain data, built by its use case, and rendered as text or as JSON.

As in `model.week_record`, the field names are the keys of the JSON documents. Fields marked `Hidden` appear only in
the text. `problems` are faults that did not stop the command. They are reported after the view, and the command exits
with the most serious exit code among them. Each command has its own module, so that it loads only what it needs.
"""
