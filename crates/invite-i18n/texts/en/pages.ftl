# The pages. A language is named in itself, so that its readers find it.
# Plain text: no markup, no exclamation marks. $inviter, $account, $name are names and may end in a dot, so none follows them.

# Around every page
page-product = Invite
page-language = Language
page-language-en = English
page-language-id = Bahasa Indonesia
page-language-ru = Русский
page-skip = Skip to the content
page-title-error = Error:
page-problems-heading = Please check what you entered
page-and-more = { $n ->
    [one] and { $n } more
   *[other] and { $n } more
}
page-optional = (optional)
page-cancel = Cancel
page-to-start = To the start page

# The invitation
page-invitation-heading = Join { $account }
page-invitation-lead = { $inviter } invites you to { $account }
page-invitation-validity = This invitation is good until { $date }.
page-accept-explanation = Choose a password to accept the invitation.
page-accept-button = Accept the invitation
page-temporary-explanation = You signed in with your temporary password. Choose a new one that only you know.
page-sign-in-explanation = You have an account with this address. Enter its password to join.
page-sign-in-and-join-button = Sign in and join
page-join-button = Join
page-switch-explanation = You are signed in as { $own }, but this invitation is for { $invited }. Sign out to go on with it; the invitation stays open here.
page-switch-button = Sign out and continue
page-decline-link = Decline the invitation
page-decline-heading = Decline this invitation?
page-decline-button = Decline
page-decline-back = Back to the invitation
page-in-heading = You are in
page-in-text = Welcome. You are now one of the people in { $account }
page-in-continue-button = Continue

# Links that open nothing
page-expired-heading = This invitation has expired
page-expired-text = { $inviter } invited you to { $account } – the link was good until { $date }.
page-expired-advice = Ask { $inviter } to send you a new invitation.
page-superseded-heading = There is a newer invitation
page-superseded-text = { $inviter } has sent you a newer message for { $account } – this link was replaced by the one in it.
page-superseded-advice = Open the link in the latest message. If you cannot find it, look in your spam folder or ask { $inviter } to send it again.
page-renew-button = Send me a new link
page-renew-possible = We can send a new link to { $place }
page-renew-possible-newer = The newer message was sent to { $place } on { $date }. If you cannot find it, we can send another one there.
page-renew-possible-somewhere = We can send a new link to the address of the invitation.
page-renew-sent = We sent a new link to { $place } on { $date }. Look for it there, in the spam folder too. If it does not arrive, you can ask for another one from { $again }.
page-renew-enough = Several new links were sent to { $place } today. Look for the latest one there, in the spam folder too. You can ask for another one from { $again }, or write to { $inviter }
page-renew-suspended = The account is suspended, so nobody can come in at the moment. The person to ask: { $inviter }
page-not-renewed-heading = We cannot send a new link
page-not-renewed-not-entitled = { $inviter } may no longer invite people to { $account } – nothing was sent.
page-not-renewed-not-sendable = The invitation from { $inviter } to { $account } cannot be sent as it stands – nothing was sent.
page-not-renewed-advice = Ask that person or another administrator of the account to look at the invitation and send it again.
page-revoked-heading = This invitation was withdrawn
page-revoked-text = { $inviter } invited you to { $account } – the invitation was withdrawn since then.
page-revoked-advice = If that surprises you, ask { $inviter } about it.
page-declined-heading = You declined this invitation
page-declined-text = { $inviter } invited you to { $account } – nothing more will come of it.
page-declined-advice = Changed your mind? Ask { $inviter } to send you a new invitation.
page-ended-heading = You are no longer a member
page-ended-text = You accepted this invitation to { $account } – your place there was ended since then.
page-ended-advice = If you were invited again, use the link in the newest message. Otherwise ask an administrator for a new invitation.
page-switched-off-heading = Your access is switched off
page-switched-off-text = You have a place in { $account } – an administrator has switched it off for now.
page-switched-off-advice = Ask an administrator to switch it on again.
page-approval-follows = Once you accept, an administrator of { $account } has to approve before it opens for you.
page-approval-heading = Waiting for approval
page-approval-text = You accepted the invitation to { $account } – an administrator of the account has to approve before it opens for you.
page-approval-advice = There is nothing else for you to do, and no message will tell you when it is done: try to sign in later, or ask { $inviter }, who invited you.
page-unknown-heading = We do not know this link
page-unknown-text = The link may have been cut off in the mail or copied only in part, or this page was open for more than an hour.
page-unknown-advice = Open the link in the mail once more, all of it. If that does not help, ask the person who invited you for a new invitation.

