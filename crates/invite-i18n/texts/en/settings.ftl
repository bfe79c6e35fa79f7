# Settings of an account and API keys.

settings-heading = Settings
settings-tab-general = General
settings-tab-keys = API keys
settings-save = Save
settings-notice-saved = Saved: { $what }.
settings-notice-unchanged = Nothing was changed.

# General
settings-group-general = General
settings-name = Name
settings-name-hint = Invited people read it in mails and on pages.
settings-slug = Name in addresses
settings-slug-hint = The pages of this account begin with /a/{ $slug }. When you change it, bookmarks and programs that use the old one stop working; links in mails go on working.
settings-default-locale = Language
settings-default-locale-hint = For everyone whose own language is not known.

# Invitations
settings-group-invitations = Invitations
settings-unit = Unit
settings-unit-days = days
settings-unit-hours = hours
settings-unit-minutes = minutes
settings-unit-seconds = seconds
settings-ttl = How long invitations are good
settings-ttl-hint = From the moment the message leaves: 1 hour to 365 days. What was sent before keeps its time.
settings-credentials = How new people get a password
settings-credentials-hint = A link is safer: nobody but the person ever sees the password.
settings-credentials-link = They set one with the link in the message
settings-credentials-temporary = The message has a temporary password, to be changed at the first sign-in
settings-channels = How people are reached
settings-channels-hint = SMS needs a gateway, which whoever runs this service sets up.
settings-channels-email = Only by e-mail
settings-channels-both = By e-mail or SMS
settings-proof = What new people need besides the link
settings-proof-hint = A link can be forwarded. A code goes only to the address or number on record, and is asked for when they accept.
settings-proof-link = Nothing
settings-proof-administrators = A code, where they become administrators
settings-proof-code = A code, always
settings-approval = After someone accepts
settings-approval-hint = Until an administrator approves, whoever accepted has a place and cannot get in.
settings-approval-none = They are in at once
settings-approval-required = An administrator approves first
settings-resend = The old link when an invitation is sent again
settings-resend-hint = Whoever opens a link that was replaced is told to look for the newer message.
settings-resend-immediately = Stops working at once
settings-resend-grace = Works a while longer
settings-resend-until-expiry = Works until it expires
settings-grace = How much longer the old link works
settings-grace-hint = Only for “Works a while longer”: 1 hour to 365 days.
settings-groups = Groups for everyone who accepts
settings-groups-hint = Whoever accepts an invitation is put into these, besides what the invitation gives.
settings-groups-none = There are no groups yet. Add one

# Mails
settings-group-mails = Mails
settings-mail-subject = Subject of invitations
settings-mail-subject-hint = {"{"}account{"}"}, {"{"}inviter{"}"} and {"{"}invitee{"}"} stand for the names. Empty: a subject in the language of the person.
settings-sender-name = Name of the sender
settings-sender-name-hint = What mails are from. Empty: the name of the account.

# After accepting
settings-group-after = Where people go
settings-login-url = Where people sign in
settings-login-url-hint = An address that begins with https:// or http://. Empty: the page of this service.
settings-after-accept-url = Where people go after accepting
settings-after-accept-url-hint = An address that begins with https:// or http://. Empty: where they sign in.

# Passwords and seats
settings-group-access = Passwords and seats
settings-password = Shortest password
settings-password-hint = In characters, 8 to 64; we advise 15. It holds for passwords that are set from now on.
settings-seats = Seats
settings-seats-hint = { $n ->
    [one] How many people can be in the account at once; { $n } is in now. Fewer seats remove nobody. Empty: any number.
   *[other] How many people can be in the account at once; { $n } are in now. Fewer seats remove nobody. Empty: any number.
}

# What is wrong
settings-error-slug = Use the letters a to z, digits and dashes between them.
settings-error-slug-taken = Another account has this name in its address. Choose a different one.
settings-error-url = This should look like https://example.org/path, without spaces, name or password.
settings-error-placeholder = Only {"{"}account{"}"}, {"{"}inviter{"}"} and {"{"}invitee{"}"} can stand in braces.
settings-error-ttl = Choose between 1 hour and 365 days.
settings-error-number = Enter a whole number.
settings-error-password = Enter a whole number between 8 and 64.
settings-error-seats = Enter a whole number of at least 1, or leave it empty.

# API keys
settings-keys-lead = Programs act with them in this account and in the accounts below it.
settings-keys-none = There is no API key yet. Make one for each program, so that you can revoke it alone.
settings-keys-newest = The newest keys
settings-keys-older = Older keys
settings-key-explanation = A program acts with it on your behalf. It is shown once.
settings-key-name = Name of the key
settings-key-name-hint = For example the program that will use it. It shows up as the inviter.
settings-key-scope = What it may do
settings-scope-read = Only read
settings-scope-invite = Read and invite
settings-scope-administer = Do everything
settings-key-expiry = When it stops working
settings-key-expiry-hint = A key that ends by itself cannot be forgotten.
settings-key-expiry-month = After 30 days
settings-key-expiry-quarter = After 90 days
settings-key-expiry-year = After a year
settings-key-expiry-never = Never
settings-key-button = Create the key
settings-key-made-heading = Your new API key
settings-key-made-text = Copy it now: it is shown only here and never again.
settings-key-made-example = Invite with it
settings-key-done = I have copied it
settings-key-made-by = Made by { $who }, { $date }
settings-key-by-system = the operator of this service
settings-key-never-expires = Never expires
settings-key-expires = Works until { $date }
settings-key-expired = Expired on { $date }
settings-key-never-used = Never used
settings-key-used = Last used: { $when }
settings-key-revoke = Revoke
settings-key-revoke-one = Revoke { $name }
settings-key-revoke-heading = Revoke { $name }?
settings-key-revoke-text = The next request with this key is refused. Invitations that it sent cannot be accepted until someone sends them again. This cannot be undone.
settings-key-revoke-button = Revoke the key
settings-error-choice = Choose one of the offered values.
settings-notice-key-revoked = The key was revoked. Its next request is refused.
settings-notice-key-gone = There is no such key any more. Nothing was changed.
