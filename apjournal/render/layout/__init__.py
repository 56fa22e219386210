"""The layout of a screen: widths, wrapped and colored lines, and the parts that several views share."""
