"""The commands: options, one call, output."""
