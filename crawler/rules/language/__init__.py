"""Language tags, the language of a text, and the forms of words and names."""
