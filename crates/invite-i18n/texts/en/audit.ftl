# The audit log.

audit-heading = Activity