# Fields
page-field-name = Name
page-field-your-name = Your name
page-field-login = Login
page-field-email = E-mail address
page-field-phone = Phone number
page-field-password = Password
page-field-password-again = The same password again
page-field-current-password = Current password
page-field-new-password = New password
page-field-confirm-new-password = Confirm new password
page-field-identifier = E-mail address or login
page-field-account = Name of the account
page-field-language = Language
page-field-access = Access
page-field-message = Personal message
page-field-reason = Why?
page-field-roles = Roles
page-field-groups = Groups
page-password-show = Show the password
page-password-length = { $n } of { $m } characters
page-password-hint =
    { $n ->
        [one] At least { $n } character. A few words in a row are easy to remember.
       *[other] At least { $n } characters. A few words in a row are easy to remember.
    }
page-reason-hint = Only the people who manage the account read it.
page-account-hint = The company or team that people are invited to. They read it in their mails.

# What is wrong with an answer
page-error-required = This is needed.
page-error-too-long = This is too long. Please shorten it.
page-error-forbidden-character = This holds characters that cannot be used here, such as line breaks or invisible marks.
page-error-email-required = Enter an e-mail address.
page-error-email-invalid = This is not an e-mail address. It should look like name@example.org.
page-look-alike = Look twice at this address: letters in its domain look like others. The domain’s true name is { $domain }.
page-error-identifier-required = Enter your e-mail address or login.
page-error-password-required = Enter a password.
page-error-password-too-short =
    { $n ->
        [one] The password needs at least { $n } character.
       *[other] The password needs at least { $n } characters.
    }
page-error-password-too-long = The password is too long.
page-error-password-too-simple = The password is one character repeated. Choose a less obvious one.
page-error-password-blocklisted = This password is one of those that are used most and tried first. Choose one that nobody else would think of.
page-error-password-contains-context = The password contains your name or address, or is too close to them or the account. Choose a less obvious one.
page-error-password-is-temporary = That is the temporary password. Choose one of your own.
page-error-passwords-differ = The two passwords differ. Enter the same one twice.
page-error-wrong-password = The password is wrong.
page-error-wrong-credentials = The address or the password is wrong.
page-error-too-many-attempts = Too many attempts failed. Try again in { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
 }.
page-no-roles-heading = No roles assigned
page-error-no-roles = The currently logged user { $user } has no assigned roles. Please contact your system administrator to configure the roles for user { $user }.
page-error-approval-pending = An administrator of { $accounts } has to approve first. Try to sign in again later, or ask them.
page-error-inviter-not-entitled = The person who invited you may no longer do so. Ask them or another administrator to send the invitation again.
page-error-suspended = The account is suspended: nobody can come in at the moment.
page-error-no-seat = Every place in the account is taken. Ask the person who invited you to make room, then try again; the invitation stays good.
page-error-resource-taken = The invitation gives { $resources }, which someone else was given meanwhile. Ask the person who invited you to change it, then try again; the invitation stays good.
page-error-login-taken = Someone else has this login by now. Ask the person who invited you to choose another and send the invitation again.
page-error-cannot-decline = This invitation cannot be declined at the moment. You can simply leave it unanswered.
page-error-conflict = Something changed at the same moment. Please try again.
page-error-already-member = This person is in already.
page-error-no-channel = No message can leave for this person: the account or the person lacks a way to be reached.
page-error-may-not-grant = You may not grant this.

