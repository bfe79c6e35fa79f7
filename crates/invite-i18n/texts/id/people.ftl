# The table of everyone in an account.

people-heading = Orang
