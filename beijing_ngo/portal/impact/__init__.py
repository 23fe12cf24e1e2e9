"""What came of the work, in figures: counted from the records everybody may see, each leading to the list behind it."""