# Signing in
page-sign-in-heading = Sign in
page-continue-button = Continue
page-sign-in-button = Sign in
page-sign-in-someone-else = Sign in as someone else
page-sign-out-button = Sign out
page-password-heading = Change password
page-password-explanation = You stay signed in here and are signed out everywhere else.
page-password-button = Change password
page-empty-heading = Nothing here yet
page-empty-text = Whoever runs this service finds a one-time link in its output. It makes the first account and its administrator.

# The first administrator
page-setup-heading = Set up the first account
page-setup-explanation = You become its administrator and can invite people right away.
page-setup-button = Create the account
page-setup-done-heading = The account is ready
page-setup-done-text = Sign in with your address and password, and invite the first person from the start page.
page-setup-done-api = To invite from a program, make an API key there; the page that shows it has a ready-made call.
page-setup-unknown-heading = This set-up link is not good
page-setup-unknown-text = It works once, on an empty service. Whoever runs the service finds the current one in its output.

# The start page
page-home-title = Start page
page-home-heading = Hello, { $name }
page-home-nav = More
page-api-docs = API documentation
page-accounts-heading = Your accounts
page-accounts-none = You are in no account yet.
page-account-open = Open
page-access-administrator = Administrator
page-access-standard = Standard user

# An account's invitations
page-just-now = just now
page-ago = { $span } ago
page-expires-in = expires in { $span }
page-notice-nothing-selected = Nobody was selected. Check the boxes in front of their names first.
page-notice-sent-many = { $n ->
    [one] { $n } message is on its way.
   *[other] { $n } messages are on their way.
}
page-notice-revoked-many = { $n ->
    [one] { $n } invitation was withdrawn.
   *[other] { $n } invitations were withdrawn.
}
page-notice-not-done = { $n ->
    [one] For { $n } person that was not possible as they stand now.
   *[other] For { $n } people that was not possible as they stand now.
}
page-filter-heading = Filter by status
page-filter-all = All
page-status-not-invited = Not invited
page-status-queued = Waiting
page-status-invited = Invited
page-status-accepted = Accepted
page-status-declined = Declined
page-status-expired = Expired
page-status-error = Error
page-status-revoked = Withdrawn

# One invitation
page-facts-heading = The invitation
page-fact-invited-by = Invited by
page-fact-created = Written down
page-fact-handed-over = Handed over
page-fact-good-until = Good until
page-send-button = Send the invitation
page-resend-button = Send again
page-revoke-link = Withdraw
page-revoke-heading = Withdraw this invitation?
page-revoke-text = The link that was sent to { $name } stops working at once. You can send a new one later.
page-revoke-button = Withdraw the invitation
page-reason-heading = Reason given
page-not-delivered = The message did not arrive
page-history-heading = History
page-history-created = Put on the list
page-history-edited = Changed
page-history-queued = Message queued
page-history-invited = Message handed over
page-history-failed = Message failed
page-history-code-asked = Code asked for, to accept with
page-history-bounced = Message came back
page-history-accepted = Accepted
page-history-declined = Declined
page-history-expired = Expired
page-history-revoked = Withdrawn
page-actor-you = you
page-actor-person = another administrator
page-actor-api-key = an API key
page-actor-invitee = the invited person
page-actor-holder = whoever held the link
page-link-failure-someone-else = someone else was signed in
page-link-failure-code-wrong = the code was wrong
page-link-failure-too-many-codes = too many wrong codes were tried
page-link-failure-expired = the link had expired
page-link-failure-superseded = a newer link had taken its place
page-link-failure-revoked = the invitation was withdrawn
page-link-failure-declined = the invitation was declined
page-link-failure-removed = the person was removed
page-link-failure-switched-off = the person is switched off
page-link-failure-not-entitled = whoever invited may no longer give this
page-link-failure-suspended = the account is suspended
page-link-failure-no-seat = every seat was taken
page-link-failure-resource-taken = a number of the invitation belongs to someone else
page-link-failure-too-soon = a message had left a short while before
page-link-failure-not-sendable = the invitation cannot be sent as it stands
page-channel-email = e-mail
page-channel-sms = SMS
page-attempt-handed-over = Attempt { $n } ({ $channel }): taken
page-attempt-deferred = Attempt { $n } ({ $channel }): not now
page-attempt-unknown = Attempt { $n } ({ $channel }): no answer
page-attempt-failed = Attempt { $n } ({ $channel }): refused
page-attempt-bounced = Attempt { $n } ({ $channel }): came back
page-attempt-next = next attempt { $date }
page-failure-unknown-recipient = There is no such mailbox
page-failure-unknown-domain = The domain takes no mail
page-failure-mailbox-full = The mailbox is full
page-failure-refused-by-policy = The receiving side refuses our mail
page-failure-too-large = The message is too large
page-failure-refused = The receiving side refused
page-failure-retries-exhausted = The receiving side could not be reached
page-failure-bounced = The mail came back
page-advice-address = Check the address with the person, correct it and send again.
page-advice-domain = Check the part after the @, correct it and send again.
page-advice-mailbox-full = Ask the person to make room, then send again.
page-advice-policy = Ask the administrator of the receiving side, or have ours look at the reputation of the sender.
page-advice-too-large = Shorten the personal message and send again.
page-advice-refused = Read what the receiving side said, mend it and send again.
page-advice-retries = Check the address, then send again.

