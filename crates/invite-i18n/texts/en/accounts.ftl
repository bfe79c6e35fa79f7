# Accounts below an account, and changing between accounts.

accounts-heading = Accounts
