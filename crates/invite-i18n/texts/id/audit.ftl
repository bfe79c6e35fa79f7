# The audit log.

audit-heading = Aktivitas
