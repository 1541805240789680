//! Banks that can be told to lie, stall and die.
