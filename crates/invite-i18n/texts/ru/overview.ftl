# The overview of an account.

overview-heading = Обзор
