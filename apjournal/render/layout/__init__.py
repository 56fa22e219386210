"""The layout of a screen: widths, wrapped and coloured lines, and the parts that several views share."""
