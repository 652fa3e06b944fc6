"""Commands' own phrases: templates of whole sentences, and commands in free order with a head and parts."""
