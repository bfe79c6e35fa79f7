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
settings-proof = Yang dibutuhkan orang baru selain tautan
settings-proof-hint = Tautan dapat diteruskan. Kode hanya dikirim ke alamat atau nomor yang tercatat, dan diminta saat mereka menerima.
settings-proof-link = Tidak ada
settings-proof-administrators = Kode, bila mereka menjadi administrator
settings-proof-code = Selalu kode
settings-approval = Setelah seseorang menerima
settings-approval-hint = Sampai administrator menyetujui, orang yang sudah menerima memegang tempatnya tetapi belum dapat masuk.
settings-approval-none = Langsung bergabung
settings-approval-required = Administrator menyetujui terlebih dahulu
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
settings-login-url = Tempat orang masuk
settings-login-url-hint = Alamat yang diawali https:// atau http://. Kosong: halaman layanan ini.
settings-after-accept-url = Tujuan setelah menerima undangan
settings-after-accept-url-hint = Alamat yang diawali https:// atau http://. Kosong: tempat mereka masuk.

# Passwords and seats
settings-group-access = Kata sandi dan kuota anggota
settings-password = Kata sandi terpendek
settings-password-hint = Dalam karakter, 8 hingga 64; kami sarankan 15. Berlaku untuk kata sandi yang dibuat mulai sekarang.
settings-seats = Kuota anggota
settings-seats-hint = Berapa orang yang dapat berada di akun ini sekaligus; sekarang ada { $n }. Kuota yang lebih kecil tidak mengeluarkan siapa pun. Kosong: tanpa batas.

# What is wrong
settings-error-slug = Gunakan huruf a sampai z, angka, dan tanda hubung di antaranya.
settings-error-slug-taken = Akun lain memakai nama ini dalam alamatnya. Pilih yang lain.
settings-error-url = Seharusnya seperti https://example.org/path, tanpa spasi, nama, atau kata sandi.
settings-error-placeholder = Hanya {"{"}account{"}"}, {"{"}inviter{"}"}, dan {"{"}invitee{"}"} yang boleh berada dalam kurung kurawal.
settings-error-ttl = Pilih antara 1 jam dan 365 hari.
settings-error-number = Isi dengan bilangan bulat.
settings-error-password = Isi dengan bilangan bulat antara 8 dan 64.
settings-error-seats = Isi dengan bilangan bulat sedikitnya 1, atau kosongkan.

# API keys
settings-keys-lead = Program bertindak dengannya di akun ini dan di akun-akun di bawahnya.
settings-keys-none = Belum ada kunci API. Buat satu untuk setiap program, agar masing-masing dapat dicabut sendiri.
settings-keys-newest = Kunci terbaru
settings-keys-older = Kunci yang lebih lama
settings-key-explanation = Program bertindak dengannya atas nama Anda. Kunci hanya ditampilkan sekali.
settings-key-name = Nama kunci
settings-key-name-hint = Misalnya program yang akan memakainya. Nama ini tampil sebagai pengundang.
settings-key-scope = Yang boleh dilakukannya
settings-scope-read = Hanya membaca
settings-scope-invite = Membaca dan mengundang
settings-scope-administer = Melakukan semuanya
settings-key-expiry = Kapan kunci berhenti berlaku
settings-key-expiry-hint = Kunci yang berakhir sendiri tidak akan terlupakan.
settings-key-expiry-month = Setelah 30 hari
settings-key-expiry-quarter = Setelah 90 hari
settings-key-expiry-year = Setelah satu tahun
settings-key-expiry-never = Tidak pernah
settings-key-button = Buat kunci
settings-key-made-heading = Kunci API baru Anda
settings-key-made-text = Salin sekarang: kunci hanya ditampilkan di sini dan tidak akan muncul lagi.
settings-key-made-example = Mengundang dengannya
settings-key-done = Sudah saya salin
settings-key-made-by = Dibuat oleh { $who }, { $date }
settings-key-by-system = pengelola layanan ini
settings-key-never-expires = Tidak pernah kedaluwarsa
settings-key-expires = Berlaku sampai { $date }
settings-key-expired = Kedaluwarsa pada { $date }
settings-key-never-used = Belum pernah dipakai
settings-key-used = Terakhir dipakai: { $when }
settings-key-revoke = Cabut
settings-key-revoke-one = Cabut { $name }
settings-key-revoke-heading = Cabut { $name }?
settings-key-revoke-text = Permintaan berikutnya dengan kunci ini ditolak. Undangan yang dikirimnya tidak dapat diterima sampai ada yang mengirimnya ulang. Ini tidak dapat dibatalkan.
settings-key-revoke-button = Cabut kunci
settings-error-choice = Pilih salah satu nilai yang ditawarkan.
settings-notice-key-revoked = Kunci sudah dicabut. Permintaan berikutnya ditolak.
settings-notice-key-gone = Kunci itu sudah tidak ada. Tidak ada yang diubah.
