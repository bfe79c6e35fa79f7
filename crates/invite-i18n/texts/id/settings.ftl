# Settings of an account and API keys.

settings-heading = Pengaturan
settings-tab-general = Umum
settings-tab-keys = Kunci API
settings-save = Simpan
settings-notice-saved = Disimpan: { $what }.
settings-notice-unchanged = Tidak ada yang diubah.

# General
settings-group-general = Umum
settings-name = Nama
settings-name-hint = Dibaca oleh orang yang diundang di surel dan halaman.
settings-slug = Nama dalam alamat
settings-slug-hint = Halaman akun ini diawali /a/{ $slug }. Bila Anda mengubahnya, penanda dan program yang memakai nama lama tidak berfungsi lagi; tautan dalam surel tetap berfungsi.
settings-default-locale = Bahasa
settings-default-locale-hint = Untuk setiap orang yang bahasanya tidak diketahui.

# Invitations
settings-group-invitations = Undangan
settings-unit = Satuan
settings-unit-days = hari
settings-unit-hours = jam
settings-unit-minutes = menit
settings-unit-seconds = detik
settings-ttl = Masa berlaku undangan
settings-ttl-hint = Sejak pesan dikirim: 1 jam hingga 365 hari. Yang sudah dikirim tetap memakai waktunya.
settings-credentials = Cara orang baru mendapat kata sandi
settings-credentials-hint = Tautan lebih aman: kata sandi tidak pernah dilihat siapa pun selain orangnya.
settings-credentials-link = Mereka membuatnya lewat tautan dalam pesan
settings-credentials-temporary = Pesan memuat kata sandi sementara yang diganti saat pertama kali masuk
settings-channels = Cara menghubungi orang
settings-channels-hint = SMS memerlukan gerbang yang disiapkan oleh pengelola layanan ini.
settings-channels-email = Hanya lewat surel
settings-channels-both = Lewat surel atau SMS
settings-resend = Tautan lama ketika undangan dikirim ulang
settings-resend-hint = Orang yang membuka tautan yang sudah diganti diminta mencari pesan yang lebih baru.
settings-resend-immediately = Langsung tidak berlaku
settings-resend-grace = Berlaku sebentar lagi
settings-resend-until-expiry = Berlaku sampai kedaluwarsa
settings-grace = Berapa lama lagi tautan lama berlaku
settings-grace-hint = Hanya untuk “Berlaku sebentar lagi”: 1 jam hingga 365 hari.
settings-groups = Grup untuk setiap orang yang menerima
settings-groups-hint = Setiap orang yang menerima undangan dimasukkan ke grup ini, di samping yang diberikan undangannya.
settings-groups-none = Belum ada grup. Tambahkan satu

# Mails
settings-group-mails = Surel
settings-mail-subject = Subjek undangan
settings-mail-subject-hint = {"{"}account{"}"}, {"{"}inviter{"}"}, dan {"{"}invitee{"}"} diganti dengan nama-namanya. Kosong: subjek dalam bahasa orang tersebut.
settings-sender-name = Nama pengirim
settings-sender-name-hint = Asal surel yang tertera. Kosong: nama akun.

# After accepting
settings-group-after = Ke mana orang diarahkan
settings-login-url = Untuk masuk
settings-login-url-hint = Alamat yang diawali https:// atau http://. Kosong: halaman layanan ini.
settings-after-accept-url = Setelah mereka menerima
settings-after-accept-url-hint = Alamat yang diawali https:// atau http://. Kosong: tempat mereka masuk.

# Passwords and seats
settings-group-access = Kata sandi dan kuota anggota
settings-password = Kata sandi terpendek
settings-password-hint = Dalam karakter, 8 hingga 64; kami sarankan 15. Berlaku untuk kata sandi yang dibuat mulai sekarang.
settings-seats = Kuota anggota
settings-seats-hint = Berapa orang yang dapat berada di akun ini sekaligus. Kosong: tanpa batas.

# What is wrong
settings-error-slug = Gunakan huruf a sampai z, angka, dan tanda hubung di antaranya.
settings-error-slug-taken = Akun lain memakai nama ini dalam alamatnya. Pilih yang lain.
settings-error-url = Seharusnya seperti https://example.org/path, tanpa spasi, nama, atau kata sandi.
settings-error-placeholder = Hanya {"{"}account{"}"}, {"{"}inviter{"}"}, dan {"{"}invitee{"}"} yang boleh berada dalam kurung kurawal.
settings-error-ttl = Pilih antara 1 jam dan 365 hari.
settings-error-number = Isi dengan bilangan bulat.
settings-error-password = Isi dengan bilangan bulat antara 8 dan 64.
settings-error-seats = Isi dengan bilangan bulat sedikitnya 1, atau kosongkan.
