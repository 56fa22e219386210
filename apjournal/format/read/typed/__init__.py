"""Read what people type on a phone or a web page: plain lists, titles, and results and goals in the wrong place."""
