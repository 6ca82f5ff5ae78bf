"""When a site and its addresses are asked again, and how long they are left alone."""
