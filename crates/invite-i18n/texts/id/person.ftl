# Halaman satu orang.

person-heading = Orangnya
person-gets-heading = Yang akan diterima
person-holds-heading = Yang dimiliki
person-gets-nothing = Tanpa peran, grup, izin, atau nomor.
person-gone = Akun ini tidak lagi menyediakannya.
person-field-channel = Pesan melalui
person-field-validity = Masa berlaku tautan
person-channel-auto = Email, jika tidak ada SMS
person-channel-email = Email
person-channel-sms = SMS
person-joined = Bergabung sejak
person-in-since = bergabung sejak { $date }
person-accepted = Diterima
person-accepted-at = diterima { $date }
person-on = Aktif
person-off = Nonaktif
person-approve = Setujui
person-approve-hint = Orang ini telah menerima undangan dan belum dapat masuk: setujui, atau hapus untuk menolaknya.
person-edit = Ubah
person-save = Simpan
person-to-member = Buka halamannya
person-to-invitation = Undangan yang diterimanya

# Riwayat
person-story-none = Belum ada yang dapat diceritakan.
person-answer = Jawaban: { $reply }
person-actor-operator = pengelola layanan ini
person-via-page = melalui halaman
person-via-api = melalui API
person-via-api-key = dengan kunci API
person-via-command-line = melalui baris perintah
person-history-added = Menjadi anggota
person-history-edited = Yang dimiliki diubah
person-history-switched-off = Dinonaktifkan
person-history-switched-on = Diaktifkan
person-history-approved = Disetujui
person-history-not-let-in = Tautan tidak membukakan jalan bagi siapa pun
person-history-no-code = Tautan tidak menghasilkan kode
person-history-not-declined = Penolakan melalui tautan tidak diterima
person-history-no-new-link = Tautan tidak menghasilkan tautan baru

# Mengirim lagi
person-resend-heading = Kirim undangan lagi?
person-resend-text = { $name } memiliki tautan yang masih berlaku dan akan menerima pesan dengan tautan baru.
person-link-dies = Tautan yang dikirim sebelumnya langsung tidak berlaku.
person-link-lives-on = Tautan yang dikirim sebelumnya berlaku sampai { $date }.

# Mengubah
person-edit-invitation-heading = Ubah undangan { $name }
person-edit-member-heading = Ubah { $name }
person-edit-member-text = Yang Anda simpan di sini langsung berlaku saat orang tersebut melakukan sesuatu berikutnya.
person-email-hint = Pesan sudah dikirim. Jika Anda mengubah alamat atau nomor, tautan di dalamnya tidak berlaku lagi dan pesan baru diperlukan; jika pesan sedang menunggu atau sudah terkirim, pesan baru langsung dikirim.
person-language-usual = Seperti di akun ({ $language })
person-validity-usual = Seperti di akun ({ $span })
person-error-contact = Masukkan alamat email atau nomor telepon.
person-error-login-taken = Nama masuk ini milik orang lain. Pilih yang lain.
person-changed-meanwhile = Orang lain mengubahnya saat Anda sedang mengedit. Isian Anda masih ada di sini; simpan lagi untuk menggantikan perubahan itu, atau batalkan untuk melihatnya.
person-notice-saved = Tersimpan.
person-notice-sent-anew = Tersimpan. Tautan yang dikirim sebelumnya tidak berlaku lagi; pesan baru sedang dikirim.
person-notice-link-dead = Tersimpan. Tautan yang dikirim sebelumnya tidak berlaku lagi: kirim undangan sekali lagi.

# Menonaktifkan dan mengaktifkan
person-switch = Akses
person-switch-off-heading = Nonaktifkan orang ini?
person-switch-off-text = { $name } ({ $known }) tidak dapat melakukan apa pun di akun ini sampai diaktifkan lagi.
person-switch-off-keeps = Semua yang dimilikinya tetap, termasuk nomornya.
person-other-accounts = Akun lain dan kata sandinya tidak berubah.
person-switch-off-button = Nonaktifkan
person-notice-switched-off = Dinonaktifkan. Untuk sementara orang ini tidak dapat bertindak di akun ini.
person-notice-switched-on = Diaktifkan. Orang ini dapat bertindak lagi di akun ini.
person-notice-approved = Disetujui. Orang ini kini dapat bertindak di akun ini.

# Menghapus
person-remove = Hapus
person-remove-heading = Hapus orang ini?
person-remove-text = { $name } ({ $known }) kehilangan tempatnya di { $account }
person-remove-access = Mulai klik berikutnya, akun ini tidak ada lagi baginya, di mana pun ia sedang masuk.
person-remove-numbers = Nomor berikut menjadi bebas: { $numbers }
person-remove-links = Undangan yang dapat memasukkannya lagi ditarik.
person-remove-button = Hapus orang ini
person-notice-removed = Orang tersebut telah dihapus.

# Yang tidak dapat dilakukan
person-last-administrator = Ini satu-satunya administrator yang aktif: jadikan orang lain administrator terlebih dahulu. Sebelum itu ia tidak dapat dinonaktifkan, dihapus, atau dijadikan pengguna standar.
person-is-you = Ini Anda. Administrator lain dapat menonaktifkan atau menghapus Anda.
person-only-administrators = Hanya administrator yang dapat mengubah anggota.
person-holds-more = Orang ini memiliki lebih dari yang Anda miliki, jadi Anda tidak dapat mengubahnya.

# Akibatnya bagi orang lain
person-void = { $n } undangan yang dikirim orang ini masih terbuka dan setelah itu tidak dapat diterima lagi; kirim ulang sendiri agar tetap berlaku:
person-void-many = Lebih dari { $n } undangan yang dikirim orang ini masih terbuka dan setelah itu tidak dapat diterima lagi; kirim ulang sendiri agar tetap berlaku:
