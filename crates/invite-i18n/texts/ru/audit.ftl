# The audit log.

audit-heading = Журнал
