# Mengundang satu orang atau beberapa orang.

invite-heading = Undang seseorang
invite-back-to-people = Orang
invite-see-person = Lihat status orang ini
invite-who-heading = Siapa
invite-type-note = Sampai undangan diterima, orang ini tampil sebagai “Invitation Internal (No login)”.
invite-grant-heading = Yang diberikan
invite-message-heading = Pesan
invite-contact-hint = Alamat surel atau nomor telepon diperlukan.
invite-phone-hint = Dengan + dan kode negara, misalnya +62 812 3456 7890.
invite-login-hint = Nama untuk masuk. Orang tersebut melihatnya sudah terisi dan tidak dapat mengubahnya.
invite-language-hint = Bahasa pesan dan halaman yang dibukanya.
invite-field-channel = Kirim melalui
invite-channel-auto = Surel, atau SMS bila tidak ada alamat
invite-channel-email = Surel
invite-channel-sms = SMS
invite-field-validity = Berlaku selama
invite-validity-hint = Dari 1 jam sampai 365 hari. Bila dikosongkan: { $span }, sesuai pengaturan akun.
invite-field-validity-unit = Hari atau jam
invite-unit-days = Hari
invite-unit-hours = Jam
invite-save-button = Simpan
invite-save-and-send-button = Simpan dan kirim
invite-saved = Orang tersebut sudah ada di daftar. Belum ada yang dikirim.
invite-sent = Orang tersebut sudah ada di daftar, dan undangannya sedang dikirim.
invite-error-country-code = Nomor memerlukan + dan kode negara, misalnya +62 812 3456 7890.
invite-error-phone = Ini bukan nomor telepon. Nomor terdiri atas 8 sampai 15 angka dan diawali + serta kode negara.
invite-error-login = Nama masuk hanya berisi huruf a sampai z, angka, dan . _ + -
invite-error-login-taken = Nama masuk ini milik orang lain. Pilih yang lain.
invite-error-validity = Masukkan bilangan bulat, dari 1 jam sampai 365 hari.
invite-error-contact = Masukkan alamat surel atau nomor telepon.
invite-error-no-email = Pengiriman melalui surel memerlukan alamat surel.
invite-error-no-phone = Pengiriman melalui SMS memerlukan nomor telepon.
invite-error-no-sms = Akun ini hanya mengirim melalui surel. Masukkan alamat surel.
invite-error-no-gateway = SMS tidak dapat dikirim: pengelola layanan ini belum memasang gerbang SMS.
invite-error-already-invited = Orang ini sudah diundang. Anda tidak mengundangnya dua kali.

# Sebelum dikirim
invite-confirm-heading = Kirim undangan ini?
invite-confirm-mail = { $name } menerima surel di { $to }
invite-confirm-sms = { $name } menerima SMS di { $to }
invite-only-save-button = Simpan tanpa mengirim
invite-edit-button = Kembali ke formulir
invite-preview-heading = Pesannya
invite-preview-hint = Inilah pesan yang akan dikirim. Tautan dan kata sandi sementara dibuat saat pesan dikirim; yang tampil di sini tidak membuka apa pun.
invite-preview-subject = Subjek
invite-preview-button = Tampilkan surel seperti yang akan terlihat
