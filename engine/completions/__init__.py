"""What can still become of a case: every value that it lacks tried at once, exactly."""
