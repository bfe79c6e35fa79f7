# Invitations by SMS: short, and only characters of the GSM 7-bit alphabet.

sms-invitation = { $inviter } invites you to { $account }: { $link }
