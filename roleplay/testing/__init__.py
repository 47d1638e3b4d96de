"""For those who build on roleplay: what stands in for a provider in tests."""
