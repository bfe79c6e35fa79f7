# One's own profile and sessions.
