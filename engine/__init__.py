"""What the strategies mean: from case and edition to findings and verdict."""
