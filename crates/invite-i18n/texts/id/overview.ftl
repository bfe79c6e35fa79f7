# The overview of an account.

overview-heading = Ikhtisar
