# The table of everyone in an account.

people-heading = People
people-invite-one = Invite someone
people-invite-several = Invite several
people-search = Name, address, login or phone
people-search-button = Search
people-filter-holds = Role or group
people-filter-any = Any
people-switched-off = Switched off
people-awaiting-approval = Waiting for approval
people-type-internal = Internal
people-type-external = External
people-type-invited-internal = Invitation Internal (No login)
people-type-invited-external = Invitation External (No login)
people-column-person = Person
people-column-numbers = Numbers
people-column-status = Status
people-column-added = Added
people-column-actions = Actions
people-nothing = none
people-none = Nobody is here yet. Invite the first person.
people-none-so = Nobody matches. Try other words or another filter.
people-show-all = Show everyone
people-select-page = Select everyone on this page
people-select-one = Select { $name }
people-select-all = { $n ->
    [one] Everyone who matches ({ $n } person), not only this page
   *[other] Everyone who matches ({ $n } people), not only this page
}
people-select-all-many = Everyone who matches (more than { $n } people), not only this page
people-with-selected = With everyone selected:
people-chosen = Selected:
people-send = Send
people-resend = Resend
people-revoke = Withdraw
people-export = Export as CSV
people-change-role = Change a role
people-role = Role
people-add-role = Add role
people-remove-role = Take role away
people-found = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
people-found-many = More than { $n } people
people-pages = Pages
people-first-page = First page
people-next-page = Next page
people-refresh = Refresh
people-back = Back to the people
people-sending = { $n ->
    [one] { $n } message is waiting to leave.
   *[other] { $n } messages are waiting to leave.
}
people-sending-left = About { $span } left.
people-sending-unknown = There is no estimate yet.
people-sending-over = Every message has left.
people-and-more = { $n ->
    [one] and { $n } more
   *[other] and { $n } more
}
people-and-many-more = and more than { $n } others
people-in-steps = This takes { $n } at a time, newest first. After each step you are asked to go on with the rest.
people-left-out = Left out
people-nobody-left = It cannot be done for anyone here
people-send-many = { $n ->
    [one] Send to { $n } person?
   *[other] Send to { $n } people?
}
people-send-more = Send to more than ten thousand people?
people-send-text = Each person gets a message with a link.
people-resend-many = { $n ->
    [one] Resend to { $n } person?
   *[other] Resend to { $n } people?
}
people-resend-more = Resend to more than ten thousand people?
people-resend-text = Each person gets a message with a new link. Links that were sent before stop working, unless the account keeps them.
people-revoke-many = { $n ->
    [one] Withdraw { $n } invitation?
   *[other] Withdraw { $n } invitations?
}
people-revoke-more = Withdraw more than ten thousand invitations?
people-revoke-text = The links that were sent stop working at once. You can send new ones later.
people-add-role-many = { $n ->
    [one] Add the role { $role } to { $n } person?
   *[other] Add the role { $role } to { $n } people?
}
people-add-role-more = Add the role to more than ten thousand people?
people-add-role-text = Members have the role { $role } from their next step on. Whoever is invited gets it when they accept.
people-remove-role-many = { $n ->
    [one] Take the role { $role } away from { $n } person?
   *[other] Take the role { $role } away from { $n } people?
}
people-remove-role-more = Take the role away from more than ten thousand people?
people-remove-role-text = Members lose the role { $role } with their next step. Whoever is invited will not get it.
people-not-already-in = { $n ->
    [one] { $n } person is in already.
   *[other] { $n } people are in already.
}
people-not-waiting = { $n ->
    [one] For { $n } person a message is waiting to leave already.
   *[other] For { $n } people a message is waiting to leave already.
}
people-not-link-good = { $n ->
    [one] { $n } person holds a link that still works. Choose Resend to send a new one.
   *[other] { $n } people hold links that still work. Choose Resend to send new ones.
}
people-not-never-sent = { $n ->
    [one] { $n } person was never sent a message. Choose Send instead.
   *[other] { $n } people were never sent a message. Choose Send instead.
}
people-not-withdrawn = { $n ->
    [one] { $n } invitation was withdrawn.
   *[other] { $n } invitations were withdrawn.
}
people-not-said-no = { $n ->
    [one] { $n } person said no. Select them by themselves to ask again.
   *[other] { $n } people said no. Select them by themselves to ask again.
}
people-not-unchanged = { $n ->
    [one] For { $n } person it would change nothing.
   *[other] For { $n } people it would change nothing.
}
people-not-possible = { $n ->
    [one] For { $n } person it is not possible.
   *[other] For { $n } people it is not possible.
}
people-roles-changed = { $n ->
    [one] The role of { $n } person was changed.
   *[other] The roles of { $n } people were changed.
}
