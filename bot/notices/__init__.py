"""What is pushed, one file each."""
