"""Bringing linked pages in over the network, politely and safely."""
