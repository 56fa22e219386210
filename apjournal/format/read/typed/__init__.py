"""What people type on a phone or a web page: plain lists, titles, results and goals outside their places."""
