"""Tables, the SQL editor and the preview of an email: views that show what they are given."""
