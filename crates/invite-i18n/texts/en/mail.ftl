# The invitation mail. Plain text: no markup, no exclamation marks.
# $inviter and $account are names, and may end in a dot ("Inc."), so none stands behind them; $email is an address; $span is a text such as "7 days".

mail-subject = { $inviter } invited you to { $account }
mail-heading = You are invited to { $account }
mail-greeting = Hello,
mail-greeting-name = Hello { $name },
mail-invited = { $inviter } would like you to join { $account }: open the invitation to see what it holds, then accept or decline it.
mail-message-from = { $inviter } writes:
mail-button = Open the invitation
mail-validity = The link is meant for you alone and works for { $span }.
mail-address-hint = If the button does nothing, copy this address into your browser:
mail-open-hint = Open the invitation here:
mail-recipient = This invitation was sent to { $email }.
mail-unexpected = Did you not expect it? You can safely ignore this mail: nothing happens unless you accept.

# With a temporary password in place of the link
mail-temporary-invited = { $inviter } of { $account } has set up a place for you. Sign in with the user name and the temporary password below, then choose a password of your own.
mail-user-name = User name
mail-temporary-password = Temporary password
mail-login-button = Log in
mail-login-hint = Log in here:
mail-temporary-validity = The temporary password is meant for you alone and works for { $span }.
mail-temporary-unexpected = Did you not expect it? You can safely ignore this mail: nothing happens unless you sign in.

# A person's own password
mail-product = Invite
mail-password-recipient = This mail was sent to { $email }.
mail-reset-heading = Set a new password
mail-reset-lead = Someone asked for a new password for { $email }. If that was you, set one now.
mail-reset-button = Set a new password
mail-reset-hint = Set a new password here:
mail-reset-validity = The link is meant for you alone. It works once, until { $date }.
mail-reset-unexpected = Did you not ask for it? You can safely ignore this mail: your password stays as it is.
mail-changed-heading = Your password was changed
mail-changed-lead = The password for { $email } was changed on { $date }.
mail-changed-validity = Was it not you? Set a new password at once, and tell your administrator.
mail-changed-unexpected = If it was you, there is nothing to do.

mail-test-subject = A test mail from Invite
mail-test-text = If you read this, invitations reach your mailbox. There is nothing to do.

# The code that a new person accepts with
mail-code-subject = Your code for { $account }
mail-code-heading = Your code
mail-code-lead = Type this code on the page of your invitation to { $account }, which you have open.
mail-code-validity = It works for { $span }; once you ask for another one, only that one does. Tell it to nobody.
mail-code-recipient = This code was sent to { $email }.
mail-code-unexpected = Did you not ask for it? Somebody has the link of your invitation. Nothing happens without this code: do not pass it on.
