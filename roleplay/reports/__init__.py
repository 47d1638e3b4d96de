"""Results as pages: what a person reads, prints and passes on. Each page is one self-contained file that asks nothing of the network."""
