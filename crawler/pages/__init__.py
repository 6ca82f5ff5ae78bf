"""Page objects: a saved response goes in, an item comes out."""
