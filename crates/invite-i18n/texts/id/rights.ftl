# Roles, groups, permissions and resources.

rights-heading = Hak
