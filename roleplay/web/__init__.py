"""What answers over HTTP: on this machine only, to who knows the token."""
