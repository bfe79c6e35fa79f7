# Undangan lewat SMS: pendek, dan hanya aksara dari alfabet 7-bit GSM.

sms-invitation = { $inviter } mengundang Anda ke { $account }: { $link }
sms-temporary-password = { $inviter } mengundang Anda ke { $account }. Nama pengguna: { $user } Kata sandi sementara: { $password } Login: { $link }
sms-code = Kode Anda untuk { $account }: { $code } Berlaku 10 menit.
