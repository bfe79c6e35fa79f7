# Surel undangan. Teks biasa: tanpa markah, tanpa tanda seru; pembaca disapa "Anda".
# $inviter dan $account adalah nama dan dapat berakhir titik ("Tbk."), jadi tidak diikuti titik; $email alamat; $span teks seperti "7 hari".

mail-subject = { $inviter } mengundang Anda ke { $account }
mail-heading = Anda diundang ke { $account }
mail-greeting = Halo,
mail-greeting-name = Halo { $name },
mail-invited = { $inviter } mengajak Anda bergabung dengan { $account }: buka undangannya untuk melihat isinya, lalu terima atau tolak.
mail-message-from = Pesan dari { $inviter }:
mail-button = Buka undangan
mail-validity = Tautan ini khusus untuk Anda dan berlaku selama { $span }.
mail-address-hint = Jika tombolnya tidak berfungsi, salin alamat ini ke peramban Anda:
mail-open-hint = Buka undangan di sini:
mail-recipient = Undangan ini dikirim ke { $email }.
mail-unexpected = Tidak merasa menunggu undangan ini? Abaikan saja email ini: tidak ada yang terjadi selama Anda tidak menerimanya.

# Dengan kata sandi sementara sebagai ganti tautan
mail-temporary-invited = { $inviter } mengundang Anda ke { $account } dan sudah menyiapkan tempat untuk Anda. Masuklah dengan nama pengguna dan kata sandi sementara (Temporary Password) di bawah ini, lalu buat kata sandi Anda sendiri.
mail-user-name = Nama pengguna
mail-temporary-password = Temporary Password
mail-login-button = Login
mail-login-hint = Login di sini:
mail-temporary-validity = Kata sandi sementara ini khusus untuk Anda dan berlaku selama { $span }.
mail-temporary-unexpected = Tidak merasa menunggu undangan ini? Abaikan saja email ini: tidak ada yang terjadi selama Anda tidak masuk.

# Kata sandi milik sendiri
mail-product = Invite
mail-password-recipient = Email ini dikirim ke { $email }.
mail-reset-heading = Buat kata sandi baru
mail-reset-lead = Seseorang meminta kata sandi baru untuk { $email }. Jika itu Anda, buatlah sekarang.
mail-reset-button = Buat kata sandi baru
mail-reset-hint = Buat kata sandi baru di sini:
mail-reset-validity = Tautan ini khusus untuk Anda. Hanya berlaku sekali, sampai { $date }.
mail-reset-unexpected = Tidak merasa memintanya? Abaikan saja email ini: kata sandi Anda tetap seperti semula.
mail-changed-heading = Kata sandi Anda telah diubah
mail-changed-lead = Kata sandi untuk { $email } diubah pada { $date }.
mail-changed-validity = Bukan Anda? Segera buat kata sandi baru dan beri tahu administrator Anda.
mail-changed-unexpected = Jika itu Anda, tidak ada yang perlu dilakukan.

mail-test-subject = Surel uji coba dari Invite
mail-test-text = Jika Anda membaca ini, undangan sampai ke kotak surat Anda. Tidak ada yang perlu dilakukan.

# Kode untuk menerima undangan
mail-code-subject = Kode Anda untuk { $account }
mail-code-heading = Kode Anda
mail-code-lead = Ketik kode ini di halaman undangan ke { $account } yang sedang Anda buka.
mail-code-validity = Kode berlaku { $span }; begitu Anda meminta yang lain, hanya yang itu berlaku. Jangan beri tahu siapa pun.
mail-code-recipient = Kode ini dikirim ke { $email }.
mail-code-unexpected = Tidak memintanya? Ada orang yang memegang tautan undangan Anda. Tanpa kode ini tidak terjadi apa-apa: jangan teruskan.
