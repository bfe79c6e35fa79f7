# Roles, groups, permissions and resources. $kind is one of them; $name is a name and may end in a dot, so none follows it.

rights-heading = Rights
rights-kinds = Kinds of rights
rights-kind = { $kind ->
    [role] Roles
    [group] Groups
    [permission] Permissions
   *[resource] Resources
}
rights-explanation = { $kind ->
    [role] What people do here, such as sales or accounting.
    [group] Which people belong together, such as a department.
    [permission] Single things that someone may do.
   *[resource] What people are assigned, such as phone numbers and licenses. Each belongs to one person at a time, unless it is shared.
}

# The list
rights-add = { $kind ->
    [role] Add a role
    [group] Add a group
    [permission] Add a permission
   *[resource] Add a resource
}
rights-add-several = Add several
rights-search-label = Key, name or description
rights-none = { $kind ->
    [role] There are no roles yet. Add the first one; then it can be given to people.
    [group] There are no groups yet. Add the first one; then people can be put into it.
    [permission] There are no permissions yet. Add the first one, or begin with the ready-made ones below.
   *[resource] There are no resources yet. Add the first one, or paste a whole list of numbers.
}
rights-none-yet = There is nothing here yet.
rights-none-so = Nothing fits this search.
rights-all = Show all from the beginning
rights-next = Next page
rights-held = { $n ->
    [0] Nobody holds it
    [one] { $n } person holds it
   *[other] { $n } people hold it
}
rights-held-by = Held by { $name }
rights-held-by-more = { $n ->
    [one] Held by { $name } and { $n } more person
   *[other] Held by { $name } and { $n } more people
}
rights-free = Free
rights-shared = Shared
rights-warned = Warning
rights-adopt-heading = Ready-made: permissions of a hosting company
rights-adopt-text = { $n ->
    [one] Adds { $n } permission that owners of billing accounts know, named in English, Indonesian and Russian. What you have already stays as it is.
   *[other] Adds { $n } permissions that owners of billing accounts know, named in English, Indonesian and Russian. What you have already stays as it is.
}
rights-adopt-what = See what is in it
rights-adopt-button = Add these permissions

# One of them
rights-facts = At a glance
rights-key = Key
rights-key-hint = { $kind ->
    [role] Programs and lists refer to the role by it. It never changes; names for people follow below.
    [group] Programs and lists refer to the group by it. It never changes; names for people follow below.
    [permission] Programs and lists refer to the permission by it. It never changes; names for people follow below.
   *[resource] Such as a phone number with its country code. It never changes; names for people follow below.
}
rights-defined = Added
rights-holders-heading = Who holds it
rights-holders-more = { $n ->
    [one] and { $n } more person
   *[other] and { $n } more people
}
rights-wording-heading = How people read it
rights-wording-explanation = A language that you leave empty shows the English text, or the key where there is none.
rights-name = Name
rights-description = What it allows
rights-warning = Warning before it is given
rights-shared-field = Who may hold it
rights-shared-no = One person at a time
rights-shared-yes = Several people at once
rights-save = Save
rights-remove = Remove
rights-error-exists = { $kind ->
    [role] There is a role with this key already.
    [group] There is a group with this key already.
    [permission] There is a permission with this key already.
   *[resource] There is a resource with this key already.
}
rights-error-held-by-several = Several people hold it now. Take it from all but one of them first.

# Removing
rights-remove-heading = Remove { $name }?
rights-remove-text = { $kind ->
    [role] Nobody holds this role, and no open invitation gives it. After this it cannot be given any more.
    [group] Nobody is in this group, and no open invitation puts anyone into it. After this nobody can be put into it any more.
    [permission] Nobody holds this permission, and no open invitation gives it. After this it cannot be given any more.
   *[resource] Nobody holds this resource, and no open invitation gives it. After this it cannot be given any more.
}
rights-remove-button = Remove it
rights-in-use-heading = { $name } cannot be removed yet
rights-in-use-text = It is in use. Take it away where it is, then remove it:
rights-in-use-members = { $n ->
    [one] { $n } person holds it.
   *[other] { $n } people hold it.
}
rights-in-use-invitations = { $n ->
    [one] { $n } invitation that is not accepted yet would give it.
   *[other] { $n } invitations that are not accepted yet would give it.
}
rights-in-use-default = Everyone who accepts an invitation is put into it, as the settings say.
rights-to-settings = Go to the settings
rights-back = Back

# Many at once
rights-several-heading = { $kind ->
    [role] Add several roles
    [group] Add several groups
    [permission] Add several permissions
   *[resource] Add several resources
}
rights-several-field = One per line
rights-several-hint = { $kind ->
    [role] Type or paste up to 1,000 lines. A name may follow behind a semicolon or a tab: SALES; Sales department
    [group] Type or paste up to 1,000 lines. A name may follow behind a semicolon or a tab: NORTH; Northern office
    [permission] Type or paste up to 1,000 lines. A name may follow behind a semicolon or a tab: view_orders; View orders
   *[resource] Type or paste up to 1,000 lines, for example from a spreadsheet. A name may follow behind a semicolon or a tab: +62 21 555 0101; Front desk
}
rights-several-button = Add them
rights-several-done = { $n ->
    [0] Nothing was added
    [one] { $n } was added
   *[other] { $n } were added
}
rights-several-fix = Correct the lines that were not taken
rights-several-more = Add more
rights-several-to-list = To the list
rights-line = Line { $n }
rights-outcome-added = Added
rights-outcome-there = Was there already
rights-outcome-twice = Stands further up already
rights-error-no-lines = Enter at least one line.
rights-error-too-many-lines = These are more than 1,000 lines. Add them in several parts.

# What was just done
rights-notice-defined = It was added and can be given from now on.
rights-notice-changed = Your changes are saved.
rights-notice-removed = It was removed.
rights-notice-gone = It is not there any more.
rights-notice-adopted = The ready-made permissions were added.
