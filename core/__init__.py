"""The customer database; knows no language and no chat."""
