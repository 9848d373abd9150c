"""Cases somebody weighs before investing: what they say, how they are kept, and who may see them."""
