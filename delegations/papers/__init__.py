"""What is printed for a visit: the programme booklet, invitation letters, visa support letters. A module a kind of paper."""
