# The page of one person.

person-heading = The person
person-gets-heading = What they get
person-holds-heading = What they have
person-gets-nothing = No roles, groups, permissions or numbers.
person-gone = The account no longer offers this.
person-field-channel = Message by
person-field-validity = The link works for
person-channel-auto = E-mail, else SMS
person-channel-email = E-mail
person-channel-sms = SMS
person-joined = In since
person-in-since = in since { $date }
person-accepted = Accepted
person-accepted-at = accepted { $date }
person-on = Switched on
person-off = Switched off
person-approve = Approve
person-approve-hint = This person accepted the invitation and cannot get in yet: approve them, or remove them to turn them away.
person-edit = Edit
person-save = Save
person-to-member = Open their page
person-to-invitation = The invitation that they accepted

# The story
person-story-none = There is nothing to tell yet.
person-answer = Answer: { $reply }
person-actor-operator = whoever runs this service
person-via-page = on a page
person-via-api = through the API
person-via-api-key = by API key
person-via-command-line = on the command line
person-history-added = Became a member
person-history-edited = What they have was changed
person-history-switched-off = Switched off
person-history-switched-on = Switched on
person-history-approved = Approved
person-history-not-let-in = The link let nobody in
person-history-no-code = The link brought no code
person-history-not-declined = The link declined nothing
person-history-no-new-link = The link brought no new one

# Sending again
person-resend-heading = Send the invitation again?
person-resend-text = { $name } has a link that still works, and gets a message with a new one.
person-link-dies = The link that was sent before stops working at once.
person-link-lives-on = The link that was sent before works until { $date }.

# Changing
person-edit-invitation-heading = Edit the invitation of { $name }
person-edit-member-heading = Edit { $name }
person-edit-member-text = What you save here counts from the next thing that the person does.
person-email-hint = A message was sent already. If you change the address or number, the link in it stops working and a new message is needed; where a message is waiting or out, it is sent at once.
person-language-usual = As in the account ({ $language })
person-validity-usual = As in the account ({ $span })
person-error-contact = Enter an e-mail address or a phone number.
person-error-login-taken = Someone else has this login. Choose another one.
person-changed-meanwhile = Someone else changed this while you were editing. What you entered is still here; save again to put it in place of their change, or cancel to see it.
person-notice-saved = Saved.
person-notice-sent-anew = Saved. The link that was sent before no longer works; a new message is on its way.
person-notice-link-dead = Saved. The link that was sent before no longer works: send the invitation again.

# Switching off and on
person-switch = Access
person-switch-off-heading = Switch this person off?
person-switch-off-text = { $name } ({ $known }) cannot do anything in this account until someone switches them on again.
person-switch-off-keeps = They keep everything they have, their numbers too.
person-other-accounts = Their other accounts and their password stay as they are.
person-switch-off-button = Switch off
person-notice-switched-off = Switched off. The person cannot act in this account for now.
person-notice-switched-on = Switched on. The person can act in this account again.
person-notice-approved = Approved. The person can act in this account now.

# Removing
person-remove = Remove
person-remove-heading = Remove this person?
person-remove-text = { $name } ({ $known }) loses their place in { $account }
person-remove-access = From their next click on, the account does not exist for them, wherever they are signed in.
person-remove-numbers = These numbers become free: { $numbers }
person-remove-links = Invitations that could let them in again are withdrawn.
person-remove-button = Remove the person
person-notice-removed = The person was removed.

# What cannot be done
person-last-administrator = This is the only active administrator: make someone else an administrator first. Until then this one cannot be switched off, removed or made a standard user.
person-is-you = This is you. Another administrator can switch you off or remove you.
person-only-administrators = Only administrators can change members.
person-holds-more = This person has more than you do, so you cannot change what they have.

# What their leaving does to others
person-void = { $n ->
    [one] { $n } invitation that this person sent is open. It can no longer be accepted then; send it again yourself to keep it alive:
   *[other] { $n } invitations that this person sent are open. They can no longer be accepted then; send them again yourself to keep them alive:
}
person-void-many = { $n ->
    [one] More than { $n } invitation that this person sent is open. It can no longer be accepted then; send it again yourself to keep it alive:
   *[other] More than { $n } invitations that this person sent are open. They can no longer be accepted then; send them again yourself to keep them alive:
}
