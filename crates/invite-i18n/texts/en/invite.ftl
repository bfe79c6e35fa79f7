# Inviting one person or several.
