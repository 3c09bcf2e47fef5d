"""What can a person ask? One module a group of commands: options in, one function called, one writer."""