# API keys
page-key-heading = Create an API key

# What was just done
page-notice-queued = The invitation is on its way.
page-notice-revoked = The invitation was withdrawn. Its link no longer works.
page-notice-not-now = This cannot be done as the invitation stands now.
page-notice-place-taken = Another invitation for this person is open already.
page-notice-not-grantable = What the invitation would give is no longer there, or belongs to someone else. Nothing was sent.
page-notice-password-changed = Your password was changed.
page-notice-signed-out = You are signed out.

# The built-in inbox
page-inbox-heading = Inbox
page-inbox-trying-heading = For trying out only.
page-inbox-trying-text = No mail server is set, so mails land here instead of leaving. They are kept in memory and are gone after a restart. Set INVITE_SMTP_URL to send real mail.
page-inbox-empty = No mails yet. Invite someone, and the mail shows up here.
page-inbox-from = From
page-inbox-to = To
page-inbox-at = Received
page-inbox-text = Show the text part

# Errors
page-not-found-heading = There is no such page
page-not-found-text = It may have moved, or it is not for you.
page-forbidden-heading = This is not possible
page-forbidden-text = The page is for administrators, or the form was sent from another site. Go back and try again here.
page-bad-request-heading = This could not be read
page-bad-request-text = The form came incomplete or was too large. Go back and try again.
page-unavailable-heading = Just a moment
page-unavailable-text = The service cannot answer right now. Try again in a minute; nothing was lost.
page-broken-heading = Something went wrong
page-broken-text = It is our fault, and it was written down. Try again; if it stays, tell whoever runs this service.

# A forgotten password
page-forgotten-link = Forgot your password?
page-forgotten-heading = Forgot your password?
page-forgotten-explanation = Enter what you sign in with. We mail you a link that sets a new password.
page-forgotten-button = Send the link
page-forgotten-back = Back to signing in
page-forgotten-done-heading = Look into your mailbox
page-forgotten-done-text = If someone signs in with what you entered, a mail with a link is on its way. The link works once, for an hour.
page-forgotten-done-advice = Is there none? Look in your spam folder. If you were invited and have not set a password yet, use the message that invited you.
page-reset-heading = Set a new password
page-reset-explanation = Afterwards you are signed out everywhere, and sign in with the new password.
page-reset-button = Set the password
page-reset-again = Ask for a new link
page-reset-expired-heading = This link has expired
page-reset-expired-text = It was good for one hour.
page-reset-used-heading = This link was used
page-reset-used-text = It works once. It was used, or the password was changed since it was sent.
page-notice-password-set = Your new password is set. Sign in with it.

# What a person gets.

