# Invitations by SMS: short, and only characters of the GSM 7-bit alphabet.

sms-invitation = { $inviter } invites you to { $account }: { $link }
sms-temporary-password = { $inviter } invites you to { $account }. User name: { $user } Temporary password: { $password } Log in: { $link }
sms-code = Your code for { $account }: { $code } It works for 10 minutes.
