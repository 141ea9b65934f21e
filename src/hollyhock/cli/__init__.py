"""The commands of the program: up, doctor, parts, test and the rest."""