page-field-type = Type
page-type-internal = Internal
page-type-external = External
page-type-hint = Until they accept, the person shows as an invitation and cannot sign in.
page-access-hint = An administrator invites, grants and manages everything in this account and in the accounts under it.
page-roles = Roles
page-groups = Groups
page-permissions = Permissions
page-numbers = Numbers
page-default-groups-hint = Everyone who accepts also joins: { $groups }
page-number-search = Search for a number
page-number-none = No free number is found.
page-error-undefined = This account has no “{ $name }”.
page-error-undefined-similar = This account has no “{ $name }”; did you mean “{ $similar }”?
page-error-number-held = { $name } belongs to someone else. Choose another one.
page-error-number-promised = { $name } is promised in another invitation. Choose another one.
page-search-button = Search

# Setting up: the mail server
page-setup-step-account = Account and administrator
page-setup-step-mail = Mail
page-setup-mail-heading = Mail server
page-setup-mail-text = Invitations leave through your mail server. We try it with a mail to you before anything is kept.
page-setup-operator = Whoever runs this service has set the mail server already:
page-setup-field-host = Server
page-setup-hint-host = A name such as mail.example.org, or an IP address.
page-setup-field-port = Port
page-setup-hint-port = Mostly 587; 465 where the line is encrypted from the start.
page-setup-field-tls = Encryption
page-setup-tls-required = Required (STARTTLS)
page-setup-tls-implicit = From the start (TLS)
page-setup-tls-offered = Where the server offers it
page-setup-tls-none = None
page-setup-field-user = User name
page-setup-field-from = Mails are from
page-setup-hint-from = An address that the server lets you use, such as invite@example.org.
page-setup-field-to = Test mail to
page-setup-hint-to = Look there whether it arrives.
page-setup-save-button = Send me a test mail, then save
page-setup-untested-button = Save without a test
page-setup-test-button = Send me a test mail
page-setup-inbox-text = No mail server at hand? Until one is set, mails land in the built-in inbox, where administrators read them.
page-setup-inbox-button = Keep the built-in inbox for now
page-setup-to-people = Go on to the people
page-setup-said-inbox = All is set up. Whom would you like to invite?
page-setup-said-mail = The mail server is saved; mails leave through it from now on.
page-setup-test-good = The server took the test mail
page-setup-test-bad = The test mail did not leave, and nothing was saved
page-setup-server-said = What came back, word for word:
page-setup-step-connection = The server answers
page-setup-step-encryption = The line is encrypted
page-setup-step-login = User name and password are right
page-setup-step-handover = The mail was taken
page-setup-no-connection = The server cannot be reached: check its name, the port and the firewall
page-setup-no-encryption = The line could not be encrypted: choose another kind of encryption, or check the server's certificate
page-setup-no-login = The server refused user name or password: type both once more
page-setup-no-handover = The server did not take the mail: check whether it lets you send from this address
page-setup-error-port = A port is a number from 1 to 65535.
page-setup-error-host = This is no server's name. Write it like mail.example.org, without a port or slashes.
page-setup-error-login = User name and password belong together: fill in both, or leave both empty.

# The code that accepting needs
page-code-ask-explanation = So that nobody but you can use this link, we send a code to { $contact }. You type it on the next page.
page-code-ask-button = Send me a code
page-code-explanation = Type the code that we sent you, and choose a password to accept the invitation.
page-code-field = Code from the message
page-code-hint = Eight digits, sent to { $contact } on { $date }. They work for 10 minutes; look among unwanted mail, too.
page-code-again-button = Send a new code
page-error-code-required = Type the code that we sent you.
page-error-code-malformed = A code has eight digits, for example 1234 5678.
page-error-code-wrong = { $n ->
    [one] This is not the latest code. You can try one more time.
   *[other] This is not the latest code. You can try { $n } more times.
}
page-error-code-expired = This code has expired. Ask for a new one below.
page-error-code-too-many = Too many wrong codes were tried, so this one does not work anymore. Ask for a new one below.
page-error-code-too-soon = A code was sent a short while ago. Look for it first; you can ask for another one from { $date }.
