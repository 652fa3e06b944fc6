"""Pictures of what people see, for the review by eye."""
