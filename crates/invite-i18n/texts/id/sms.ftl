# Undangan lewat SMS: pendek, dan hanya aksara dari alfabet 7-bit GSM.

sms-invitation = { $inviter } mengundang Anda ke { $account }: { $link }
