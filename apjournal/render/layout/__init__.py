"""How a screen is laid out: widths, wrapped and coloured lines, and the parts that several views share."""
