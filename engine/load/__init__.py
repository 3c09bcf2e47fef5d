"""Files in, models out, with every problem at its place."""
